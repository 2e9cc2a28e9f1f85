"""A study out as REFI-QDA and back, with nothing lost."""

from __future__ import annotations

import re
import shutil
import uuid
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = Callable[[Path], list[dict[str, str]]]
Table = Callable[[Path, str], None]
REPOSITORY = Path(__file__).parents[2]
STUDIES = sorted(path.parent for path in (REPOSITORY / "data").glob("*/study.yml"))
TABLES = {
    "organisations.csv": "organisation_id,label,position\nO1,One & only,hub\nO2,Two,spoke",
    "participants.csv": (
        "participant_id,organisation_id,phase,status,role,our note\n"
        "P2,O2,phase-2,recruited,managerial,late\nP1,O1,phase-1,recruited,clin,"
    ),
    "sources.csv": (
        "source_id,phase,kind,minutes\nINT-2,phase-2,interview,40\nFG_1,phase-1,focus group,"
    ),
    "source_participants.csv": "source_id,participant_id\nINT-2,P2\nFG_1,P1\nFG_1,P2",
    "segments.csv": (
        "segment_id,source_id,participant_id,locator,gist\n"
        'S3,FG_1,P1,"lines 4, 5","Waits are long, they say."\n'
        "S1,INT-2,P2,minute 3,Says =travel is dear 😀.\n"
        "S2,FG_1,,,"
    ),
    "private/segment_text.csv": (
        'segment_id,text\nS1,"We drive <far>, ""too"" far 🚑."\nS3,It takes weeks.'
    ),
    "quotations.csv": "segment_id,text,cleared_by\nS3,It takes weeks.,AB",
    "codes.csv": (
        "code_id,label,definition,parent_id,colour\n"
        "C2,Distance,How far,C1,#00ff00\nC1,Access,Getting there,,\nC3,Waiting,Time,C1,\n"
        "C4,Other,,,"
    ),
    "codings.csv": (
        "segment_id,code_id,coder,round,coded_at\n"
        "S1,C2,AB,1,2024-01-02\nS1,C2,AB,2,2024-02-02\nS3,C3,CD,1,\nS1,C2,CD,1,\nS3,C4,AB,,"
    ),
    "themes.csv": (
        "theme_id,label,kind,definition\nT1,Far from care,barrier,Distance keeps care away.\n"
        "T2,Staff,enabler,Staff help."
    ),
    "theme_history.csv": (
        "round,code_id,theme_label,action,note\n1,C2,Travel,created,\n2,C2,Far from care,renamed,x"
    ),
    "theme_segments.csv": "theme_id,segment_id,stance\nT1,S1,for\nT1,S3,against",
    "theme_links.csv": "from_theme,to_theme,relation,basis\nT1,T2,wears out,S1",
    "mappings.csv": (
        "framework,theme_id,construct_id,weight,analyst,rationale\n"
        "sst,T1,people,primary,,They travel\nsst,T2,people,secondary,AB,"
    ),
}  # fmt: skip


@pytest.fixture
def full(study: Path, table: Table) -> Path:
    """Return a study with every kind of table."""
    for name, text in TABLES.items():
        table(study / name, text)
    shutil.copytree(REPOSITORY / "data" / "frameworks", study / "frameworks")
    return study


@pytest.fixture
def empty(study: Path, tmp_path: Path) -> Path:
    """Return another study with the same study.yml and no tables."""
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(study / "study.yml", other)
    return other


def change(path: Path, how: Callable[[str], str], target: Path) -> Path:
    """Write a project whose XML another tool changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, how(data.decode()).encode() if name.endswith(".qde") else data)
    return target


def without_notes(xml: str) -> str:
    """Return a project without memos, as a tool that drops them."""
    return re.sub("<Notes>.*</Notes>", "", xml, flags=re.DOTALL)


def new_guids(xml: str) -> str:
    """Return a project with other guids, as a tool that mints them anew."""
    found = dict.fromkeys(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", xml))
    paths = set(re.findall(r"internal://([0-9a-f-]{36})", xml))
    for number, guid in enumerate(found):
        if guid not in paths:
            xml = xml.replace(guid, str(uuid.UUID(int=number)).upper())
    return xml


def xml_of(path: Path) -> ElementTree.Element:
    """Return the project's XML."""
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read("project.qde"))


