"""What a notebook shows carries all that the report needs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mcneval.walk import Walk, open_walk

ROOT = Path(__file__).parents[1]
USES = ["themes"]


@pytest.fixture(scope="module")
def walk() -> Walk:
    """Return the walk through the reference study."""
    return open_walk(str(ROOT / "data" / "york-2021"))


def test_an_exhibit_without_data_says_what_is_absent_and_why(walk: Walk) -> None:
    shown = walk.table(
        "tbl-x", pd.DataFrame(), "Agreement by code.", uses=USES, note="There is one coder."
    )
    assert (shown.kind, shown.facts["caption"]) == ("absent", "agreement by code")
    assert shown.facts["reason"] == "There is one coder."
    assert shown.markdown == "**Not shown:** agreement by code. There is one coder."


def test_a_name_in_capitals_stays_so_in_a_notice(walk: Walk) -> None:
    shown = walk.table("tbl-x", pd.DataFrame(), "NPT map", uses=USES)
    assert shown.facts["caption"] == "NPT map"


def test_a_table_that_the_study_lacks_is_named_with_what_is_lost(walk: Walk) -> None:
    shown = walk.table("tbl-x", pd.DataFrame(), "Who said what", uses=["topic_guide"])
    assert shown.facts["reason"].startswith("`topic_guide.csv` is not there.")


def test_tables_that_are_one_are_handed_out_as_one_file(walk: Walk) -> None:
    one, two = pd.DataFrame({"Theme": ["A"]}), pd.DataFrame({"Theme": ["B"]})
    frames = {"tbl-a": (one, "First"), "tbl-b": (two, "Second")}
    shown = walk.tables("tbl-all", frames, uses=USES, sortable=True, whole=pd.concat([one, two]))
    assert shown.facts["csv"] == {
        "tbl-a": "Theme\nA\n",
        "tbl-b": "Theme\nB\n",
        "tbl-all": "Theme\nA\nB\n",
    }
    assert shown.facts["sortable"] is True
    assert ": First {#tbl-a}" in shown.markdown
