"""Projects of QualCoder, Taguette and RQDA, in databases laid out as the tools lay them out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = Callable[[Path], list[dict[str, str]]]

QUALCODER = """
create table project (databaseversion text, date text, memo text, about text);
create table source (id integer primary key, name text, fulltext text, mediapath text, memo text,
  owner text, date text, av_text_id integer, risid integer, unique(name));
create table code_cat (catid integer primary key, name text, owner text, date text, memo text,
  supercatid integer, unique(name));
create table code_name (cid integer primary key, name text, memo text, catid integer, owner text,
  date text, color text, unique(name));
create table code_text (ctid integer primary key, cid integer, fid integer, seltext text,
  pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer);
create table code_image (imid integer primary key, id integer, x1 integer, y1 integer,
  width integer, height integer, cid integer, memo text, date text, owner text,
  important integer, pdf_page integer);
create table code_av (avid integer primary key, id integer, pos0 integer, pos1 integer,
  cid integer, memo text, date text, owner text, important integer);
create table cases (caseid integer primary key, name text, memo text, owner text, date text);
create table case_text (id integer primary key, caseid integer, fid integer, pos0 integer,
  pos1 integer, owner text, date text, memo text);
create table attribute_type (name text primary key, date text, owner text, memo text,
  caseOrFile text, valuetype text);
create table attribute (attrid integer primary key, name text, attr_type text, value text,
  id integer, date text, owner text);
create table annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer,
  memo text, owner text, date text);
create table journal (jid integer primary key, name text, jentry text, date text, owner text);
insert into project values ('v8', '', '', 'QualCoder 3.5');
insert into source values (1, 'Interview P01', 'We 😀 wait for weeks', null, '', 'ann', '', null,
  null);
insert into source values (2, 'ward.png', null, '/images/ward.png', '', 'ann', '', null, null);
insert into source values (3, 'talk.mp3', null, 'audio:/home/ann/talk.mp3', '', 'ann', '', 4, null);
insert into code_cat values (1, 'Time', 'ann', '', '', null);
insert into code_cat values (2, 'Empty', 'ann', '', '', 1);
insert into code_name values (1, 'Waiting', 'What waits', 1, 'ann', '', '#F5A9A9');
insert into code_name values (2, 'Other', '', null, 'ann', '', '#000000');
insert into code_text values (1, 1, 1, 'wait for weeks', 6, 20, 'ann', '2024-01-02 10:11:12',
  'look', null, null);
insert into code_text values (2, 1, 1, 'wait for weeks', 6, 20, 'bob', '2024-01-03 10:11:12', '',
  null, null);
insert into code_image values (1, 2, 10, 20, 30, 40, 2, '', '2024-01-04 10:11:12', 'bob', null,
  null);
insert into code_av values (1, 3, 1000, 2500, 2, '', '2024-01-05 10:11:12', 'bob', null);
insert into cases values (1, 'p01', '', 'ann', '');
insert into case_text values (1, 1, 1, 0, 20, 'ann', '', '');
insert into attribute_type values ('role', '', 'ann', '', 'case', 'character');
insert into attribute values (1, 'role', 'case', 'clinical', 1, '', 'ann');
insert into journal values (1, 'Diary', 'Thoughts', '', 'ann');
"""

TAGUETTE = """
create table users (login varchar(30) primary key, email varchar(256), hashed_password text);
create table projects (id integer primary key autoincrement, name varchar(200),
  description text, created datetime);
create table documents (id integer primary key autoincrement, name varchar(200),
  description text, filename varchar(200), created datetime, project_id integer,
  text_direction varchar(13), contents text);
create table highlights (id integer primary key autoincrement, document_id integer,
  start_offset integer, end_offset integer, snippet text);
create table tags (id integer primary key autoincrement, project_id integer, path varchar(200),
  description text);
create table highlight_tags (highlight_id integer, tag_id integer,
  primary key (highlight_id, tag_id));
create table commands (id integer primary key autoincrement, date datetime,
  user_login varchar(30), project_id integer, document_id integer, payload text);
