"""A study as a REFI-QDA project that other tools open and our own reader takes back whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import islice

from mcneval.exchange.carried import STAND_IN, TITLE
from mcneval.exchange.exported_texts import ExportedText, texts_of
from mcneval.exchange.naming import iso_date, own_guid
from mcneval.exchange.refi_codebook import carried_text, code_sets, codes, description
from mcneval.exchange.refi_people import cases, source_values, variables
from mcneval.exchange.sheets import Row
from mcneval.exchange.study_view import StudyView
from mcneval.exchange.xml_text import HEAD, element, opening, reference, section

NAMESPACE = "urn:QDA-XML:project:1.0"
EVIDENCE = "theme evidence"
MOMENT = (1980, 1, 1, 0, 0, 0)
CHUNK = 10_000
VERBATIM = ("segment_text", "quotations")


def project_bytes(view: StudyView, origin: str) -> bytes:
    """Return a study as a ``.qdpx`` archive, the same bytes for the same study.

    Parameters
    ----------
    view : StudyView
        The study.
    origin : str
        What is named as the tool that wrote it.
    """
    texts = texts_of(view)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        with archive.open(member("project.qde"), "w", force_zip64=True) as out:
            pieces = project(view, texts, origin)
            while chunk := "".join(islice(pieces, CHUNK)):
                out.write(chunk.encode("utf-8"))
        for source_id, text in texts.items():
            name = f"sources/{own_guid('text', source_id)}.txt"
            archive.writestr(member(name), text.text.encode("utf-8"))
    return stream.getvalue()


def member(name: str) -> zipfile.ZipInfo:
    """Return an archive's entry that bears no date of today."""
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def project(view: StudyView, texts: dict[str, ExportedText], origin: str) -> Iterator[str]:
    """Yield the project's XML, its sections in the order of the schema."""
    yield HEAD
    yield opening("Project", {"xmlns": NAMESPACE, "name": view.settings.title, "origin": origin})
    yield "\n"
    yield from section("Users", users(view))
    yield from section("CodeBook", section("Codes", codes(view)))
    yield from section("Variables", variables(view))
    yield from section("Cases", cases(view))
    yield from section("Sources", sources(view, texts))
    yield from section("Notes", notes(view))
    yield from section("Links", links(view))
    yield from section("Sets", sets(view))
    yield "</Project>\n"


def users(view: StudyView) -> Iterator[str]:
    """Yield the coders, and one who stands for the themes' evidence."""
    names = dict.fromkeys(row.get("coder", "") for row in view.rows("codings"))
    if view.rows("theme_segments"):
        names[EVIDENCE] = None
    for name in names:
        if name:
            yield from element("User", {"guid": own_guid("user", name), "name": name})


def sources(view: StudyView, texts: dict[str, ExportedText]) -> Iterator[str]:
    """Yield every source with its segments and their codings."""
    for row in view.rows("sources"):
        key = row["source_id"]
        attributes = {
            "guid": own_guid("source", key),
            "name": key,
            "plainTextPath": f"internal://{own_guid('text', key)}.txt",
        }
        yield opening("TextSource", attributes)
        if texts[key].stand_in:
            yield from description(STAND_IN)
        for segment in view.segments_of.get(key, ()):
            yield from selection(view, segment, texts[key])
        yield from source_values(view, row)
        yield "</TextSource>\n"


def selection(view: StudyView, row: Row, text: ExportedText) -> Iterator[str]:
    """Yield one segment: its place, its gist as description, its codings."""
    key = row["segment_id"]
    begin, end = text.spans[key]
    yield opening(
        "PlainTextSelection",
        {
            "guid": own_guid("segment", key),
            "name": key,
            "startPosition": str(begin),
            "endPosition": str(end),
        },
    )
    yield from description(row.get("gist", ""))
    for coding in view.codings_of.get(key, ()):
        if coding.get("code_id") not in view.parent_of:
            continue
        words = [coding.get(name, "") for name in ("segment_id", "code_id", "coder", "round")]
        day = iso_date(coding.get("coded_at", ""))
        yield from one_coding("|".join(words), words[2], day, own_guid("code", words[1]))
    for theme in view.evidence_of.get(key, ()):
        yield from one_coding(f"{theme}|{key}", EVIDENCE, "", own_guid("theme", theme))
    yield "</PlainTextSelection>\n"


def one_coding(key: str, user: str, day: str, code_guid: str) -> Iterator[str]:
    """Yield a coding."""
    attributes = {
        "guid": own_guid("coding", key),
        "creatingUser": own_guid("user", user) if user else "",
        "creationDateTime": f"{day}T00:00:00Z" if day else "",
    }
    yield from element("Coding", attributes, [reference("CodeRef", code_guid)])


def notes(view: StudyView) -> Iterator[str]:
    """Yield the tables that travel along as memos; verbatim words never do."""
    for name, sheet in view.sheets.items():
        if not sheet.existed or (view.without_text and name in VERBATIM):
            continue
        title = TITLE + sheet.table.file
        inside = element("PlainTextContent", {}, carried_text(view, name))
        yield from element("Note", {"guid": own_guid("note", title), "name": title}, inside)


def links(view: StudyView) -> Iterator[str]:
    """Yield which theme acts on which."""
    themes = {row["theme_id"] for row in view.rows("themes")}
    for row in view.rows("theme_links"):
        ends = (row.get("from_theme", ""), row.get("to_theme", ""))
        if themes.issuperset(ends):
            attributes = {
                "guid": own_guid("link", "|".join(ends)),
                "name": row.get("relation", ""),
                "direction": "OneWay",
                "originGUID": own_guid("theme", ends[0]),
                "targetGUID": own_guid("theme", ends[1]),
            }
            yield from element("Link", attributes)


def sets(view: StudyView) -> Iterator[str]:
    """Yield the sets as a project writes them."""
    for one in code_sets(view):
        inside = [*description(one.description)]
        inside += [reference("MemberCode", guid) for guid in one.members]
        yield from element("Set", {"guid": one.guid, "name": one.name}, inside)
