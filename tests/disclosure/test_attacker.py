"""Nobody can be worked out from what a report publishes, with a solver and all tables at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import Made
from tests.disclosure.attacker import Attacker
from tests.disclosure.random_studies import draw_study, publish

from mcneval.analysis.crossed import tell_items
from mcneval.disclosure.ways import SHOWN
from mcneval.study.load import Study

Make = Callable[..., Study]
COUNTS = ("people", "of", "heard", "recruited", "approached", "declined", "excluded", "no reply")


@pytest.mark.parametrize("speakers", ["fresh", "followed", "none"])
@pytest.mark.parametrize("seed", range(20))
def test_a_study_drawn_at_random_gives_nobody_away(
    make_study: Make, tmp_path: Path, seed: int, speakers: str
) -> None:
    study = draw_study(make_study, seed, speakers)
    attacker = Attacker(publish(study, tmp_path))
    assert attacker.list_shown() == []
    assert attacker.list_counts() == []
    assert attacker.list_attributes() == []


def hide_small(folder: Path) -> None:
    """Hide each small count in the published tables, and nothing else."""
    for path in folder.glob("*.csv"):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for name in set(COUNTS) & set(table):
            small = table[name].isin(["1", "2", "3", "4"])
            table[name] = table[name].mask(small, "under 5")
        table.to_csv(path, index=False)


@pytest.mark.parametrize("seed", [3, 4])
def test_the_attacker_finds_what_is_shown_and_what_only_totals_give_away(
    make_study: Make, tmp_path: Path, seed: int
) -> None:
    folder = publish(draw_study(make_study, seed, "fresh", least=0), tmp_path)
    assert Attacker(folder).list_shown() != []
    assert Attacker(folder).list_attributes() != []
    hide_small(folder)
    assert Attacker(folder).list_counts() != []


def test_the_made_up_study_s_report_gives_nobody_away(synthetic: Made) -> None:
    attacker = Attacker(synthetic.folder / "tables")
    assert len(attacker.goals) > 100
    assert attacker.list_shown() == []
    # Each twelfth: all of them take ten minutes.
    assert attacker.list_counts(every=12) == []
    assert attacker.list_attributes(every=12) == []


def test_the_reference_study_s_report_tells_no_attribute_of_a_speaker(york: Made) -> None:
    attacker = Attacker(york.folder / "tables")
    assert len(attacker.read("tbl-evidence")) > 50
    assert attacker.list_attributes() == []


@pytest.mark.parametrize("seed", [0, 10])
def test_what_the_same_people_are_behind_is_told_alike(make_study: Make, seed: int) -> None:
    study = draw_study(make_study, seed, "fresh")
    held = study.tables["theme_segments"]
    held = held[held["stance"] == "for"]
    codes = pd.DataFrame({"code_id": held["theme_id"].unique()}).reindex(
        columns=study.tables["codes"].columns, fill_value=""
    )
    codings = held.rename(columns={"theme_id": "code_id"})[["segment_id", "code_id"]]
    codings = codings.assign(coder="A").reindex(
        columns=study.tables["codings"].columns, fill_value=""
    )
    codings["round"] = pd.array([1] * len(codings), "Int64")
    tables = study.tables | {"codes": codes, "codings": codings}
    told = tell_items(replace(study, tables=tables))
    themes = {key: one for key, one in told.items() if key[0].startswith("for:")}
    assert SHOWN in themes.values() and set(themes.values()) != {SHOWN}
    for (item, by, group), one in themes.items():
        assert told[item.replace("for:", "code:"), by, group] == one
