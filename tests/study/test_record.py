"""What is read of a study is recorded by column, and brought along by what was computed of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from mcneval.study.load import Study, load_study
from mcneval.study.record import begin_record, computed, note, read_record, recording

DATA = Path(__file__).parents[2] / "data"
SPEAKERS = {"segments.segment_id", "segments.participant_id"}
PLACED = {"theme_segments.theme_id", "theme_segments.segment_id"}


@pytest.fixture
def study() -> Iterator[Study]:
    """Return the York study with an empty memory, in a cell that has read nothing."""
    begin_record()
    yield load_study(DATA / "york-2021")
    begin_record()


@computed
def list_speakers(study: Study) -> pd.DataFrame:
    """Return who speaks in each segment."""
    return study["segments", "segment_id", "participant_id"]


@computed
def count_speakers(study: Study, least: int = 1) -> pd.DataFrame:
    """Return the themes with so many speakers or more."""
    rows = study["theme_segments", "theme_id", "segment_id"]
    told = rows.merge(list_speakers(study), on="segment_id")
    people = told.groupby("theme_id")["participant_id"].nunique()
    return people[people >= least].rename("people").reset_index()


def read(act: object, *arguments: object) -> set[str]:
    """Return what a function reads when it is called."""
    assert callable(act)
    with recording() as reads:
        act(*arguments)
    return set(reads)


def test_a_result_is_computed_once_for_its_arguments(study: Study) -> None:
    first, again = count_speakers(study), count_speakers(study, least=1)
    pd.testing.assert_frame_equal(first, again)
    count_speakers(study, 3)
    assert study.counted == {
        "test_record.count_speakers": 2,
        "test_record.list_speakers": 1,
    }


def test_another_study_has_a_memory_of_its_own(study: Study) -> None:
    count_speakers(study)
    other = load_study(DATA / "york-2021")
    count_speakers(other)
    assert other.counted["test_record.count_speakers"] == 1


def test_a_result_that_is_nothing_is_kept_too(study: Study) -> None:
    @computed
    def find_nothing(study: Study) -> None:
        study["themes", "label"]

    assert read(find_nothing, study) == read(find_nothing, study) == {"themes.label"}
    assert list(study.counted.values()) == [1]


@pytest.mark.parametrize("first", [list_speakers, count_speakers])
def test_a_kept_result_brings_its_inputs_along_whichever_was_computed_first(
    study: Study, first: object
) -> None:
    read(first, study)
    assert read(count_speakers, study) == SPEAKERS | PLACED
    assert read(count_speakers, study) == SPEAKERS | PLACED
    assert read(list_speakers, study) == SPEAKERS


def test_reads_of_a_cell_are_those_of_all_that_it_called(study: Study) -> None:
    count_speakers(study)
    assert read_record() == SPEAKERS | PLACED
    begin_record()
    assert read_record() == set()
    count_speakers(study)
    study["codes", "label"]
    assert read_record() == SPEAKERS | PLACED | {"codes.label"}


def test_what_is_recorded_apart_is_not_handed_on(study: Study) -> None:
    with recording() as reads:
        note({"themes.label"})
    assert (reads, read_record()) == ({"themes.label"}, set())


def test_nothing_goes_on_recording_after_an_error(study: Study) -> None:
    @computed
    def fail(study: Study) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail(study)
    study["themes", "label"]
    assert read_record() == {"themes.label"}
    assert study.results == {}


def test_frames_cannot_be_changed_by_who_gets_them(study: Study) -> None:
    table, columns, result = study["themes"], study["themes", "label"], count_speakers(study)
    table.loc[:, "label"] = "gone"
    columns.loc[0, "label"] = "gone"
    result["people"] = 0
    del result["theme_id"]
    assert "gone" not in set(study["themes"]["label"])
    assert "gone" not in set(study.tables["themes"]["label"])
    assert list(count_speakers(study).columns) == ["theme_id", "people"]
    assert count_speakers(study)["people"].max() > 0


def test_arguments_that_are_no_plain_values_are_refused(study: Study) -> None:
    @computed
    def take(study: Study, frame: object) -> object:
        return frame

    for argument in (pd.DataFrame(), [1], {"a": 1}):
        with pytest.raises(TypeError, match="a function of frames needs no @computed"):
            take(study, argument)
    assert take(study, ("a", 1)) == ("a", 1)
    with pytest.raises(TypeError, match="most"):
        count_speakers(study, most=1)


def test_the_function_stays_without_the_memory(study: Study) -> None:
    plain = count_speakers.__wrapped__
    assert plain(study).equals(plain(study))
    assert "test_record.count_speakers" not in study.counted
    assert count_speakers.__doc__ == "Return the themes with so many speakers or more."


def test_reads_go_by_column(study: Study) -> None:
    assert read(study.__getitem__, ("sources", "phase", "kind")) == {
        "sources.phase",
        "sources.kind",
    }
    assert read(study.__getitem__, "theme_links") == {
        "theme_links.from_theme",
        "theme_links.to_theme",
        "theme_links.relation",
        "theme_links.basis",
        "theme_links.place",
        "theme_links.rests_on",
    }
    assert read(study.find_framework, "sst") == {"frameworks/sst"}
    assert read(study.read_document, "findings") == {"findings"}
    assert study["sources", "phase"].columns.tolist() == ["phase"]
    with pytest.raises(KeyError):
        study["sources", "fase"]


def test_where_data_come_from_goes_by_column(study: Study) -> None:
    assert [study.find_origin(read) for read in (
        "sources.phase", "sources.transcribed", "segments.gist", "segments.participant_id",
        "themes.label", "frameworks/sst", "findings",
    )] == ["published", "reconstructed", "secondary", "published", "published", "published",
           "published"]  # fmt: skip
    assert study.list_marks({"sources.phase", "themes.label"}) == []
    assert len(study.list_marks({"sources.phase", "sources.transcribed", "segments.gist"})) == 2
