"""The appendices that tell of the data and of how the report was made, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mcneval.analysis.numbers import join_words, spell
from mcneval.exhibits import escape_markdown, write_markdown_table
from mcneval.study.load import Study
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.tables import TABLE_BY_NAME, TABLES

if TYPE_CHECKING:
    import pandas as pd

REGISTER = ("organisations", "participants", "sources", "source_participants")


def write_captioned(frame: pd.DataFrame, caption: str, label: str) -> str:
    """Return a table with its caption and name."""
    return f"{write_markdown_table(frame)}\n\n: {caption} {{#{label}}}"


def count_by_construction(
    study: Study, figures: Iterable[Mapping[str, Any]], variables: Mapping[str, Mapping[str, Any]]
) -> int:
    """Return how many published figures are counted from a register made to give them."""
    if not study.settings.provenance.register_is_reconstructed:
        return 0
    files = {TABLE_BY_NAME[name].file for name in REGISTER}
    known = [variables[figure["key"]] for figure in figures if figure["key"] in variables]
    return sum(bool(number["inputs"]) and files.issuperset(number["inputs"]) for number in known)


def write_reproduction(comparison: pd.DataFrame, by_construction: int = 0) -> str:
    """Return the reproduction check as a table with its verdict.

    ``by_construction`` of the figures are counted from a register that was made to give them.
    """
    if comparison.empty:
        return "There are no published numbers to reproduce: `published.yml` names none."
    wrong = int((comparison["matches"] == "no").sum())
    total = len(comparison)
    verdict = (
        f"All {spell(total)} published numbers are reproduced from the study's tables."
        if not wrong
        else f"**{wrong} of {total} published numbers {'is' if wrong == 1 else 'are'} not "
        f"reproduced.** {'It is' if wrong == 1 else 'They are'} listed first."
    )
    order = comparison.sort_values("matches", kind="stable").rename(columns=str.capitalize)
    caption = "Published numbers against those computed from the tables"
    table = write_captioned(order, caption, "tbl-reproduction")
    if not by_construction:
        return f"{verdict}\n\n{table}"
    return (
        f"{verdict} For {by_construction} of them this is less than it seems: they are counted "
        "from the register of people, organisations and sources, which was reconstructed from "
        "these very totals. There, a match says only that the reconstruction and the counting are "
        f"right. The other {total - by_construction} are counted from tables that were entered "
        f"item by item.\n\n{table}"
    )


def write_origin(study: Study) -> str:
    """Return where the data come from, in the study's own words, with how to cite it."""
    citation = study.settings.citation
    words = [citation.text.strip()]
    if citation.url:
        words.append(f"<{citation.url}>")
    if citation.licence:
        words.append(f"Licence: {citation.licence}.")
    return "\n\n".join([*_state_origin(study), f"Cite as: {' '.join(words)}"])


def _state_origin(study: Study) -> list[str]:
    """Return where the data come from, which a made-up study says on each page already."""
    provenance = study.settings.provenance
    return [] if provenance.kind == "synthetic" else [provenance.statement.strip()]


def write_data_statement(study: Study) -> str:
    """Return where each table comes from, what is missing and what is withheld."""
    import pandas as pd

    rows = [
        (table.file, len(study[table.name]), table.row, _describe_origin(study, table.name))
        for table in TABLES
        if table.name not in study.missing
    ]
    frame = pd.DataFrame(rows, columns=["File", "Rows", "One row is", "Where it comes from"])
    parts = [
        *_state_origin(study),
        "The next table lists the files that this report was made from.",
        write_captioned(frame, "The study's tables and where they come from", "tbl-data"),
        _describe_disclosure(study),
    ]
    if study.missing:
        lost = "\n".join(
            f"- `{TABLE_BY_NAME[name].file}`: {TABLE_BY_NAME[name].without}"
            for name in sorted(study.missing)
        )
        parts.append(f"## What this study does not have\n\n{lost}")
    return "\n\n".join(part for part in parts if part)


def _describe_origin(study: Study, table: str) -> str:
    """Return where a table comes from; for mappings also who placed which framework."""
    settings = study.settings
    origin = settings.origin(table)
    if table != "mappings" or not settings.provenance.frameworks:
        return ORIGIN_WORDS[origin]
    by_origin: dict[str, list[str]] = {}
    for name, framework in study.frameworks.items():
        given = settings.provenance.frameworks.get(name, origin)
        by_origin.setdefault(given, []).append(framework.short or framework.label)
    return "; ".join(
        f"{join_words(names)}: {ORIGIN_WORDS[given]}" for given, names in by_origin.items()
    )


def _describe_disclosure(study: Study) -> str:
    disclosure = study.settings.disclosure
    rule = (
        f"Counts of people below {disclosure.min_cell} in a group of the register – by phase, "
        "attribute or outcome – are not shown, nor any count from which they could be worked "
        "out. How many people stand behind a theme or a code, as a whole or in a phase, is shown."
        if disclosure.min_cell > 1
        else "No small counts are hidden."
    )
    given = disclosure.reason.strip()
    reason = f" The reason given: {given}" if given else ""
    off = "".join(
        f"\n- The search for {escape_markdown(name)} is turned off. The reason given: "
        f"{escape_markdown(why)}"
        for name, why in sorted(disclosure.off.items())
    )
    counts = "small counts, " if study.knows_people and disclosure.min_cell > 1 else ""
    searched = (
        f"Before this report was published, every file of it was searched for {counts}"
        "participants' words that are not cleared, names, e-mail addresses, patient numbers and "
        "paths."
    )
    return f"## What is withheld\n\n{rule}{reason}\n\n{searched}\n{off}"


def write_made(facts: Iterable[tuple[str, str]]) -> str:
    """Return how the report was made as a table of names and values."""
    import pandas as pd

    frame = pd.DataFrame(list(facts), columns=["What", "Which"])
    return write_captioned(frame, "What this report was made with", "tbl-made")
