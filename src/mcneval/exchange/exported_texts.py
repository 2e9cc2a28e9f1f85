"""The texts of an export: the transcripts, or texts put together from segments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mcneval.exchange.history import PLACE
from mcneval.exchange.naming import file_key
from mcneval.exchange.sheets import Row
from mcneval.exchange.study_view import StudyView

WORDLESS = "(no words)"
_SPAN = re.compile(r"characters (\d+)-(\d+)\Z")


@dataclass
class ExportedText:
    """A source's text and where each segment lies in it, in code points."""

    text: str
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    stand_in: bool = False


def texts_of(view: StudyView) -> dict[str, ExportedText]:
    """Return the text of every source.

    The transcript is used where an import kept it and every segment stands in it word for
    word; else, and always without text, the segments are put one after the other: their
    words where they may be shown, their gists where not.
    """
    return {
        row["source_id"]: transcript(view, row["source_id"]) or stand_in(view, row["source_id"])
        for row in view.rows("sources")
    }


def transcript(view: StudyView, source_id: str) -> ExportedText | None:
    """Return the kept transcript; None where there is none or a segment is not in it."""
    path = view.folder / PLACE / "texts" / f"{file_key(source_id)}.txt"
    if view.without_text or not path.is_file():
        return None
    found = ExportedText(path.read_bytes().decode("utf-8", "replace"))
    for row in view.segments_of.get(source_id, ()):
        place = _SPAN.match(row.get("locator", ""))
        if not place:
            return None
        begin, end = int(place.group(1)), int(place.group(2))
        if not begin <= end <= len(found.text):
            return None
        words = view.words.get(row["segment_id"], "")
        if words != found.text[begin:end].strip("\n") and words.strip():
            return None
        found.spans[row["segment_id"]] = (begin, end)
    return found


def stand_in(view: StudyView, source_id: str) -> ExportedText:
    """Return a text put together from segments, each a paragraph."""
    found = ExportedText("", stand_in=True)
    pieces: list[str] = []
    size = 0
    for row in view.segments_of.get(source_id, ()):
        words = shown(view, row)
        found.spans[row["segment_id"]] = (size, size + len(words))
        pieces += [words, "\n\n"]
        size += len(words) + 2
    found.text = "".join(pieces)
    return found


def shown(view: StudyView, row: Row) -> str:
    """Return what stands for a segment: its words, its gist, or a remark that it has none."""
    return view.words.get(row["segment_id"]) or row.get("gist") or WORDLESS
