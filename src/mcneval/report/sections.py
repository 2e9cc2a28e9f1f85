"""The parts of the chapters that are made from a study's declarations, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mcneval.analysis.numbers import slug
from mcneval.exhibits import escape_markdown, write_markdown_table
from mcneval.study.load import Study
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.tables import TABLE_BY_NAME, TABLES

if TYPE_CHECKING:
    import pandas as pd

NOTEBOOKS = "/notebooks"
NOT_RECORDED = "This study has not recorded {what}. Write it in `{file}`."


def write_findings(study: Study) -> str:
    """Return the key findings, each with links to the themes that are its evidence."""
    findings = _listed(study, "findings")
    if not findings:
        return NOT_RECORDED.format(what="key findings", file="findings.yml")
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    lines = []
    for finding in findings:
        links = [
            f"[{escape_markdown(labels[theme])}](/reports/mapping.qmd#theme-{slug(theme)})"
            for theme in finding.get("themes", [])
        ]
        evidence = f" *Evidence: {'; '.join(links)}.*" if links else ""
        lines.append(f"1. []{{#finding-{slug(finding['id'])}}}{finding['text'].strip()}{evidence}")
    return "\n".join(lines)


def write_recommendations(study: Study) -> str:
    """Return the recommendations, each with links to the findings that it rests on."""
    listed = _listed(study, "recommendations")
    if not listed:
        return NOT_RECORDED.format(what="recommendations", file="findings.yml")
    order = [finding["id"] for finding in _listed(study, "findings")]
    lines = []
    for item in listed:
        links = [
            f"[finding {order.index(name) + 1}](/index.qmd#finding-{slug(name)})"
            for name in item.get("findings", [])
        ]
        rests = f" *Rests on {', '.join(links)}.*" if links else ""
        lines.append(f"1. {item['text'].strip()}{rests}")
    return "\n".join(lines)


def write_limits(study: Study) -> str:
    """Return the study's strengths and limits as two lists."""
    parts = []
    for key, heading in (("strengths", "Strengths"), ("limits", "Limits")):
        listed = [str(words).strip() for words in _listed(study, key)]
        body = "\n".join(f"- {words}" for words in listed) or NOT_RECORDED.format(
            what=f"its {key}", file="findings.yml"
        )
        parts.append(f"### {heading}\n\n{body}")
    return "\n\n".join(parts)


def write_coreq(study: Study) -> str:
    """Return the COREQ checklist as a table, one row an item."""
    import pandas as pd

    items = (study.documents.get("coreq") or {}).get("items", [])
    if not items:
        return NOT_RECORDED.format(what="its COREQ answers", file="coreq.yml")
    frame = pd.DataFrame(
        [
            (
                str(item["item"]),
                str(item.get("topic", "")),
                str(item.get("status", "")),
                str(item.get("answer", "")),
                str(item.get("where", "") or ""),
            )
            for item in items
        ],
        columns=["Item", "Topic", "Status", "Answer", "Where"],
    )
    return _captioned(frame, "The COREQ items and their answers", "tbl-coreq")


def write_reproduction(comparison: pd.DataFrame) -> str:
    """Return the reproduction check as a table with its verdict."""
    if comparison.empty:
        return "There are no published figures to reproduce: `published.yml` names none."
    wrong = int((comparison["matches"] == "no").sum())
    total = len(comparison)
    verdict = (
        f"All {total} published figures are reproduced from the study's tables."
        if not wrong
        else f"**{wrong} of {total} published figures are not reproduced.** They are listed first."
    )
    order = comparison.sort_values("matches", kind="stable").rename(columns=str.capitalize)
    caption = "Published figures against those computed from the tables"
    return f"{verdict}\n\n{_captioned(order, caption, 'tbl-reproduction')}"


def write_numbers(variables: Mapping[str, Mapping[str, Any]], hashes: Mapping[str, str]) -> str:
    """Return two tables: every number of the prose, and what went into each cell.

    A phrase that has nothing to say in this study has no row.
    """
    rows = [
        f"| [`{key}`]{{#num-{slug(key)}}} | {_guard(str(number['text']))} | {_link_cell(number)} "
        f"| `{number['function']}` | [{slug(number['cell'])}](#inputs-{slug(number['cell'])}) |"
        for key, number in variables.items()
        if str(number["text"]).strip()
    ]
    head = ["| Key | Written | Notebook and cell | Function | Inputs |", _rule(24, 40, 20, 22, 12)]
    numbers = "\n".join([*head, *rows])
    return (
        f"{numbers}\n\n: Every number and computed phrase of this report {{#tbl-numbers}}\n\n"
        "## What went in {#sec-inputs}\n\nThe files that each cell read, with the first "
        "characters of their SHA-256 hash.\n\n"
        f"{_write_inputs(variables, hashes)}\n\n: The inputs of each cell {{#tbl-inputs}}"
    )


