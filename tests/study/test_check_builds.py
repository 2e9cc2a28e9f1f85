"""What the check builds: a study as far as its files allow, and never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcneval.study.check import check_study
from mcneval.study.load import load_study
from mcneval.study.problems import Problem, StudyError

OTHERS = ["../frameworks/mini.yml", "sources.xlsx", "organisations.xlsx"]


def test_columns_have_the_promised_types(tiny: Path) -> None:
    study, _ = check_study(tiny)
    assert study is not None
    types = study["sources"].dtypes.astype(str).to_dict()
    assert types == {
        "source_id": "str",
        "phase": "str",
        "kind": "str",
        "date": "datetime64[ns]",
        "minutes": "Int64",
        "transcribed": "boolean",
    }


def test_cells_of_another_kind_are_missing_and_the_rest_stays(
    tiny: Path, texts: dict[str, str]
) -> None:
    sources = texts["sources.csv"].replace("2025-02-01,45,yes", "soon,long,maybe")
    (tiny / "sources.csv").write_text(sources, "utf-8")
    study, problems = check_study(tiny)
    assert study is not None
    assert [problem.column for problem in problems] == ["date", "minutes", "transcribed"]
    frame = study["sources"]
    assert frame["date"].tolist() == [pd.NaT, pd.Timestamp("2025-02-03")]
    assert frame["minutes"].isna().tolist() == [True, False]
    assert frame["transcribed"].isna().tolist() == [True, False]


def test_optional_tables_that_are_absent_are_empty_and_named(tiny: Path) -> None:
    study, _ = check_study(tiny)
    assert study is not None
    assert study.missing == {"argument", "quotations", "summaries", "topic_guide"}
    assert list(study["summaries"].columns) == ["case_id", "theme_id", "summary"]
    assert len(study["summaries"]) == 0


def test_an_optional_table_of_example_rows_counts_as_absent(tiny: Path) -> None:
    (tiny / "summaries.csv").write_text("case_id,theme_id,summary\nEXAMPLE-1,EXAMPLE-1,x\n")
    study, _ = check_study(tiny)
    assert study is not None
    assert "summaries" in study.missing
    assert len(study["summaries"]) == 0


def test_attributes_stand_after_the_declared_columns(tiny: Path) -> None:
    study, _ = check_study(tiny)
    assert study is not None
    assert list(study["organisations"].columns) == [
        "organisation_id",
        "label",
        "periphery",
        "locality",
        "position",
    ]


def test_comments_are_no_narrative(tiny: Path) -> None:
    (tiny / "narrative" / "methods.md").write_text("<!-- Say how. -->\nBy asking.\n<!-- open")
    study, _ = check_study(tiny)
    assert study is not None
    assert study.narrative["methods"] == "\nBy asking."


def test_prose_that_is_not_utf8_is_told_with_its_line(tiny: Path) -> None:
    (tiny / "narrative" / "methods.md").write_bytes(b"One.\n\nIn a caf\xe9.\n")
    _, problems = check_study(tiny)
    (told,) = [one for one in problems if one.file == "narrative/methods.md"]
    assert (told.severity, told.rule) == ("error", "encoding")
    assert "line 3 is not UTF-8 text: the byte 0xe9 cannot be read." in str(told)


def test_a_study_of_its_own_framework_reads_that_one_first(tiny: Path) -> None:
    own = (tiny.parent / "frameworks" / "mini.yml").read_text("utf-8").replace("Mini", "Ours")
    (tiny / "frameworks").mkdir()
    (tiny / "frameworks" / "mini.yml").write_text(own, "utf-8")
    study, problems = check_study(tiny)
    assert study is not None
    assert problems == []
    assert study.framework.short == "Ours"


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    study, problems = check_study(tmp_path / "nowhere")
    assert study is None
    assert [problem.message for problem in problems] == ["there is no such folder."]


def test_an_empty_folder_lists_every_required_file(tmp_path: Path) -> None:
    study, problems = check_study(tmp_path)
    assert study is None
    assert [problem.file for problem in problems if problem.severity == "error"] == [
        "organisations.csv",
        "participants.csv",
        "segments.csv",
        "source_participants.csv",
        "sources.csv",
        "study.yml",
        "theme_segments.csv",
        "themes.csv",
    ]


def test_loading_raises_all_errors_and_no_warning(tiny: Path, texts: dict[str, str]) -> None:
    (tiny / "organisations.csv").write_text(texts["organisations.csv"].replace("hub", "hib"))
    (tiny / "codes.csv").write_text(texts["codes.csv"].replace("#d55e00", "red"))
    (tiny / "themes.csv").write_text(texts["themes.csv"].replace("barrier", "bar"))
    with pytest.raises(StudyError) as caught:
        load_study(tiny)
    assert [problem.file for problem in caught.value.problems] == [
        "organisations.csv",
        "themes.csv",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_told(tiny: Path) -> None:
    (tiny / "themes.csv").chmod(0)
    _, problems = check_study(tiny)
    assert [str(problem) for problem in problems] == [
        "themes.csv: the file cannot be read: Permission denied. Look at its permissions, and "
        "close it in other programs."
    ]


def test_a_file_that_the_system_refuses_is_told(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "themes.csv":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    _, problems = check_study(tiny)
    assert [str(problem) for problem in problems] == [
        "themes.csv: the file cannot be read: Permission denied. Look at its permissions, and "
        "close it in other programs."
    ]


@given(place=st.integers(0, 99), raw=st.binary(max_size=300))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_random_bytes_in_any_file_never_raise(
    tiny: Path, texts: dict[str, str], place: int, raw: bytes
) -> None:
    names = [*texts, *OTHERS]
    try_file(tiny, names[place % len(names)], raw)


@given(
    number=st.integers(0, 99),
    share=st.floats(0, 1),
    words=st.text(
        alphabet=st.sampled_from("\0\t\n\r\"',;:-[]{}&*!|>#%@`?éÕ€\ufeff0Aa "), max_size=8
    ),
)
@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_signs_put_anywhere_into_a_file_never_raise(
    tiny: Path, texts: dict[str, str], number: int, share: float, words: str
) -> None:
    name, text = list(texts.items())[number % len(texts)]
    at = int(share * len(text))
    try_file(tiny, name, (text[:at] + words + text[at:]).encode())


def try_file(tiny: Path, name: str, raw: bytes) -> None:
    path = tiny / name
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(raw)
    try:
        _, problems = check_study(tiny)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
    assert all(isinstance(problem, Problem) and str(problem) for problem in problems)
