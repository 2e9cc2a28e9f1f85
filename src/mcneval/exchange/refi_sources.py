"""Sources of REFI-QDA with their texts and selections, whatever their kind."""

from __future__ import annotations

from typing import Any

from mcneval.exchange.decoding import plain
from mcneval.exchange.model import Selection, SelectionKind, Source, SourceKind, TextPart
from mcneval.exchange.refi_elements import (
    child_text,
    children,
    guid_of,
    local,
    norm,
    read_codings,
    read_values,
    targets,
)
from mcneval.exchange.refi_texts import Texts

KINDS: dict[str, SourceKind] = {
    "TextSource": "text",
    "Note": "text",
    "PDFSource": "pdf",
    "PictureSource": "picture",
    "AudioSource": "audio",
    "VideoSource": "video",
}
SELECTIONS: dict[str, SelectionKind] = {
    "PlainTextSelection": "text",
    "TranscriptSelection": "text",
    "PDFSelection": "page",
    "PictureSelection": "picture",
    "AudioSelection": "time",
    "VideoSelection": "time",
}
PARTS = {
    "Representation": "text layer",
    "TextDescription": "description",
    "Transcript": "transcript",
}


def read_source(element: Any, pending: dict[int, list[Selection]], texts: Texts) -> Source:
    """Read a source.

    Parameters
    ----------
    element : Element
        The source, its outermost selections already taken out.
    pending : dict of int to list of Selection
        Those selections, by the identity of the element they stood under.
    texts : Texts
        Where its text may be found.
    """
    source = Source(
        guid_of(element),
        element.get("name") or "",
        KINDS.get(local(element), "other"),
        child_text(element, "Description"),
        values=read_values(element),
        notes=targets(element, "NoteRef"),
    )
    add_part(source, element, pending, texts, "text")
    transcripts = list(children(element, "Transcript"))
    for child in element:
        label = PARTS.get(local(child))
        if label == "transcript" and len(transcripts) > 1:
            label = f"transcript {transcripts.index(child) + 1}"
        if label:
            add_part(source, child, pending, texts, label)
            source.notes += targets(child, "NoteRef")
    whole_codings(source, element)
    join_twins(source)
    return source


def add_part(
    source: Source, element: Any, pending: dict[int, list[Selection]], texts: Texts, label: str
) -> None:
    """Add an element's text, where it declares one, and its selections."""
    selections = pending.get(id(element), [])
    inline = child_text(element, "PlainTextContent")
    path = element.get("plainTextPath") or ""
    rich = element.get("richTextPath") or ""
    number = -1
    if inline or path or rich:
        number = len(source.parts)
        source.parts.append(inline_part(inline, label) if inline else texts.read(path, rich, label))
    elif any(selection.kind == "text" for selection in selections):
        number = len(source.parts)
        source.parts.append(TextPart(label, declared=False, missing="the file names no text"))
    points = sync_points(element)
    for selection in selections:
        if selection.kind == "text":
            selection.part = number
            place_by_sync(selection, points)
        source.selections.append(selection)


def inline_part(text: str, label: str) -> TextPart:
    """Return a text that stands in the XML itself."""
    decoded = plain(text)
    return TextPart(label, decoded.text, decoded.crlf, bom=decoded.bom)


def sync_points(element: Any) -> dict[str, tuple[int | None, int | None]]:
    """Return a transcript's marks: position and time by guid."""
    return {
        guid_of(point): (whole(point.get("position")), whole(point.get("timeStamp")))
        for point in children(element, "SyncPoint")
    }


def place_by_sync(selection: Selection, points: dict[str, tuple[int | None, int | None]]) -> None:
    """Give a transcript's selection the positions and times of its two marks."""
    marks = selection.known.split("\0") if selection.known.startswith("\0") else []
    if not marks:
        return
    selection.known = ""
    first, last = points.get(marks[1], (None, None)), points.get(marks[2], (None, None))
    selection.begin, selection.end = first[0], last[0]
    if first[1] is not None and last[1] is not None:
        selection.times = (first[1], last[1])


def whole(number: str | None) -> int | None:
    """Return a whole number, or None where it is none."""
    try:
        return int(float(number)) if number else None
    except (ValueError, OverflowError):
        return None


def read_selection(element: Any) -> Selection:
    """Read a selection of any kind; an unknown kind keeps its codings."""
    name = local(element)
    selection = Selection(
        guid_of(element),
        SELECTIONS.get(name, "other"),
        element.get("name") or "",
        description=child_text(element, "Description"),
        user=norm(element.get("creatingUser") or ""),
        at=element.get("creationDateTime") or "",
        codings=read_codings(element),
        notes=tuple(targets(element, "NoteRef")),
    )
    text = name == "PlainTextSelection"
    selection.begin = whole(element.get("startPosition" if text else "begin"))
    selection.end = whole(element.get("endPosition" if text else "end"))
    selection.page = whole(element.get("page"))
    corners = [whole(element.get(key)) for key in ("firstX", "firstY", "secondX", "secondY")]
    if all(corner is not None for corner in corners):
        x1, y1, x2, y2 = (corner or 0 for corner in corners)
        selection.area = (x1, y1, x2, y2)
    if name == "TranscriptSelection":
        first, last = element.get("fromSyncPoint") or "", element.get("toSyncPoint") or ""
        selection.known = f"\0{norm(first)}\0{norm(last)}"
    read_representation(selection, element)
    return selection


def read_representation(selection: Selection, element: Any) -> None:
    """Take the words that a page selection repeats, and codings that stand on them."""
    for child in children(element, "Representation"):
        words = child_text(child, "PlainTextContent")
        if words.strip():
            selection.known, selection.sure = plain(words).text, True
        selection.codings += read_codings(child)
        for inner in child:
            if local(inner).endswith("Selection"):
                selection.codings += read_codings(inner)


def whole_codings(source: Source, element: Any) -> None:
    """Make codings on a source as a whole a selection of their own."""
    codings = read_codings(element)
    for child in element:
        if local(child) in PARTS:
            codings += read_codings(child)
    if codings:
        source.selections.append(Selection(source.guid, "whole", codings=codings))


def join_twins(source: Source) -> None:
    """Mark page selections whose text selection has the same guid.

    ATLAS.ti writes a coded passage of a PDF twice under one guid: as an area of the page
    and as characters of the text layer.
    """
    texts = {s.guid: s for s in source.selections if s.kind == "text" and s.guid}
    for selection in source.selections:
        twin = texts.get(selection.guid) if selection.kind == "page" else None
        if twin is not None:
            selection.twin = twin.guid
            twin.page = selection.page
            twin.known = twin.known or selection.known
            twin.sure = twin.sure or selection.sure