def _write_inputs(variables: Mapping[str, Mapping[str, Any]], hashes: Mapping[str, str]) -> str:
    cells = {number["cell"]: number for number in variables.values()}
    rows = []
    for cell, number in sorted(cells.items()):
        files = "; ".join(
            f"{escape_markdown(name)} `{hashes[name][:12]}`"
            if name in hashes
            else f"{escape_markdown(name)} (not there, or private)"
            for name in number["inputs"]
        )
        rows.append(f"| [{slug(cell)}]{{#inputs-{slug(cell)}}} | {_link_cell(number)} | {files} |")
    return "\n".join(["| Inputs | Notebook and cell | Files |", _rule(14, 24, 60), *rows])


def _link_cell(number: Mapping[str, Any]) -> str:
    page = f"{NOTEBOOKS}/{number['notebook']}.html#cell-{number['cell']}"
    return f"[{number['notebook']}, {number['cell']}]({page})"


def _rule(*widths: int) -> str:
    return "|" + "|".join("-" * width for width in widths) + "|"


def _guard(words: str) -> str:
    """Return Markdown that cannot end the table cell it stands in."""
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(words.split()))


def write_origin(study: Study) -> str:
    """Return where the data come from, in the study's own words, with how to cite it."""
    citation = study.settings.citation
    words = [study.settings.provenance.statement.strip(), citation.text.strip()]
    if citation.url:
        words.append(f"<{citation.url}>")
    if citation.licence:
        words.append(f"Licence: {citation.licence}.")
    return " ".join(words[:1]) + "\n\nCite as: " + " ".join(words[1:])


def write_data_statement(study: Study) -> str:
    """Return where each table comes from, what is missing and what is withheld."""
    import pandas as pd

    settings = study.settings
    rows = [
        (table.file, len(study[table.name]), table.row, ORIGIN_WORDS[settings.origin(table.name)])
        for table in TABLES
        if table.name not in study.missing
    ]
    frame = pd.DataFrame(rows, columns=["File", "Rows", "One row is", "Where it comes from"])
    parts = [
        settings.provenance.statement.strip(),
        _captioned(frame, "The study's tables and where they come from", "tbl-data"),
        _describe_disclosure(study),
    ]
    if study.missing:
        lost = "\n".join(
            f"- `{TABLE_BY_NAME[name].file}`: {TABLE_BY_NAME[name].without}"
            for name in sorted(study.missing)
        )
        parts.append(f"## What this study does not have\n\n{lost}")
    return "\n\n".join(part for part in parts if part)


def _describe_disclosure(study: Study) -> str:
    disclosure = study.settings.disclosure
    rule = (
        f"Counts of people below {disclosure.min_cell} in a group of the register – by phase, "
        "attribute or outcome – are not shown, nor any count from which they could be worked "
        "out. How many people stand behind a theme or a code as a whole is shown."
        if disclosure.min_cell > 1
        else "No small counts are hidden."
    )
    given = disclosure.reason.strip()
    reason = f" The reason the study gives: {given}" if given else ""
    off = "".join(
        f"\n- The search for {escape_markdown(name)} is turned off. The reason the study gives: "
        f"{escape_markdown(why)}"
        for name, why in sorted(disclosure.off.items())
    )
    searched = (
        "Before this report was published, every file of it was searched for small counts, "
        "participants' words that are not cleared, names, e-mail addresses, patient numbers and "
        "paths."
    )
    return f"## What is withheld\n\n{rule}{reason}\n\n{searched}\n{off}"


def write_made(facts: Iterable[tuple[str, str]]) -> str:
    """Return how the report was made as a table of names and values."""
    import pandas as pd

    frame = pd.DataFrame(list(facts), columns=["What", "Which"])
    return _captioned(frame, "What this report was made with", "tbl-made")


def _listed(study: Study, key: str) -> list[Any]:
    return list((study.documents.get("findings") or {}).get(key) or [])


def _captioned(frame: pd.DataFrame, caption: str, label: str) -> str:
    return f"{write_markdown_table(frame)}\n\n: {caption} {{#{label}}}"


def nest_keys(flat: Mapping[str, str]) -> dict[str, Any]:
    """Return dotted keys as nested mappings: ``a.b`` becomes ``{a: {b: …}}``."""
    nested: dict[str, Any] = {}
    for key, words in flat.items():
        *parents, leaf = key.split(".")
        place = nested
        for parent in parents:
            place = place.setdefault(parent, {})
        place[leaf] = words
    return nested


def link_number(key: str, number: Mapping[str, Any]) -> str:
    """Return a number's text with a link to its row in the appendix of numbers.

    A short value is the link itself; a computed phrase has a mark after it; one that has
    nothing to say leaves nothing.
    """
    target = f"/reports/numbers.qmd#num-{slug(key)}"
    text = str(number["text"])
    if not text.strip():
        return "[]{.quiet}"
    if not isinstance(number["value"], str) and re.fullmatch(r"[\w.,%–\- ]{1,24}", text):
        return f"[{text}]({target}){{.number}}"
    # A word joiner keeps the mark on the line of the word before it.
    return f'{text}\u2060[°]({target}){{.source-mark aria-label="where this comes from"}}'
