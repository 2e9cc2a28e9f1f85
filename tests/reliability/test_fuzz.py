"""Broken files: every reader reads them or says in plain words why not; none takes long."""

from __future__ import annotations

import csv
import io
import random
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import nbformat
import openpyxl
import pytest
from tests.exchange.test_databases import QUALCODER, RQDA, TAGUETTE, make
from tests.reliability.conftest import Place, count, hash_folder

from mcneval.book.pictures import judge_picture
from mcneval.disclosure.texts import read_passages
from mcneval.errors import McnevalError
from mcneval.exchange.exporting import export_study
from mcneval.exchange.importing import prepare_import
from mcneval.exchange.privacy import examine
from mcneval.study.check import check_study

pytestmark = pytest.mark.reliability
CASES = 250
"""Of each file."""
MOST_SECONDS = 10
ODD = (
    b"\x00", b"\xff\xfe", b"\xe9", b"\x1b[31m", "\u202e".encode(), b'"', b"'", b",", b"\n", b"\r\n",
    b"{{", b"}}", b"<", b"&x;", b"|", b"---", b": ", b"- ", b"[", b"!!python/object:os.system",
    b"&a", b"*a", b"99999999999999999999", b"-1", b"1e999", b"NaN", b"=1+1", b"../../x",
    b"a" * 5000, b"[" * 500, b"<!DOCTYPE x>", b"$(x)", b"`", b"%s", b"{0}",
)  # fmt: skip
Try = Callable[[Path], bool]


