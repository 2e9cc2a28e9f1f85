"""Codings of QualCoder: on passages of texts, areas of pictures, stretches of recordings."""

from __future__ import annotations

from mcneval.exchange.decoding import plain
from mcneval.exchange.model import Coding, Selection, Source
from mcneval.exchange.sqlite_files import Database, Row, number, text


def add_texts(database: Database, sources: dict[int, Source]) -> None:
    """Add coded passages of texts; the database repeats their words."""
    found: dict[tuple[int, int | None, int | None], Selection] = {}
    for row in database.rows("code_text"):
        source = sources.get(row["fid"])
        spot = (row["fid"], number(row["pos0"]), number(row["pos1"]))
        if source is None:
            continue
        if spot not in found:
            known = plain(text(row.get("seltext"))).text
            found[spot] = Selection(
                f"text {spot}",
                "text",
                part=0 if source.parts else -1,
                begin=spot[1],
                end=spot[2],
                known=known,
                sure=bool(known.strip()),
            )
            source.selections.append(found[spot])
        found[spot].codings.append(coding_of(row))


def add_pictures(database: Database, sources: dict[int, Source]) -> None:
    """Add coded areas of pictures and of PDF pages."""
    found: dict[tuple[int | None, ...], Selection] = {}
    for row in database.rows("code_image"):
        source = sources.get(row["id"])
        x, y, width, height = (
            number(row.get(name)) or 0 for name in ("x1", "y1", "width", "height")
        )
        page = number(row.get("pdf_page"))
        spot = (row["id"], x, y, width, height, page)
        if source is None:
            continue
        if spot not in found:
            found[spot] = Selection(
                f"area {spot}",
                "picture" if page is None else "page",
                page=page,
                area=(x, y, x + width, y + height),
            )
            source.selections.append(found[spot])
        found[spot].codings.append(coding_of(row))


def add_recordings(database: Database, sources: dict[int, Source]) -> None:
    """Add coded stretches of recordings, in milliseconds."""
    found: dict[tuple[int, int | None, int | None], Selection] = {}
    for row in database.rows("code_av"):
        source = sources.get(row["id"])
        spot = (row["id"], number(row["pos0"]), number(row["pos1"]))
        if source is None:
            continue
        if spot not in found:
            found[spot] = Selection(f"time {spot}", "time", begin=spot[1], end=spot[2])
            source.selections.append(found[spot])
        found[spot].codings.append(coding_of(row))


def coding_of(row: Row) -> Coding:
    """Return the coding of a row of any of the three tables."""
    return Coding(f"code {row['cid']}", text(row.get("owner")), text(row.get("date")))
