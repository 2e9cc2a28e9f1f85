"""Whose voice is heard, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import Number, count_words, join_words
from mcneval.analysis.register import name_phases
from mcneval.analysis.voice import (
    compute_gini,
    count_voice,
    list_unheard_organisations,
    locate_quotations,
    measure_voice_strata,
)
from mcneval.analysis.wording import start_sentence, write_percent

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study

GAP = 0.1
"""A group's share of quotations is called far from its share of people from here."""


def state_voice(study: Study) -> list[Number]:
    """State who is quoted, how evenly, who never is, and how groups compare with recruitment.

    Keys voice.quoted, .people, .gini, .summary, .most, .evenness, .unheard, .organisations,
    .phases, .kinds, .attributes.
    """
    voices, cited = count_voice(study), locate_quotations(study)
    known = voices[voices["standing"] != "speaker not recorded"]
    gini = compute_gini(list(known["quotations"]))
    strata = measure_voice_strata(study)
    return [
        Number("voice.people", len(voices)),
        Number("voice.quoted", int((voices["quotations"] > 0).sum())),
        Number("voice.gini", "not estimable" if gini is None else round(gini, 2)),
        Number("voice.summary", say_summary(voices, cited)),
        Number("voice.most", say_most(voices, len(cited))),
        Number("voice.evenness", say_evenness(len(known), gini)),
        Number("voice.unheard", say_unheard(study, voices)),
        Number("voice.organisations", say_organisations(study, voices)),
        Number("voice.phases", say_shares(strata[strata["by"] == "phase"], name_phases(study))),
        Number("voice.kinds", say_kinds(strata[strata["by"] == "kind"])),
        Number("voice.attributes", say_attributes(study, strata)),
    ]


def say_summary(voices: pd.DataFrame, cited: pd.DataFrame) -> str:
    """Say how many people the quotations come from."""
    if cited.empty:
        return "No segment is evidence for a theme yet, so nobody is quoted."
    quoted = int((voices["quotations"] > 0).sum())
    unnamed = int((cited["participant_id"] == "").sum())
    words = (
        f"The {len(cited)} quotations come from {quoted} of the {len(voices)} people who took part"
    )
    if unnamed:
        words += (
            f"; the speaker of {count_words(unnamed, 'quotation')} was not recorded, so that "
            "counts for nobody"
        )
    return f"{words}."


def say_most(voices: pd.DataFrame, total: int) -> str:
    """Say what the most quoted people give."""
    quoted = voices[voices["quotations"] > 0]
    if quoted.empty:
        return "Nobody is quoted by name."
    first = quoted["quotations"].iloc[0]
    words = (
        f"The most quoted person gives {first} of the {total} quotations "
        f"({write_percent(first / total)})"
    )
    if len(quoted) > 3:
        three = int(quoted["quotations"].head(3).sum())
        words += f", and the three most quoted give {three} ({write_percent(three / total)})"
    return f"{words}."


def say_evenness(people: int, gini: float | None) -> str:
    """Say what the Gini coefficient is and means."""
    if gini is None:
        return "How evenly people are quoted cannot be estimated."
    even = "fairly evenly" if gini < 0.3 else "unevenly" if gini < 0.5 else "very unevenly"
    return (
        f"Quotations are spread {even} over the {people} people whose words can be told apart: "
        f"the Gini coefficient is {gini:.2f}, where 0 is the same number from each person and 1 "
        "is all from one."
    )


def say_unheard(study: Study, voices: pd.DataFrame) -> str:
    """Say how many people are never quoted, and for how many that cannot be told."""
    names = name_phases(study)
    silent = voices[voices["standing"] == "not quoted"]
    unclear = voices[voices["standing"] == "speaker not recorded"]
    parts = []
    if len(silent):
        counts = [
            f"{count} in {names[phase]}"
            for phase in names
            if (count := int((silent["phase"] == phase).sum()))
        ]
        where = f" ({join_words(counts)})" if len(names) > 1 else ""
        parts.append(f"{count_words(len(silent), 'person', 'people')} never quoted{where}")
    if len(unclear):
        parts.append(
            f"{count_words(len(unclear), 'person', 'people')} not quoted by name, for whom it "
            "cannot be told, because they spoke where speakers were not recorded"
        )
    if not parts:
        return "Everybody who took part is quoted."
    return start_sentence(f"among those who took part there {be(len(silent) or len(unclear))} ") + (
        f"{join_words(parts)}."
    )