def disturb(content: bytes, chance: random.Random) -> bytes:
    """Return a file with some of it lost, doubled, swapped, overwritten or put in."""
    held = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 8])):
        at = chance.randrange(len(held) + 1)
        to = min(len(held), at + chance.choice([1, 2, 8, 64, 512]))
        match chance.randrange(6):
            case 0:
                del held[at:to]
            case 1:
                held[at:at] = held[at:to]
            case 2:
                held[at:at] = chance.choice(ODD)
            case 3:
                held[at:to] = chance.choice(ODD)
            case 4:
                held[at:to] = chance.randbytes(to - at)
            case _:
                held[at:] = held[at:][: len(held) // 2] if chance.random() < 0.3 else held[at:]
    return bytes(held)


def disturb_packed(content: bytes, chance: random.Random) -> bytes:
    """Return an archive with one member disturbed, packed well; now and then the archive itself."""
    if chance.random() < 0.2:
        return disturb(content, chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        hurt = chance.choice(names)
        for name in names:
            inside = old.read(name)
            new.writestr(name, disturb(inside, chance) if name == hurt else inside)
    return packed.getvalue()


def try_files(reader: str, seeds: dict[Path, bytes], attempt: Try) -> None:
    """Disturb each file in its place and count what came of it; put it back at the end."""
    for number, (path, content) in enumerate(sorted(seeds.items())):
        path.write_bytes(content)
        assert attempt(path), path  # as it is, it is read
        chance = random.Random(number)
        wreck = disturb_packed if zipfile.is_zipfile(io.BytesIO(content)) else disturb
        for _ in range(CASES):
            path.write_bytes(wreck(content, chance))
            start = time.monotonic()
            read = attempt(path)
            assert time.monotonic() - start < MOST_SECONDS, path
            count(f"Broken files: {reader}", tried=1, read=int(read), told=int(not read))
        path.write_bytes(content)


# A study's own files


def check(place: Place) -> Try:
    """Return what checks the study and says whether it has no errors."""

    def attempt(path: Path) -> bool:
        _, problems = check_study(place.study)
        assert all("\n" not in problem.message for problem in problems)
        return not any(problem.severity == "error" for problem in problems)

    return attempt


@pytest.mark.parametrize(
    ("reader", "pattern"),
    [
        ("tables (CSV)", "*.csv"),
        ("settings and other YAML", "**/*.yml"),
        ("prose and references", "**/*.[mb][di]*"),
    ],
)
def test_a_study_s_files(bare: Place, reader: str, pattern: str) -> None:
    seeds = {path: path.read_bytes() for path in bare.study.glob(pattern)}
    assert len(seeds) >= 3
    try_files(reader, seeds, check(bare))


def test_tables_in_workbooks(bare: Place) -> None:
    path = bare.study / "themes.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    with (bare.study / "themes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            book.active.append(row)
    book.save(path)
    (bare.study / "themes.csv").unlink()
    try_files("tables (Excel)", {path: path.read_bytes()}, check(bare))


def test_a_study_s_own_notebooks(bare: Place) -> None:
    cell = nbformat.v4.new_code_cell('study = "a"', metadata={"tags": ["parameters"]})
    (bare.study / "notebooks").mkdir()
    path = bare.study / "notebooks" / "05-own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    try_files("notebooks", {path: path.read_bytes()}, check(bare))


# Files of other tools


def write_projects(place: Place, folder: Path) -> dict[str, dict[Path, bytes]]:
    """Return a file of each tool, by reader."""
    for ending in (".qdpx", ".qdc", ".xlsx"):
        (folder / f"a{ending}").write_bytes(export_study(place.study, folder / f"a{ending}").data)
    with zipfile.ZipFile(folder / "a.qdpx") as archive:
        (folder / "a.qde").write_bytes(archive.read("project.qde"))
    make(folder / "qualcoder.qda", QUALCODER)
    make(folder / "taguette.sqlite3", TAGUETTE)
    make(folder / "old.rqda", RQDA)
    words = docx.Document()
    for line in ("INTERVIEWER: How is it?", "P01: It goes.", "INTERVIEWER: And now?"):
        words.add_paragraph(line)
    words.save(str(folder / "I01.docx"))
    (folder / "I02.txt").write_text("INTERVIEWER: How is it?\nP01: It goes.\n", "utf-8")
    (folder / "coded.csv").write_text("Document,Code,Segment\nI01,Trust,It goes.\n", "utf-8")
    readers = {
        "REFI-QDA (.qdpx, .qde, .qdc)": ("a.qdpx", "a.qde", "a.qdc"),
        "QualCoder": ("qualcoder.qda",),
        "Taguette": ("taguette.sqlite3",),
        "RQDA": ("old.rqda",),
        "spreadsheets of coded segments": ("a.xlsx", "coded.csv"),
        "transcripts (Word, text)": ("I01.docx", "I02.txt"),
    }
    return {
        reader: {folder / name: (folder / name).read_bytes() for name in names}
        for reader, names in readers.items()
    }


def test_files_of_other_tools(bare: Place, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    before = hash_folder(bare.study)

    def attempt(path: Path) -> bool:
        done = True
        for read in (lambda: prepare_import(path, bare.study), lambda: examine(path)):
            try:
                read()
            except McnevalError as error:
                assert "\n" not in str(error)
                done = False
        return done

    for reader, seeds in write_projects(bare, folder).items():
        try_files(reader, seeds, attempt)
    assert hash_folder(bare.study) == before


# What a report takes in and what is searched


def test_pictures_and_files_to_be_searched(first: Place, tmp_path: Path) -> None:
    report = first.results / "borderland"
    run = first.start("report", str(first.study), "--results", str(tmp_path))
    out, _ = run.communicate()
    assert run.returncode == 0, out
    found = [
        *sorted((report / "figures").glob("*.svg"))[:2],
        *sorted((report / "notebooks").glob("*.ipynb"))[:1],
        *sorted((tmp_path / "borderland" / "report").glob("*.pdf")),
        *sorted((tmp_path / "borderland" / "report").glob("*.docx")),
    ]
    seeds = {}
    for path in found:
        shutil.copy(path, tmp_path / path.name)
        seeds[tmp_path / path.name] = path.read_bytes()
    picture = tmp_path / "a.png"
    seeds[picture] = draw()

    def attempt(path: Path) -> bool:
        read_passages(path.name, path.read_bytes())
        return path.suffix not in (".svg", ".png") or not judge_picture(
            path.name, path.read_bytes()
        )

    try_files("the search, and pictures", seeds, attempt)


def draw() -> bytes:
    """Return a picture with a description in it."""
    from PIL import Image, PngImagePlugin

    said = PngImagePlugin.PngInfo()
    said.add_text("Title", "A map")
    packed = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(packed, "PNG", pnginfo=said)
    return packed.getvalue()
