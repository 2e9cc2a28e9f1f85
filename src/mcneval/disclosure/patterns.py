"""What identifies people by its form, and paths on the computer that made a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import unquote

from mcneval.disclosure.finding import Finding, mask
from mcneval.disclosure.identifiers import HOME, find_emails, find_identifiers
from mcneval.disclosure.texts import Passage
from mcneval.study.load import Study

RULE_OF = {
    "e-mail address": "e-mails",
    "NHS number": "nhs-numbers",
    "phone number": "phones",
    "postcode": "postcodes",
    "date of birth": "births",
}
"""The rule that each kind of identifier belongs to."""
WHAT = {
    "e-mails": "an e-mail address",
    "nhs-numbers": "ten digits that are a valid NHS number",
    "phones": "a telephone number",
    "postcodes": "a postcode",
    "births": "a date of birth",
}
Search = Callable[[Passage], Iterable[Finding]]


def list_allowed(study: Study) -> set[str]:
    """Return what a study's citation and authors tell of themselves, which it means to publish."""
    settings = study.settings
    people = [*settings.authors, *settings.study_authors]
    told = [word for one in people for word in (one.name, one.affiliation, one.interests)]
    words = " ".join([settings.citation.text, settings.citation.url, *told])
    addresses = {f"{who}@{host}" for _, who, host in find_emails(words)}
    return addresses | {one.value for one in find_identifiers(words)}


def make_identifier_rule(off: Collection[str], allowed: Collection[str]) -> Search:
    """Return a search for what identifies people by its form, other than what is allowed."""
    known = {value.lower() for value in allowed}

    def search(passage: Passage) -> Iterator[Finding]:
        seen = set(known)
        texts = () if passage.in_raw else enumerate((passage.text, passage.raw))
        for unread, text in texts:
            for one in find_identifiers(unquote(text) if "%40" in text else text):
                rule = RULE_OF.get(one.kind, "")
                # What is not read in a page is looked through for addresses in links alone.
                if not rule or rule in off or (unread and rule != "e-mails"):
                    continue
                if one.value.lower() not in seen:
                    seen.add(one.value.lower())
                    place = passage.locate(text, one.start)
                    mend = "Take it out of the study's files."
                    what = WHAT[rule]
                    yield Finding(rule, passage.file, place, what, hide(one.value), mend, one.value)

    return search


def hide(value: str) -> str:
    """Return an identifier with most of it masked."""
    who, sign, host = value.partition("@")
    return f"{who[0]}•••@{mask(host)}" if sign else mask(value)


def make_path_rule(folders: Iterable[Path]) -> Search:
    """Return a search for home folders and for the folders that this run works in."""
    above = [
        re.escape(str(folder)) + r"[\\/][\w.-]{1,80}" for folder in (Path.home(), gettempdir())
    ]
    here = [re.escape(str(folder.resolve())) + r"(?![\w-])" for folder in folders]
    own = re.compile(rf"(?<![\w.~%-])(?:{'|'.join([*here, *above])})")
    signs = {"/home/", "/Users/", "/root/", "Users", str(Path.home()), gettempdir()}
    signs |= {str(folder.resolve()) for folder in folders}

    def search(passage: Passage) -> Iterator[Finding]:
        seen = set()
        for text in () if passage.in_raw else (passage.text, passage.raw):
            if not any(sign in text for sign in signs):
                continue
            for found in [*HOME.finditer(text), *own.finditer(text)]:
                if found[0] in seen:
                    continue
                seen.add(found[0])
                yield Finding(
                    "paths",
                    passage.file,
                    passage.locate(text, found.start()),
                    "a path on the computer that made the report",
                    f"{found[0][:6]}•••",
                    "Give the path from the study's folder instead.",
                    found[0],
                )

    return search


def make_key_rule(study: Study) -> Search:
    """Return a search for the keys of people, sources and segments, by which one can be followed.

    They are looked for where speakers are not followed. A key of a letter or a number alone may be
    any word and is passed over.
    """
    names = {
        _write_plainly(key)
        for table in ("participants", "sources", "segments")
        for key in study.tables[table].iloc[:, 0]
        if (len(key) > 2 or table == "participants")
        and re.search(r"\d", key)
        and re.search(r"[^\W\d_]", key)
    }
    # In small letters, too, but for keys so short that they may be any word.
    names |= {key.casefold() for key in names if len(key) > 2}
    word = re.compile(r"[\w.\-\u2010\u2011\u2013]{2,60}")

    def search(passage: Passage) -> Iterator[Finding]:
        for found in word.finditer(passage.text):
            if any(_write_plainly(part) in names for part in _list_parts(found[0])):
                yield Finding(
                    "keys",
                    passage.file,
                    passage.locate(passage.text, found.start()),
                    "the key of a person, a source or a segment, by which people can be followed",
                    found[0],
                    "Leave it out, or say why speakers may be followed (disclosure: speakers).",
                    found[0],
                )
                return

    return search


def _write_plainly(key: str) -> str:
    """Return a key without what may part its letters from its digits: P01 for ``P-01``.

    A point may not: ``p.12`` is a page.
    """
    return re.sub(r"^([^\W\d_]{1,20})[_\-\u2010\u2011\u2013](?=\d)", r"\1", key)


def _list_parts(word: str) -> Iterator[str]:
    """Yield a word and what stands in it between points, hyphens and underscores, in runs."""
    parts = re.split(r"([._\-\u2010\u2011\u2013])", word)[:19]
    for start in range(0, len(parts), 2):
        for end in range(start + 1, len(parts) + 1, 2):
            yield "".join(parts[start:end])
