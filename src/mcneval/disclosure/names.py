"""Names and other particulars of participants, as the study's private folder holds them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mcneval.disclosure.finding import Finding, mask
from mcneval.disclosure.private_tables import list_known, list_values, read_sheets
from mcneval.disclosure.texts import Passage
from mcneval.disclosure.words import split_words
from mcneval.study.load import Study

Search = Callable[[Passage], Iterable[Finding]]


@dataclass(frozen=True)
class Particular:
    """One value that identifies someone, and how it is looked for."""

    kind: str
    value: str
    anchor: str
    pattern: re.Pattern[str]


def make_name_rule(study: Study) -> Search:
    """Return a search for what identifies people in the tables of the private folder."""
    particulars = list_particulars(study)

    def search(passage: Passage) -> Iterator[Finding]:
        if not particulars:
            return
        words = set(split_words(passage.text))
        for one in particulars:
            if one.anchor and one.anchor not in words:
                continue
            found = one.pattern.search(passage.text)
            if found:
                yield Finding(
                    "names",
                    passage.file,
                    passage.locate(passage.text, found.start()),
                    f"a participant's {one.kind} from the private folder",
                    mask(one.value),
                    "Take it out, or write the participant's id instead.",
                    one.value,
                )

    return search


def list_particulars(study: Study) -> list[Particular]:
    """Return what identifies people in the tables of the private folder, each value once."""
    known = list_known(study)
    found: dict[tuple[str, str], Particular] = {}
    for sheet in read_sheets(study.folder / "private"):
        for kind, words in (one for row in sheet.rows for one in list_values(row)):
            if len(words) < 3 or words.casefold() in known:
                continue
            pattern = write_pattern(kind, words)
            if pattern:
                named = split_words(words) if kind == "name" else []
                anchor = max(named, key=len, default="")
                found[kind, words.casefold()] = Particular(kind, words, anchor, pattern)
    return list(found.values())


def write_pattern(kind: str, value: str) -> re.Pattern[str] | None:
    """Return how a particular is looked for; None where it is too little to be told apart.

    A name of one word must stand with its capital, for it may also be a word; one of several may
    be in any case, or with the last word first. Digits may be parted in any way.
    """
    if kind in ("telephone number", "NHS number"):
        digits = re.sub(r"\D", "", value)
        spaced = r"[\s().–-]{0,3}".join(digits)
        return re.compile(rf"(?<!\d){spaced}(?!\d)") if len(digits) >= 6 else None
    if kind == "date of birth":
        return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in write_dates(value)))
    parts = [re.escape(part).replace("'", "['’]") for part in re.findall(r"[^\s,;]+", value)]
    if not parts:
        return None
    gap = r"[\s,;._-]+"
    if kind == "name" and len(parts) == 1:
        return re.compile(rf"(?<![^\W_]){parts[0]}(?![^\W_])")
    forms = [gap.join(parts)]
    if kind == "name":
        forms.append(gap.join([parts[-1], *parts[:-1]]))
    return re.compile("|".join(rf"(?<![^\W_]){one}(?![^\W_])" for one in forms), re.IGNORECASE)


def write_dates(value: str) -> list[str]:
    """Return a date in the ways people write it; the value alone where it is no date."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            day = datetime.datetime.strptime(value, form)
        except ValueError:
            continue
        long = f"{day.day} {day:%B %Y}"
        written = [f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}"]
        return [*written, f"{day.day}/{day.month}/{day.year}", long, f"{day:%d %B %Y}"]
    return [value]
