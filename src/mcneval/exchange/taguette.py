"""Taguette projects (.sqlite3): tags, documents, highlights; coders from the commands."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass

from mcneval.exchange.html_text import html_text
from mcneval.exchange.model import Code, Coding, ProjectFile, Selection, Source, TextPart, User
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.sqlite_files import Database, Row, number, text

TABLES = ("projects", "documents", "highlights", "tags", "highlight_tags")


@dataclass(frozen=True)
class Done:
    """Who made a highlight, and when."""

    user: str = ""
    at: str = ""


def read_taguette(database: Database) -> ProjectFile:
    """Read a Taguette project.

    Taguette keeps no coder with a highlight; its list of commands tells who made it. A
    database of a server may hold several projects: the one with documents is read.

    Raises
    ------
    ExchangeError
        Where tables are missing, or several projects have documents.
    """
    database.require(TABLES, "Taguette")
    chosen = choose_project(database)
    project = ProjectFile(database.file, "Taguette", text(chosen["name"]))
    project.description = text(chosen.get("description"))
    key = chosen["id"]
    tags = [row for row in database.rows("tags") if row["project_id"] == key]
    project.codes = read_tags(tags)
    done = read_commands(database, key)
    documents = [row for row in database.rows("documents") if row["project_id"] == key]
    put = defaultdict(list)
    for row in database.rows("highlight_tags"):
        put[row["highlight_id"]].append(row["tag_id"])
    by_document = defaultdict(list)
    for row in database.rows("highlights"):
        by_document[row["document_id"]].append(row)
    project.sources = [read_document(row, by_document[row["id"]], put, done) for row in documents]
    project.traces = [
        (f"user {text(row['login'])}, e-mail", text(row.get("email")))
        for row in database.rows("users")
    ]
    names = {coding.user for s in project.sources for x in s.selections for coding in x.codings}
    project.users = [User(name, name) for name in sorted(names - {""})]
    project.counted = count(project, tags, put, by_document)
    return project


def count(
    project: ProjectFile,
    tags: list[Row],
    put: dict[int, list[int]],
    by_document: dict[int, list[Row]],
) -> Counter[str]:
    """Count what the tables hold, apart from how it is understood."""
    read = {source.guid for source in project.sources}
    held = [row["id"] for key, rows in by_document.items() if str(key) in read for row in rows]
    return +Counter(
        {
            "codes": len(tags),
            "sources": len(project.sources),
            "source texts": len(project.sources),
            "selections": len(held),
            "codings": sum(len(put[key]) for key in held),
            "users": len(project.users),
        }
    )


def choose_project(database: Database) -> Row:
    """Return the project to read: the only one, or the only one with documents."""
    projects = list(database.rows("projects"))
    used = {row["project_id"] for row in database.rows("documents")}
    filled = [row for row in projects if row["id"] in used] or projects
    if len(filled) != 1:
        names = ", ".join(text(row["name"]) for row in filled) or "none"
        raise ExchangeError(
            f"{database.file} holds {len(filled)} projects ({names}). Export the one you want "
            "from Taguette's project page: Export this project > SQLite3."
        )
    return filled[0]


def read_tags(tags: list[Row]) -> list[Code]:
    """Read the tags, parents first where the database knows parents."""
    by_id = {row["id"]: row for row in tags}
    paths: dict[int, tuple[str, ...]] = {}
    for row in tags:
        names, here, seen = [text(row["path"])], row.get("parent_id"), {row["id"]}
        while here in by_id and here not in seen:
            seen.add(here)
            names.insert(0, text(by_id[here]["path"]))
            here = by_id[here].get("parent_id")
        paths[row["id"]] = tuple(names)
    ordered = sorted(tags, key=lambda row: len(paths[row["id"]]))
    return [
        Code(
            str(row["id"]),
            paths[row["id"]],
            str(row["parent_id"]) if len(paths[row["id"]]) > 1 else "",
            description=text(row.get("description")),
        )
        for row in ordered
    ]


def read_commands(database: Database, project: int) -> dict[tuple[int, int | None], Done]:
    """Return who put which tag on which highlight first; tag None is the highlight itself."""
    done: dict[tuple[int, int | None], Done] = {}
    for row in database.rows("commands", order='"id"' if "id" in columns(database) else "rowid"):
        if row.get("project_id") != project:
            continue
        try:
            payload = json.loads(text(row.get("payload")))
            if payload.get("type") != "highlight_add":
                continue
            highlight, tags = int(payload["highlight_id"]), list(payload.get("tags") or [])
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        who = Done(text(row.get("user_login")), text(row.get("date")))
        done[highlight, None] = who
        for tag in tags:
            if isinstance(tag, int):
                done.setdefault((highlight, tag), who)
    return done


def columns(database: Database) -> list[str]:
    """Return the columns of the table of commands."""
    return database.tables.get("commands", [])


def read_document(
    row: Row,
    highlights: list[Row],
    put: dict[int, list[int]],
    done: dict[tuple[int, int | None], Done],
) -> Source:
    """Read a document: its HTML as text, its highlights with positions in UTF-8 bytes."""
    words, added = html_text(text(row.get("contents")))
    source = Source(str(row["id"]), text(row.get("name")), description=text(row.get("description")))
    source.parts = [TextPart("text", words, uncounted=added)]
    for highlight in sorted(highlights, key=lambda one: number(one["start_offset"]) or 0):
        key = highlight["id"]
        known = html_text(text(highlight.get("snippet")))[0]
        selection = Selection(
            f"highlight {key}",
            "text",
            part=0,
            begin=number(highlight["start_offset"]),
            end=number(highlight["end_offset"]),
            known=known,
            sure=bool(known.strip()),
        )
        for tag in put[key]:
            who = done.get((key, tag)) or done.get((key, None)) or Done()
            selection.codings.append(Coding(str(tag), who.user, who.at))
        source.selections.append(selection)
    return source
