"""Whose voice is heard in the evidence, in words: people and organisations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mcneval.analysis.numbers import Number, count_words, join_words, spell
from mcneval.analysis.register import name_phases
from mcneval.analysis.voice import (
    compute_gini,
    count_voice,
    list_unheard_organisations,
    locate_quotations,
    measure_voice_strata,
)
from mcneval.analysis.voice_group_words import say_attributes, say_kinds, say_shares, say_wholes
from mcneval.analysis.wording import start_sentence, write_percent
from mcneval.exhibits import escape_markdown

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study


def state_voice(study: Study) -> list[Number]:
    """State who is heard, how evenly, who never is, and how groups compare with recruitment.

    Keys voice.quoted, .people, .gini, .summary, .labels, .most, .evenness, .unheard,
    .organisations, .wholes, .phases, .kinds, .attributes.
    """
    voices, cited = count_voice(study), locate_quotations(study)
    known = voices[voices["standing"] != "speaker not recorded"]
    gini = compute_gini(list(known["quotations"]))
    strata = measure_voice_strata(study)
    return [
        Number("voice.people", len(voices)),
        Number("voice.quoted", int((voices["quotations"] > 0).sum())),
        Number("voice.gini", "not estimable" if gini is None else round(gini, 2)),
        Number("voice.summary", say_summary(study, voices, cited)),
        Number("voice.labels", say_labels(study, voices)),
        Number("voice.most", say_most(voices, len(cited))),
        Number("voice.evenness", say_evenness(len(known), gini)),
        Number("voice.unheard", say_unheard(study, voices)),
        Number("voice.organisations", say_organisations(study, voices)),
        Number("voice.wholes", say_wholes(study, strata)),
        Number("voice.phases", say_shares(strata[strata["by"] == "phase"], name_phases(study))),
        Number("voice.kinds", say_kinds(study, strata[strata["by"] == "kind"])),
        Number("voice.attributes", say_attributes(study, strata)),
    ]


def say_summary(study: Study, voices: pd.DataFrame, cited: pd.DataFrame) -> str:
    """Say how many segments are evidence and how many people they come from."""
    if cited.empty:
        return "No segment is evidence for a theme yet, so no one is heard."
    heard, unnamed = (
        int((voices["quotations"] > 0).sum()),
        int((cited["participant_id"] == "").sum()),
    )
    total = len(study["segments"])
    part = (
        f"All {spell(total)} segments are"
        if total == len(cited)
        else f"Of the {count_words(total, 'segment')}, {spell(len(cited))} {be(len(cited))}"
    )
    people = count_words(len(voices), "person", "people")
    whom = f"all {people}" if heard == len(voices) else f"{spell(heard)} of the {people}"
    words = f"{part} evidence. They come from {whom} who took part"
    if unnamed:
        speaker, count = ("speaker", "it is") if unnamed == 1 else ("speakers", "they are")
        words += (
            f"; the {speaker} of {spell(unnamed)} {be(unnamed)} not recorded, so {count} counted "
            "for no one"
        )
    return f"{words}."


def say_labels(study: Study, voices: pd.DataFrame) -> str:
    """Say whose numbers people bear, where these run past the number of people."""
    heard = voices.loc[voices["quotations"] > 0, "participant_id"]
    numbers = {name: int(found[0]) for name in heard if (found := re.findall(r"\d+$", name))}
    highest = max(numbers, key=lambda name: numbers[name], default="")
    if not highest or numbers[highest] <= len(voices):
        return ""
    if study.settings.provenance.kind == "published":
        return (
            "Participants keep the numbers that the publication gives them. Not every number is in "
            f"use, so the highest, {escape_markdown(highest)}, is above the number of people who "
            "took part."
        )
    return (
        "Participants keep their numbers in the register, which also numbers people who did not "
        f"take part; so the highest, {escape_markdown(highest)}, is above the number who did."
    )


def say_most(voices: pd.DataFrame, total: int) -> str:
    """Say what the people who are heard most give."""
    heard = voices[voices["quotations"] > 0]
    if heard.empty:
        return "Nobody is known to have given a segment."
    first = heard["quotations"].iloc[0]
    words = (
        f"The person heard most gave {spell(first)} of the {spell(total)} "
        f"({write_percent(first / total)})"
    )
    if len(heard) > 3:
        three = int(heard["quotations"].head(3).sum())
        words += f", and the three heard most gave {spell(three)} ({write_percent(three / total)})"
    return f"{words}."


def say_evenness(people: int, gini: float | None) -> str:
    """Say what the Gini coefficient is and means."""
    if gini is None:
        return "How evenly people are heard cannot be estimated."
    even = "fairly evenly" if gini < 0.3 else "unevenly" if gini < 0.5 else "very unevenly"
    return (
        f"The evidence is spread {even} over the {spell(people)} people whose part in it is known: "
        f"the Gini coefficient is {gini:.2f}, where 0 is the same number of segments from each "
        "person and 1 is all from one."
    )


def say_unheard(study: Study, voices: pd.DataFrame) -> str:
    """Say how many people are never heard, and for how many that cannot be told."""
    silent = voices[voices["standing"] == "not quoted"]
    unclear = len(voices[voices["standing"] == "speaker not recorded"])
    parts = []
    if len(silent):
        people = count_words(len(silent), "person", "people")
        where = spread_phases(study, silent)
        parts.append(f"{people} who took part{where} {be(len(silent))} not heard in the evidence.")
    if unclear:
        more = ("other", "others") if parts else ("person", "people")
        parts.append(
            f"for {count_words(unclear, *more)} this cannot be told, because they spoke where "
            "speakers were not recorded."
        )
    if not parts:
        return "Everyone who took part is heard in the evidence."
    return " ".join(map(start_sentence, parts))


def spread_phases(study: Study, people: pd.DataFrame) -> str:
    """Return how people divide between phases, in brackets; nothing where there is one phase."""
    names = name_phases(study)
    sizes = {phase: int((people["phase"] == phase).sum()) for phase in names}
    counts = [
        f"{spell(size)} in {escape_markdown(names[phase])}" for phase, size in sizes.items() if size
    ]
    if len(names) < 2:
        return ""
    if len(counts) == 1:
        return f" in {counts[0].split(' in ', 1)[1]}"
    return f" ({join_words(counts)})"


def be(number: int) -> str:
    """Return "is" for one and "are" for any other number."""
    return "is" if number == 1 else "are"


def say_organisations(study: Study, voices: pd.DataFrame) -> str:
    """Say which organisations are not known to be heard."""
    if not study.knows_people:
        return (
            "Which organisations are heard cannot be told, because it is not known who belongs to "
            "which."
        )
    unheard = list_unheard_organisations(study)
    total = voices["organisation_id"].nunique()
    if unheard.empty:
        return f"People from all {count_words(total, 'organisation')} that took part are heard."
    return (
        f"No one is known to be heard from {spell(len(unheard))} of the "
        f"{count_words(total, 'organisation')} that took part: "
        f"{join_words(escape_markdown(label) for label in sorted(unheard['label']))}."
    )
