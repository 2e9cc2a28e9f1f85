"""Drawings for paper: how wide a picture is, and a picture of a drawing that has none."""

from __future__ import annotations

import importlib.util
import re
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

WIDEST, TALLEST = 160.0, 195.0
DEFAULT_DPI = 96.0
DRAWN_DPI = 200.0
MILLIMETRES = 25.4
PNG = b"\x89PNG\r\n\x1a\n"
PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg", alt: "drawing")\n'


def matplotlib_data() -> Path:
    """Return the folder of files that matplotlib brings along, without loading matplotlib."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("matplotlib is not installed, whose fonts the report is set in")
    return Path(found.origin).parent / "mpl-data"


def font_folders() -> list[Path]:
    """Return folders of fonts that come with the packages, the same on every machine."""
    return [matplotlib_data() / "fonts" / "ttf"]


def draw_png(svg: bytes) -> bytes:
    """Return an SVG drawing as a PNG of 200 dots to the inch, set by Typst."""
    import typst

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "drawing.svg").write_bytes(svg)
        (folder / "main.typ").write_text(PAGE, encoding="utf-8")
        made = typst.compile(
            str(folder / "main.typ"),
            root=str(folder),
            format="png",
            ppi=DRAWN_DPI,
            font_paths=[str(path) for path in font_folders()],
            ignore_system_fonts=True,
        )
    return bytes(made)


def picture_width(png: bytes, dpi: float = 0.0) -> float:
    """Return the width in millimetres at which a PNG fits a page; 0 where it is no PNG."""
    if not png.startswith(PNG):
        return 0.0
    width, height = struct.unpack(">II", png[16:24])
    dpi = dpi or _dots(png) or DEFAULT_DPI
    wide, tall = width / dpi * MILLIMETRES, height / dpi * MILLIMETRES
    return float(wide * min(1.0, WIDEST / wide, TALLEST / tall))


def _dots(png: bytes) -> float:
    """Return the dots to the inch that a PNG says it has, or 0."""
    place = png.find(b"pHYs")
    if place < 0:
        return 0.0
    per_metre: int = struct.unpack(">I", png[place + 4 : place + 8])[0]
    return per_metre * MILLIMETRES / 1000


VARIABLE = re.compile(rb"var\(--[\w-]+, ?(#[0-9a-fA-F]{6})\)")
IMAGE = re.compile(r'<img\b[^>]*?\bsrc="([^"]+\.svg)"[^>]*?>')
NAME = re.compile(r'\b(id="|xlink:href="#|href="#|url\(#)([\w.-]+)')


def plain_colours(svg: bytes) -> bytes:
    """Return a drawing with the colours that its variables fall back on."""
    return VARIABLE.sub(rb"\1", svg)


def put_drawings(page: str, drawings: Mapping[str, bytes]) -> str:
    """Return a page with its drawings written into it, so that they take on the page's colours.

    A drawing with a narrow form has both, and the style shows the one that fits the window.
    """

    def change(found: re.Match[str]) -> str:
        name = PurePosixPath(found[1]).stem
        wide = drawings.get(f"figures/{name}.svg")
        if wide is None:
            return found[0]
        alt = re.search(r'\balt="([^"]*)"', found[0])
        words = alt[1] if alt else ""
        narrow = drawings.get(f"figures/{name}-narrow.svg")
        forms = {"wide" if narrow else "only": wide} | ({"narrow": narrow} if narrow else {})
        return "".join(_write_in(svg, f"{name}-{form}", form, words) for form, svg in forms.items())

    return IMAGE.sub(change, page)


def _write_in(svg: bytes, name: str, form: str, alt: str) -> str:
    words = NAME.sub(lambda found: f"{found[1]}{name}-{found[2]}", svg.decode())
    words = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", words, flags=re.DOTALL)
    return words.replace(
        "<svg ", f'<svg class="drawn {form}" role="img" aria-label="{alt}" ', 1
    ).strip()
