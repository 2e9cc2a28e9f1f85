"""How to cite the report, from ``book: citation:``, as text, BibTeX and RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mcneval.book.project import Project


@dataclass(frozen=True)
class Citation:
    """A citation in three forms."""

    text: str
    bibtex: str
    ris: str


def read_citation(project: Project) -> Citation | None:
    """Return the report's citation, or None where ``_quarto.yml`` asks for none."""
    given = project.book.get("citation")
    if not given:
        return None
    fields = dict(given) if isinstance(given, dict) else {}
    authors = _names(fields.get("author")) or project.authors
    facts = {
        "title": str(fields.get("title") or project.title),
        "year": _year(str(fields.get("issued") or fields.get("date") or project.date)),
        "publisher": str(fields.get("publisher") or ""),
        "doi": str(fields.get("doi") or project.book.get("doi") or ""),
        "url": str(fields.get("url") or project.book.get("site-url") or project.repo_url),
    }
    key = str(fields.get("citation-key") or fields.get("id") or "") or _key(authors, facts)
    return Citation(_text(authors, facts), _bibtex(key, authors, facts), _ris(authors, facts))


def _names(value: Any) -> list[str]:
    people = value if isinstance(value, list) else [value] if value else []
    return [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in people]


def _year(date: str) -> str:
    found = re.search(r"\d{4}", date)
    return found.group(0) if found else ""


def _key(authors: list[str], facts: dict[str, str]) -> str:
    first = authors[0].split()[-1] if authors else facts["title"].split()[0]
    return re.sub(r"\W", "", f"{first}{facts['year']}").lower()


def _text(authors: list[str], facts: dict[str, str]) -> str:
    who = ", ".join(authors)
    year = f" ({facts['year']})" if facts["year"] else ""
    place = f"https://doi.org/{facts['doi']}" if facts["doi"] else facts["url"]
    start = f"{who}{year}. " if who else ""
    ending = ". ".join(part for part in (facts["publisher"], place) if part)
    return f"{start}{facts['title']}. {ending}".strip()


def _bibtex(key: str, authors: list[str], facts: dict[str, str]) -> str:
    fields = {"author": " and ".join(authors), "title": f"{{{facts['title']}}}"}
    fields |= {name: facts[name] for name in ("year", "publisher", "doi", "url")}
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}")]
    return "\n".join([f"@techreport{{{key},", *lines, "}", ""])


def _ris(authors: list[str], facts: dict[str, str]) -> str:
    lines = [("TY", "RPRT"), *(("AU", name) for name in authors), ("TI", facts["title"])]
    lines += [("PY", facts["year"]), ("PB", facts["publisher"])]
    lines += [("DO", facts["doi"]), ("UR", facts["url"])]
    written = [f"{tag}  - {value}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])
