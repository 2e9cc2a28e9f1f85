"""A study that somebody else made cannot lead out of its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mcneval.study import strangers
from mcneval.study.check import check_study
from mcneval.study.strangers import find_foreign


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a table and some prose."""
    made = tmp_path / "study"
    (made / "narrative").mkdir(parents=True)
    (made / "study.yml").write_text("title: A\n")
    (made / "narrative" / "summary.md").write_text("Words.")
    return made


def find(folder: Path) -> list[tuple[str, str]]:
    return [(problem.file, problem.message.split(";")[0]) for problem in find_foreign(folder)]


def test_plain_files_and_folders_are_no_strangers(folder: Path) -> None:
    assert find(folder) == []


@pytest.mark.parametrize("name", ["narrative/other.md", "images", "private", "data.csv"])
def test_a_link_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("Secret.")
    (folder / name).symlink_to(tmp_path / "secret")
    assert find(folder) == [(name, "it is a link")]


def test_a_study_with_a_link_is_not_read(folder: Path) -> None:
    (folder / "segments.csv").symlink_to("/etc/hostname")
    study, problems = check_study(folder)
    assert study is None
    assert [problem.file for problem in problems] == ["segments.csv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_what_never_ends_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "codes.csv")
    assert find(folder) == [("codes.csv", "it is a pipe or a device, not a file.")]


def test_a_file_too_large_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "LARGEST", 3)
    assert [file for file, _ in find(folder)] == ["study.yml", "narrative/summary.md"]


@pytest.mark.parametrize("name", ["private", "notebooks", "readings"])
def test_a_file_in_a_folder_s_place_is_told(folder: Path, name: str) -> None:
    (folder / name).write_text("Words.")
    assert find(folder) == [(name, "this is a file")]


@pytest.mark.parametrize("name", ["references.bib", "notebooks/05-own.ipynb", "codes.csv"])
def test_a_folder_in_a_file_s_place_is_told(folder: Path, name: str) -> None:
    (folder / name).mkdir(parents=True)
    assert find(folder) == [(name, "this is a folder")]


@pytest.mark.parametrize("name", ["private/sent.csv", "drafts/out.csv", "old.md"])
def test_folders_where_nothing_is_read_may_be_called_anything(folder: Path, name: str) -> None:
    (folder / name).mkdir(parents=True)
    assert find(folder) == []


def test_what_editors_leave_is_none_of_the_study_s(folder: Path) -> None:
    (folder / "narrative" / ".#summary.md").symlink_to("somebody@somewhere")
    (folder / "Icon\r").write_text("")
    assert find(folder) == []
    (folder / "narrative" / ".#other.md").symlink_to("/etc/hostname")
    assert find(folder) == [("narrative/.#other.md", "it is a link")]


def test_hidden_files_are_none_of_the_study_s(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").symlink_to("/etc/hostname")
    assert find(folder) == []


def test_what_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The system's own word is not asked: it lets an administrator read everything.
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "narrative")
    assert find(folder) == [("narrative", "it cannot be read: there is no permission.")]


@pytest.mark.parametrize("name", ["narrative/.s.md", "readings/en/.x", "images/.a.png"])
def test_a_hidden_link_among_a_study_s_files_is_refused(
    folder: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret").write_text("Secret.")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).symlink_to(tmp_path / "secret")
    assert find(folder) == [(name, "it is a link")]


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
@pytest.mark.parametrize("name", [b"bad\xff.csv", b"two\nlines.csv", b"esc\x1b.csv"])
def test_a_name_that_cannot_be_printed_is_refused(folder: Path, name: bytes) -> None:
    (folder / os.fsdecode(name)).touch()
    (problem,) = find_foreign(folder)
    assert problem.message == "its name has signs that cannot be printed."
    assert problem.file.isprintable()
