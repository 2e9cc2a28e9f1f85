"""Drawings: in a page with its colours, in plain colours as files, as PNG for Word."""

from __future__ import annotations

import importlib.util
import re
import tempfile
from collections.abc import Collection
from pathlib import Path

DOTS_PER_INCH = 200.0
SIZE = re.compile(r'\b(width|height)="([\d.]+)')
PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg", alt: "drawing")\n'
VARIABLE = re.compile(r"var\(--([\w-]+), ?(#[0-9a-fA-F]{6})\)")
PALETTE = re.compile(r' data-palette="([^"]*)"')
IMAGE = re.compile(r'<img\b[^>]*?\bsrc="(?:[^"]*/)?figures/([\w.-]+)\.svg"[^>]*>')
ANCHOR = re.compile(r'<a [^>]*href="#([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
NAME = re.compile(r'(?<![\w-])(id="|href="#|url\(#)([\w.-]+)')
# A style sheet in a drawing would hold for the whole page; the page has a rule of its own.
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
NEEDLESS = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>|<style\b.*?</style>", re.DOTALL)


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
            ppi=DOTS_PER_INCH,
            font_paths=[str(path) for path in font_folders()],
            ignore_system_fonts=True,
        )
    return bytes(made)


def picture_size(svg: str) -> tuple[float, float]:
    """Return a drawing's width and height in points."""
    found = dict(SIZE.findall(svg[: svg.index(">", svg.index("<svg")) + 1]))
    return float(found.get("width", 0)), float(found.get("height", 0))


def plain_colours(svg: str) -> str:
    """Return a drawing with the colours that its variables fall back on.

    Which colour is which variable is said in the drawing, so that a page can set them again.
    """
    found = dict(sorted(VARIABLE.findall(svg)))
    said = "; ".join(f"{name} {colour}" for name, colour in found.items())
    plain = VARIABLE.sub(r"\2", svg)
    return plain.replace("<svg ", f'<svg data-palette="{said}" ', 1) if said else plain


def page_colours(svg: str) -> str:
    """Return a drawing with the variables of the page that it is written into."""
    said = PALETTE.search(svg)
    pairs = [one.split(" ") for one in said[1].split("; ")] if said else []
    names = {colour: name for name, colour in pairs}
    svg = PALETTE.sub("", svg, count=1)
    return COLOUR.sub(
        lambda found: f"var(--{names[found[0]]}, {found[0]})" if found[0] in names else found[0],
        svg,
    )


def put_drawings(page: str, folder: Path) -> str:
    """Return a page with its drawings written into it, so that they take on the page's colours.

    A drawing with a narrow form has both, and the style shows the one that fits the window. A link
    in a drawing stays where it leads to something on the page.
    """
    anchors = set(re.findall(r'\sid="([^"]+)"', page))

    def change(found: re.Match[str]) -> str:
        name = found[1]
        path = folder / "figures" / f"{name}.svg"
        if not path.is_file() or "data-palette" not in (wide := path.read_text("utf-8")):
            return found[0]
        alt = re.search(r'\balt="([^"]*)"', found[0])
        words = alt[1] if alt else ""
        narrow = path.with_name(f"{name}-narrow.svg")
        forms = {"wide" if narrow.is_file() else "only": wide}
        forms |= {"narrow": narrow.read_text("utf-8")} if narrow.is_file() else {}
        return "".join(
            _write_in(svg, f"{name}-{form}", form, words, anchors) for form, svg in forms.items()
        )

    return IMAGE.sub(change, page)


def _write_in(svg: str, name: str, form: str, alt: str, anchors: Collection[str]) -> str:
    words = page_colours(NEEDLESS.sub("", svg[svg.index("<svg ") :]))
    own = set(re.findall(r'(?<![\w-])id="([\w.-]+)"', words))
    words = NAME.sub(
        lambda found: f"{found[1]}{name}-{found[2]}" if found[2] in own else found[0], words
    )
    words = ANCHOR.sub(lambda found: found[0] if found[1] in anchors else found[2], words)
    # Links in a drawing are in reach only where it is no single picture.
    role = "group" if "<a " in words else "img"
    start = f'<svg class="drawn {form}" role="{role}" aria-label="{alt}" '
    return words.replace("<svg ", start, 1).strip()
