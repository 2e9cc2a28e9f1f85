"""Nothing private leaves with a report: one search over every kind of file."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from mcneval.disclosure.names import make_name_rule
from mcneval.disclosure.patterns import make_key_rule
from mcneval.disclosure.private_tables import PrivateError, find_unread
from mcneval.disclosure.search import (
    DisclosureError,
    Finding,
    list_rules_off,
    search_report,
    search_texts,
)
from mcneval.disclosure.texts import Passage
from mcneval.exhibit import Column, Data, Exhibit
from mcneval.study.frameworks import Framework
from mcneval.study.load import Study

SPOKEN = "We kept the kettle on all night, because nobody had told us who would come."
CLEARED = "The lift was broken for a month and the parcels went up by hand."
SHORT = "Nobody ever rang us back."
EMAIL = "r.okonjo@fenmarch.example"
NHS = "943 476 5919"


@pytest.fixture
def study(tmp_path: Path, make_study: Callable[..., Study]) -> Study:
    """Return a study with three private segments, one of them cleared, and a person's name."""
    folder = tmp_path / "data" / "small"
    (folder / "private").mkdir(parents=True)
    (folder / "private" / "identities.csv").write_text(
        "participant_id,name,email,date_of_birth\nP1,Amaryllis Quennell,,1961-02-03\n", "utf-8"
    )
    made = make_study(
        {
            "citation": {"text": "Written to editor@journal.example, who may be named."},
            "attributes": [],
            "disclosure": {"min_cell": 5},
        },
        segment_text=f"segment_id | text\nS1 | {SPOKEN}\nS2 | {CLEARED}\nS3 | {SHORT}",
        quotations=f"segment_id | text | cleared_by\nS2 | {CLEARED} | HM",
        segments="segment_id | source_id | participant_id | gist\n"
        "S1 | I1 | P1 | They stayed ready without knowing for whom.",
    )
    return replace(made, folder=folder)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    (folder / "report").mkdir(parents=True)
    return folder


def search(study: Study, run: Path) -> list[tuple[str, str]]:
    """Return the rule and the file of each finding."""
    return [(one.rule, one.file) for one in search_report(study, run)]


def write(run: Path, name: str, content: str | bytes) -> None:
    path = run / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def make_png(kind: bytes, body: bytes) -> bytes:
    def pack(kind: bytes, body: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + sum_

    head = pack(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = pack(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + pixels + pack(kind, body) + pack(b"IEND", b"")


def test_a_report_with_nothing_private_is_clean(study: Study, run: Path) -> None:
    write(run, "report/index.html", f"<p>{CLEARED}</p><p>P1 said so.</p>")
    write(run, "variables.json", json.dumps({"people.total": {"value": 45, "text": "45"}}))
    assert search(study, run) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report/index.html", "<p>We kept the <em>kettle</em> on all night,\n because <b>nobody</b>"
         " had told us</p>"),
        ("report/page.html", '<img alt="We kept the kettle on all night, because nobody had">'),
        ("report/search-index.js", 'window.mcnSections=[{"t":"We kept the kettle on all night, '
         'because nobody had told us"}];'),
        ("notebooks/02.ipynb", json.dumps({"cells": [{"outputs": [{"data": {"text/plain": [
            "We kept the kettle on all\n", "night, because nobody"]}}]}]})),
        ("variables.json", json.dumps({"a.b": {"text": SPOKEN}}, indent=2)),
        ("tables/tbl-x.csv", f'Theme,Words\nA,"{SPOKEN}"\n'),
        ("figures/fig-x.svg", "<svg><!-- We kept the kettle on --><path d='M0 0'/>"
         "<text>all night, because nobody</text></svg>"),
        ("report/notes.md", "> We kept the kettle\n> on all night, because\n> nobody had told us"),
        ("report/upper.html", f"<p>{SPOKEN.upper()}</p>"),
        ("report/parted.html", f"<p>{SPOKEN.replace('kettle', 'ket- tle')}</p>"),
        ("report/joined.html", f"<p>{SPOKEN.replace(' ', '')}</p>"),
        ("report/accents.html", f"<p>{SPOKEN.replace('e', 'é')}</p>"),
        ("report/quotes.html", f"<p>{SPOKEN.replace(' ', ' “')}</p>"),
        ("report/short.html", f"<p>As one said: ‘{SHORT}’ And so on.</p>"),
    ],
)  # fmt: skip
def test_words_that_are_not_cleared_are_found(
    study: Study, run: Path, name: str, content: str
) -> None:
    write(run, name, content)
    assert search(study, run) == [("quotations", name)]


