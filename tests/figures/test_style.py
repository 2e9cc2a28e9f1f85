"""The look of all figures, and how a figure becomes SVG."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import mcneval.book
from mcneval.figures import draw, style
from mcneval.figures.style import fold, measure_rows, prepare, stamp, write_svg


def contrast(colour: str) -> float:
    """Return a colour's contrast with white as WCAG 2 counts it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("colour", [*style.PALETTE, *style.KINDS.values(), style.MUTED, style.INK])
def test_every_colour_of_a_mark_stands_out_from_the_paper(colour: str) -> None:
    assert contrast(colour) >= 3
    assert contrast("#ffffff") == pytest.approx(1)


def test_no_two_colours_of_the_palette_are_one() -> None:
    assert all(one != other for one, other in combinations(style.PALETTE, 2))


def test_every_colour_of_the_house_is_a_variable_of_the_page() -> None:
    sheet = Path(mcneval.book.__file__).with_name("look").joinpath("site.css").read_text("utf-8")
    for colour, name in style.VARIABLES.items():
        assert f"--fig-{name}: {colour};" in sheet


def test_the_look_is_the_callers_wish() -> None:
    with mpl.rc_context():
        mpl.rcdefaults()
        draw.set_look()
        assert mpl.rcParams["font.family"] == ["DejaVu Sans"]
        colours = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
        assert [to_hex(colour) for colour in colours] == style.PALETTE


def test_a_frame_is_prepared_for_seaborn_and_stays_as_it_is() -> None:
    levels = pd.Categorical(["a", "b"], ["a", "b", "c"])
    frame = pd.DataFrame({"n": [3, 1], "kind": levels}).astype({"n": "count[people]"})
    plain = prepare(frame)
    assert plain["n"].dtype == "float64"
    assert list(plain["kind"].cat.categories) == ["a", "b"]
    assert str(frame["n"].dtype) == "count[people]"


def test_words_are_folded_and_their_lines_take_room() -> None:
    assert fold("Getting home and living well", 16) == "Getting home and\nliving well"
    assert measure_rows(["short"], 6.3) == pytest.approx(0.24)
    assert measure_rows(["x " * 30], 6.3) == pytest.approx(0.38)
    assert measure_rows(["x " * 30], 3.75) == pytest.approx(0.535)


def test_where_the_data_come_from_stands_in_the_figure_itself() -> None:
    ax = draw.bars(pd.DataFrame({"a": ["x"], "n": [1]}), "n", "a")
    stamp(ax.figure, "Data: synthetic: made up, not from real people.")
    assert "Data: synthetic: made up, not from real people." in write_svg(ax.figure)


def test_a_drawing_names_letters_that_other_machines_have() -> None:
    svg = write_svg(draw.bars(pd.DataFrame({"a": ["x"], "n": [1]}), "n", "a").figure)
    assert "'DejaVu Sans', Verdana, sans-serif" in svg
    assert "<?xml" not in svg and "<!DOCTYPE" not in svg