insert into users values ('ann', 'ann@example.org', 'scrypt:x'), ('bob', null, null);
insert into projects values (1, 'Old', '', ''), (2, 'Care', 'About care', '');
insert into tags values (1, 2, 'access', 'Getting there'), (2, 2, 'time', '');
insert into documents values (7, 'Interview é.html', '', 'x.html', '', 2, 'LEFT_TO_RIGHT',
  '<p>Café <b>talk</b> here.</p><p>We wait &amp; wait.</p>');
insert into highlights values (1, 7, 6, 10, '<b>talk</b>');
insert into highlights values (2, 7, 19, 30, '<p>wait &amp; wait</p>');
insert into highlight_tags values (1, 1), (2, 1), (2, 2);
"""

RQDA = """
create table source (name text, id integer, file text, memo text, owner text, date text,
  dateM text, status integer);
create table freecode (name text, memo text, owner text, date text, dateM text, id integer,
  status integer, color text);
create table codecat (name text, cid integer, catid integer, owner text, date text, dateM text,
  memo text, status integer);
create table treecode (cid integer, catid integer, date text, dateM text, memo text,
  status integer, owner text);
create table coding (cid integer, fid integer, seltext text, selfirst real, selend real,
  status integer, owner text, date text, memo text);
create table cases (name text, memo text, owner text, date text, dateM text, id integer,
  status integer);
create table caselinkage (caseid integer, fid integer, selfirst real, selend real,
  status integer, owner text, date text, memo text);
create table attributes (name text, status integer, date text, dateM text, owner text,
  memo text, class text);
create table caseAttr (variable text, value text, caseID integer, date text, dateM text,
  owner text, status integer);
create table journal (name text, journal text, date text, dateM text, owner text,
  status integer);
insert into source values ('Talk', 1, 'We wait for weeks', '', 'master', '', '', 1);
insert into source values ('Gone', 2, 'x', '', 'master', '', '', 0);
insert into freecode values ('Waiting', 'What waits', 'master', '', '', 1, 1, '#ff0000');
insert into freecode values ('Deleted', '', 'master', '', '', 2, 0, null);
insert into codecat values ('Time', null, 5, 'master', '', '', '', 1);
insert into treecode values (1, 5, '', '', '', 1, 'master');
insert into coding values (1, 1, 'wait', 3.0, 7.0, 1, 'master', 'Wed Mar 10 14:22:33 2010', '');
insert into coding values (1, 1, 'weeks', 12.0, 17.0, 0, 'master', '', '');
insert into cases values ('P01', '', 'master', '', '', 1, 1);
insert into caselinkage values (1, 1, 0, 17, 1, 'master', '', '');
"""


def commands() -> list[tuple[int, str, str, int, int, str]]:
    """Return Taguette's commands: ann made both highlights, bob added a tag to one."""

    def add(highlight: int, tags: list[int]) -> str:
        return json.dumps({"type": "highlight_add", "highlight_id": highlight, "tags": tags})

    return [
        (1, "2024-02-01 09:00:00.123", "ann", 2, 7, add(1, [1])),
        (2, "2024-02-02 09:00:00.123", "ann", 2, 7, add(2, [1])),
        (3, "2024-02-03 09:00:00.123", "bob", 2, 7, add(2, [1, 2])),
        (4, "2024-02-04 09:00:00.123", "bob", 2, 7, json.dumps({"type": "tag_add"})),
        (5, "2024-02-05 09:00:00.123", "bob", 2, 7, "no json"),
    ]


