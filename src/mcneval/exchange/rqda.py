"""RQDA projects (.rqda): codes, files, codings; rows marked as deleted are left out."""

from __future__ import annotations

from collections import Counter, defaultdict

from mcneval.exchange.database_people import list_cases, list_variables
from mcneval.exchange.decoding import plain
from mcneval.exchange.model import (
    Code,
    Group,
    Note,
    ProjectFile,
    Source,
    TextPart,
    User,
    Value,
)
from mcneval.exchange.refi_elements import read_colour
from mcneval.exchange.rqda_codings import add_codings, add_pictures, area, live, place, second
from mcneval.exchange.sqlite_files import Database, Row, text

TABLES = ("source", "freecode", "coding")


def read_rqda(database: Database) -> ProjectFile:
    """Read an RQDA project, whose lists mark what was deleted with status 0.

    Raises
    ------
    ExchangeError
        Where tables are missing.
    """
    database.require(TABLES, "RQDA")
    project = ProjectFile(database.file, "RQDA")
    codes = list(live(database, "freecode"))
    categories = list(live(database, "codecat"))
    parents = {row["cid"]: row["catid"] for row in live(database, "treecode")}
    project.codes = read_codes(codes, categories, parents)
    files = {row["id"]: read_file(row) for row in live(database, "source")}
    project.sources = list(files.values())
    codings = live(database, "coding") + [second(row) for row in live(database, "coding2")]
    add_codings(project, files, codings)
    pictures = add_pictures(database, project)
    read_cases(database, project, files)
    project.groups = read_groups(database)
    project.notes = read_notes(database)
    names = {coding.user for s in project.sources for x in s.selections for coding in x.codings}
    project.users = [User(name, name) for name in sorted(names - {""})]
    project.counted = +Counter(
        {
            "codes": len(codes),
            "code folders": len(categories),
            "sources": len(project.sources),
            "source texts": len(files),
            "selections": len({place(row) for row in codings} | {area(row) for row in pictures}),
            "codings": len(codings) + len(pictures),
            "users": len(project.users),
            "cases": len(project.cases),
            "variables": len(project.variables),
            "variable values": sum(len(c.values) for c in project.cases)
            + sum(len(s.values) for s in project.sources),
            "sets": len(project.groups),
            "memos": len(project.notes),
        }
    )
    return project


def read_codes(codes: list[Row], categories: list[Row], parents: dict[int, int]) -> list[Code]:
    """Read categories as folders, and codes under the first category they are in."""
    names = {row["catid"]: text(row["name"]) for row in categories}
    folders = [Code(f"category {key}", (name,), codable=False) for key, name in names.items()]
    found = []
    for row in codes:
        above = parents.get(row["id"])
        path = (names[above], text(row["name"])) if above in names else (text(row["name"]),)
        parent = f"category {above}" if above in names else ""
        found.append(
            Code(
                f"code {row['id']}",
                path,
                parent,
                True,
                read_colour(text(row.get("color"))),
                text(row.get("memo")),
            )
        )
    return folders + found


def read_file(row: Row) -> Source:
    """Read a file with its text."""
    decoded = plain(text(row.get("file")))
    source = Source(f"file {row['id']}", text(row.get("name")), description=text(row.get("memo")))
    source.parts = [TextPart("text", decoded.text, decoded.crlf, bom=decoded.bom)]
    return source


def read_cases(database: Database, project: ProjectFile, files: dict[int, Source]) -> None:
    """Read cases and files with their attributes and links."""
    said = defaultdict(list)
    for row in live(database, "caselinkage"):
        if row["fid"] in files:
            said[row["caseid"]].append(files[row["fid"]].guid)
    values = defaultdict(list)
    for row in live(database, "caseAttr"):
        values[row["caseID"]].append(Value(text(row["variable"]), text(row["value"])))
    for row in live(database, "fileAttr"):
        if row["fileID"] in files:
            files[row["fileID"]].values.append(Value(text(row["variable"]), text(row["value"])))
    project.cases += list_cases(live(database, "cases"), "id", values, said)
    project.variables = list_variables(live(database, "attributes"), "class")


def read_groups(database: Database) -> list[Group]:
    """Read file categories as sets."""
    members = defaultdict(list)
    for row in live(database, "treefile"):
        members[row["catid"]].append(f"file {row['fid']}")
    return [
        Group(
            f"set {row['catid']}",
            text(row["name"]),
            text(row.get("memo")),
            sources=members[row["catid"]],
        )
        for row in live(database, "filecat")
    ]


def read_notes(database: Database) -> list[Note]:
    """Read journals, annotations and memos on codings."""
    notes = [
        Note(
            f"journal {n}",
            text(row["name"]),
            text(row["journal"]),
            user=text(row.get("owner")),
            at=text(row.get("date")),
        )
        for n, row in enumerate(live(database, "journal"))
    ]
    names = {row["id"]: text(row["name"]) for row in database.rows("source")}
    notes += [
        Note(
            f"annotation {n}",
            "annotation",
            text(row["annotation"]),
            user=text(row.get("owner")),
            at=text(row.get("date")),
            about=f"{names.get(row['fid'], '')}, character {text(row.get('position'))}",
        )
        for n, row in enumerate(live(database, "annotation"))
    ]
    notes += [
        Note(
            f"coding memo {n}",
            "memo on a coding",
            text(row["memo"]),
            user=text(row.get("owner")),
            at=text(row.get("date")),
            about=f"{names.get(row['fid'], '')}, characters {place(row)[1]}-{place(row)[2]}",
        )
        for n, row in enumerate(live(database, "coding"))
        if text(row.get("memo"))
    ]
    return notes
