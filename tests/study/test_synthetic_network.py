"""The made-up study: whole, consistent, and marked as made up."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from mcneval.study.load import Study, load_study
from mcneval.study.tables import TABLES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "synthetic-network"


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(FOLDER)


def test_uses_every_table_and_document(study: Study) -> None:
    assert study.missing == frozenset()
    assert sorted(study.documents) == ["coreq", "findings", "published"]
    assert sorted(study.narrative) == ["background", "discussion", "methods", "summary"]


def test_uses_every_optional_column(study: Study) -> None:
    unused = [
        f"{table.name}.{column.name}"
        for table in TABLES
        for column in table.columns
        if study[table.name][column.name].astype("string").fillna("").eq("").all()
    ]
    # What a re-analysis of published excerpts alone has.
    printed = {"themes.breadth", "themes.said", "themes.printed", "argument.said"}
    assert set(unused) == printed | {"theme_links.rests_on"}


def test_register_has_its_numbers(study: Study) -> None:
    people = study["participants"]
    taken_part = people[people["status"] == "recruited"]
    assert len(people) == 61
    assert taken_part["phase"].value_counts().to_dict() == {
        "phase-1": 17,
        "phase-2": 15,
        "phase-3": 13,
    }
    assert taken_part["organisation_id"].nunique() == 18
    assert len(study["segments"]) == 320


def test_people_speak_in_sources_of_their_phase_after_they_consented(study: Study) -> None:
    spoke = (
        study["source_participants"]
        .merge(study["participants"], on="participant_id")
        .merge(study["sources"], on="source_id", suffixes=("", "_of_source"))
    )
    assert (spoke["phase"] == spoke["phase_of_source"]).all()
    assert (spoke["invited_on"] <= spoke["consented_on"]).all()
    assert (spoke["consented_on"] <= spoke["date"]).all()


def test_who_is_credited_spoke_in_the_source(study: Study) -> None:
    credited = study["segments"][study["segments"]["participant_id"] != ""]
    spoke = set(study["source_participants"].itertuples(index=False, name=None))
    pairs = set(credited[["source_id", "participant_id"]].itertuples(index=False, name=None))
    assert pairs - spoke == set()


def test_every_segment_has_words_and_a_code_and_every_theme_three_segments(study: Study) -> None:
    segments = set(study["segments"]["segment_id"])
    assert set(study["segment_text"]["segment_id"]) == segments
    assert set(study["codings"]["segment_id"]) == segments
    assert study["theme_segments"].groupby("theme_id").size().min() >= 3


def test_second_coder_saw_a_third_and_differs_most_in_round_one(study: Study) -> None:
    same = agreement_by_round(study["codings"])
    assert same["segments"].sum() == 142
    assert same["alike"].is_monotonic_increasing
    assert same["alike"].iloc[0] < 0.6 < same["alike"].iloc[-1] < 1


def agreement_by_round(codings: pd.DataFrame) -> pd.DataFrame:
    """Return, by round, the segments coded twice and the share with the very same codes."""
    sets = codings.groupby(["round", "segment_id", "coder"])["code_id"].agg(frozenset).unstack()
    both = sets.dropna()
    alike = (both["HM"] == both["RO"]).groupby("round")
    return pd.DataFrame({"segments": alike.size(), "alike": alike.mean()})


def test_last_round_of_refinement_ends_in_the_themes(study: Study) -> None:
    history = study["theme_history"]
    last = history[history["round"] == 4]["theme_label"]
    assert set(last) - {""} == set(study["themes"]["label"])
    assert set(history["action"]) == {
        "", "created", "merged", "split", "renamed", "dropped", "kept",
    }  # fmt: skip


def test_quotations_differ_from_the_transcript_only_where_an_edit_is_recorded(
    study: Study,
) -> None:
    cleared = study["quotations"].merge(
        study["segment_text"], on="segment_id", suffixes=("", "_spoken")
    )
    assert len(cleared) == 43
    assert ((cleared["text"] != cleared["text_spoken"]) == (cleared["edits"] != "")).all()


def test_nothing_but_the_words_repeats_them(study: Study) -> None:
    spoken = {run for text in study["segment_text"]["text"] for run in runs_of_six(text)}
    ours = [
        *study["segments"]["gist"],
        *study["summaries"]["summary"],
        *study["theme_links"]["basis"],
        *study["theme_history"]["note"],
        *study.narrative.values(),
        *[(FOLDER / name).read_text("utf-8") for name in ("README.md", "findings.yml")],
    ]
    assert [text for text in ours if runs_of_six(text) & spoken] == []


def runs_of_six(text: str) -> set[tuple[str, ...]]:
    """Return every six words in a row, in small letters."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[start : start + 6]) for start in range(len(words) - 5)}


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("*.*")), ids=lambda path: path.relative_to(FOLDER).as_posix()
)
def test_every_file_says_it_is_synthetic(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "synthetic" in text.lower() or "SYN-" in text


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_made_up_words_are_in_the_repository() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "data/synthetic-network/private"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout.split() == ["data/synthetic-network/private/segment_text.csv"]