def test_words_in_a_picture_s_metadata_are_found(study: Study, run: Path) -> None:
    packed = b"Comment\0\1\0\0\0" + zlib.compress(SPOKEN.encode())
    write(run, "figures/a.png", make_png(b"iTXt", packed))
    write(run, "figures/b.png", make_png(b"tEXt", b"Comment\0" + SPOKEN.encode("latin-1")))
    write(run, "figures/c.png", make_png(b"zTXt", b"Comment\0\0" + zlib.compress(SPOKEN.encode())))
    assert search(study, run) == [("quotations", f"figures/{name}.png") for name in "abc"]


def test_words_in_a_picture_s_file_are_found(study: Study, run: Path) -> None:
    write(run, "figures/a.png", make_png(b"pRVt", SPOKEN.encode()))
    write(run, "figures/b.png", make_png(b"tEXt", b"Comment\0none") + SPOKEN.encode())
    assert search(study, run) == [("quotations", f"figures/{name}.png") for name in "ab"]


@pytest.mark.parametrize("name", ["Zoë Müller", "Łukasz Żak"])
def test_a_name_in_a_picture_s_file_is_found(study: Study, run: Path, name: str) -> None:
    write(study.folder, "private/names.csv", f"name\n{name}\n")
    write(run, "figures/a.png", make_png(b"pRVt", name.encode()))
    write(run, "figures/b.png", make_png(b"tEXt", b"Comment\0none") + name.encode())
    packed = io.BytesIO()
    Image.new("L", (2, 2)).save(packed, "JPEG", comment=name.encode())
    write(run, "figures/c.jpg", packed.getvalue())
    found = [(one, f"figures/{file}") for one, file in [("names", "a.png"), ("names", "b.png")]]
    assert search(study, run) == [*found, ("names", "figures/c.jpg")]


def test_words_in_a_picture_inside_a_notebook_are_found(study: Study, run: Path) -> None:
    picture = base64.b64encode(make_png(b"tEXt", b"Title\0" + SPOKEN.encode())).decode()
    cell = {"cell_type": "code", "outputs": [{"data": {"image/png": picture}}]}
    write(run, "notebooks/x.ipynb", json.dumps({"cells": [cell]}))
    assert search(study, run) == [("quotations", "notebooks/x.ipynb")]


def test_words_in_a_word_file_are_found_across_runs(study: Study, run: Path) -> None:
    path = run / "report" / "report.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "word/document.xml",
            "<w:p><w:r><w:t>We kept the ket</w:t></w:r><w:r><w:t>tle on all night, </w:t></w:r>"
            "<w:r><w:t>because nobody had</w:t></w:r></w:p>",
        )
    assert search(study, run) == [("quotations", "report/report.docx")]


