"""How to cite a report: as text, as BibTeX and as RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mcneval.study.settings import Settings


@dataclass(frozen=True)
class Citation:
    """A citation in three forms."""

    text: str
    bibtex: str
    ris: str


def write_citation(settings: Settings) -> Citation:
    """Return how to cite the report of a study, from its authors, title, date and repository."""
    authors = [one.name for one in settings.authors]
    found = re.search(r"\d{4}", settings.date)
    facts = {
        "title": settings.title,
        "year": found.group() if found else "",
        "url": settings.repository,
    }
    who = ", ".join(authors)
    year = f" ({facts['year']})" if facts["year"] else ""
    ending = f" {facts['url']}" if facts["url"] else ""
    text = f"{who}{year}. {facts['title']}.{ending}" if who else f"{facts['title']}{year}.{ending}"
    return Citation(text, _write_bibtex(authors, facts), _write_ris(authors, facts))


def _write_bibtex(authors: list[str], facts: dict[str, str]) -> str:
    first = authors[0].split()[-1] if authors else facts["title"].split()[0]
    key = re.sub(r"\W", "", f"{first}{facts['year']}").lower()
    fields = {"author": " and ".join(authors), "title": f"{{{facts['title']}}}"}
    fields |= {name: facts[name] for name in ("year", "url")}
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{key},", *lines, "}", ""])


def _write_ris(authors: list[str], facts: dict[str, str]) -> str:
    lines = [("TY", "RPRT"), *(("AU", name) for name in authors), ("TI", facts["title"])]
    lines += [("PY", facts["year"]), ("UR", facts["url"])]
    return "\r\n".join([*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - ", ""])
