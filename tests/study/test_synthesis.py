"""Made-up studies of any size: same seed, same bytes, and nothing dangling."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mcneval.study.load import load_study
from mcneval.study.synthesis import (
    synthesise_settings,
    synthesise_tables,
    write_synthetic_study,
)
from mcneval.study.tables import TABLE_BY_NAME, TABLES

MADE = [
    "codes",
    "codings",
    "mappings",
    "organisations",
    "participants",
    "segments",
    "source_participants",
    "sources",
    "theme_history",
    "theme_links",
    "theme_segments",
    "themes",
]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return synthesise_tables(240, seed=7)


def test_makes_the_structural_tables(tables: dict[str, pd.DataFrame]) -> None:
    assert sorted(tables) == MADE


def test_counts_follow_from_the_number_of_segments(tables: dict[str, pd.DataFrame]) -> None:
    sizes = {name: len(table) for name, table in tables.items()}
    # 20 sources of 12 segments: 15 interviews and 5 focus groups of 5 make 40 people,
    # and 10 more did not take part
    assert sizes["segments"] == 240
    assert tables["sources"]["kind"].value_counts().to_dict() == {
        "interview": 15,
        "focus group": 5,
    }
    assert tables["participants"]["status"].value_counts().to_dict() == {
        "recruited": 40,
        "declined": 4,
        "excluded": 3,
        "no reply": 3,
    }
    assert (sizes["organisations"], sizes["codes"], sizes["themes"]) == (10, 28, 8)


def test_large_studies_have_longer_sources_and_not_ever_more_of_them() -> None:
    large = synthesise_tables(10_000, seed=1)
    assert (len(large["sources"]), len(large["organisations"])) == (400, 40)


def test_same_seed_same_tables_and_another_seed_others() -> None:
    first, again, other = (synthesise_tables(60, seed) for seed in (3, 3, 4))
    assert all(first[name].equals(again[name]) for name in MADE)
    assert not first["segments"].equals(other["segments"])
    assert not first["codings"].equals(other["codings"])


@pytest.mark.parametrize("segments", [48, 61, 240, 1201])
def test_keys_are_unique_and_references_exist(segments: int) -> None:
    made = synthesise_tables(segments, seed=segments)
    dangling = [
        f"{name}.{column.name}"
        for name, table in made.items()
        for column in TABLE_BY_NAME[name].columns
        if column.reference is not None
        and not set(table[column.name])
        <= set(made[column.reference.table][column.reference.column])
        | (set() if column.required else {""})
    ]
    repeated = [
        name
        for name, table in made.items()
        if table.duplicated(list(TABLE_BY_NAME[name].key)).any()
    ]
    assert (dangling, repeated) == ([], [])


def test_required_cells_are_filled_and_levels_are_allowed(tables: dict[str, pd.DataFrame]) -> None:
    wrong = [
        f"{name}.{column.name}"
        for name, table in tables.items()
        for column in TABLE_BY_NAME[name].columns
        if (column.required and (table[column.name] == "").any())
        or (column.allowed and not set(table[column.name]) <= {*column.allowed, ""})
    ]
    assert wrong == []


def test_people_speak_in_sources_of_their_phase(tables: dict[str, pd.DataFrame]) -> None:
    spoke = (
        tables["source_participants"]
        .merge(tables["participants"], on="participant_id")
        .merge(tables["sources"], on="source_id", suffixes=("", "_of_source"))
    )
    assert (spoke["status"] == "recruited").all()
    assert (spoke["phase"] == spoke["phase_of_source"]).all()
    assert (spoke["invited_on"] <= spoke["consented_on"]).all()
    assert (spoke["consented_on"] <= spoke["date"]).all()


def test_only_who_spoke_in_a_source_is_credited_with_its_segments(
    tables: dict[str, pd.DataFrame],
) -> None:
    credited = tables["segments"][tables["segments"]["participant_id"] != ""]
    pairs = set(credited[["source_id", "participant_id"]].itertuples(index=False, name=None))
    spoke = set(tables["source_participants"].itertuples(index=False, name=None))
    assert pairs - spoke == set()
    unknown = tables["segments"][tables["segments"]["participant_id"] == ""]
    kinds = unknown.merge(tables["sources"], on="source_id")["kind"]
    assert set(kinds) == {"focus group"}


def test_first_coder_codes_all_and_second_every_third_source(
    tables: dict[str, pd.DataFrame],
) -> None:
    seen = tables["codings"].groupby("coder")["segment_id"].nunique()
    assert seen.to_dict() == {"AA": 240, "BB": 84}


def test_second_coder_mistakes_a_code_for_its_neighbour(tables: dict[str, pd.DataFrame]) -> None:
    codings = tables["codings"]
    mine = codings[codings["coder"] == "AA"].groupby("segment_id")["code_id"].agg(set)
    other = codings[codings["coder"] == "BB"]
    differ = [
        (code, mine[segment])
        for segment, code in zip(other["segment_id"], other["code_id"], strict=True)
        if code not in mine[segment]
    ]
    assert 5 < len(differ) < 40
    # codes are numbered from 05, so that neighbours are 05 and 06, 07 and 08, ...
    pairs = {f"SYN-C{n:02d}": f"SYN-C{n + 1 if n % 2 else n - 1:02d}" for n in range(5, 29)}
    assert all(pairs[code] in codes for code, codes in differ)


def test_every_code_theme_and_construct_has_something(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["codings"]["code_id"].nunique() == 24
    assert tables["theme_segments"]["theme_id"].nunique() == 8
    assert set(tables["theme_segments"]["stance"]) == {"for", "against"}
    agreed = tables["mappings"].query("analyst == '' and weight == 'primary'")
    assert agreed["construct_id"].nunique() == 6


def test_analysts_differ_on_every_fourth_theme(tables: dict[str, pd.DataFrame]) -> None:
    primary = tables["mappings"].query("weight == 'primary'")
    placed = primary.pivot(index="theme_id", columns="analyst", values="construct_id")
    assert (placed[""] == placed["AA"]).all()
    assert placed.index[placed["AA"] != placed["BB"]].tolist() == ["SYN-T1", "SYN-T5"]


def test_everything_says_it_is_synthetic(tables: dict[str, pd.DataFrame]) -> None:
    settings = synthesise_settings(tables, seed=7)
    assert settings["provenance"]["kind"] == "synthetic"
    assert settings["title"] == "Synthetic study of 240 segments, seed 7"
    assert tables["segments"]["gist"].str.startswith("Synthetic gist: ").all()
    assert tables["organisations"]["label"].str.endswith("(synthetic)").all()
    for name in ("codes", "themes"):
        assert tables[name]["label"].str.startswith("Synthetic ").all()
    assert tables["participants"]["participant_id"].str.startswith("SYN-").all()


def test_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, again = (write_synthetic_study(tmp_path / name, 60, seed=5) for name in "ab")
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert [path.as_posix() for path in files] == sorted(
        [*(f"{name}.csv" for name in MADE), "frameworks/sst.yml", "study.yml"]
    )
    assert all((first / path).read_bytes() == (again / path).read_bytes() for path in files)
    assert all(b"\r" not in (first / path).read_bytes() for path in files)


def test_written_study_loads_without_any_problem(tmp_path: Path) -> None:
    study = load_study(write_synthetic_study(tmp_path / "made-up", 240, seed=7))
    assert len(study["segments"]) == 240
    assert study.settings.expected.model_dump() == {
        "participants": 40,
        "organisations": 10,
        "sources": 20,
        "segments": 240,
    }
    assert {phase.id: phase.invited for phase in study.settings.phases} == (
        study["participants"]["phase"].value_counts().to_dict()
    )
    assert study.missing == {table.name for table in TABLES} - set(MADE)


def test_refuses_to_write_over_a_study(tmp_path: Path) -> None:
    write_synthetic_study(tmp_path / "made-up", 48, seed=1)
    with pytest.raises(FileExistsError, match="made-up is not empty: a synthetic study is only"):
        write_synthetic_study(tmp_path / "made-up", 48, seed=1)


def test_refuses_too_few_segments() -> None:
    with pytest.raises(ValueError, match="segments is 47: a synthetic study has at least 48"):
        synthesise_tables(47, seed=1)


def test_a_disk_that_fills_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, calls = Path.write_text, []

    def fail(path: Path, *words: object, **named: object) -> int:
        calls.append(path)
        if len(calls) > 3:
            raise OSError(28, "No space left on device", str(path))
        return write(path, *words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(OSError, match="No space left"):
        write_synthetic_study(tmp_path / "made", 48, 1)
    assert list(tmp_path.iterdir()) == []
