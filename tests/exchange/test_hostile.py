"""Files made to do harm: one clear line, little memory, nothing written."""

from __future__ import annotations

import io
import random
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from mcneval.exchange import safety
from mcneval.exchange.importing import prepare_import
from mcneval.exchange.problems import ExchangeError

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
PROJECT = '<Project xmlns="urn:QDA-XML:project:1.0" name="x">'
LAUGHS = (
    '<!DOCTYPE Project [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MEGABYTES = 200
"""What an import of a hostile file may take at most."""

RUN = """
import pathlib
import re, sys
import click
from click.testing import CliRunner
from mcneval.exchange.commands import import_
for file in sys.argv[2:]:
    result = CliRunner().invoke(import_, [file, "--study", sys.argv[1]])
    crash = result.exception and not isinstance(result.exception, SystemExit)
    line = repr(result.exception) if crash else result.output.strip()
    # ru_maxrss would begin at the size of the process that started this one.
    status = pathlib.Path("/proc/self/status").read_text()
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", status).group(1)) // 1024
    print(result.exit_code, peak, line.replace(chr(10), "|"), sep="~", flush=True)
"""


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def bomb(name: str, megabytes: int = 20) -> bytes:
    """Return an archive with a member that unpacks to many megabytes of blanks."""
    stream = io.BytesIO()
    archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open(name, "w", force_zip64=True) as out:
        out.write(f"{HEAD}{PROJECT}".encode())
        for _ in range(megabytes):
            out.write(b" " * 1_000_000)
        out.write(b"</Project>")
    return stream.getvalue()


@cache
def crowd() -> bytes:
    """Return an archive with 100,000 members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"s/{number}"), b"")
    return stream.getvalue()


def understated(data: bytes) -> bytes:
    """Return a crowd whose end says that it has one member."""
    place = data.rfind(b"PK\x05\x06")
    wide = data.rfind(b"PK\x06\x06")
    data = data[: place + 8] + b"\x01\x00\x01\x00" + data[place + 12 :]
    return data[: wide + 24] + (b"\x01" + b"\0" * 7) * 2 + data[wide + 40 :] if wide > 0 else data


def text_of(words: str) -> bytes:
    """Return a project whose only source points at words."""
    body = f'{HEAD}{PROJECT}<Sources><TextSource guid="1" name="a" plainTextPath="{words}"/>'
    return zipped({"project.qde": body + "</Sources></Project>"})


def database(script: str) -> bytes:
    """Return an SQLite database."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    data = bytes(connection.serialize())
    connection.close()
    return data


VIEW = """
create table real (id integer, name text, fulltext text);
create view source as with recursive n(x) as (select 1 union all select x + 1 from n)
  select x as id, hex(zeroblob(1000000)) as name, '' as fulltext from n;
create table code_name (cid integer, name text, catid integer);
create table code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer);
"""
COMPUTED = """
create table source (id integer, name text generated always as (hex(zeroblob(9000000))) virtual);
create table code_name (cid integer, name text, catid integer);
create table code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer);
insert into source (id) values (1);
"""


@cache
def files() -> dict[str, tuple[bytes, str]]:
    """Return hostile files by name, with a part of the line that each must give."""
    rest = "</Project>"
    good = zipped({"project.qde": f"{HEAD}{PROJECT}{rest}"})
    deep = "<Set>" * 100_000 + "</Set>" * 100_000
    noise = random.Random(1).randbytes(4000)
    return {
        "laughs.qde": (f"{HEAD}{LAUGHS}{PROJECT}&i;{rest}".encode(), "declares a document type"),
        "outside.qde": (f"{HEAD}{OUTSIDE}{PROJECT}&x;{rest}".encode(), "declares a document type"),
        "doctype.qdc": (b"<!DOCTYPE CodeBook><CodeBook/>", "declares a document type"),
        "deep.qde": (f"{HEAD}{PROJECT}{deep}{rest}".encode(), "nests deeper than 200"),
        "latin.qde": (f"{HEAD}{PROJECT}caf\xe9{rest}".encode("latin-1"), "no well-formed XML"),
        "wide.qde": (f"{HEAD}{PROJECT}{rest}".encode("utf-16-le"), "no well-formed XML"),
        "klingon.qde": (
            f'<?xml version="1.0" encoding="klingon"?>{PROJECT}{rest}'.encode(),
            "no well-formed XML",
        ),
        "nothing.qde": (b"", "no well-formed XML"),
        "nothing.qdpx": (b"", "no zip archive or breaks off"),
        "noise.qdpx": (noise, "no zip archive or breaks off"),
        "cut.qdpx": (good[: len(good) // 2], "no zip archive or breaks off"),
        "hurt.qdpx": (good[:45] + b"\xff\xff\xff" + good[48:], "damaged"),
        "bomb.qdpx": (bomb("project.qde", 300), "as a zip bomb does"),
        "text-bomb.qdpx": (bomb("sources/a.txt"), "as a zip bomb does"),
        "crowd.qdpx": (crowd(), "holds 100,000 files; a project may hold 30,000"),
        "crowd-hidden.qdpx": (understated(crowd()), "too long for the 1 files"),
        "climb.qdpx": (
            zipped({"project.qde": f"{PROJECT}{rest}", "../../evil.txt": "x"}),
            "points outside the archive",
        ),
        "drive.qdpx": (
            zipped({"project.qde": f"{PROJECT}{rest}", "C:\\evil.txt": "x"}),
            "points outside the archive",
        ),
        "root.qdpx": (
            zipped({"project.qde": f"{PROJECT}{rest}", "/etc/evil": "x"}),
            "points outside the archive",
        ),
        "bomb.docx": (bomb("word/document.xml"), "as a zip bomb does"),
        "bomb.xlsx": (bomb("xl/workbook.xml"), "as a zip bomb does"),
        "entity.xlsx": (
            zipped({"xl/workbook.xml": f"{HEAD}{LAUGHS}<workbook>&i;</workbook>"}),
            "declares a document type",
        ),
        "noise.xlsx": (noise, "no zip archive or breaks off"),
        "noise.sqlite3": (noise, "is no SQLite database"),
        "noise.docx": (noise, "no zip archive or breaks off"),
        "view.qda": (database(VIEW), "'source' is a view"),
        "computed.qda": (database(COMPUTED), "'source' is a view or computed table"),
        "cut.sqlite3": (database(VIEW)[:3000], "cannot be read as a database"),
        "header.rqda": (b"SQLite format 3\0" + noise, "cannot be read as a database"),
    }  # fmt: skip


NAMES = [
    *("laughs.qde", "outside.qde", "doctype.qdc", "deep.qde"),
    *("latin.qde", "wide.qde", "klingon.qde", "nothing.qde"),
    *("nothing.qdpx", "noise.qdpx", "cut.qdpx", "hurt.qdpx"),
    *("bomb.qdpx", "text-bomb.qdpx", "crowd.qdpx", "crowd-hidden.qdpx"),
    *("climb.qdpx", "drive.qdpx", "root.qdpx", "bomb.docx"),
    *("bomb.xlsx", "entity.xlsx", "noise.xlsx", "noise.sqlite3"),
    *("noise.docx", "view.qda", "computed.qda", "cut.sqlite3"),
    "header.rqda",
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int, str]]:
    """Import every hostile file in one process; return exit code, peak memory and output."""
    folder = tmp_path_factory.mktemp("hostile")
    study = folder / "study"
    study.mkdir()
    (study / "study.yml").write_text(
        "title: x\ncitation: {text: x}\nnetwork: {name: x}\nphases: [{id: p, label: P}]\n"
        "frameworks: [sst]\nprimary_framework: sst\n"
        "provenance: {kind: synthetic, statement: x}\n",
        encoding="utf-8",
    )
    place = folder / "in"
    place.mkdir()
    for name, (data, _) in files().items():
        (place / name).write_bytes(data)
    names = list(files())
    assert names == NAMES
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(study), *(str(place / name) for name in names)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    lines = [line.split("~", 2) for line in done.stdout.splitlines()]
    found = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    assert found == sorted(["study/study.yml", *(f"in/{name}" for name in names)])
    return {
        name: (int(code), int(peak), line)
        for name, (code, peak, line) in zip(names, lines, strict=True)
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_gives_one_line(told: dict[str, tuple[int, int, str]], name: str) -> None:
    code, _, line = told[name]
    assert code == 1
    assert "|" not in line
    assert line.startswith("Error: ")
    assert files()[name][1] in line


def test_all_of_them_take_little_memory(told: dict[str, tuple[int, int, str]]) -> None:
    assert max(peak for _, peak, _ in told.values()) < MEGABYTES


@pytest.mark.parametrize(
    "path",
    ["internal://../../../etc/passwd", "/etc/passwd", "absolute:///etc/passwd",
     "file:///etc/passwd", "relative:///../../etc/passwd", "..\\..\\etc\\passwd"],
)  # fmt: skip
def test_no_text_is_read_from_outside_the_archive(
    tmp_path: Path, study: Path, mcn: Callable, path: str
) -> None:
    file = tmp_path / "x.qdpx"
    file.write_bytes(text_of(path))
    result = mcn("import", file, "--study", study)
    assert result.exit_code == 1
    assert "1 source text that the file declares did not arrive" in result.output
    assert not list(study.rglob("texts/*"))


def test_names_that_climb_are_keys_in_the_study(tmp_path: Path, study: Path, mcn: Callable) -> None:
    file = tmp_path / "x.qdpx"
    body = (
        f'{HEAD}{PROJECT}<Sources><TextSource guid="1" name="../../../evil">'
        "<PlainTextContent>words</PlainTextContent></TextSource></Sources></Project>"
    )
    file.write_bytes(zipped({"project.qde": body}))
    assert mcn("import", file, "--study", study).exit_code == 0
    assert [path.name for path in study.rglob("texts/*")] == ["evil.txt"]
    assert not list(tmp_path.rglob("evil"))


def test_words_from_a_file_are_never_run_in_a_table(
    tmp_path: Path, study: Path, mcn: Callable
) -> None:
    file = tmp_path / "x.qdc"
    file.write_text(
        '<CodeBook><Codes><Code guid="1" name="&lt;script&gt;{{x}}, &quot;a&quot;&#10;b" '
        'isCodable="true"/></Codes></CodeBook>',
        encoding="utf-8",
    )
    mcn("import", file, "--study", study)
    line = (study / "codes.csv").read_text("utf-8").partition("\n")[2]
    assert line.startswith('script-x-a-b,"<script>{{x}}, ""a""\nb",')


BODY = """<Users><User guid="u" name="Ann"/></Users><CodeBook><Codes>
  <Code guid="c" name="A" isCodable="true"><Code guid="d" name="B" isCodable="false"/></Code>
</Codes></CodeBook><Variables><Variable guid="v" name="Role" typeOfVariable="Text"/></Variables>
<Cases><Case guid="k" name="P1"><VariableValue><VariableRef targetGUID="v"/><TextValue>x</TextValue>
</VariableValue><SourceRef targetGUID="s"/><SelectionRef targetGUID="x"/></Case></Cases><Sources>
<TextSource guid="s" name="T"><PlainTextContent>Words of 😀 people</PlainTextContent>
<PlainTextSelection guid="x" startPosition="0" endPosition="5"><Coding guid="1" creatingUser="u">
<CodeRef targetGUID="c"/></Coding></PlainTextSelection></TextSource>
<PDFSource guid="p" name="P"><PDFSelection guid="y" page="0" firstX="1" firstY="1" secondX="2"
secondY="2"><Coding guid="2"><CodeRef targetGUID="d"/></Coding></PDFSelection></PDFSource>
<VideoSource guid="w" name="V"><Transcript guid="t"><PlainTextContent>ab</PlainTextContent>
<SyncPoint guid="m" position="0" timeStamp="0"/><TranscriptSelection guid="z" fromSyncPoint="m"
toSyncPoint="m"/></Transcript><VideoSelection guid="q" begin="1" end="2"/></VideoSource></Sources>
<Notes><Note guid="n" name="N"><PlainTextContent>memo</PlainTextContent></Note></Notes>
<Links><Link guid="l" originGUID="c" targetGUID="n"/></Links>
<Sets><Set guid="e" name="S"><MemberCode targetGUID="c"/></Set></Sets>"""
ODD = ["", "-5", "99999999999999999999", "NaN", "1e9", "../../x", "\u202e", "a" * 500, "{}"]


def disturb(xml: str, chance: random.Random) -> str:
    """Return XML in which something was left out, doubled, renamed or overwritten."""
    for _ in range(chance.randint(1, 6)):
        values = list(re.finditer(r' \w+="[^"]*"', xml))
        names = re.findall(r"<(\w+)", xml)
        if not values or not names:
            return xml
        one = chance.choice(values)
        match chance.randrange(4):
            case 0:
                xml = xml[: one.start()] + xml[one.end() :]
            case 1:
                told = one.group().partition("=")[0]
                xml = f'{xml[: one.start()]}{told}="{chance.choice(ODD)}"{xml[one.end() :]}'
            case 2:
                new = chance.choice(["Foo", "Source", "Selection", "Code", "Coding", "Note"])
                xml = re.sub(rf"(</?){chance.choice(names)}\b", rf"\1{new}", xml)
            case _:
                place = chance.randrange(len(xml))
                xml = xml[:place] + chance.choice('<>&"\x01é') + xml[place + 1 :]
    return xml


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_wrong_in_a_project_it_is_read_or_refused(
    study: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    outcomes = set()
    for _ in range(60):
        file = tmp_path / "x.qde"
        file.write_text(disturb(f"{HEAD}{PROJECT}{BODY}</Project>", chance), encoding="utf-8")
        try:
            done = prepare_import(file, study)
        except ExchangeError as error:
            assert "\n" not in str(error)
            outcomes.add("refused")
        else:
            for row in done.ledger.rows():
                told = row.imported + row.merged + row.kept_aside + row.dropped
                assert told == row.in_file, row
            outcomes.add("read")
    assert outcomes == {"read", "refused"}


def test_elements_beyond_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (b"<a>" + b"<b/>" * number + b"</a>" for number in (99, 100))
    monkeypatch.setattr(safety, "MAX_ELEMENTS", 100)
    with pytest.raises(ExchangeError, match="has more than 100 elements"):
        list(safety.parse_xml(io.BytesIO(many), "many.qde"))
    assert len(list(safety.parse_xml(io.BytesIO(few), "few.qde"))) == 200