def make(path: Path, script: str) -> Path:
    """Return a database made by a script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(script)
        if "highlights" in script:
            connection.executemany("insert into commands values (?,?,?,?,?,?)", commands())
    connection.close()
    return path


def codings(study: Path, rows: Rows) -> set[tuple[str, str, str, str]]:
    """Return locator, code, coder and day of each coding."""
    places = {row["segment_id"]: row["locator"] for row in rows(study / "segments.csv")}
    return {
        (places[r["segment_id"]], r["code_id"], r["coder"], r["coded_at"])
        for r in rows(study / "codings.csv")
    }


@pytest.mark.parametrize("inside", [True, False], ids=["folder", "file"])
def test_a_qualcoder_project_arrives_whole(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows, inside: bool
) -> None:
    file = make(tmp_path / "care.qda" / "data.qda", QUALCODER)
    result = mcn("import", file.parent if inside else file, "--study", study)
    assert result.exit_code == 0, result.output
    assert codings(study, rows) == {
        ("characters 5-19", "time.waiting", "ann", "2024-01-02"),
        ("characters 5-19", "time.waiting", "bob", "2024-01-03"),
        ("area 10,20 to 40,60", "other", "bob", "2024-01-04"),
        ("0:00:01.000 to 0:00:02.500", "other", "bob", "2024-01-05"),
    }
    [words] = rows(study / "private" / "segment_text.csv")
    assert words["text"] == "wait for weeks"
    assert "utf16" in result.output
    assert rows(study / "participants.csv")[0]["role"] == "clin"
    kinds = {row["source_id"]: row["kind"] for row in rows(study / "sources.csv")}
    assert kinds == {"interview-p01": "interview", "ward": "document", "talk": "interview"}


def test_qualcoders_folders_memos_and_journals_are_kept_aside(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", make(tmp_path / "care.qda" / "data.qda", QUALCODER).parent, "--study", study)
    place = study / "private" / "imported"
    ledger = {row["kind"]: row for row in rows(place / "care.qda.ledger.csv")}
    assert ledger["code folders"]["kept_aside"] == "2"
    assert ledger["codings"]["in_file"] == ledger["codings"]["imported"] == "4"
    memos = {row["memo"]: row["about"] for row in rows(place / "care.qda.memos.csv")}
    assert memos == {"Diary": "", "memo on a coding": "Interview P01, code Waiting"}


def test_qualcoders_subcodes_keep_their_parent(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    script = QUALCODER + (
        "alter table code_name add column supercid integer;"
        "insert into code_name (cid, name, catid, supercid) values (3, 'Queues', null, 1);"
    )
    mcn("import", make(tmp_path / "x.qda", script), "--study", study)
    parents = {row["code_id"]: row["parent_id"] for row in rows(study / "codes.csv")}
    assert parents["time.waiting.queues"] == "time.waiting"


def test_categories_in_a_circle_end(tmp_path: Path, study: Path, mcn: Callable) -> None:
    script = QUALCODER + "update code_cat set supercatid = 2 where catid = 1;"
    result = mcn("import", make(tmp_path / "x.qda", script), "--study", study)
    assert result.exit_code == 0, result.output


def test_a_taguette_project_arrives_with_its_coders(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    result = mcn("import", make(tmp_path / "care.sqlite3", TAGUETTE), "--study", study)
    assert result.exit_code == 0, result.output
    words = {r["segment_id"]: r["text"] for r in rows(study / "private" / "segment_text.csv")}
    found = {
        (words[r["segment_id"]], r["code_id"], r["coder"], r["coded_at"])
        for r in rows(study / "codings.csv")
    }
    assert found == {
        ("talk", "access", "ann", "2024-02-01"),
        ("wait & wait", "access", "ann", "2024-02-02"),
        ("wait & wait", "time", "bob", "2024-02-03"),
    }
    text = (study / "private" / "imported" / "texts" / "interview-e.txt").read_text("utf-8")
    assert text == "Café talk here.\nWe wait & wait.\n"
    assert "utf8" in result.output


def test_taguettes_positions_are_mapped_over_made_line_ends(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", make(tmp_path / "care.sqlite3", TAGUETTE), "--study", study)
    assert [row["locator"] for row in rows(study / "segments.csv")] == [
        "characters 5-9",
        "characters 19-30",
    ]


def test_several_projects_with_documents_are_named(
    tmp_path: Path, study: Path, mcn: Callable
) -> None:
    script = TAGUETTE + ("insert into documents values (9, 'x', '', '', '', 1, '', '<p>x</p>');")
    result = mcn("import", make(tmp_path / "care.sqlite3", script), "--study", study)
    assert result.exit_code == 1
    assert "holds 2 projects (Old, Care)" in result.output


def test_an_rqda_project_arrives_without_what_was_deleted(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    result = mcn("import", make(tmp_path / "care.rqda", RQDA), "--study", study)
    assert result.exit_code == 0, result.output
    assert codings(study, rows) == {("characters 3-7", "time.waiting", "master", "2010-03-10")}
    assert [row["label"] for row in rows(study / "codes.csv")] == ["Waiting"]
    assert rows(study / "source_participants.csv") == [
        {"source_id": "Talk", "participant_id": "P01"}
    ]


def test_rqdas_second_table_and_pictures_are_read_too(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    script = RQDA + (
        "create table coding2 (cid integer, fid integer, seltext text, selfirst real,"
        " selend real, status integer, owner text, date text, memo text);"
        "insert into coding2 values (1, 1, 'wait', 3.0, 7.0, 1, 'master', '', '');"
        "create table image (name text, id integer, date text, dateM text, owner text,"
        " status integer);"
        "insert into image values ('ward', 4, '', '', 'master', 1);"
        "create table imageCoding (cid integer, iid integer, x1 integer, y1 integer, x2 integer,"
        " y2 integer, memo text, date text, dateM text, owner text, status integer);"
        "insert into imageCoding values (1, 4, 1, 2, 3, 4, '', '', '', 'master', 1);"
    )
    result = mcn("import", make(tmp_path / "care.rqda", script), "--study", study)
    assert result.exit_code == 0, result.output
    assert codings(study, rows) == {
        ("characters 3-7", "time.waiting", "master", "2010-03-10"),
        ("characters 3-7", "time.waiting", "master-second", ""),
        ("area 1,2 to 3,4", "time.waiting", "master", ""),
    }


def test_nothing_is_written_beside_a_database(tmp_path: Path, study: Path, mcn: Callable) -> None:
    file = make(tmp_path / "p" / "care.sqlite3", TAGUETTE)
    before = file.read_bytes()
    mcn("import", file, "--study", study)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["care.sqlite3"]


def test_a_project_still_open_in_its_tool_is_refused(
    tmp_path: Path, study: Path, mcn: Callable
) -> None:
    file = make(tmp_path / "care.qda", QUALCODER)
    file.with_name("care.qda-wal").write_bytes(b"changes")
    result = mcn("import", file, "--study", study)
    assert result.exit_code == 1
    assert "unsaved changes in care.qda-wal" in result.output


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (
            QUALCODER.replace("create table code_text", "create table hidden").replace(
                "into code_text", "into hidden"
            )
            + "create view code_text as select * from hidden;",
            "'code_text' is a view",
        ),
        ("create table notes (x);", "neither QualCoder, Taguette nor RQDA. Its tables are: notes"),
        (
            "create table code_name (cid); create table code_text (cid); create table source (id);"
            "insert into code_name values (1);",
            "table code_name has no column 'name'",
        ),
    ],
)
def test_a_database_laid_out_otherwise_gives_one_line(
    tmp_path: Path, study: Path, mcn: Callable, script: str, told: str
) -> None:
    result = mcn("import", make(tmp_path / "x.qda", script), "--study", study)
    assert result.exit_code == 1
    assert told in result.output
    assert result.output.count("\n") == 1


def test_triggers_and_other_views_do_nothing(tmp_path: Path, study: Path, mcn: Callable) -> None:
    script = QUALCODER + (
        "create trigger evil after insert on source begin delete from code_text; end;"
        "create view evil_view as select load_extension('x') from source;"
    )
    assert mcn("import", make(tmp_path / "x.qda", script), "--study", study).exit_code == 0


def test_a_truncated_database_gives_one_line(tmp_path: Path, study: Path, mcn: Callable) -> None:
    file = make(tmp_path / "x.qda", QUALCODER)
    file.write_bytes(file.read_bytes()[:5000])
    result = mcn("import", file, "--study", study)
    assert result.exit_code == 1
    assert "cannot be read as a database" in result.output
