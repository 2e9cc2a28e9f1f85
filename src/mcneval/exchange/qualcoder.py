"""QualCoder projects (data.qda): codes, texts, pictures, recordings, cases, attributes."""

from __future__ import annotations

from collections import Counter, defaultdict

from mcneval.exchange.database_people import list_cases, list_variables
from mcneval.exchange.decoding import plain
from mcneval.exchange.model import (
    Code,
    Drawing,
    ProjectFile,
    Source,
    SourceKind,
    TextPart,
    User,
    Value,
)
from mcneval.exchange.qualcoder_codings import add_pictures, add_recordings, add_texts
from mcneval.exchange.qualcoder_notes import read_notes
from mcneval.exchange.refi_elements import read_colour
from mcneval.exchange.sqlite_files import Database, Row, text

TABLES = ("source", "code_name", "code_text")
MEDIA: dict[str, SourceKind] = {
    "images": "picture",
    "audio": "audio",
    "video": "video",
    "docs": "text",
}


def read_qualcoder(database: Database) -> ProjectFile:
    """Read a QualCoder project of any version of its database.

    Raises
    ------
    ExchangeError
        Where tables are missing, or are views.
    """
    database.require(TABLES, "QualCoder")
    about: dict[str, object] = next(iter(database.rows("project")), {})
    version = text(about.get("databaseversion"))
    project = ProjectFile(database.file, f"QualCoder {version}".strip())
    project.description = text(about.get("memo"))
    project.codes = read_codes(database)
    sources = {row["id"]: read_source(row) for row in database.rows("source")}
    project.sources = list(sources.values())
    add_texts(database, sources)
    add_pictures(database, sources)
    add_recordings(database, sources)
    read_cases(database, project, sources)
    project.notes = read_notes(database)
    project.drawings = read_drawings(database)
    project.traces = [
        (f"source {text(row['name'])}, path", text(row.get("mediapath")))
        for row in database.rows("source")
    ]
    names = {coding.user for s in project.sources for x in s.selections for coding in x.codings}
    names |= {text(row["name"]) for row in database.rows("coder_names")}
    project.users = [User(name, name) for name in sorted(names - {""})]
    project.counted = count(database, project)
    return project


def count(database: Database, project: ProjectFile) -> Counter[str]:
    """Count what the tables hold, apart from how it is understood."""
    texts = {(row["fid"], row["pos0"], row["pos1"]) for row in database.rows("code_text")}
    pictures = {
        tuple(row.get(name) for name in ("id", "x1", "y1", "width", "height", "pdf_page"))
        for row in database.rows("code_image")
    }
    times = {(row["id"], row["pos0"], row["pos1"]) for row in database.rows("code_av")}
    sizes = {table: sum(1 for _ in database.rows(table)) for table in database.tables}
    return +Counter(
        {
            "codes": sizes["code_name"],
            "code folders": sizes.get("code_cat", 0),
            "sources": sizes["source"],
            "source texts": sum(1 for s in project.sources for part in s.parts if part.declared),
            "selections": len(texts) + len(pictures) + len(times),
            "codings": sum(sizes.get(f"code_{kind}", 0) for kind in ("text", "image", "av")),
            "users": len(project.users),
            "cases": sizes.get("cases", 0),
            "variables": sizes.get("attribute_type", 0),
            "variable values": sum(1 for row in database.rows("attribute") if text(row["value"])),
            "memos": len(project.notes),
            "maps": sizes.get("graph", 0),
        }
    )


def read_codes(database: Database) -> list[Code]:
    """Read categories as folders, and codes under their category or parent code."""
    above: dict[str, str] = {}
    names: dict[str, str] = {}
    rows: dict[str, Row] = {}
    for row in database.rows("code_cat"):
        key = f"category {row['catid']}"
        names[key], rows[key] = text(row["name"]), row
        above[key] = f"category {row['supercatid']}" if row.get("supercatid") else ""
    for row in database.rows("code_name"):
        key = f"code {row['cid']}"
        names[key], rows[key] = text(row["name"]), row
        category = f"category {row['catid']}" if row.get("catid") else ""
        above[key] = f"code {row['supercid']}" if row.get("supercid") else category
    paths = {key: path_of(key, names, above) for key in names}
    return [
        Code(
            key,
            paths[key],
            above[key] if len(paths[key]) > 1 else "",
            key.startswith("code"),
            read_colour(text(rows[key].get("color"))),
            text(rows[key].get("memo")),
        )
        for key in sorted(names, key=lambda one: len(paths[one]))
    ]


def path_of(key: str, names: dict[str, str], above: dict[str, str]) -> tuple[str, ...]:
    """Return the names from the root down to a code; a circle is cut."""
    path, seen = [names[key]], {key}
    here = above[key]
    while here in names and here not in seen:
        seen.add(here)
        path.insert(0, names[here])
        here = above[here]
    return tuple(path)


def read_source(row: Row) -> Source:
    """Read a source: a text, or a picture or recording known by its path only."""
    path = text(row.get("mediapath")).strip("/")
    folder = path.replace(":", "/").split("/")[0].lower()
    kind = MEDIA.get(folder, "text" if not path else "other")
    if kind == "text" and path.lower().endswith(".pdf"):
        kind = "pdf"
    source = Source(f"source {row['id']}", text(row.get("name")), kind, text(row.get("memo")))
    words = row.get("fulltext")
    if words is not None and (text(words) or kind in ("text", "pdf")):
        decoded = plain(text(words))
        source.parts = [TextPart("text", decoded.text, decoded.crlf, bom=decoded.bom)]
    elif kind in ("text", "pdf"):
        source.parts = [TextPart("text", missing="the database holds no text of it")]
    return source


def read_drawings(database: Database) -> list[Drawing]:
    """Read the graphs: what is written on them."""
    written = defaultdict(list)
    for table, column in (
        ("gr_cdct_text_item", "displaytext"),
        ("gr_case_text_item", "displaytext"),
        ("gr_file_text_item", "displaytext"),
        ("gr_free_text_item", "free_text"),
    ):
        for row in database.rows(table):
            written[row["grid"]].append((text(row.get(column)), "", ""))
    return [
        Drawing(f"graph {row['grid']}", text(row["name"]), written[row["grid"]])
        for row in database.rows("graph")
    ]


def read_cases(database: Database, project: ProjectFile, sources: dict[int, Source]) -> None:
    """Read cases with their files, and the attributes of cases and files."""
    said = defaultdict(list)
    for row in database.rows("case_text"):
        if row["fid"] in sources:
            said[row["caseid"]].append(sources[row["fid"]].guid)
    values = defaultdict(list)
    for row in database.rows("attribute"):
        if not text(row["value"]):
            continue
        value = Value(text(row["name"]), text(row["value"]))
        if text(row["attr_type"]) == "case":
            values[row["id"]].append(value)
        elif row["id"] in sources:
            sources[row["id"]].values.append(value)
    project.cases += list_cases(database.rows("cases"), "caseid", values, said)
    project.variables = list_variables(database.rows("attribute_type"), "valuetype")
