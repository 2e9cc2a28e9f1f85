"""The drawings of the themes: what they say, and that nothing lies over anything else."""

from __future__ import annotations

from unittest.mock import patch

import pandas as pd
import pytest
from tests.figures.looking import HIGHEST

from mcneval.figures.matrix import draw_matrix, keep_cases, name_cases, split_evenly
from mcneval.figures.refinement import (
    draw_refinement,
    list_columns,
    pool_unchanged,
    split_panels,
)
from mcneval.figures.robustness import draw_robustness, find_worst, name_units
from mcneval.figures.style import WIDTH, Drawing, looked
from mcneval.figures.themes import draw_contributions, draw_theme_kinds, order_by_phase

LONG = "A name of a theme that is long enough to need a second line and more"


def list_themes(count: int) -> pd.DataFrame:
    """Return so many themes with a growing number of voices."""
    kinds = ["enabler", "barrier", "mixed"]
    return pd.DataFrame(
        {
            "theme_id": [f"T{number}" for number in range(count)],
            "label": [f"{LONG} {number}" for number in range(count)],
            "kind": [kinds[number % 3] for number in range(count)],
            "voices": [number + 1 for number in range(count)],
            "segments": [number + 2 for number in range(count)],
            "against": [number % 2 for number in range(count)],
        }
    )


KINDS = pd.DataFrame(
    {
        "kind": ["enabler", "barrier", "mixed"],
        "themes": [1, 1, 0],
        "segments": [2, 3, 0],
        "voices": [1, 2, 0],
    }
)


def list_strands(rounds: int, codes: int) -> pd.DataFrame:
    """Return where so many codes stood: two to a theme, moving on by one each round."""
    rows = [
        (number, f"C{code}", f"Code {code}", f"{LONG} {(code + number) // 2}" if code else "")
        for number in range(1, rounds + 1)
        for code in range(codes)
    ]
    return pd.DataFrame(rows, columns=["round", "code_id", "code_label", "theme_label"])


def find_overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    """Return the pairs of texts that lie over one another, and those off the page."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    drawn: list[tuple[str, Bbox]] = []
    put = Text.draw

    def watch(text: Text, renderer: object) -> None:
        if text.get_text().strip() and text.get_visible():
            drawn.append((text.get_text(), text.get_window_extent()))
        put(text, renderer)

    with looked(), patch.object(Text, "draw", watch):
        FigureCanvasAgg(drawing.figure).draw()
    page = drawing.figure.bbox
    small = [(words, box.shrunk(0.98, 0.9)) for words, box in drawn]
    pairs = [
        (one, other)
        for number, (one, box) in enumerate(small)
        for other, beside in small[number + 1 :]
        if box.overlaps(beside)
    ]
    edges = [
        (words, "page")
        for words, box in drawn
        if box.x0 < page.x0 - 2 or box.x1 > page.x1 + 2 or box.y1 > page.y1 + 2
    ]
    return pairs + edges


def test_empty_frames_draw_nothing() -> None:
    themes = list_themes(0)
    assert draw_theme_kinds(themes, KINDS) is None
    assert draw_contributions(pd.DataFrame({"voices": [], "phase": []})) is None
    assert draw_robustness(themes, 2) is None
    assert draw_matrix(pd.DataFrame(), []) is None
    assert draw_refinement(pd.DataFrame()) is None


def test_themes_without_voices_draw_nothing() -> None:
    assert draw_theme_kinds(list_themes(2).assign(voices=0), KINDS) is None


def test_kinds_say_their_totals() -> None:
    drawing = draw_theme_kinds(list_themes(2), KINDS)
    assert drawing is not None
    assert drawing.alt == (
        "Lines for the number of voices for each theme, by kind. Enablers: 1 theme, "
        "2 segments, 1 voice; barriers: 1 theme, 3 segments, 2 voices. "
        f"Most voices: {LONG} 1, two voices."
    )


def list_contributions(themes: int, phases: int) -> pd.DataFrame:
    """Return themes that each phase but the theme's own number raised."""
    rows = [
        {
            "theme_id": f"T{theme}",
            "label": f"{LONG} {theme}",
            "kind": "barrier",
            "phase": f"p{phase}",
            "phase_label": f"Phase {phase}: a long name",
            "voices": 0 if theme % phases > phase else 12,
            "first": theme % phases == phase,
        }
        for theme in range(themes)
        for phase in range(phases)
    ]
    return pd.DataFrame(rows)


def test_themes_of_later_phases_stand_at_the_bottom() -> None:
    frame = list_contributions(4, 2)
    assert list(order_by_phase(frame)["theme_id"]) == ["T0", "T2", "T1", "T3"]


def test_contributions_say_what_was_new() -> None:
    drawing = draw_contributions(list_contributions(4, 2))
    assert drawing is not None
    assert drawing.alt.endswith(
        "Phase 0: a long name: evidence for two themes; Phase 1: a long name: evidence for four "
        "themes, 2 of them new."
    )


def list_left(count: int) -> pd.DataFrame:
    """Return themes with what is left of them."""
    themes = list_themes(count)
    return themes.assign(
        without_voice=themes["voices"] - 1,
        without_organisation=(themes["voices"] - 2).clip(lower=0),
        without_source=themes["voices"] - 1,
    )


def test_the_worst_case_is_the_fewest_left() -> None:
    row = next(list_left(5).tail(1).itertuples(index=False))
    assert find_worst(row) == (3, "organisation")


