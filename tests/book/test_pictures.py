"""What a picture of the book must not be."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from mcneval.book import pictures
from mcneval.book.pictures import is_harmful, judge_picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x()</script>",
        '<s:script xmlns:s="http://www.w3.org/2000/svg">x()</s:script>',
        "<g onclick='x()'/>",
        '<a href="https://x.org">x</a>',
        '<a href="data:image/svg+xml,x">x</a>',
        '<a><animate attributeName="xlink:href" values="https://x.org"/></a>',
        '<set attributeName = "href" to="https://x.org"/>',
        "<style>@import 'https://x.org/a.css';</style>",
        "<style>g {fill: \\75rl(https://x.org/a)}</style>",
        '<rect fill="url(https://x.org/a)"/>',
        "<foreignObject/>",
        '<a href="#"><animate attributeName="h&#114;ef" values="javascript:alert(1)"/></a>',
        '<g style="fill:u&#114;l(https://x.org/a)"/>',
        '<g style="fill:\\75rl(https://x.org/a)"/>',
        "<style><![CDATA[@\\69mport '//x.org']]></style>",
        "<style>@&#105;mport '//x.org';</style>",
        "<g style=\"fill:image-set('https://x.org/a' 1x)\"/>",
        '<a href="data:image/&#115;vg+xml,x">x</a>',
        '<h:meta http-equiv="refresh" content="0; https://x.org"/>',
    ],
)
def test_a_drawing_that_runs_or_asks_is_harmful(inside: str) -> None:
    assert is_harmful(SVG.format(inside).encode())


def test_a_drawing_that_could_hide_what_it_does_is_harmful() -> None:
    assert is_harmful(SVG.format("x").encode("utf-16"))
    assert is_harmful(b'<?xml version="1.0" encoding="utf-7"?>' + SVG.format("x").encode())
    assert is_harmful(b'<!DOCTYPE svg [<!ENTITY s "x">]>' + SVG.format("&s;").encode())


def test_a_plain_drawing_is_not_harmful() -> None:
    inside = '<style>g {fill: red}</style><a href="#x"><rect id="x" fill="url(#y)"/></a>'
    assert not is_harmful(b'<?xml version="1.0" encoding="UTF-8"?>' + SVG.format(inside).encode())


@pytest.mark.parametrize(
    "size", ['width="1e9"', 'width="99999"', 'height="900in"', 'viewBox="0 0 10 999999"']
)
def test_a_drawing_too_large_is_refused(size: str) -> None:
    assert judge_picture("a.svg", f"<svg {size}></svg>".encode()) == (
        "the drawing is larger than 20,000 points on a side"
    )


@pytest.mark.parametrize(
    "size", ['width="100%" viewBox="0 0 300 150"', 'width="468pt"', 'width="10in"', ""]
)
def test_a_drawing_of_common_size_is_taken(size: str) -> None:
    assert judge_picture("a.svg", f"<svg {size}></svg>".encode()) == ""


def test_pixels_are_counted_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    Image.new("L", (20, 10)).save(packed, "PNG")
    assert judge_picture("a.png", packed.getvalue()) == ""
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    assert judge_picture("a.png", packed.getvalue()) == "the picture has more than 100 pixels"


def test_what_is_no_picture_is_refused() -> None:
    assert judge_picture("a.jpg", b"<html>").startswith("the picture cannot be opened")
    assert judge_picture("a.html", b"<html>").startswith("a picture cannot be a .html file")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({0: b"\2\3\0\0"}, ""),  # The version alone is no place.
        ({2: (53.0, 57.0, 36.0)}, "the picture says where it was taken; save it without its place"),
    ],
)
def test_a_photograph_that_says_where_it_was_taken_is_refused(
    place: dict[int, object], told: str
) -> None:
    described = Image.Exif()
    described.get_ifd(0x8825).update(place)
    packed = io.BytesIO()
    Image.new("L", (2, 2)).save(packed, "JPEG", exif=described)
    assert judge_picture("a.jpg", packed.getvalue()) == told
