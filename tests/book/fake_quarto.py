"""A stand-in for Quarto: it behaves as Quarto was seen to do, and refuses what Quarto refuses."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import yaml

NAMES = json.loads(Path(__file__).with_name("quarto_names.json").read_text("utf-8"))
SCHEMA = "ERROR: Project _quarto.yml validation failed"


def find_unknown(raw: dict[str, Any]) -> list[str]:
    """Return the names in a ``_quarto.yml`` that Quarto's schema does not have."""
    parts = {"project": raw.get("project") or {}, "book": raw.get("book") or {}}
    unknown = [f"{part}.{key}" for part in parts for key in parts[part] if key not in NAMES[part]]
    formats = raw.get("format") or {}
    options = [dict.fromkeys(raw), *(one for one in formats.values() if one != "default")]
    known = NAMES["top-level and formats"]
    return unknown + [key for one in options for key in one if key not in known]


def list_files(items: list[Any]) -> list[str]:
    """Return the chapters of a list with parts."""
    found: list[str] = []
    for one in items:
        if isinstance(one, str):
            found.append(one)
        else:
            found += [one["part"]] if str(one.get("part")).endswith(".qmd") else []
            found += list_files(one.get("chapters") or [])
    return found


def check_chapter(path: str) -> list[str]:
    """Return what Quarto would stop at, or do other than meant, in a chapter."""
    text = Path(path).read_text("utf-8")
    wrong = [f"ERROR: {path}: {call}" for call in re.findall(r"(?<!\{)\{\{< \w+", text)]
    if re.search(r"^`{3,}\{(python|r|julia|=html)", text, re.MULTILINE):
        wrong.append(f"ERROR: {path}: code to be run")
    rules = re.findall(r"^\|(?:\s*:?-+:?\s*\|)+$", text, re.MULTILINE)
    loose = [rule for rule in rules if re.search(r"\|\s*-+\s*(?=\|)", rule)]
    return wrong + [f"WARN: {path}: a column without a side would be centred" for _ in loose]


def make_page(path: str) -> None:
    """Write a page as small as can be."""
    page = (Path("_book") / path).with_suffix(".html")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<main>{Path(path).name}</main>")


def main() -> int:
    """Do as ``quarto render . --to FORMAT`` does."""
    if sys.argv[1] == "--version":
        print(os.environ.get("FAKE_VERSION", "1.9.38"))
        return 0
    assert sys.argv[1:4] == ["render", ".", "--to"]
    kind, raw = sys.argv[4], yaml.safe_load(Path("_quarto.yml").read_text("utf-8"))
    unknown = find_unknown(raw)
    if unknown:
        print(f"{SCHEMA}: {', '.join(unknown)}", file=sys.stderr)
        return 1
    book = raw["book"]
    footer = book.get("page-footer") or {}
    pages = [one["href"] for one in footer.get("right", []) if isinstance(one, dict)]
    chapters = [*list_files(book["chapters"]), *list_files(book.get("appendices") or [])]
    paths = chapters + (pages if kind == "html" else [])
    said = [f"ERROR: Book chapter '{one}' not found" for one in paths if not Path(one).is_file()]
    for number, path in enumerate([] if said else paths, 1):
        print(f"[{number:2}/{len(paths)}] {path}", file=sys.stderr)
        said += check_chapter(path)
        if path == os.environ.get("FAKE_AT"):
            said.append(os.environ["FAKE_SAYS"])
            print(os.environ["FAKE_SAYS"], file=sys.stderr)
        if kind == "html":
            make_page(path)
    errors = [one for one in said if one.startswith("ERROR")]
    print("\n".join(one for one in said if one != os.environ.get("FAKE_SAYS")), file=sys.stderr)
    if errors:
        return 1
    Path("_book").mkdir(exist_ok=True)
    name = book["output-file"]
    if kind == "typst":
        (Path("_book") / f"{name}.pdf").write_bytes(b"%PDF-1.7")
    if kind == "docx":
        write_word(Path("_book") / f"{name}.docx")
    return int(os.environ.get("FAKE_EXIT", "0"))


def write_word(path: Path) -> None:
    """Write a document whose icon is described by where Quarto is installed."""
    import docx

    sys.path.append(str(Path(__file__).parents[1]))
    from toy_notebooks import make_png

    document = docx.Document()
    document.add_picture(io.BytesIO(make_png()))
    for one in document.element.xpath("//wp:docPr"):
        one.set("descr", "/opt/quarto/share/formats/docx/note.png")
    document.save(str(path))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


if __name__ == "__main__":
    sys.exit(main())