def test_unknown_organisations_do_not_count() -> None:
    frame = list_left(2).assign(without_organisation=None)
    assert [find_worst(row) for row in frame.itertuples(index=False)] == [
        (0, "voice"),
        (1, "voice"),
    ]


def test_robustness_names_what_is_left_out() -> None:
    frame = list_left(2)
    assert name_units(frame) == "one voice, organisation or source"
    assert name_units(frame.assign(without_organisation=None)) == "one voice or source"


def test_robustness_says_how_many_hold() -> None:
    drawing = draw_robustness(list_left(5), 2)
    assert drawing is not None
    assert drawing.alt.endswith("Fewer than 2 already: 1; fewer in the worst case: 2; holding: 2.")


def list_cells(cases: int, themes: int) -> pd.DataFrame:
    """Return a matrix with every second cell filled."""
    rows = [
        (f"c{case}", f"Organisation number {case}", f"{LONG} {theme}", 1 + case % 3, theme % 2)
        for case in range(cases)
        for theme in range(themes)
        if (case + theme) % 2 == 0
    ]
    columns = ["case_id", "case_label", "theme_label", "segments", "against"]
    return pd.DataFrame(rows, columns=columns)


def test_many_cases_are_split_into_panels_of_like_size() -> None:
    assert [len(part) for part in split_evenly(list(range(50)), 24)] == [17, 17, 16]


def test_the_matrix_says_how_full_it_is() -> None:
    drawing = draw_matrix(list_cells(3, 4), [f"{LONG} {number}" for number in range(4)])
    assert drawing is not None
    assert drawing.alt.startswith(
        "Heat map of four themes by three cases; 6 of 12 cells have evidence."
    )


def test_an_organisation_is_named_without_the_bracket_that_all_share() -> None:
    frame = list_cells(3, 2).assign(
        case_id=["O1", "O2", "FG1"],
        case_label=["North (made up)", "South (made up)", "A focus group (FG1)"],
    )
    assert name_cases(frame) == {"O1": "North", "O2": "South", "FG1": "FG1"}


def test_cases_that_do_not_fit_are_those_with_fewest_segments() -> None:
    frame = list_cells(4, 2)
    assert keep_cases(frame, ["c0", "c1", "c2", "c3"], 2) == ["c1", "c2"]


def test_one_round_runs_from_codes_to_themes() -> None:
    heads, paths = list_columns(list_strands(1, 3))
    assert heads == ["Codes", "Themes"]
    assert paths[0] == ("Code 0", "In no theme")


def test_codes_of_the_same_name_stay_apart() -> None:
    strands = list_strands(1, 4).assign(code_label="Money")
    _, paths = list_columns(strands)
    assert len(paths) == 4


def test_more_than_three_rounds_go_into_panels_that_meet() -> None:
    heads, paths = list_columns(list_strands(6, 4))
    assert [titles for titles, _ in split_panels(heads, paths)] == [
        ["Round 1", "Round 2", "Round 3"],
        ["Round 3", "Round 4", "Round 5"],
        ["Round 5", "Round 6"],
    ]


def test_refinement_says_what_each_round_held() -> None:
    drawing = draw_refinement(list_strands(2, 5))
    assert drawing is not None
    assert drawing.alt == (
        "Strands from codes to themes. Round 1: four codes in two themes, one code in none; "
        "round 2: four codes in three themes, one code in none."
    )


@pytest.mark.parametrize("count", [1, 6, 19, 40])
def test_no_text_lies_over_another_however_many_themes(count: int) -> None:
    names = [f"{LONG} {number}" for number in range(count)]
    drawings = {
        "kinds": draw_theme_kinds(list_themes(count), KINDS.assign(themes=1)),
        "phases": draw_contributions(list_contributions(count, 4)),
        "robustness": draw_robustness(list_left(count), 2),
        "matrix": draw_matrix(list_cells(22, count), names),
    }
    for name, drawing in drawings.items():
        assert drawing is not None
        assert (name, find_overlaps(drawing)) == (name, [])
        assert drawing.figure.get_figwidth() == WIDTH
        assert (name, drawing.figure.get_figheight() <= HIGHEST) == (name, True)


@pytest.mark.parametrize(("rounds", "codes"), [(1, 3), (1, 60), (2, 30), (3, 40), (6, 24)])
def test_no_text_lies_over_another_however_many_rounds(rounds: int, codes: int) -> None:
    drawing = draw_refinement(list_strands(rounds, codes))
    assert drawing is not None
    assert find_overlaps(drawing) == []
    assert drawing.figure.get_figheight() <= HIGHEST


def test_themes_that_stay_the_same_are_put_together() -> None:
    paths = [("A", "A"), ("B", "B"), ("B", "B"), ("C", "D"), ("In no theme", "In no theme")]
    pooled = "2 themes that stay the same"
    assert pool_unchanged(paths) == [
        (pooled, pooled),
        (pooled, pooled),
        (pooled, pooled),
        ("C", "D"),
        ("In no theme", "In no theme"),
    ]


def test_a_theme_that_gains_a_code_does_not_stay_the_same() -> None:
    paths = [("A", "A"), ("B", "B"), ("C", "B"), ("D", "D")]
    assert pool_unchanged(paths) == [
        ("2 themes that stay the same",) * 2,
        ("B", "B"),
        ("C", "B"),
        ("2 themes that stay the same",) * 2,
    ]
