"""Files into a study, through the command itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Rows = Callable[[Path], list[dict[str, str]]]
Table = Callable[[Path, str], None]

TEXT = (
    "Interviewer: How is it? 😀\r\nP01: We wait for weeks 🚑, then nobody calls.\r\n"
    "Interviewer: And travel?\r\nP01: It is far 💷 and dear.\r\n"
)
USERS = '<Users><User guid="u1" name="Ann Bell"/><User guid="u2" name="BC"/></Users>'
CODEBOOK = """<CodeBook><Codes>
  <Code guid="c1" name="Waiting" isCodable="true"><Description>Time lost</Description>
    <Code guid="c2" name="No call" isCodable="true"/></Code>
  <Code guid="c3" name="Places" isCodable="false">
    <Code guid="c4" name="Waiting" isCodable="true"/></Code></Codes></CodeBook>"""
CASES = """<Variables><Variable guid="v1" name="Role" typeOfVariable="Text"/>
    <Variable guid="v2" name="Age" typeOfVariable="Integer"/>
    <Variable guid="v3" name="Phase" typeOfVariable="Text"/></Variables>
  <Cases><Case guid="k1" name="p01">
      <VariableValue><VariableRef targetGUID="v1"/><TextValue>Clinical</TextValue></VariableValue>
      <VariableValue><VariableRef targetGUID="v2"/><IntegerValue>44</IntegerValue></VariableValue>
      <VariableValue><VariableRef targetGUID="v3"/><TextValue>second phase</TextValue>
      </VariableValue><SourceRef targetGUID="s1"/></Case>
    <Case guid="k2" name="Mabel Stone"><SourceRef targetGUID="s1"/></Case></Cases>"""


def utf16(words: str) -> tuple[int, int]:
    """Return the position of words as NVivo for Windows counts it: UTF-16, CRLF kept."""
    before = TEXT[: TEXT.index(words)]
    begin = len(before.encode("utf-16-le")) // 2
    return begin, begin + len(words.encode("utf-16-le")) // 2


def selection(guid: str, words: str, *codings: str, inner: str = "") -> str:
    """Return a selection of words, with codings."""
    begin, end = utf16(words)
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{begin}" endPosition="{end}">'
        f"{inner}{''.join(codings)}</PlainTextSelection>"
    )


def coding(code: str, user: str, day: str = "2024-05-06") -> str:
    """Return a coding."""
    return (
        f'<Coding guid="{code}{user}" creatingUser="{user}" creationDateTime="{day}T09:00:00Z">'
        f'<CodeRef targetGUID="{code}"/></Coding>'
    )


SELECTIONS = (
    selection("x1", "We wait for weeks", coding("c1", "u1"), coding("c1", "u2"), coding("c2", "u1"))
    + selection("x2", "far 💷 and dear", coding("c4", "u2"))
    + selection("x3", "nobody calls", inner="<Description>my thought</Description>")
)


def project(selections: str = SELECTIONS, codebook: str = CODEBOOK, cases: str = "") -> str:
    """Return a project with one interview."""
    return (
        f"{USERS}{codebook}{cases}<Sources>"
        f'<TextSource guid="s1" name="Interview one.docx" plainTextPath="internal://s1.txt">'
        f"{selections}</TextSource></Sources>"
    )


TEXTS = {"s1.txt": "\ufeff" + TEXT}


def test_two_coders_emoji_and_crlf_arrive_as_they_were_coded(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    result = mcn("import", qdpx(project(), TEXTS), "--study", study)
    assert result.exit_code == 0, result.output
    assert "utf16" in result.output
    text = {row["segment_id"]: row["text"] for row in rows(study / "private" / "segment_text.csv")}
    assert sorted(text.values()) == ["We wait for weeks", "far 💷 and dear", "nobody calls"]
    found = {
        (text[row["segment_id"]], row["code_id"], row["coder"], row["coded_at"])
        for row in rows(study / "codings.csv")
    }
    assert found == {
        ("We wait for weeks", "waiting", "ann-bell", "2024-05-06"),
        ("We wait for weeks", "waiting", "BC", "2024-05-06"),
        ("We wait for weeks", "waiting.no-call", "ann-bell", "2024-05-06"),
        ("far 💷 and dear", "places.waiting", "BC", "2024-05-06"),
    }


def test_codes_land_with_parents_but_without_folders(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    assert rows(study / "codes.csv") == [
        {"code_id": "waiting", "label": "Waiting", "definition": "Time lost", "parent_id": "",
         "colour": ""},
        {"code_id": "waiting.no-call", "label": "No call", "definition": "",
         "parent_id": "waiting", "colour": ""},
        {"code_id": "places.waiting", "label": "Waiting", "definition": "", "parent_id": "",
         "colour": ""},
    ]  # fmt: skip
    [folder] = rows(study / "private" / "imported" / "project.qdpx.folders.csv")
    assert folder["path"] == "Places"


def test_positions_are_kept_in_code_points_of_the_stored_text(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    stored = (study / "private" / "imported" / "texts" / "interview-one.txt").read_text("utf-8")
    assert stored == TEXT.replace("\r\n", "\n")
    places = {row["segment_id"]: row["locator"] for row in rows(study / "segments.csv")}
    words = {r["segment_id"]: r["text"] for r in rows(study / "private" / "segment_text.csv")}
    for segment, place in places.items():
        begin, end = place.removeprefix("characters ").split("-")
        assert stored[int(begin) : int(end)] == words[segment]
        assert segment == f"interview-one-{begin}-{end}"


def test_gists_are_left_empty_and_listed_as_to_fill_in(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    result = mcn("import", qdpx(project(), TEXTS), "--study", study)
    assert {row["gist"] for row in rows(study / "segments.csv")} == {""}
    assert "segments.csv, column gist: 3 empty" in result.output
    assert "sources.csv, column phase: 1 empty" in result.output
    remembered = rows(study / "private" / "imported" / "project.qdpx.segments.csv")
    assert [row["description"] for row in remembered] == ["", "", "my thought"]


def test_cases_meet_the_register_by_id_in_any_case(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows, table: Table
) -> None:
    table(study / "organisations.csv", "organisation_id,label,position\nO1,One,hub")
    table(
        study / "participants.csv",
        "participant_id,organisation_id,phase,status,role,our note\nP01,O1,phase-2,recruited,,mine",
    )
    result = mcn("import", qdpx(project(cases=CASES), TEXTS), "--study", study)
    assert rows(study / "participants.csv") == [
        {"participant_id": "P01", "organisation_id": "O1", "phase": "phase-2",
         "status": "recruited", "role": "clin", "our note": "mine"}
    ]  # fmt: skip
    assert rows(study / "source_participants.csv") == [
        {"source_id": "interview-one", "participant_id": "P01"}
    ]
    assert {row["participant_id"] for row in rows(study / "segments.csv")} == {"P01"}
    assert rows(study / "sources.csv")[0]["phase"] == "phase-2"
    assert "1 of 2 cases match no participant_id or organisation: Mabel Stone" in result.output


def test_values_that_fit_nowhere_are_kept_aside(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(cases=CASES), TEXTS), "--study", study)
    values = rows(study / "private" / "imported" / "project.qdpx.values.csv")
    assert {"on": "case", "name": "p01", "variable": "Age", "value": "44"} in values
    ledger = {r["kind"]: r for r in rows(study / "private/imported/project.qdpx.ledger.csv")}
    assert ledger["variable values"]["imported"] == "2"
    assert ledger["variable values"]["kept_aside"] == "1"
    assert ledger["cases"]["kept_aside"] == "1"


def test_an_empty_register_is_begun_from_ids_but_never_from_names(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(cases=CASES), TEXTS), "--study", study)
    [person] = rows(study / "participants.csv")
    assert (person["participant_id"], person["phase"], person["role"]) == ("p01", "phase-2", "clin")
    for path in study.glob("*.csv"):
        assert "Mabel" not in path.read_text("utf-8")


def test_a_hand_made_value_stands_against_the_files(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows, table: Table
) -> None:
    table(
        study / "participants.csv",
        "participant_id,organisation_id,phase,status,role\nP01,O1,phase-2,recruited,managerial",
    )
    result = mcn("import", qdpx(project(cases=CASES), TEXTS), "--study", study)
    assert rows(study / "participants.csv")[0]["role"] == "managerial"
    assert "P01 role kept as people wrote it: 'managerial' -> 'clin'" in result.output


def test_a_dry_run_writes_nothing(qdpx: Callable[..., Path], study: Path, mcn: Callable) -> None:
    result = mcn("import", qdpx(project(), TEXTS), "--study", study, "--dry-run")
    assert result.exit_code == 0
    assert "codings.csv" in result.output
    assert "nothing was written" in result.output
    assert [path.name for path in study.iterdir()] == ["study.yml"]


def snapshot(study: Path) -> dict[str, bytes]:
    """Return all files of a study."""
    return {
        p.relative_to(study).as_posix(): p.read_bytes()
        for p in sorted(study.rglob("*"))
        if p.is_file()
    }


def test_a_second_import_of_the_same_file_changes_nothing(
    qdpx: Callable[..., Path], study: Path, mcn: Callable
) -> None:
    file = qdpx(project(cases=CASES), TEXTS)
    mcn("import", file, "--study", study)
    before = snapshot(study)
    result = mcn("import", file, "--study", study)
    assert snapshot(study) == before
    assert "+0" in result.output
    assert "+1" not in result.output


def test_what_people_filled_in_survives_a_later_export_under_new_guids(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(), TEXTS, "may.qdpx"), "--study", study)
    segments = (study / "segments.csv").read_text("utf-8").splitlines()
    codes = (study / "codes.csv").read_text("utf-8")
    filled = [segments[0] + ",our column", *(f"{line}A gist,kept" for line in segments[1:])]
    (study / "segments.csv").write_text("\n".join(filled) + "\n", "utf-8")
    (study / "codes.csv").write_text(codes.replace("Time lost", "Our definition"), "utf-8")
    again = project(SELECTIONS + selection("x9", "How is it?", coding("c2", "u2")))
    for old in ("x1", "x2", "x3", "s1", "c1", "c2", "c3", "c4"):
        again = again.replace(f'"{old}"', f'"new-{old}"')
    result = mcn("import", qdpx(again, TEXTS, "june.qdpx"), "--study", study)
    assert result.exit_code == 0, result.output
    after = rows(study / "segments.csv")
    assert [row["gist"] for row in after] == ["A gist"] * 3 + [""]
    assert [row["our column"] for row in after] == ["kept"] * 3 + [""]
    assert rows(study / "codes.csv")[0]["definition"] == "Our definition"
    assert len(rows(study / "codes.csv")) == 3
    assert len(rows(study / "codings.csv")) == 5
    assert len(rows(study / "sources.csv")) == 1


def test_a_text_edited_in_the_tool_keeps_its_segments_by_their_words(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    before = {r["segment_id"]: r["text"] for r in rows(study / "private" / "segment_text.csv")}
    title = "Transcript, corrected\r\n"
    moved = project()
    for words in ("We wait for weeks", "far 💷 and dear", "nobody calls"):
        begin, end = utf16(words)
        moved = moved.replace(
            f'startPosition="{begin}" endPosition="{end}"',
            f'startPosition="{begin + len(title)}" endPosition="{end + len(title)}"',
        )
    mcn("import", qdpx(moved, {"s1.txt": "\ufeff" + title + TEXT}), "--study", study)
    after = {r["segment_id"]: r["text"] for r in rows(study / "private" / "segment_text.csv")}
    assert after == before
    places = [row["locator"] for row in rows(study / "segments.csv")]
    assert places[0] == "characters 53-70"


def test_a_renamed_code_is_the_same_code(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    renamed = CODEBOOK.replace('"No call"', '"No news"')
    result = mcn("import", qdpx(project(codebook=renamed), TEXTS), "--study", study)
    found = {row["code_id"]: row["label"] for row in rows(study / "codes.csv")}
    assert found == {
        "waiting": "Waiting", "waiting.no-call": "No news", "places.waiting": "Waiting"
    }  # fmt: skip
    assert "label changes: 'No call' -> 'No news'" in result.output


def test_a_coding_taken_away_in_the_tool_goes_from_the_study(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    fewer = project(SELECTIONS.replace(coding("c2", "u1"), ""))
    result = mcn("import", qdpx(fewer, TEXTS), "--study", study)
    assert len(rows(study / "codings.csv")) == 3
    assert "removed: it is no longer in the file" in result.output


def test_one_coders_copy_does_not_undo_anothers(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    ann = project(selection("x1", "We wait for weeks", coding("c1", "u1")))
    bob = project(selection("x1", "We wait for weeks", coding("c2", "u2")))
    mcn("import", qdpx(ann, TEXTS), "--study", study)
    mcn("import", qdpx(bob, TEXTS), "--study", study)
    assert {(r["code_id"], r["coder"]) for r in rows(study / "codings.csv")} == {
        ("waiting", "ann-bell"),
        ("waiting.no-call", "BC"),
    }
    assert len(rows(study / "segments.csv")) == 1


def test_a_round_written_by_hand_is_kept(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    file = qdpx(project(), TEXTS)
    mcn("import", file, "--study", study)
    text = (study / "codings.csv").read_text("utf-8")
    (study / "codings.csv").write_text(text.replace("BC,,", "BC,2,"), "utf-8")
    mcn("import", file, "--study", study)
    assert [row["round"] for row in rows(study / "codings.csv")].count("2") == 2
    assert len(rows(study / "codings.csv")) == 4


def test_words_edited_for_anonymity_stay_edited(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    file = qdpx(project(), TEXTS)
    mcn("import", file, "--study", study)
    path = study / "private" / "segment_text.csv"
    path.write_text(path.read_text("utf-8").replace("for weeks", "for [time]"), "utf-8")
    result = mcn("import", file, "--study", study)
    assert rows(path)[0]["text"] == "We wait for [time]"
    assert len(rows(study / "segments.csv")) == 3
    assert "kept as people wrote it" not in result.output


def test_a_source_renamed_by_hand_is_known_by_its_words(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    file = qdpx(project(), TEXTS)
    mcn("import", file, "--study", study)
    for name in ("sources.csv", "segments.csv", "codings.csv", "private/segment_text.csv"):
        text = (study / name).read_text("utf-8")
        text = text.replace("interview-one-", "S01-").replace("interview-one", "S01")
        (study / name).write_text(text, "utf-8")
    mcn("import", file, "--study", study)
    assert [row["source_id"] for row in rows(study / "sources.csv")] == ["S01"]
    assert len(rows(study / "segments.csv")) == 3
    assert len(rows(study / "codings.csv")) == 4


def test_coders_are_keyed_as_the_study_says(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    with (study / "study.yml").open("a", encoding="utf-8") as stream:
        stream.write("coders: {AB: Ann Bell}\n")
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    assert {row["coder"] for row in rows(study / "codings.csv")} == {"AB", "BC"}


def test_the_only_phase_is_every_sources(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    text = (study / "study.yml").read_text("utf-8")
    (study / "study.yml").write_text(
        text.replace("  - {id: phase-2, label: Second phase}\n", ""), "utf-8"
    )
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    assert [row["phase"] for row in rows(study / "sources.csv")] == ["phase-1"]


def test_sources_of_one_name_stay_apart_and_are_known_again(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    body = (
        "<Sources>"
        + "".join(
            f'<TextSource guid="s{n}" name="Survey"><PlainTextContent>{words}</PlainTextContent>'
            f'<PlainTextSelection guid="x{n}" startPosition="0" endPosition="4"/></TextSource>'
            for n, words in ((1, "long answer"), (2, "more words"), (3, "none left"))
        )
        + "</Sources>"
    )
    mcn("import", qdpx(body), "--study", study)
    first = rows(study / "segments.csv")
    assert [row["source_id"] for row in first] == ["Survey", "Survey-2", "Survey-3"]
    mcn("import", qdpx(body.replace("guid=", 'guid="n" old=')), "--study", study)
    assert rows(study / "segments.csv") == first


def test_a_coding_whose_code_is_missing_is_a_loss(
    qdpx: Callable[..., Path], study: Path, mcn: Callable
) -> None:
    body = project(SELECTIONS + selection("x7", "How is it?", coding("c99", "u1")))
    result = mcn("import", qdpx(body, TEXTS), "--study", study)
    assert result.exit_code == 1
    assert "1 coding that the file declares did not arrive" in result.output
    assert mcn("import", qdpx(body, TEXTS), "--study", study, "--accept-loss").exit_code == 0


def test_a_project_that_lost_every_coding_is_told(
    qdpx: Callable[..., Path], study: Path, mcn: Callable
) -> None:
    result = mcn("import", qdpx(project(selection("x1", "How is it?")), TEXTS), "--study", study)
    assert "not one coding" in result.output


def test_memos_sets_and_links_are_kept_with_what_they_belong_to(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    body = project(selection("x1", "How is it?", inner='<NoteRef targetGUID="n1"/>')) + (
        '<Notes><Note guid="n1" name="Idea"><PlainTextContent>Look again</PlainTextContent>'
        '</Note></Notes><Links><Link guid="l1" name="explains" originGUID="n1" targetGUID="c1"/>'
        '</Links><Sets><Set guid="g1" name="First"><MemberCode targetGUID="c4"/></Set></Sets>'
    )
    mcn("import", qdpx(body, TEXTS), "--study", study)
    place = study / "private" / "imported"
    [memo] = rows(place / "project.qdpx.memos.csv")
    assert (memo["memo"], memo["about"], memo["text"]) == (
        "Idea", "segment interview-one-13-23", "Look again"
    )  # fmt: skip
    [link] = rows(place / "project.qdpx.links.csv")
    assert (link["from"], link["to"]) == ("memo Idea", "code waiting")
    assert rows(place / "project.qdpx.sets.csv")[0]["member"] == "places.waiting"


def test_passages_of_no_length_and_without_dates_are_kept(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    empty = (
        '<PlainTextSelection guid="x8" startPosition="5" endPosition="5">'
        '<Coding guid="1"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection>'
    )
    result = mcn("import", qdpx(project(SELECTIONS + empty), TEXTS), "--study", study)
    assert result.exit_code == 0
    [coded] = [r for r in rows(study / "codings.csv") if r["segment_id"] == "interview-one-5-5"]
    assert (coded["coder"], coded["coded_at"]) == ("unknown", "")
    assert "1 codings name no user" in result.output


def test_a_themes_code_comes_back_as_evidence(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows, table: Table
) -> None:
    table(study / "themes.csv", "theme_id,label,kind,definition\nT1,Delay,barrier,Waits")
    table(study / "codes.csv", "code_id,label,definition,parent_id\nC1,Waiting,Time,")
    book = """<CodeBook><Codes><Code guid="t" name="Delay" isCodable="true">
        <Code guid="c1" name="Waiting" isCodable="true"/>
        <Code guid="c2" name="Queues" isCodable="true"/></Code></Codes></CodeBook>"""
    chosen = selection(
        "x1", "We wait for weeks", coding("c1", "u1"), coding("t", "u1"), coding("c2", "u1")
    )
    mcn("import", qdpx(project(chosen, book), TEXTS), "--study", study)
    assert [(r["code_id"], r["parent_id"]) for r in rows(study / "codes.csv")] == [
        ("C1", ""), ("queues", "")
    ]  # fmt: skip
    [evidence] = rows(study / "theme_segments.csv")
    assert evidence["theme_id"] == "T1"


def test_a_table_as_a_spreadsheet_wrote_it_is_read_and_examples_go(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    (study / "codes.csv").write_bytes(
        b"code_id;label;definition;note\r\nC1;Waiting;caf\xe9;ours\r\nEXAMPLE-1;x;y;z\r\n"
    )
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    found = rows(study / "codes.csv")
    assert [row["code_id"] for row in found] == ["C1", "waiting.no-call", "places.waiting"]
    assert (found[0]["definition"], found[0]["note"]) == ("café", "ours")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("codes.csv", b"code_id,label\nA,caf\x81\n", "codes.csv: the file's encoding is not clear"),
        ("codes.csv", b"code_id,label\nA,b,c\n", "codes.csv, row 2: 3 cells under 2 headers"),
        ("codes.csv", b"label,label\n", "column 'label' stands twice"),
    ],
)
def test_a_table_that_cannot_be_read_stops_the_import(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, name: str, text: bytes, told: str
) -> None:
    (study / name).write_bytes(text)
    result = mcn("import", qdpx(project(), TEXTS), "--study", study)
    assert result.exit_code == 1
    assert told in result.output
    assert sorted(path.name for path in study.iterdir()) == sorted(["study.yml", name])


def test_a_table_kept_as_a_workbook_is_not_written_to(
    qdpx: Callable[..., Path], study: Path, mcn: Callable
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["code_id", "label"])
    book.save(study / "codes.xlsx")
    result = mcn("import", qdpx(project(), TEXTS), "--study", study)
    assert "codes.xlsx is a workbook; an import writes CSV. Save it as codes.csv" in result.output


def test_another_source_of_the_same_name_is_another_source(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", qdpx(project(), TEXTS), "--study", study)
    body = """<Sources><TextSource guid="z" name="Interview one.docx"><PlainTextContent>Quite
      another talk</PlainTextContent></TextSource></Sources>"""
    mcn("import", qdpx(body, name="other.qdpx", attributes='name="other"'), "--study", study)
    assert [row["source_id"] for row in rows(study / "sources.csv")] == [
        "interview-one",
        "interview-one-2",
    ]


def test_of_many_texts_the_worst_fitting_are_shown(
    qdpx: Callable[..., Path], study: Path, mcn: Callable
) -> None:
    one = (
        '<TextSource guid="{n}" name="S{n}"><PlainTextContent>some words</PlainTextContent>'
        '<PlainTextSelection guid="x{n}" startPosition="{n}" endPosition="4"/></TextSource>'
    )
    body = "".join(one.format(n=int(n == 77)).replace("S0", f"S{n}") for n in range(100))
    output = mcn("import", qdpx(f"<Sources>{body}</Sources>"), "--study", study).output
    assert "Warning: S1: only 50%" in output
    assert "… and 60 more that fit as well or better" in output


def test_a_table_without_its_key_stops_the_import(
    qdpx: Callable[..., Path], study: Path, mcn: Callable, table: Table
) -> None:
    table(study / "codes.csv", "label,definition\nWaiting,Time")
    result = mcn("import", qdpx(project(), TEXTS), "--study", study)
    assert result.exit_code == 1
    assert "codes.csv has no column 'code_id'. Its columns are: label, definition." in result.output
