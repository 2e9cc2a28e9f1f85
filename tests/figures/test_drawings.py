"""What holds for every drawing: a frame goes in, Axes come out, and nothing else is touched."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from tests.figures.looking import find_faults

from mcneval.figures import draw
from mcneval.figures.style import NARROW, WIDTH, write_svg

LONG = "A name of a theme that is long enough to need a second line"
KINDS = ("enabler", "barrier", "mixed")
LEVELS = pd.Index(KINDS, name="kind")


def list_themes(count: int = 9) -> pd.DataFrame:
    """Return so many themes with people, a share, its bounds, and one of three constructs."""
    numbers = range(count)
    frame = pd.DataFrame(
        {
            "number": [at + 1 for at in numbers],
            "theme_id": [f"T{at}" for at in numbers],
            "theme": [f"{LONG} {at}" for at in numbers],
            "short": [f"{LONG} {at}" for at in numbers],
            "narrow": [f"{LONG} {at}" for at in numbers],
            "breadth": ["many"] * count,
            "kind": pd.Categorical([KINDS[at % 3] for at in numbers], LEVELS),
            "construct": pd.Categorical([f"Construct {at % 3}" for at in numbers]),
            "people": [at + 1 for at in numbers],
            "fewest": list(numbers),
            "share": [(at + 1) / count for at in numbers],
            "low": [at / count for at in numbers],
            "high": [1.0 for _ in numbers],
        }
    )
    counts = dict.fromkeys(("people", "fewest"), "count[people of register]")
    return frame.astype(counts | {"share": "share[people of register]"})


def list_points() -> pd.DataFrame:
    """Return two lines of four points."""
    frame = pd.DataFrame(
        {
            "source": [1, 2, 3, 4] * 2,
            "codes": [3, 5, 6, 6, 1, 1, 2, 3],
            "phase": ["One"] * 4 + ["Two"] * 4,
            "low": [2, 4, 5, 5, 1, 1, 1, 2],
            "high": [4, 6, 7, 7, 2, 2, 3, 4],
        }
    )
    return frame.astype({"codes": "count[codes]"})


def list_grid() -> pd.DataFrame:
    """Return the people of four themes by two phases and three roles."""
    heads = [("Phase", "One"), ("Phase", "Two"), ("Role", "Doctor"), ("Role", "Nurse")]
    cells = [["12", "7", "under 5", "withheld"], [6, 5, 0, 8], [9, 9, 9, 9]]
    frame = pd.DataFrame(cells, index=["Money", "Trust", LONG])
    frame.columns = pd.MultiIndex.from_tuples(heads)
    return frame.astype("count[people of register under 5]")


def list_strands() -> pd.DataFrame:
    """Return six codes through three rounds."""
    rows = [
        ("Money", "Money", "Means"),
        ("Funds", "Money", "Means"),
        ("Trust", "Trust", "Trust"),
        ("Doubt", "Trust", "Trust"),
        ("Roads", "Roads", "Means"),
        ("Video", None, LONG),
    ]
    return pd.DataFrame(rows, columns=["Round 1", "Round 2", "Round 3"])


def list_parts() -> pd.DataFrame:
    """Return a network of one hub and three spokes, two with a count that may not be shown."""
    frame = pd.DataFrame(
        {
            "part": ["Alder", "Birch", "Cedar", "Dogwood"],
            "hub": [True, False, False, False],
            "people": ["9", "under 5", "withheld", "0"],
        }
    )
    return frame.astype({"people": "count[people of register under 5]"})


LINKS = pd.DataFrame(
    {"from_id": ["T0", "T1"], "to_id": ["T4", "T2"], "rests_on": ["own place", "one sentence"]}
)


@dataclass(frozen=True)
class Drawing:
    """A drawing, the frame it is shown with, and its other arguments."""

    act: Callable[..., Axes]
    frame: pd.DataFrame
    more: tuple[Any, ...] = ()
    given: dict[str, Any] = field(default_factory=dict)

    def __call__(self, **given: Any) -> Axes:
        """Draw it."""
        return self.act(self.frame, *self.more, **self.given, **given)


DRAWN = {
    "bars": Drawing(draw.bars, list_themes(), ("people", "theme", "kind")),
    "dots": Drawing(draw.dots, list_themes(), ("people", "theme", "kind")),
    "intervals": Drawing(draw.intervals, list_themes(), ("share", "theme"), {"hue": "kind"}),
    "spans": Drawing(draw.spans, list_themes(), ("fewest", "people", "theme", "kind", 2)),
    "lines": Drawing(draw.lines, list_points(), ("source", "codes", "phase", "low", "high")),
    "heat": Drawing(draw.heat, list_grid()),
    "flows": Drawing(draw.flows, list_strands(), (["Round 1", "Round 2", "Round 3"],)),
    "network": Drawing(draw.network, list_parts()),
    "system_map": Drawing(draw.system_map, list_themes(), (LINKS,)),
}
ALT = {
    "bars": f"People: {LONG} 0 1; {LONG} 1 2; ",
    "dots": f"People: {LONG} 0 (enabler) 1; ",
    "intervals": f"Share: {LONG} 0 11%; ",
    "spans": f"People: {LONG} 0 1; ",
    "lines": "Codes at the end: One 6; Two 3.",
    "heat": "Heat map of 3 rows by 4 columns. The highest: Money, Phase, One 12; ",
    "flows": "Strands of 6 rows from step to step. Different names: Round 1: 6; Round 2: 3;",
    "network": "1 hubs inside and 3 other parts around. People: Alder: 9; Birch: under 5; Cedar: ",
    "system_map": "9 themes (Construct 0 3, Construct 1 3, Construct 2 3) and 2 links between ",
}
every = pytest.mark.parametrize("name", DRAWN)


@every
def test_a_frame_goes_in_and_axes_come_out_with_frame_and_words(name: str) -> None:
    drawing = DRAWN[name]
    before = drawing.frame.copy()
    ax = drawing()
    assert isinstance(ax, Axes)
    pd.testing.assert_frame_equal(drawing.frame, before)
    figure: Any = ax.figure
    assert figure.get_figwidth() == WIDTH
    assert len(figure.drawn_frames[0]) == len(before)
    assert figure.drawn_alt.startswith(ALT[name])


@every
def test_the_settings_of_who_draws_are_left_alone(name: str) -> None:
    import matplotlib.pyplot as plt

    with mpl.rc_context({"font.size": 17, "axes.grid": False}):
        before, listed = dict(mpl.rcParams), plt.get_fignums()
        DRAWN[name]()
        assert dict(mpl.rcParams) == before
        assert plt.get_fignums() == listed


@every
def test_a_narrow_drawing_is_narrower(name: str) -> None:
    figure: Any = DRAWN[name]().figure
    narrow = figure.draw_narrow()
    assert narrow.figure.get_figwidth() == NARROW < WIDTH
    assert narrow.figure.drawn_alt == figure.drawn_alt or name == "flows"


@every
@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_no_words_lie_over_others_or_off_the_page(name: str, width: float) -> None:
    assert find_faults(DRAWN[name](width=width)) == []


@every
def test_an_empty_frame_gives_empty_axes(name: str) -> None:
    drawing = DRAWN[name]
    figure: Any = replace(drawing, frame=drawing.frame.head(0))().figure
    assert [ax.has_data() or bool(ax.texts) for ax in figure.axes] == [False]
    assert (figure.drawn_alt, figure.draw_narrow) == ("", None)
    assert [len(frame) for frame in figure.drawn_frames] == [0]


@every
def test_the_same_drawing_is_the_same_svg_with_letters_as_text(name: str) -> None:
    first, again = (write_svg(DRAWN[name]().figure) for _ in range(2))
    assert first == again
    assert first.startswith("<svg")
    assert first.count("<text") > 5
    assert '<path id="DejaVu' not in first


COLOURS = {"lines": "series-2", "heat": "grid", "flows": "series-1", "network": "series-2"}


@every
def test_colours_of_the_house_are_variables_with_one_to_fall_back_on(name: str) -> None:
    svg = write_svg(DRAWN[name]().figure)
    assert f"var(--fig-{COLOURS.get(name, 'barrier')}, #" in svg
    bare = set(re.findall(r"(?<!, )#[0-9a-f]{6}", svg))
    assert bare == set() or name == "heat"


TAKES_AX = [name for name, one in DRAWN.items() if "ax" in inspect.signature(one.act).parameters]


def test_the_forms_of_seaborn_take_axes() -> None:
    assert TAKES_AX == ["bars", "dots", "intervals", "spans", "lines", "heat"]


@pytest.mark.parametrize("name", TAKES_AX)
def test_a_drawing_goes_into_axes_of_ones_own(name: str) -> None:
    figure: Any = mpl.figure.Figure()
    left, right = figure.subplots(1, 2)
    assert DRAWN[name](ax=right) is right
    assert not left.has_data()
    assert right.get_children()
    # A narrow drawing of one half would leave out the other.
    assert figure.draw_narrow is None
    DRAWN[name](ax=left)
    assert len(figure.drawn_frames) == 2
    assert figure.drawn_alt.count(ALT[name][:20]) >= 2
