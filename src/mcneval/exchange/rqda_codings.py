"""Codings of RQDA: on passages, first and second time, and on pictures."""

from __future__ import annotations

from mcneval.exchange.decoding import plain
from mcneval.exchange.model import Coding, ProjectFile, Selection, Source
from mcneval.exchange.sqlite_files import Database, Row, number, text


def live(database: Database, table: str) -> list[Row]:
    """Return a table's rows that are not marked as deleted."""
    return [row for row in database.rows(table) if text(row.get("status", 1)) != "0"]


def place(row: Row) -> tuple[int | None, int | None, int | None]:
    """Return where a coding lies: RQDA has no selections of their own."""
    return (number(row["fid"]), number(row["selfirst"]), number(row["selend"]))


def add_codings(project: ProjectFile, files: dict[int, Source], codings: list[Row]) -> None:
    """Add each coding to the selection at its place."""
    selections: dict[tuple[int | None, int | None, int | None], Selection] = {}
    for row in codings:
        spot = place(row)
        source = files.get(row["fid"])
        if source is None:
            continue
        if spot not in selections:
            known = plain(text(row.get("seltext"))).text
            selections[spot] = Selection(
                f"selection {spot}",
                "text",
                part=0,
                begin=spot[1],
                end=spot[2],
                known=known,
                sure=bool(known.strip()),
            )
            source.selections.append(selections[spot])
        selections[spot].codings.append(
            Coding(f"code {row['cid']}", text(row.get("owner")), text(row.get("date")))
        )


def second(row: Row) -> Row:
    """Return a coding of RQDA's second table as that of a second coder of the same name."""
    row["owner"] = f"{text(row.get('owner'))} second"
    return row


def area(row: Row) -> tuple[object, ...]:
    """Return where a coding of a picture lies."""
    return (row["iid"], *(number(row[corner]) for corner in ("x1", "y1", "x2", "y2")))


def add_pictures(database: Database, project: ProjectFile) -> list[Row]:
    """Add pictures with their coded areas, and return the codings."""
    pictures = {
        row["id"]: Source(f"image {row['id']}", text(row["name"]), "picture")
        for row in live(database, "image")
    }
    project.sources += pictures.values()
    codings = live(database, "imageCoding")
    found: dict[tuple[object, ...], Selection] = {}
    for row in codings:
        spot = area(row)
        source = pictures.get(row["iid"])
        if source is None:
            continue
        if spot not in found:
            x1, y1, x2, y2 = (number(row[corner]) or 0 for corner in ("x1", "y1", "x2", "y2"))
            found[spot] = Selection(f"area {spot}", "picture", area=(x1, y1, x2, y2))
            source.selections.append(found[spot])
        found[spot].codings.append(
            Coding(f"code {row['cid']}", text(row.get("owner")), text(row.get("date")))
        )
    return codings