def be(number: int) -> str:
    """Return "is" for one and "are" for any other number."""
    return "is" if number == 1 else "are"


def say_organisations(study: Study, voices: pd.DataFrame) -> str:
    """Say which organisations are never quoted by name."""
    if not study.knows_people:
        return (
            "Which organisations are heard and which are not cannot be told, because it is not "
            "known who belongs to which."
        )
    unheard = list_unheard_organisations(study)
    total = voices["organisation_id"].nunique()
    if unheard.empty:
        return f"People from all {count_words(total, 'organisation')} that took part are quoted."
    return (
        f"Nobody from {len(unheard)} of the {total} organisations that took part is quoted by "
        f"name: {join_words(sorted(unheard['label']))}."
    )


def say_shares(strata: pd.DataFrame, names: dict[str, str]) -> str:
    """Say each phase's share of people and of quotations."""
    known = strata.dropna(subset=["share_of_people", "share_of_quotations"])
    if known.empty:
        return "Phases cannot be compared."
    if len(known) == 1:
        return "There is one phase, so there are no phases to compare."
    parts = [
        f"{names[row.group]} has {write_percent(row.share_of_people)} of the people and "
        f"{write_percent(row.share_of_quotations)} of the quotations"
        for row in known.itertuples()
    ]
    return start_sentence(f"{join_words(parts)}. {judge_gap(known)}")


def judge_gap(known: pd.DataFrame) -> str:
    """Say whether shares of people and quotations lie close together."""
    gaps = (known["share_of_quotations"] - known["share_of_people"]).abs()
    if gaps.max() < GAP / 2:
        return "Each is heard in line with its size."
    return "Not all are heard in line with their size."


def say_kinds(strata: pd.DataFrame) -> str:
    """Say what each kind of source gives, a person."""
    known = strata.dropna(subset=["share_of_people", "share_of_quotations"])
    if len(known) < 2:
        return "All people were heard in one kind of source."
    parts = [
        f"{row.label.lower()}s reached {count_words(row.people, 'person', 'people')} "
        f"({write_percent(row.share_of_people)}) and gave "
        f"{count_words(row.quotations, 'quotation')} ({write_percent(row.share_of_quotations)})"
        for row in known.itertuples()
    ]
    words = start_sentence(f"{join_words(parts)}.")
    per = known.set_index("label")["per_person"]
    most, least = per.idxmax(), per.idxmin()
    if per[least] == 0:
        return f"{words} Nobody is quoted from {least.lower()}s."
    ratio = per[most] / per[least]
    if ratio < 1.5:
        return f"{words} A person was heard about as often in each."
    return (
        f"{words} For each person that is {per[most]:.1f} quotations from {most.lower()}s and "
        f"{per[least]:.1f} from {least.lower()}s: a person in the former is heard "
        f"{write_times(ratio)} as often as one in the latter."
    )


def write_times(ratio: float) -> str:
    """Return a ratio as prose has it: ``twice``, ``2.5 times``, ``15 times``."""
    if round(ratio, 1) == 2:
        return "twice"
    return f"{ratio:.0f} times" if ratio >= 5 else f"{ratio:.1f} times"


def say_attributes(study: Study, strata: pd.DataFrame) -> str:
    """Say which groups are heard much more or much less than their share of the people."""
    if not study.knows_people:
        return (
            "Groups of people other than phases are not compared: the register is reconstructed, "
            "so it is not known which person has which attributes."
        )
    known = strata[~strata["by"].isin(["phase", "kind"])]
    known = known.dropna(subset=["share_of_people", "share_of_quotations"])
    if known.empty:
        return "The study declares no attributes large enough to compare."
    gap = known["share_of_quotations"] - known["share_of_people"]
    far = known[gap.abs() >= GAP]
    if far.empty:
        near = known.loc[gap.abs().idxmax()]
        return (
            f"No group's share of the quotations lies {GAP * 100:.0f} percentage points or more "
            f"from its share of the people; the furthest is {near['label'].lower()} "
            f"({near['by_label'].lower()}), with {write_percent(near['share_of_people'])} of the "
            f"people and {write_percent(near['share_of_quotations'])} of the quotations."
        )
    parts = [
        f"{row.label.lower()} ({row.by_label.lower()}), {write_percent(row.share_of_people)} of "
        f"the people and {write_percent(row.share_of_quotations)} of the quotations"
        for row in far.itertuples()
    ]
    return f"Far from their share of the people are {join_words(parts)}."