def assert_equal_tables(one: Path, other: Path) -> None:
    """Assert that all tables of two studies are the same, byte by byte."""
    names = {p.relative_to(one).as_posix() for p in one.rglob("*.csv") if "imported" not in p.parts}
    found = {p.relative_to(other).as_posix() for p in other.rglob("*.csv")}
    assert {name for name in found if "imported" not in name} == names
    for name in sorted(names):
        assert (other / name).read_bytes() == (one / name).read_bytes(), name


def test_a_study_comes_back_byte_by_byte(
    full: Path, empty: Path, mcn: Callable, tmp_path: Path
) -> None:
    assert mcn("export", full, "--to", tmp_path / "x.qdpx").exit_code == 0
    result = mcn("import", tmp_path / "x.qdpx", "--study", empty)
    assert result.exit_code == 0, result.output
    assert_equal_tables(full, empty)


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_the_repositorys_studies_come_back_byte_by_byte(
    folder: Path, mcn: Callable, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(folder / "study.yml", other)
    mcn("export", folder, "--to", tmp_path / "x.qdpx")
    assert mcn("import", tmp_path / "x.qdpx", "--study", other).exit_code == 0
    assert_equal_tables(folder, other)


def test_back_into_the_same_study_nothing_changes(
    full: Path, mcn: Callable, tmp_path: Path
) -> None:
    mcn("export", full, "--to", tmp_path / "x.qdpx")
    before = {path: path.read_bytes() for path in full.rglob("*.csv")}
    mcn("import", tmp_path / "x.qdpx", "--study", full)
    for path, data in before.items():
        assert path.read_bytes() == data, path


@pytest.mark.parametrize("how", [without_notes, new_guids, lambda x: new_guids(without_notes(x))])
def test_a_tool_that_drops_memos_or_mints_guids_changes_nothing(
    full: Path, mcn: Callable, tmp_path: Path, how: Callable[[str], str]
) -> None:
    mcn("export", full, "--to", tmp_path / "x.qdpx")
    before = {path: path.read_bytes() for path in full.rglob("*.csv")}
    file = change(tmp_path / "x.qdpx", how, tmp_path / "back.qdpx")
    result = mcn("import", file, "--study", full)
    assert result.exit_code == 0, result.output
    for path, data in before.items():
        assert path.read_bytes() == data, path


def test_without_memos_codings_and_words_still_arrive_in_a_new_study(
    full: Path, empty: Path, mcn: Callable, rows: Rows, tmp_path: Path
) -> None:
    mcn("export", full, "--to", tmp_path / "x.qdpx")
    mcn("import", change(tmp_path / "x.qdpx", without_notes, tmp_path / "b.qdpx"), "--study", empty)
    words = {r["segment_id"]: r["text"] for r in rows(empty / "private" / "segment_text.csv")}
    assert words == {r["segment_id"]: r["text"] for r in rows(full / "private/segment_text.csv")}
    label = {row["code_id"]: row["label"] for row in rows(empty / "codes.csv")}
    found = {
        (r["segment_id"], label[r["code_id"]], r["coder"])
        for r in rows(empty / "codings.csv")
        if r["coder"] != "theme-evidence"
    }
    assert found == {
        ("S1", "Distance", "AB"), ("S1", "Distance", "CD"), ("S3", "Waiting", "CD"),
        ("S3", "Other", "AB"),
    }  # fmt: skip
    assert {row["source_id"] for row in rows(empty / "sources.csv")} == {"INT-2", "FG_1"}
    assert {row["gist"] for row in rows(empty / "segments.csv")} == {
        "Waits are long, they say.", "Says =travel is dear 😀.", ""
    }  # fmt: skip


def test_what_the_team_did_in_the_tool_comes_back(
    full: Path, mcn: Callable, rows: Rows, tmp_path: Path
) -> None:
    def edit(xml: str) -> str:
        xml = xml.replace('name="Distance"', 'name="Long roads"').replace(
            ">How far<", ">How far off<"
        )
        code = '<Code guid="0000000a-0000-0000-0000-000000000001" name="Cars" isCodable="true"/>'
        xml = re.sub(
            r'(name="Far from care"[^>]*><Description>[^<]*</Description>)', rf"\1{code}", xml
        )
        coding = (
            '<Coding guid="0000000a-0000-0000-0000-000000000002"><CodeRef '
            'targetGUID="0000000a-0000-0000-0000-000000000001"/></Coding>'
        )
        return re.sub(
            r'(<PlainTextSelection [^>]*name="S2"[^>]*?)/?>(</PlainTextSelection>)?',
            rf"\1>{coding}</PlainTextSelection>",
            xml,
        )

    mcn("export", full, "--to", tmp_path / "x.qdpx")
    result = mcn("import", change(tmp_path / "x.qdpx", edit, tmp_path / "b.qdpx"), "--study", full)
    assert result.exit_code == 0, result.output
    codes = {row["code_id"]: row for row in rows(full / "codes.csv")}
    assert (codes["C2"]["label"], codes["C2"]["definition"]) == ("Long roads", "How far off")
    assert codes["C2"]["parent_id"] == "C1"
    assert codes["cars"]["parent_id"] == ""
    assert ("S2", "cars") in {(r["segment_id"], r["code_id"]) for r in rows(full / "codings.csv")}
    assert len(rows(full / "codings.csv")) == 6


def test_a_coding_deleted_in_the_tool_goes(
    full: Path, mcn: Callable, rows: Rows, tmp_path: Path
) -> None:
    def edit(xml: str) -> str:
        guid = re.search(r'<Code guid="([^"]*)" name="Other"', xml)
        assert guid is not None
        return re.sub(rf'<Coding [^>]*><CodeRef targetGUID="{guid.group(1)}"/></Coding>', "", xml)

    mcn("export", full, "--to", tmp_path / "x.qdpx")
    mcn("import", change(tmp_path / "x.qdpx", edit, tmp_path / "b.qdpx"), "--study", full)
    assert [row["code_id"] for row in rows(full / "codings.csv")] == ["C2", "C2", "C3", "C2"]


def test_themes_are_parent_codes_and_the_mapping_is_sets(
    full: Path, mcn: Callable, tmp_path: Path
) -> None:
    mcn("export", full, "--to", tmp_path / "x.qdpx")
    root = xml_of(tmp_path / "x.qdpx")
    tops = {
        top.get("name"): [below.get("name") for below in top.findall("{*}Code")]
        for top in root.findall("{*}CodeBook/{*}Codes/{*}Code")
    }
    assert tops == {"Far from care": ["Distance"], "Staff": [], "Access": ["Waiting"], "Other": []}
    guid = {
        code.get("guid"): code.get("name") for code in root.iter() if code.tag.endswith("}Code")
    }
    sets = {
        one.get("name"): [guid[m.get("targetGUID")] for m in one.findall("{*}MemberCode")]
        for one in root.iter()
        if one.tag.endswith("}Set")
    }
    assert sets == {
        "SST: People": ["Far from care"],
        "SST: People (secondary) by AB": ["Staff"],
        "Heading: Access (C1)": ["Distance"],
    }
    [link] = [one for one in root.iter() if one.tag.endswith("}Link")]
    assert guid[link.get("originGUID")] == "Far from care"


def test_without_text_no_verbatim_word_is_in_the_file(
    full: Path, empty: Path, mcn: Callable, rows: Rows, tmp_path: Path
) -> None:
    mcn("export", full, "--to", tmp_path / "x.qdpx", "--without-text")
    with zipfile.ZipFile(tmp_path / "x.qdpx") as archive:
        everything = "\n".join(archive.read(name).decode() for name in archive.namelist())
    assert "weeks" not in everything
    assert "We drive" not in everything
    assert "Waits are long" in everything
    mcn("import", tmp_path / "x.qdpx", "--study", empty)
    assert not (empty / "private" / "segment_text.csv").exists()
    assert not (empty / "private" / "imported" / "texts").exists()
    assert len(rows(empty / "codings.csv")) == 5


def test_the_project_and_the_codebook_are_valid(
    full: Path, samples: Path, mcn: Callable, tmp_path: Path
) -> None:
    etree = pytest.importorskip("lxml.etree")
    mcn("export", full, "--to", tmp_path / "x.qdpx")
    mcn("export", full, "--to", tmp_path / "x.qdc")
    with zipfile.ZipFile(tmp_path / "x.qdpx") as archive:
        project = archive.read("project.qde")
    for name, xml in {
        "Project.xsd": project,
        "Codebook.xsd": (tmp_path / "x.qdc").read_bytes(),
    }.items():
        schema = etree.XMLSchema(etree.parse(samples / name))
        assert schema.validate(etree.fromstring(xml)), schema.error_log


def test_the_same_study_gives_the_same_bytes(full: Path, mcn: Callable, tmp_path: Path) -> None:
    for name in ("a.qdpx", "b.qdpx"):
        mcn("export", full, "--to", tmp_path / name)
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_an_imported_transcript_goes_out_whole(
    study: Path, empty: Path, qdpx: Callable[..., Path], mcn: Callable, tmp_path: Path
) -> None:
    body = """<Users><User guid="u" name="AB"/></Users><CodeBook><Codes>
        <Code guid="c" name="Near" isCodable="true"/></Codes></CodeBook><Sources>
      <TextSource guid="1" name="I1" plainTextPath="internal://t.txt">
        <PlainTextSelection guid="2" startPosition="9" endPosition="14">
          <Coding guid="3" creatingUser="u"><CodeRef targetGUID="c"/></Coding>
        </PlainTextSelection></TextSource></Sources>"""
    mcn("import", qdpx(body, {"t.txt": "We live\r\nround the corner.\r\n"}), "--study", study)
    mcn("export", study, "--to", tmp_path / "x.qdpx")
    with zipfile.ZipFile(tmp_path / "x.qdpx") as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".txt")]
        assert archive.read(name) == b"We live\nround the corner.\n"
    mcn("import", tmp_path / "x.qdpx", "--study", empty)
    assert_equal_tables(study, empty)
    assert (empty / "private/imported/texts/I1.txt").read_bytes() == (
        study / "private/imported/texts/I1.txt"
    ).read_bytes()


