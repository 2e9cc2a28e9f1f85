"""Results are swapped in whole or not at all."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mcneval.errors import McnevalError
from mcneval.run.outcome import Log, PlaceError, hash_files, make_beside, write_json


def test_a_whole_run_takes_the_last_ones_place(tmp_path: Path) -> None:
    final = tmp_path / "york"
    final.mkdir()
    (final / "old.txt").write_text("old")
    (tmp_path / "york.failed").mkdir()
    with make_beside(final) as run:
        (run / "new.txt").write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["york"]
    assert [path.name for path in final.iterdir()] == ["new.txt"]


def test_a_failed_run_leaves_the_last_good_one(tmp_path: Path) -> None:
    final = tmp_path / "york"
    final.mkdir()
    (final / "old.txt").write_text("old")
    with pytest.raises(McnevalError, match="broken"), make_beside(final) as run:
        (run / "half.txt").write_text("half")
        raise McnevalError("broken")
    assert (final / "old.txt").read_text() == "old"
    assert (tmp_path / "york.failed/half.txt").read_text() == "half"


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_fault_of_the_computer_leaves_nothing_behind(
    tmp_path: Path, fault: BaseException
) -> None:
    with pytest.raises(type(fault)), make_beside(tmp_path / "york") as run:
        (run / "half.txt").write_text("half")
        raise fault
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    gone = 2**22 + 1  # no process has such a number
    (tmp_path / f".york-{gone}-abc").mkdir()
    (tmp_path / f".york-{os.getpid()}-abc").mkdir()
    with make_beside(tmp_path / "york"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".york-{os.getpid()}-abc", "york"]


def test_results_that_were_being_swapped_are_put_back(tmp_path: Path) -> None:
    aside = tmp_path / f".york-{2**22 + 1}-abc-old"
    aside.mkdir()
    (aside / "old.txt").write_text("old")
    with pytest.raises(McnevalError), make_beside(tmp_path / "york"):
        raise McnevalError("broken")
    assert (tmp_path / "york" / "old.txt").read_text() == "old"


def test_a_file_in_the_results_place_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "york").write_text("mine")
    with pytest.raises(PlaceError, match="is no folder"), make_beside(tmp_path / "york"):
        pass
    assert (tmp_path / "york").read_text() == "mine"


def test_json_is_sorted_and_ends_with_a_line_break(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"b": 1, "a": "é"})
    assert (tmp_path / "a.json").read_text("utf-8") == '{\n  "a": "é",\n  "b": 1\n}\n'


def test_every_file_is_hashed_by_its_relative_path(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.txt").write_bytes(b"abc")
    # The first example of FIPS 180-4.
    whole = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hash_files(tmp_path) == {"b/a.txt": whole}


def test_progress_is_told_and_kept_with_its_time(tmp_path: Path) -> None:
    told: list[str] = []
    log = Log(told.append)
    log("01-recruitment: done")
    log.write(tmp_path / "run.log")
    assert told == ["01-recruitment: done"]
    kept = (tmp_path / "run.log").read_text("utf-8")
    assert re.fullmatch(r" +\d+\.\d\d s  01-recruitment: done\n", kept)


def test_write_protected_results_leave_nothing_beside_the_new_ones(tmp_path: Path) -> None:
    final = tmp_path / "study"
    (final / "report").mkdir(parents=True)
    (final / "report" / "index.html").write_text("Old.")
    (final / "report").chmod(0o555)
    with make_beside(final) as made:
        (made / "index.html").write_text("New.")
    assert [path.name for path in tmp_path.iterdir()] == ["study"]
