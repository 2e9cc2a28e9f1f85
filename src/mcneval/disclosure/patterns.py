"""E-mail addresses, NHS numbers and paths into home folders."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import unquote

from mcneval.disclosure.finding import Finding, mask
from mcneval.disclosure.texts import Passage
from mcneval.study.load import Study

# The sign between the two parts of an address; looked for first, because it is rare.
SIGNS = (re.compile("@"), re.compile(r"[\[({]\s?at\s?[\])}]\s?", re.IGNORECASE))
WHO = re.compile(r"(?<![\w.+'-])[A-Za-z0-9][\w.+'-]{0,63}\s?$")
DOT = r"(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)"
HOST = re.compile(rf"(?:[A-Za-z0-9-]{{1,63}}{DOT}){{1,6}}[A-Za-z]{{2,24}}(?![\w@])", re.IGNORECASE)
# What looks like the end of a host and is the end of a file's name: lib@2.min.js.
FILE_ENDINGS = {"js", "mjs", "css", "map", "json", "png", "svg", "jpg", "gif", "html", "md", "py"}

NHS_NUMBER = re.compile(
    r"(?<![\w/.\-–])(\d{3})([ \u00a0\u2009\u202f\-–]?)(\d{3})\2(\d{4})(?![\w/\-–]|\.\d)"
)
# The same check digit is used for ten-digit book numbers.
BOOK_NUMBER = re.compile(r"(?:ISBN|\bSN)\W{0,6}(?:10)?\W{0,4}$", re.IGNORECASE)

HOME = re.compile(
    r"(?<![\w.~%-])(?:/home/|/Users/|/root/)[\w.-]+"
    r"|(?<![A-Za-z])[A-Za-z]:[\\/]{1,4}Users[\\/]{1,4}[^\\/\s\"'<>|:*?]+"
)

Search = Callable[[Passage], Iterable[Finding]]


def list_known_emails(study: Study) -> list[str]:
    """Return the addresses in a study's citation and authors, which it means to publish."""
    citation = study.settings.citation
    people = [*study.settings.authors, *study.settings.study_authors]
    told = [word for one in people for word in (one.name, one.affiliation, one.interests)]
    words = " ".join([citation.text, citation.url, *told])
    return [f"{who}@{host}" for _, who, host in find_emails(words)]


def find_emails(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each e-mail address: its place, who, and the host; ``(at)`` is read as the sign."""
    for signs in SIGNS:
        for sign in signs.finditer(text):
            start = max(0, sign.start() - 66)
            who = WHO.search(text[start : sign.start()])
            host = HOST.match(text, sign.end()) if who else None
            if who and host and (sign[0] != "@" or who[0] == who[0].strip()):
                yield start + who.start(), who[0].strip(), host[0]


def make_email_rule(allowed: Collection[str]) -> Search:
    """Return a search for e-mail addresses other than those allowed."""
    known = {address.lower() for address in allowed}

    def search(passage: Passage) -> Iterator[Finding]:
        seen = set(known)
        for text in () if passage.in_raw else (passage.text, passage.raw):
            for at, who, host in find_emails(unquote(text) if "%40" in text else text):
                address = f"{who}@{host}".lower()
                # git@host:… is the address of a repository, not of a person.
                if address in seen or who == "git" or host.rsplit(".", 1)[-1] in FILE_ENDINGS:
                    continue
                seen.add(address)
                place = passage.locate(text, at)
                shown = f"{who[0]}•••@{mask(host)}"
                mend = "Take it out of the study's files."
                yield Finding("e-mails", passage.file, place, "an e-mail address", shown, mend)

    return search


def search_nhs_numbers(passage: Passage) -> Iterator[Finding]:
    """Yield the NHS numbers in a passage: ten digits whose last is the modulus 11 check digit.

    The check is that of the NHS Data Dictionary (NHS number). Digits inside longer words, DOIs,
    paths and decimal fractions are none, nor are those of book numbers.
    """
    for found in NHS_NUMBER.finditer(passage.text):
        digits = found[1] + found[3] + found[4]
        before = passage.text[max(0, found.start() - 12) : found.start()]
        if is_nhs_number(digits) and not BOOK_NUMBER.search(before):
            yield Finding(
                "nhs-numbers",
                passage.file,
                passage.locate(passage.text, found.start()),
                "ten digits that are a valid NHS number",
                f"{digits[:3]} ••• ••{digits[-2:]}",
                "Take it out of the study's files.",
            )


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits carry a valid check digit; one digit repeated is no number."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    weighted = sum(
        weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits[:9], strict=True)
    )
    return (11 - weighted % 11) % 11 == int(digits[9])


def make_path_rule(folders: Iterable[Path]) -> Search:
    """Return a search for home folders and for the folders that this run works in."""
    above = [re.escape(str(folder)) + r"[\\/][\w.-]+" for folder in (Path.home(), gettempdir())]
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
                )

    return search
