"""Where nothing was heard."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.mapping_words import word_guide, word_silence
from mcneval.analysis.silence import (
    list_cells,
    measure_silence,
    tabulate_silence,
    write_heard,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
GUIDE = """
phase | framework | construct_id | question
one | sst | tools | Which tools?
two | sst | people | Who?
one | npt | sense | Why?
"""


def read_status(study: Study) -> dict[tuple[str, str], str]:
    silence = measure_silence(study)
    return {(row.construct_id, row.level): row.status for row in silence.itertuples()}


def test_silence_without_a_guide_is_only_silence(make_study: Make) -> None:
    status = read_status(make_mapped(make_study))
    assert status["people", "one"] == "voiced"
    assert status["people", "two"] == "silent"
    assert status["tools", "one"] == "silent"


def test_a_guide_tells_not_asked_from_not_raised(make_study: Make) -> None:
    status = read_status(make_mapped(make_study, topic_guide=GUIDE))
    assert status["people", "two"] == "not raised"
    assert status["tools", "one"] == "not raised"
    assert status["tools", "two"] == "not asked"


def test_a_group_was_asked_where_a_phase_of_its_people_asked(make_study: Make) -> None:
    status = read_status(make_mapped(make_study, topic_guide=GUIDE))
    assert status["tools", "hub"] == "not raised"
    assert status["tools", "spoke"] == "not raised"


def test_an_unknown_speaker_of_a_group_may_have_been_one_of_them(make_study: Make) -> None:
    rows = """
        theme_id | segment_id | stance
        T2 | S4 |
        """
    status = read_status(make_mapped(make_study, theme_segments=rows))
    assert status["people", "hub"] == "unclear"
    assert status["people", "one"] == "voiced"


def test_the_table_lists_silent_groups_with_the_reason(make_study: Make) -> None:
    shown = tabulate_silence(make_mapped(make_study, topic_guide=GUIDE)).set_index("Construct")
    assert shown.loc["People", "Segments"] == 3
    assert shown.loc["People", "People heard"] == "2 of 4"
    assert shown.loc["Money", "No evidence from"] == "none: all are heard"
    assert shown.loc["Tools", "No evidence from"] == "anyone"
    assert shown.loc["People", "No evidence from"] == (
        "Phase 2: second (not raised); spoke (position; speakers not told apart)"
    )


def test_cells_carry_words_for_the_drawing(make_study: Make) -> None:
    cells = list_cells(make_mapped(make_study))
    first = cells.iloc[0]
    assert (first["group"], first["label"]) == ("Phase", "Phase 1: first")
    assert (first["took_part"], first["people"], first["shown"]) == (3, 2, "2 of 2")


def test_small_counts_are_not_shown_in_the_drawing() -> None:
    cells = pd.DataFrame({"voiced_by": [0, 4, 5, 9], "people": [9, 9, 10, 10]})
    shown = [write_heard(cell, 5) for cell in cells.itertuples()]
    assert shown == ["0 of 9", "", "5 of 10", ""]
    assert [write_heard(cell, 0) for cell in cells.itertuples()][1] == "4 of 9"


def test_without_evidence_there_is_no_table(make_study: Make) -> None:
    study = make_mapped(make_study, theme_segments="theme_id | segment_id | stance")
    assert tabulate_silence(study).empty


def test_a_construct_that_nobody_spoke_of_is_said_apart(make_study: Make) -> None:
    words = word_silence(make_mapped(make_study))
    assert words == (
        "There is no evidence at all on “Tools”. There is no evidence on “People” from phase 2 "
        "and spoke (position; speakers not told apart)."
    )


def test_what_a_phase_did_not_ask_about_is_said(make_study: Make) -> None:
    assert word_guide(make_mapped(make_study, topic_guide=GUIDE)) == (
        "The questions that each phase asked are recorded. Not every phase asked about "
        "everything: phase 1 not about “People” and “Money”; phase 2 not about “Money” and “Tools”."
    )
    assert word_guide(make_mapped(make_study)).startswith("The questions that were asked are not")