def make_pdf(words: str) -> bytes:
    """Return a PDF of one page that shows the words in a standard font."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 8 Tf 20 700 Td ({words}) Tj ET".encode("latin-1"))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(key): NameObject(one) for key, one in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): named})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream)
    return save(writer)


def save(writer: PdfWriter) -> bytes:
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def test_words_in_a_pdf_s_pages_are_found(study: Study, run: Path) -> None:
    write(run, "report/a.pdf", make_pdf(SPOKEN))
    assert [(one.rule, one.place) for one in search_report(study, run)] == [
        ("quotations", "page 1")
    ]


def test_words_in_what_describes_a_pdf_are_found(study: Study, run: Path) -> None:
    titled, listed, packed = PdfWriter(), PdfWriter(), PdfWriter()
    for writer in (titled, listed, packed):
        writer.add_blank_page(100, 100)
    titled.add_metadata({"/Title": SPOKEN})
    listed.add_outline_item(title=SPOKEN, page_number=0)
    packed.add_attachment("notes.txt", SPOKEN.encode())
    for name, writer in {"a": titled, "b": listed, "c": packed}.items():
        write(run, f"report/{name}.pdf", save(writer))
    assert search(study, run) == [("quotations", f"report/{name}.pdf") for name in "abc"]


def test_words_in_a_file_inside_a_page_are_found(study: Study, run: Path) -> None:
    packed = base64.b64encode(make_png(b"tEXt", b"Title\0" + SPOKEN.encode())).decode()
    write(run, "report/a.html", f'<img alt="A map" src="data:image/png;base64,{packed}">')
    packed = base64.b64encode(SPOKEN.encode()).decode()
    write(run, "report/b.html", f'<a href="data:text/plain;base64,{packed}">Save</a>')
    assert search(study, run) == [("quotations", "report/a.html"), ("quotations", "report/b.html")]


def test_words_in_a_photograph_s_metadata_are_found(study: Study, run: Path) -> None:
    described = Image.Exif()
    described[0x010E] = SPOKEN  # ImageDescription
    for ending, kept in {"jpg": {"comment": SPOKEN.encode()}, "webp": {"exif": described}}.items():
        packed = io.BytesIO()
        Image.new("L", (2, 2)).save(packed, {"jpg": "JPEG"}.get(ending, "WEBP"), **kept)
        write(run, f"book/images/a.{ending}", packed.getvalue())
    assert search(study, run) == [
        ("quotations", "book/images/a.jpg"), ("quotations", "book/images/a.webp")
    ]  # fmt: skip


def test_words_in_the_book_are_found_for_the_pdf_s_sake(study: Study, run: Path) -> None:
    write(run, "book/reports/themes.qmd", SPOKEN)
    assert [one.file for one in search_report(study, run)] == ["book/reports/themes.qmd"]


def test_scripts_that_quarto_brings_along_are_not_searched(study: Study, run: Path) -> None:
    write(run, "report/site_libs/quarto-search/fuse.min.js", "/* by someone@example.org */")
    assert search_report(study, run) == []
    write(run, "report/reports/fuse.min.js", "/* by someone@example.org */")
    assert [one.rule for one in search_report(study, run)] == ["e-mails"]


def test_seven_words_in_a_row_are_not_enough(study: Study, run: Path) -> None:
    write(run, "report/index.html", "<p>We kept the kettle on all night, as one does.</p>")
    assert search(study, run) == []


def test_words_beyond_what_was_cleared_are_found(study: Study, run: Path) -> None:
    study.tables["quotations"].loc[0, "text"] = "The lift was broken for a month."
    write(run, "report/index.html", f"<p>{CLEARED}</p>")
    assert search(study, run) == [("quotations", "report/index.html")]


def test_words_in_a_gist_are_told_of_the_gist_and_not_of_every_page(
    study: Study, run: Path
) -> None:
    study.tables["segments"].loc[0, "gist"] = SPOKEN
    write(run, "report/index.html", f"<p>{SPOKEN}</p>")
    found = search_report(study, run)
    assert [(one.file, one.place) for one in found] == [("segments.csv", "row 2, column gist")]


def test_words_in_the_narrative_are_found(study: Study, run: Path) -> None:
    told = replace(study, narrative={"summary": SPOKEN})
    assert search(told, run) == [("quotations", "narrative/summary.md")]


def test_a_finding_masks_most_of_the_words(study: Study, run: Path) -> None:
    write(run, "report/index.html", f"<h1>A</h1>\n<p>{SPOKEN}</p>")
    assert search_report(study, run) == [
        Finding(
            "quotations",
            "report/index.html",
            "line 2",
            "15 of a participant's words in a row, not cleared for publication",
            "“we kept the …” (S1)",
            "Clear them in quotations.csv for S1, or put them in your own words.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report/index.html", f"<a href='mailto:{EMAIL}'>write</a>"),
        ("report/entity.html", "<p>r.okonjo&#64;fenmarch.example</p>"),
        ("report/coded.html", "<a href='mailto:r.okonjo%40fenmarch.example'>write</a>"),
        ("report/hidden.html", "<p>r.okonjo (at) fenmarch (dot) example</p>"),
        ("report/page.md", r"r.okonjo\@fenmarch.example"),
        ("notebooks/01.ipynb", json.dumps({"cells": [{"source": [f"# {EMAIL}"]}]})),
        ("variables.json", json.dumps({"x": {"text": EMAIL}})),
        ("figures/fig.svg", f"<svg><text>{EMAIL}</text></svg>"),
        ("report/search-index.js", f'window.mcnSections=[{{"t":"{EMAIL}"}}]'),
        ("tables/t.csv", f"Who\n{EMAIL}\n"),
        ("run.log", f"wrote to {EMAIL}."),
        ("figures/a.png", make_png(b"tEXt", b"Author\0" + EMAIL.encode())),
        (f"report/{EMAIL}.txt", ""),
    ],
)
def test_an_email_address_is_found(
    study: Study, run: Path, name: str, content: str | bytes
) -> None:
    write(run, name, content)
    assert search(study, run) == [("e-mails", name)]


def test_an_email_address_is_masked(study: Study, run: Path) -> None:
    write(run, "run.log", f"wrote to {EMAIL}")
    (found,) = search_report(study, run)
    assert str(found) == (
        "run.log, line 1: an e-mail address: r•••@f••••••••e. "
        "Take it out of the study's files. [e-mails]"
    )


def test_a_key_by_which_somebody_could_be_followed_is_found(study: Study, run: Path) -> None:
    rules = study.settings.disclosure.model_copy(update={"speakers": "fresh"})
    told = replace(study, settings=study.settings.model_copy(update={"disclosure": rules}))
    told.tables["segments"].loc[0, "segment_id"] = "NET-S07"
    write(run, "notebooks/own.ipynb", json.dumps({"cells": [{"source": ["# as in NET-S07"]}]}))
    assert search(told, run) == [("keys", "notebooks/own.ipynb")]
    assert search(study, run) == []


def test_an_organisation_s_real_name_in_the_private_folder_is_found(
    study: Study, run: Path
) -> None:
    write(study.folder, "private/homes.csv", "organisation_id,organisation_name\nO1,Elm Court\n")
    write(run, "report/index.html", "<p>Colleagues at Elm Court said so.</p>")
    assert search(study, run) == [("names", "report/index.html")]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("phones", "Ring 01904 567890 in the morning."),
        ("phones", "Her mobile is 07911 123456."),
        ("phones", "+44 (0)20 7946 0018"),
        ("phones", "In Leiden it is +31 71 527 2727."),
        ("postcodes", "He lives at YO10 5DD."),
        ("births", "She was born on 3rd April 1961."),
    ],
)
def test_numbers_places_and_days_that_lead_to_people_are_found(
    study: Study, run: Path, rule: str, words: str
) -> None:
    write(run, "report/index.html", f"<p>{words}</p>")
    assert search(study, run) == [(rule, "report/index.html")]


@pytest.mark.parametrize(
    "words",
    [
        "0 6 12 18 24 30 36", "0.0 0.2 0.4 0.6 0.8 1.0", "doi:10.1186/s12904-021-00712-7",
        "2021-01-22 to 2021-03-04", "0000000000", "From 1999 to 2001", "theme T12 4AB was dropped",
    ],
)  # fmt: skip
def test_other_numbers_are_no_telephone_or_place(study: Study, run: Path, words: str) -> None:
    write(run, "report/index.html", f"<p>{words}</p>")
    assert [one for one in search(study, run) if one[0] != "postcodes"] == []


def test_an_identifier_is_told_of_the_row_that_holds_it(study: Study, run: Path) -> None:
    study.tables["segments"].loc[0, "gist"] = "Ring 01904 567890."
    write(run, "report/index.html", "<p>Ring 01904 567890.</p>")
    found = search_report(study, run)
    assert [(one.rule, one.file, one.place) for one in found] == [
        ("phones", "segments.csv", "row 2, column gist")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "editor@journal.example", "@media print { }", "logo@2x.png", "lib@3.2.1", "[@smith2020]",
        "git@github.com:someone/project.git", "a@b", "see lib@2.0.min.js",
    ],
)  # fmt: skip
def test_what_is_no_person_s_address_is_left_alone(study: Study, run: Path, words: str) -> None:
    write(run, "report/index.html", f"<p>{words}</p>")
    assert search(study, run) == []


def test_an_allowed_address_is_left_alone(study: Study, run: Path) -> None:
    write(run, "run.log", EMAIL)
    assert search_report(study, run, allowed_emails=[EMAIL.upper()]) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report/index.html", f"<p>NHS number {NHS}</p>"),
        ("report/plain.html", "<p>(9434765919)</p>"),
        ("report/dashes.html", "<p>943-476-5919.</p>"),
        ("report/colon.html", "<p>NHS:9434765919</p>"),
        ("tables/t.csv", "a,b\n1,9434765919\n"),
        ("variables.json", json.dumps({"x": {"value": 9434765919}})),
        ("notebooks/01.ipynb", json.dumps({"cells": [{"outputs": [{"text": [NHS]}]}]})),
        ("figures/a.png", make_png(b"tEXt", b"Comment\0" + NHS.encode())),
    ],
)
def test_an_nhs_number_is_found(study: Study, run: Path, name: str, content: str | bytes) -> None:
    write(run, name, content)
    assert search(study, run) == [("nhs-numbers", name)]


@pytest.mark.parametrize(
    "words",
    [
        "943 476 5918", "https://doi.org/10.1186/9434765919", "10.1186/s12904-021-9434765919",
        "0.9434765919", "9434765919.25", "a9434765919", "94347659191", "deadbeef9434765919cafe",
        "ISBN 9434765919", "ISBN-10: 9434765919", "0000000000", "version 9.434.765",
        "<td>943</td><td>476</td><td>5919</td>", "943\n476\n5919",
    ],
)  # fmt: skip
def test_other_digits_are_left_alone(study: Study, run: Path, words: str) -> None:
    write(run, "report/index.html", f"<p>{words}</p>")
    assert search(study, run) == []


@pytest.mark.parametrize(
    "words",
    [
        "Amaryllis Quennell", "Amaryllis <b>Quennell</b>", "QUENNELL, Amaryllis",
        "amaryllis quennell", "born 1961-02-03", "born on 3 February 1961", "03/02/1961",
    ],
)  # fmt: skip
def test_a_name_or_a_birthday_from_the_private_folder_is_found(
    study: Study, run: Path, words: str
) -> None:
    write(run, "report/index.html", f"<p>{words}</p>")
    assert ("names", "report/index.html") in search(study, run)


@pytest.mark.parametrize("words", ["Amaryllis in flower", "Quennellson", "P1", "1961"])
def test_parts_of_a_name_are_left_alone(study: Study, run: Path, words: str) -> None:
    write(run, "report/index.html", f"<p>{words}</p>")
    assert search(study, run) == []


def test_telephone_numbers_are_found_however_they_are_parted(study: Study, run: Path) -> None:
    (study.folder / "private" / "contacts.csv").write_text(
        "participant_id,phone\nP1,01904 555 0101\n", "utf-8"
    )
    write(run, "report/index.html", "<p>(01904) 5550101</p>")
    assert search(study, run) == [("names", "report/index.html")]


@pytest.mark.parametrize(
    "words",
    ["/home/hester/mcneval/data", "/Users/hester/x", r"C:\Users\hester\x", "file:///home/hester/x"],
)
def test_a_path_into_a_home_folder_is_found(study: Study, run: Path, words: str) -> None:
    write(run, "manifest.json", json.dumps({"made": words}))
    write(run, "report/index.html", f'<div data-notebook="{words}"></div>')
    assert search(study, run) == [("paths", "manifest.json"), ("paths", "report/index.html")]


@pytest.mark.parametrize("words", ["https://a.example/home/page", "../home/x", "home/x", "/homes"])
def test_other_paths_are_left_alone(study: Study, run: Path, words: str) -> None:
    write(run, "report/index.html", f"<a href='{words}'>x</a>")
    assert search(study, run) == []


def test_the_study_s_own_folder_is_not_told(study: Study, run: Path) -> None:
    write(run, "run.log", f"read {study.folder.resolve()}/participants.csv")
    assert {rule for rule, _ in search(study, run)} == {"paths"}


def test_a_script_in_the_data_does_not_hide_what_follows(study: Study, run: Path) -> None:
    write(run, "report/index.html", f"<p>&lt;script&gt;{EMAIL}&lt;/script&gt; a > b {NHS}</p>")
    assert [rule for rule, _ in search(study, run)] == ["e-mails", "nhs-numbers"]


def test_hostile_files_are_read_without_harm(study: Study, run: Path) -> None:
    write(run, "report/a.docx", b"no zip")
    write(run, "figures/a.png", b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 2**31, b"zTXt") + b"x")
    write(run, "notebooks/a.ipynb", "{")
    write(run, "notebooks/b.ipynb", "[]")
    write(run, "report/a.pdf", b"%PDF (\\777 \\( unclosed")
    write(run, "report/a.html", "<p " + "<" * 2000 + "'" * 2001)
    assert search(study, run) == []


def turn_off(study: Study, **reasons: str) -> Study:
    """Return the study with rules turned off."""
    off = {rule.replace("_", "-"): reason for rule, reason in reasons.items()}
    disclosure = study.settings.disclosure.model_copy(update={"off": off})
    return replace(study, settings=study.settings.model_copy(update={"disclosure": disclosure}))


def test_a_rule_is_off_only_with_a_reason(study: Study, run: Path) -> None:
    write(run, "run.log", f"{EMAIL} {NHS}")
    quiet = turn_off(study, e_mails="The address is a published one.", nhs_numbers=" ")
    assert list_rules_off(quiet) == {"e-mails": "The address is a published one."}
    assert [rule for rule, _ in search(quiet, run)] == ["nhs-numbers"]


def test_exhibits_are_audited_for_small_counts(study: Study, run: Path) -> None:
    people = Column(name="people", role="count of people", among="groups")
    shown = [Exhibit(label="tbl-x", kind="table", data=[Data(columns=[people], rows=[[7], [2]])])]
    (found,) = search_report(study, run, exhibits=shown)
    assert (found.rule, found.file) == ("small-counts", "tables/tbl-x.csv")
    assert found.place == "row 3, column people"
    quiet = turn_off(study, small_counts="All is published.")
    assert search_report(quiet, run, exhibits=shown) == []


def test_the_error_lists_every_finding_once_and_says_how_to_turn_a_rule_off() -> None:
    one = Finding("e-mails", "b.html", "line 1", "an e-mail address", "r•••@f••e", "Take it out.")
    two = Finding("paths", "a.html", "", "a path", "/home/•••", "Give another.")
    assert str(DisclosureError([one, two, one])) == (
        "The report is not published: 2 things in it must not be told.\n"
        "  a.html: a path: /home/•••. Give another. [paths]\n"
        "  b.html, line 1: an e-mail address: r•••@f••e. Take it out. [e-mails]\n"
        "If a rule does not fit this study, turn it off in study.yml with the reason, which the "
        "report then prints:\n"
        "  disclosure:\n"
        "    off:\n"
        "      paths: why it does not fit"
    )


@pytest.mark.parametrize(
    "said",
    [
        "P01-P03 said so",
        "see P01.They went",
        "p01 said so",
        "P01_b said so",
        "P7 and P8",
        "a P-01",
        "a P\u201301",
    ],
)
def test_a_key_among_other_signs_is_found(study: Study, said: str) -> None:
    people = pd.DataFrame({"participant_id": ["P01", "P7", "P9"]})
    told = replace(study, tables=study.tables | {"participants": people})
    assert [one.rule for one in make_key_rule(told)(Passage("a.html", "", said))] == ["keys"]


@pytest.mark.parametrize("said", ["p7 and p9", "P010", "P0-1 said", "p. 7 and p.01"])
def test_other_words_are_no_keys(study: Study, said: str) -> None:
    people = pd.DataFrame({"participant_id": ["P01", "P7", "P9"]})
    told = replace(study, tables=study.tables | {"participants": people})
    assert list(make_key_rule(told)(Passage("a.html", "", said))) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("private/names.csv", b"name;phone\nJane Quilliam;1\n"),
        ("private/names.csv", "name,phone\nJane Quilliam,1\n".encode("utf-16")),
        ("private/names.csv", b"First name,Surname\nJane,Quilliam\n"),
        ("private/team/names.csv", b"full_name\nJane Quilliam\n"),
        ("private/names.csv", b"ID;Participant Name\nP1;Jane Quilliam\n"),
        ("private/names.csv", b"Our people\n\nID,Name:\nP1,Jane Quilliam\n"),
        ("private/names.tsv", b"id\tinterviewee\nP1\tJane Quilliam\n"),
        ("private/names.xlsx", b""),
    ],
)
def test_names_are_read_from_any_table_of_the_private_folder(
    study: Study, run: Path, name: str, content: bytes
) -> None:
    if name.endswith(".xlsx"):
        book, packed = openpyxl.Workbook(), io.BytesIO()
        for title, words in (("Cover", "About this list"), ("People", "name\nJane Quilliam")):
            sheet = book.create_sheet(title)
            for word in words.split("\n"):
                sheet.append([word])
        book.save(packed)
        content = packed.getvalue()
    write(study.folder, name, content)
    write(run, "report/index.html", "<p>So jane quilliam said.</p>")
    assert search(study, run) == [("names", "report/index.html")]


def test_words_in_a_framework_of_the_study_s_own_are_not_public(study: Study, run: Path) -> None:
    given = {
        "id": "own", "label": "Own", "short": "Own", "citation": {"key": "x", "text": "X"},
        "constructs": [{"id": "a", "label": "A", "definition": SPOKEN}],
    }  # fmt: skip
    told = replace(study, frameworks={"own": Framework.model_validate(given)})
    write(run, "report/index.html", f"<p>{SPOKEN}</p>")
    assert search(told, run) == []
    write(study.folder, "frameworks/own.yml", "id: own\n")
    assert search(told, run) == [("quotations", "frameworks/own.yml")]


@pytest.mark.parametrize(
    "name", ["jane-quilliam.png", "map_Jane_Quilliam.png", "quilliam.jane.png"]
)
def test_a_name_in_a_file_s_name_is_found(study: Study, run: Path, name: str) -> None:
    write(study.folder, "private/names.csv", "name\nJane Quilliam\n")
    write(run, f"book/images/{name}", make_png(b"tEXt", b"Title\0A map"))
    assert search(study, run) == [("names", f"book/images/{name}")]


def test_a_private_table_in_which_nothing_is_known_is_told(study: Study) -> None:
    write(study.folder, "private/known.csv", "who,e-mail\nJane,jane@example.org\n")
    write(study.folder, "private/list.csv", "who,role\nJane Quilliam,nurse\n")
    write(study.folder, "private/empty.csv", "who,role\n")
    write(study.folder, "private/imported/files.csv", "file,code\na.txt,C1\n")
    assert [(one.file, one.severity) for one in find_unread(study.folder)] == [
        ("private/list.csv", "note")
    ]


def test_a_private_table_that_cannot_be_read_stops_the_search(study: Study, run: Path) -> None:
    write(study.folder, "private/names.xlsx", b"no workbook")
    with pytest.raises(PrivateError, match=r"private/names\.xlsx: the file cannot be opened"):
        search(study, run)


def test_keys_and_blanks_of_private_tables_name_nobody(study: Study) -> None:
    people = pd.DataFrame({"participant_id": ["Alder-1"]})
    told = replace(study, tables=study.tables | {"participants": people})
    write(study.folder, "private/reg.csv", "name,trust\nAlder-1,NHS\nn/a,Other\nBo Dane,Yes\n")
    rule = make_name_rule(told)
    words = "The NHS and others at Alder-1, none of them new: yes, n/a."
    assert list(rule(Passage("a.html", "", words))) == []
    assert [one.rule for one in rule(Passage("a.html", "", "Bo Dane"))] == ["names"]


def test_private_files_that_are_no_tables_are_told_together(study: Study) -> None:
    for name in ("notes.docx", "plan.txt", "README.md"):
        write(study.folder, f"private/{name}", "Words.")
    assert [(one.file, one.message) for one in find_unread(study.folder)] == [
        ("private", "nothing in what is no table is looked for in a report: notes.docx and "
         "plan.txt.")
    ]  # fmt: skip


def test_a_finding_in_the_settings_is_told_of_its_key(study: Study) -> None:
    phases = [study.settings.phases[0].model_copy(update={"label": "Ring 01904 321458"})]
    settings = study.settings.model_copy(update={"phases": phases})
    found = search_texts(replace(study, settings=settings))
    assert [(one.file, one.place) for one in found] == [("study.yml", "phases, 1, label")]
