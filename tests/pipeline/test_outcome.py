"""Results are swapped in whole or not at all."""

from pathlib import Path

import pytest

from mcneval.pipeline.outcome import make_beside, write_json


def test_a_whole_run_takes_the_last_ones_place(tmp_path: Path) -> None:
    final = tmp_path / "york"
    final.mkdir()
    (final / "old.txt").write_text("old")
    with make_beside(final) as run:
        (run / "new.txt").write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["york"]
    assert [path.name for path in final.iterdir()] == ["new.txt"]


def test_a_failed_run_leaves_the_last_good_one(tmp_path: Path) -> None:
    final = tmp_path / "york"
    final.mkdir()
    (final / "old.txt").write_text("old")
    with pytest.raises(ValueError, match="broken"), make_beside(final) as run:
        (run / "half.txt").write_text("half")
        raise ValueError("broken")
    assert (final / "old.txt").read_text() == "old"
    assert (tmp_path / "york.failed/half.txt").read_text() == "half"


def test_a_good_run_clears_the_failed_one(tmp_path: Path) -> None:
    (tmp_path / "york.failed").mkdir()
    with make_beside(tmp_path / "york") as run:
        (run / "a").write_text("")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["york"]


def test_json_is_sorted_and_ends_with_a_line_break(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"b": 1, "a": "é"})
    assert (tmp_path / "a.json").read_text("utf-8") == '{\n  "a": "é",\n  "b": 1\n}\n'
