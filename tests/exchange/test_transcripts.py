"""Transcripts in Word and plain text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.transcripts import speakers_in
from mcneval.exchange.word_text import docx_text

Rows = Callable[[Path], list[dict[str, str]]]
TALK = "Interviewer: And then?\nP01: We waited.\nInterviewer: Long?\nP01: Weeks: three.\n"


def word(path: Path) -> Path:
    """Return a Word document with a table, a tab and a deleted word."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.add_paragraph("P01:\tWe waited.")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "left", "right"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    gone = f'<w:del xmlns:w="{space}"><w:r><w:delText>gone</w:delText></w:r></w:del>'
    document.paragraphs[0]._p.append(parse_xml(gone))
    document.save(path)
    return path


def test_a_word_document_gives_its_paragraphs(tmp_path: Path) -> None:
    path = word(tmp_path / "x.docx")
    assert docx_text(path.read_bytes(), "x.docx") == "P01:\tWe waited.\nleft\nright\n"


def test_a_zip_that_is_no_word_document_says_so(tmp_path: Path, qdpx: Callable) -> None:
    with pytest.raises(ExchangeError, match="is no Word document"):
        docx_text(qdpx("").read_bytes(), "x.docx")


def test_speakers_are_the_labels_that_return() -> None:
    assert speakers_in(TALK) == ["Interviewer", "P01"]
    assert speakers_in("Note: once.\n[P02] 00:12: hello\n[P02] 00:15: again\n") == ["P02"]


def test_a_transcript_is_a_source_with_its_speaker(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows, table: Callable
) -> None:
    table(
        study / "participants.csv",
        "participant_id,organisation_id,phase,status,role\nP01,O1,phase-1,recruited,",
    )
    file = tmp_path / "Talk one.txt"
    file.write_text(TALK, encoding="utf-8")
    result = mcn("import", file, "--study", study)
    assert result.exit_code == 0, result.output
    [row] = rows(study / "sources.csv")
    assert (row["source_id"], row["kind"]) == ("talk-one", "interview")
    assert rows(study / "source_participants.csv") == [
        {"source_id": "talk-one", "participant_id": "P01"}
    ]
    assert (study / "private/imported/texts/talk-one.txt").read_text("utf-8") == TALK
    assert not (study / "segments.csv").exists()


def test_a_folder_of_transcripts_is_read_whole(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    folder = tmp_path / "transcripts"
    folder.mkdir()
    word(folder / "P01.docx")
    (folder / "P02.txt").write_bytes("Caf\xe9".encode("latin-1"))
    (folder / "notes.pdf").write_bytes(b"%PDF")
    result = mcn("import", folder, "--study", study)
    assert [row["source_id"] for row in rows(study / "sources.csv")] == ["P01", "P02"]
    assert "read as Windows-1252" in result.output


def test_bytes_that_are_no_text_give_one_line(tmp_path: Path, study: Path, mcn: Callable) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(b"\x00\x01binary")
    result = mcn("import", file, "--study", study)
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "zero bytes" in result.output


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("project.nvp", "This is NVivo's own format: export a REFI-QDA project"),
        ("project.mx22", "This is MAXQDA's own format"),
        ("scan.pdf", "files ending in '.pdf' cannot be read. These can: .qdpx"),
        ("missing.qdpx", "does not exist"),
    ],
)
def test_files_nobody_reads_say_what_to_do(
    tmp_path: Path, study: Path, mcn: Callable, name: str, told: str
) -> None:
    if not name.startswith("missing"):
        (tmp_path / name).write_bytes(b"x")
    result = mcn("import", tmp_path / name, "--study", study)
    assert result.exit_code == 1
    assert told in result.output