def test_an_unknown_ending_lists_those_there_are(full: Path, mcn: Callable, tmp_path: Path) -> None:
    result = mcn("export", full, "--to", tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert "Allowed: .qdpx, .qdc, .xlsx, .csv.zip" in result.output


def test_what_has_no_place_is_told(full: Path, empty: Path, mcn: Callable, tmp_path: Path) -> None:
    with (full / "codings.csv").open("a", encoding="utf-8") as stream:
        stream.write("S1,C99,AB,,\n")
    result = mcn("export", full, "--to", tmp_path / "x.qdpx")
    assert "1 codings whose segment or code is not in its table were left out" in result.output
    assert mcn("import", tmp_path / "x.qdpx", "--study", empty).exit_code == 0


def test_a_study_kept_in_workbooks_goes_out(study: Path, mcn: Callable, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for line in (["code_id", "label", "definition"], ["C1", "Access", "Getting there"]):
        book.active.append(line)
    book.save(study / "codes.xlsx")
    assert mcn("export", study, "--to", tmp_path / "x.qdc").exit_code == 0
    assert 'name="Access"' in (tmp_path / "x.qdc").read_text("utf-8")


def test_a_codebook_without_codes_is_not_written(
    study: Path, mcn: Callable, tmp_path: Path
) -> None:
    result = mcn("export", study, "--to", tmp_path / "x.qdc")
    assert result.exit_code == 1
    assert "has neither codes nor themes" in result.output
    assert not (tmp_path / "x.qdc").exists()


def test_words_too_long_for_a_workbook_are_told(
    full: Path, mcn: Callable, table: Table, tmp_path: Path
) -> None:
    table(full / "private" / "segment_text.csv", f"segment_id,text\nS1,{'a' * 40_000}")
    result = mcn("export", full, "--to", tmp_path / "x.xlsx")
    assert "cells were cut to the 32,767 characters" in result.output
