"""Files written in whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.swapping import write_all, write_bytes


def test_files_are_written_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    write_all(tmp_path, {"a.csv": "new\n", "private/imported/b.csv": "b"})
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*")) == [
        "a.csv",
        "private/imported/b.csv",
    ]
    assert (tmp_path / "a.csv").read_bytes() == b"new\n"


def test_where_one_fails_all_stay_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    (tmp_path / "b.csv" / "in the way").mkdir(parents=True)
    (tmp_path / "c").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(ExchangeError, match="The study is as it was"):
        write_all(tmp_path, {"a.csv": "new", "new.csv": "x", "c/d.csv": "y"})
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "b.csv", "c"]


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="leads out of"):
        write_all(tmp_path, {"../evil.csv": "x"})
    assert list(tmp_path.iterdir()) == []


def test_a_link_beside_leads_no_export_astray(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("mine")
    (tmp_path / ".a.qdpx.part").symlink_to(other)
    (tmp_path / "a.qdpx").symlink_to(other)
    write_bytes(tmp_path / "a.qdpx", b"new")
    assert other.read_text() == "mine"
    assert (tmp_path / "a.qdpx").read_bytes() == b"new"
    assert sorted(p.name for p in tmp_path.iterdir()) == [".a.qdpx.part", "a.qdpx", "other.txt"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="could not be written"):
        write_bytes(tmp_path / "none" / "a.qdpx", b"new")
