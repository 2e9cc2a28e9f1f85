"""What a computer cannot do is told in a line, and loses nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from tests.reliability.conftest import NAME, Place, count

pytestmark = pytest.mark.reliability
Mount = Callable[[Path, str], None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Mount small disks; skip where that is not allowed."""
    mounted: list[Path] = []

    def make(folder: Path, options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        line = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if not shutil.which("mount") or subprocess.run(line, capture_output=True).returncode:
            pytest.skip("no small disk can be mounted here")
        mounted.append(folder)

    yield make
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def expect(place: Place, run: subprocess.Popen[str], *told: str) -> str:
    """Return what a command printed that must fail in plain words and leave all as it was."""
    out, _ = run.communicate(timeout=300)
    assert run.returncode not in (0, None), out
    assert "Traceback" not in out
    for words in told:
        assert words in out
    assert [path.name for path in place.aside.iterdir()] == []
    count("Faults of the computer", tried=1, lost=0)
    return out


@pytest.mark.parametrize("part", [0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85])
def test_a_full_disk_leaves_the_last_results(
    made: Place, first: Place, mount: Mount, part: float
) -> None:
    # In blocks; a folder takes one, too. There is room for these results, and a part of the next.
    held = sum(-(-path.stat().st_size // 4096) for path in first.results.rglob("*"))
    shutil.rmtree(made.results)
    mount(made.results, f"size={round(held * 4 * (1 + part))}k")
    shutil.copytree(first.results, made.results, dirs_exist_ok=True)
    before = made.hash_all()
    expect(made, made.report(), "No space left on device")
    assert made.hash_all() == before
    assert [path.name for path in made.results.iterdir()] == [NAME]


@pytest.mark.parametrize("size", [16, 64, 256])
def test_a_full_temporary_folder_leaves_the_last_results(
    made: Place, mount: Mount, size: int
) -> None:
    before = made.hash_all()
    mount(made.aside, f"size={size}k")
    (made.aside / "full").write_bytes(b"x" * (size * 1024 - 8192))
    out, _ = (run := made.report()).communicate(timeout=300)
    assert "Traceback" not in out
    # Small things may still fit: then the report is whole.
    assert (run.returncode == 0) or "space" in out
    assert made.hash_all() == before
    assert [path.name for path in made.aside.iterdir()] == ["full"]
    count("Faults of the computer", tried=1, lost=0)


def test_results_that_can_only_be_read_stay(made: Place, first: Place, mount: Mount) -> None:
    shutil.rmtree(made.results)
    mount(made.results, "size=50m")
    shutil.copytree(first.results, made.results, dirs_exist_ok=True)
    before = made.hash_all()
    subprocess.run(["mount", "-o", "remount,ro", str(made.results)], check=True)
    expect(made, made.report(), "It can only be read")
    assert made.hash_all() == before


def test_a_file_in_the_place_of_results_is_told(bare: Place) -> None:
    (bare.results / NAME).write_text("Mine.")
    expect(bare, bare.report(), "is no folder. Move it away")
    assert (bare.results / NAME).read_text() == "Mine."


def test_a_name_too_long_is_told(bare: Place) -> None:
    long = bare.study.with_name("n" * 250)
    bare.study.rename(long)
    where = ["--results", str(bare.results), "--to", "html"]
    expect(bare, bare.start("report", str(long), *where), "too long")
    assert list(bare.results.iterdir()) == []


CELLS = {
    "ends Python": ("import os\nos._exit(1)", "Python itself has ended"),
    "is killed, as for want of memory": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "Python itself has ended",
    ),
    "fails": ("1 / 0", "ZeroDivisionError"),
    "asks": ("input('Name?')", "StdinNotImplementedError"),
    "takes the disk's last room": ("raise OSError(28, 'No space left on device')", "No space left"),
}


@pytest.mark.parametrize("name", list(CELLS))
def test_a_cell_that_does_harm_leaves_the_last_results(made: Place, name: str) -> None:
    code, told = CELLS[name]
    write_cell(made, code)
    before = made.hash_all()
    expect(made, made.report(), told, "05-own.ipynb")
    assert made.hash_all() == before


def write_cell(place: Place, code: str) -> None:
    """Give the study a notebook of its own with one cell."""
    cells = [nbformat.v4.new_code_cell(f'study = "{NAME}"', metadata={"tags": ["parameters"]})]
    cells.append(nbformat.v4.new_code_cell(code))
    kernel = {"language_info": {"name": "python"}}
    (place.study / "notebooks").mkdir()
    path = place.study / "notebooks" / "05-own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may read everything")
@pytest.mark.parametrize("name", ["themes.csv", "narrative/summary.md", "frameworks"])
def test_what_may_not_be_read_is_told(made: Place, name: str) -> None:
    before = made.hash_all()
    (made.study / name).chmod(0)
    expect(made, made.report(), "there is no permission")
    (made.study / name).chmod(0o755)
    assert made.hash_all()[1] == before[1]
