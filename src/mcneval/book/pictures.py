"""What a picture of the book must not be: of another kind, too large, or a program."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath

ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
LARGEST_SIDE = 20_000
MOST_PIXELS = 60_000_000
UNITS = {"": 1.0, "px": 1.0, "pt": 1.34, "pc": 16.0, "mm": 3.78, "cm": 37.8, "in": 96.0, "em": 16.0}
GPS = 0x8825
"""The part of a photograph's EXIF that says where it was taken."""
COORDINATES = {2, 4}
SIDE = re.compile(r'\s(?:width|height|viewBox)\s*=\s*["\']([^"\']*)')
# What a page that has the drawing written into it would run or fetch, under any prefix; names for
# text that the drawing itself makes up, and escapes in its style, could hide it.
UNSAFE = re.compile(
    r"<(?:[\w-]{1,40}:)?(?:script|foreignObject|iframe|object|embed|form|meta|button|video|audio)\b"
    r"|<!ENTITY|<[^<>]*&(?!amp;|lt;|gt;|quot;|apos;)|image-set|\bposter\s*="
    r"|style\s*=\s*(?:\"[^\"<>\\]*|'[^'<>\\]*)\\"
    r"|[\s/\"'](?:on\w+|src\w*)\s*=|href\s*=(?!\s*[\"'](?:#|data:image/(?!svg)))"
    r"|attributeName\s*=\s*[\"']?\s*(?:\w{1,40}:)?href|@import|url\((?!\s*[\"']?#)",
    re.IGNORECASE,
)
ENCODING = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)


def judge_picture(path: str, content: bytes) -> str:
    """Return why a picture may not stand in the book; nothing where it may.

    Parameters
    ----------
    path : str
        Its path, whose ending says its kind.
    content : bytes
        What is in the file.
    """
    ending = PurePosixPath(path).suffix.lower()
    if ending not in ENDINGS:
        return f"a picture cannot be a {ending or 'nameless'} file; it can be {', '.join(ENDINGS)}"
    if ending != ".svg":
        return _judge_pixels(content)
    if is_harmful(content):
        return "the drawing has a script in it or asks another host for something"
    opening = content[content.find(b"<svg") :].split(b">", 1)[0].decode("utf-8", "replace")
    if any(
        _measure(side) > LARGEST_SIDE for found in SIDE.findall(opening) for side in _part(found)
    ):
        return f"the drawing is larger than {LARGEST_SIDE:,} points on a side"
    return ""


def is_harmful(svg: bytes) -> bool:
    """Tell whether a drawing has a script in it, asks another host, or could hide that it does."""
    try:
        words = svg.decode("utf-8-sig")
    except UnicodeDecodeError:
        return True
    styles = (part.partition("</")[0] for part in re.split("<(?:\\w{1,40}:)?style", words)[1:])
    # In a style, both stand for other signs.
    styled = any("\\" in style or "&#" in style for style in styles)
    return bool(styled or ENCODING.search(words) or UNSAFE.search(words))


def _part(side: str) -> list[str]:
    return side.replace(",", " ").split()


def _measure(side: str) -> float:
    """Return a length in pixels; 0 for a share of what is around it."""
    found = re.fullmatch(r"-?(\d{0,9}\.?\d{0,9})([a-z]{0,2})", side.strip().lower())
    if found and found[1] not in ("", ".") and found[2] in UNITS:
        return float(found[1]) * UNITS[found[2]]
    return 0.0 if side.endswith("%") or side == "auto" else float("inf")


def _judge_pixels(content: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            pixels = picture.width * picture.height
            described = [content, *(str(one).encode() for one in picture.info.values())]
            placed = bool(COORDINATES & set(picture.getexif().get_ifd(GPS))) or any(
                b"GPSLatitude" in one for one in described
            )
    except Exception:  # What a broken file raises is its reader's affair.
        return "the picture cannot be opened; it may be broken, or too large"
    if pixels > MOST_PIXELS:
        return f"the picture has more than {MOST_PIXELS:,} pixels"
    return "the picture says where it was taken; save it without its place" if placed else ""
