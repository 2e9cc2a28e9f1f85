"""What the report says of the themes beside earlier research, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.comparison import (
    ABSENT,
    NEW,
    NOT_HEARD,
    PARTLY,
    PRESENT,
    TOUCHED,
    VERDICTS,
    compare_framework,
)
from mcneval.analysis.numbers import Number, count_words, join_words, slug, spell
from mcneval.analysis.wording import quote_label, start_sentence
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

STANCES = {"enabler": "enabler", "barrier": "barrier", "": "item"}
SAID = {
    PRESENT: ("{} is present here", "{} are present here"),
    PARTLY: ("{} is present in part", "{} are present in part"),
    ABSENT: ("{} is absent", "{} are absent"),
    TOUCHED: ("{} is touched on", "{} are touched on"),
    NOT_HEARD: ("of {} nothing was heard", "of {} nothing was heard"),
}


def state_comparison(study: Study) -> list[Number]:
    """Return the numbers and phrases on earlier research; keys ``comparison.*``.

    A verdict that no item has is left out.
    """
    found = compare_framework(study)
    counts = found["verdict"].value_counts()
    numbers = [
        Number(f"comparison.{slug(verdict)}", int(counts[verdict]))
        for verdict in VERDICTS
        if verdict in counts
    ]
    return [
        *numbers,
        Number("comparison.items", int((found["construct_id"] != "").sum())),
        Number("comparison.beside", word_beside(study)),
        Number("comparison.summary", word_comparison(study)),
        Number("comparison.fresh", word_fresh(study)),
    ]


def word_beside(study: Study) -> str:
    """Return what list the comparison goes through; nothing where there is none."""
    found = compare_framework(study)
    if found.empty:
        return ""
    name = escape_markdown(study.frameworks[study.settings.comparison_framework].short)
    parts = [
        count_words(len(rows), noun) for noun, rows in _split(found[found["construct_id"] != ""])
    ]
    return f"The table goes through the list in {name}, which has {join_words(parts)}."


def _split(known: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the items by what they are: enablers, barriers, others."""
    parts = [(noun, known[known["stance"] == stance]) for stance, noun in STANCES.items()]
    return [(noun, rows) for noun, rows in parts if len(rows)]


def word_comparison(study: Study) -> str:
    """Return how many items of earlier research are present here, absent, or not heard of."""
    found = compare_framework(study)
    if found.empty:
        return ""
    sentences = []
    for noun, rows in _split(found[found["construct_id"] != ""]):
        counts = rows["verdict"].value_counts()
        if len(rows) == 1:
            words = SAID[counts.index[0]][0].format(f"the one {noun}")
            sentences.append(f"{start_sentence(words)}.")
            continue
        said = [
            one.format(spell(1)) if counts[verdict] == 1 else many.format(spell(counts[verdict]))
            for verdict, (one, many) in SAID.items()
            if verdict in counts
        ]
        whole = count_words(len(rows), noun)
        sentences.append(f"Of the {whole}, {join_words(said)}.")
    return " ".join(sentences)


def word_fresh(study: Study) -> str:
    """Return which themes earlier research does not have."""
    found = compare_framework(study)
    if found.empty:
        return ""
    fresh = [quote_label(label) for label in found.loc[found["verdict"] == NEW, "label"]]
    if not fresh:
        return "Every theme has a counterpart on the list."
    verb = "has" if len(fresh) == 1 else "have"
    noun = start_sentence(count_words(len(fresh), "theme"))
    return f"{noun} {verb} no counterpart on the list: {join_words(fresh)}."
