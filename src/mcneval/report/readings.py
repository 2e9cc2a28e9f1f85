"""Fill readings, short Markdown templates, from a run's exhibits and a study's own words.

A reading lies in ``reports/readings/<language>/<name>.md.j2``; a study may put its own in its
place, in ``data/<study>/readings/<language>/``, and take the house's into it by
``{% include "house/<name>.md.j2" %}``. A template sees

- ``rows(label)``: the rows of an exhibit's data (a reading of an absent exhibit says nothing);
  ``shown(label)``: whether it has any;
- ``study`` and ``book``: what the study declares, and what is known of the report;
- the filters below. What comes from data is escaped; only the template's own words, and the prose
  that a study's team wrote as Markdown (the filter ``markdown``), are Markdown.
"""

from __future__ import annotations

import datetime
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from mcneval.errors import McnevalError
from mcneval.exhibit import Exhibit, escape_markdown
from mcneval.roles import write_number
from mcneval.study.nearest import find_nearest
from mcneval.study.tables import STEPS
from mcneval.study.wording import join_words, slug

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ENDING = ".md.j2"
LONGEST = 1_000_000
"""Signs of one reading: the longest of the house has some 15,000."""


class ReadingError(McnevalError):
    """A reading asks for what is not there; the message says where."""


class NothingToSay(Exception):  # noqa: N818 – it is no error
    """A reading's exhibit is absent."""


class Row:
    """A row of an exhibit, or a part of a study: ``row.people`` or ``row["in-sst"]``.

    An unknown name is an error everywhere, also under ``default``, ``map`` and ``is defined``.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            raise ReadingError(f"there is no {name!r} here{_suggest(str(name), self._values)}")
        value = self._values[name]
        return Row(value) if isinstance(value, Mapping) else value

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def get(self, name: str) -> Any:
        """Return what may be there: None where it is not."""
        if name not in self:
            return None
        return self[name]


def _suggest(name: str, known: Iterable[str]) -> str:
    near = find_nearest(name, list(known))
    return f"; did you mean {near!r}?" if near else f"; there are {', '.join(known)}"


def write_value(value: Any, word: str = "number") -> str:
    """Return a value as a sentence has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return write_number(float(value), "count" if isinstance(value, int) else word)
    return "" if value is None else str(value)


def finish(value: Any) -> Any:
    """Return what an expression prints: Markdown as it is, all else escaped."""
    return (
        value
        if isinstance(value, (Markup, StrictUndefined))
        else Markup(escape_markdown(write_value(value)))
    )


def spell(value: Any, nothing: str = "no") -> str:
    """Return a number in words below ten, else in figures: ``{{ 3 | spell }} themes``."""
    small = isinstance(value, int) and 0 <= value < len(WORDS)
    return (nothing if value == 0 else WORDS[value]) if small else write_value(value)


def count(value: Any, one: str, more: str = "") -> Markup:
    """Return a number with its noun: ``{{ 1 | count("theme") }}`` is *one theme*."""
    noun = one if value == 1 else more or f"{one}s"
    return Markup(f"{escape_markdown(spell(value))} {noun}")


def plural(value: Any, one: str, more: str) -> Markup:
    """Return the one word or the other: ``{{ n | plural("is", "are") }}``."""
    return Markup(one if value == 1 else more)


def percent(value: float | str | None) -> str:
    """Return a share as a whole per cent; what may not be told stays in words."""
    return (
        value if isinstance(value, str) else "" if value is None else write_number(value, "share")
    )


def quote(words: str) -> Markup:
    """Return the name of a code or theme as prose quotes it: “Money”."""
    return Markup(f"“{escape_markdown(str(words))}”")


def listed(parts: Iterable[Any], last: str = "and", most: int = 0) -> Markup:
    """Return parts as a sentence lists them: ``a, b and c``; more than ``most`` are counted."""
    words = [str(finish(part)) for part in parts]
    if most and len(words) > most:
        words = [*words[: most - 1], f"{spell(len(words) - most + 1)} more"]
    return Markup(join_words(words, last, limit=len(words)))


def speaker(who: str) -> str:
    """Return how a report names a speaker: *Participant 7* for ``P07``, *Focus group 2* for FG2.

    A letter is *Speaker C*; keys of another form stay as they are.
    """
    if re.fullmatch("[A-Z]{1,2}", who):
        return f"Speaker\u00a0{who}"
    found = re.fullmatch(r"(P|Focus group FG)0*(\d+)", who)
    return (
        f"{'Participant' if found[1] == 'P' else 'Focus group'}\u00a0{found[2]}" if found else who
    )


def sentence(words: str) -> Markup:
    """Return words with a capital first letter."""
    text = str(finish(words))
    return Markup(text[:1].upper() + text[1:])


def day(date: str) -> str:
    """Return a date as a sentence has it: *25 January 2024* for ``2024-01-25``."""
    found = datetime.date.fromisoformat(date[:10])
    return f"{found.day} {found:%B %Y}"


def squares(breadth: str) -> str:
    """Return how widely something was said in four squares, as figures have it; "" where unsaid."""
    steps = STEPS.get(breadth, 0)
    return "■" * steps + "□" * (4 - steps) if steps else ""


def table(rows: Iterable[Iterable[Any]], *heads: str) -> Markup:
    """Return rows of plain values as a pipe table under these heads."""
    import pandas as pd

    from mcneval.exhibit import write_table

    return Markup(write_table(pd.DataFrame([list(row) for row in rows], columns=list(heads))))


FILTERS: dict[str, Callable[..., Any]] = {
    "count": count,
    "day": day,
    "listed": listed,
    "markdown": Markup,
    "percent": percent,
    "plural": plural,
    "quote": quote,
    "sentence": sentence,
    "slug": slug,
    "speaker": speaker,
    "spell": spell,
    "squares": squares,
    "table": table,
}


class Missing(StrictUndefined):
    """What is not there. A name that nobody gave is an error, also under ``default``."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        if name is not None and obj is missing:
            self._fail_with_undefined_error()


class TemplateWords(SandboxedEnvironment):
    """An environment in which the strings that a template prints are its own words, not data.

    It is a sandbox: a study that somebody else wrote may bring readings of its own.
    """

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for output in tree.find_all(nodes.Output):
            output.nodes = [_mark_words(node) for node in output.nodes]
        return tree


def _mark_words(node: nodes.Expr) -> nodes.Expr:
    """Mark a string as Markdown, also where it is what a condition chooses."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return nodes.MarkSafe(node, lineno=node.lineno)
    if isinstance(node, nodes.CondExpr):
        node.expr1 = _mark_words(node.expr1)
        node.expr2 = node.expr2 and _mark_words(node.expr2)
    return node


class Kept(BytecodeCache):
    """Compiled templates of this process: a preview fills the same ones again and again."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code where its words are the same as before."""
        if code := self._codes.get(f"{bucket.key} {bucket.checksum}"):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self._codes[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


KEPT = Kept()


class Readings:
    """The readings of a run, to be filled by name.

    Parameters
    ----------
    folders : sequence of Path
        Where readings lie: the study's own first, the house's last.
    exhibits : iterable of Exhibit
        What the run's notebooks show.
    facts : mapping
        ``study``, ``book`` and whatever else templates see by name.
    language : str
        The folder of a language in each of the folders.
    """

    def __init__(
        self,
        folders: list[Path],
        exhibits: Iterable[Exhibit],
        facts: Mapping[str, Any],
        language: str = "en",
    ) -> None:
        self._exhibits = {one.label: one for one in exhibits}
        places = [FileSystemLoader(folder / language) for folder in folders]
        self._environment = TemplateWords(
            loader=ChoiceLoader([*places, PrefixLoader({"house": places[-1]})]),
            undefined=Missing,
            finalize=finish,
            # Anchors such as {#sec-people} are Markdown.
            comment_start_string="{##",
            comment_end_string="##}",
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=True,  # what a macro or a block gives is Markdown already
            extensions=["jinja2.ext.do"],
            bytecode_cache=KEPT,
        )
        self._environment.filters |= FILTERS
        self._environment.globals |= {"rows": self.rows, "shown": self.shown}
        self._environment.globals |= {
            name: Row(value) if isinstance(value, Mapping) else value
            for name, value in facts.items()
        }

    @property
    def names(self) -> list[str]:
        """The names of all readings, sorted."""
        listed = self._environment.list_templates(
            filter_func=lambda name: not name.startswith("house/")
        )
        return [name.removesuffix(ENDING) for name in listed if name.endswith(ENDING)]

    def rows(self, label: str, or_none: bool = False) -> list[Row]:
        """Return the rows of an exhibit's data.

        Where the study has none of it the reading ends there and says nothing, or, with
        ``or_none``, goes on without rows.
        """
        if label not in self._exhibits:
            raise ReadingError(f"there is no exhibit {label!r}{_suggest(label, self._exhibits)}")
        exhibit = self._exhibits[label]
        if not exhibit.data and not or_none:
            raise NothingToSay(label)
        return [Row(row) for data in exhibit.data[:1] for row in data.records()]

    def shown(self, label: str) -> bool:
        """Return whether an exhibit shows anything."""
        return bool(self.rows(label, or_none=True))

    def fill(self, name: str) -> str:
        """Return a reading as Markdown.

        Raises
        ------
        ReadingError
            Where it names what is not there, with file and line.
        """
        try:
            text = self._environment.get_template(f"{name}{ENDING}").render().strip()
        except NothingToSay:
            return ""
        except TemplateSyntaxError as error:
            raise ReadingError(
                f"{error.filename or name + ENDING}, line {error.lineno}: {error.message}"
            ) from error
        except RecursionError:
            what = "it includes itself without end, or is nested too deep"
            raise ReadingError(f"{name}{ENDING}: {what}") from None
        except Exception as error:  # What a study's own template does may raise anything.
            frames = [
                frame
                for frame in traceback.extract_tb(error.__traceback__)
                if frame.filename.endswith(ENDING)
            ]
            where = (
                f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else f"{name}{ENDING}"
            )
            fault = str(error) or type(error).__name__
            if isinstance(error, MemoryError):
                fault = "it needs more memory than there is"
            if isinstance(error, UnicodeDecodeError) and not frames:
                fault = "it is not UTF-8; save it as UTF-8"
            raise ReadingError(f"{where}: {fault}") from error
        if len(text) > LONGEST:
            what = f"it says {len(text):,} signs; at most {LONGEST:,} are printed"
            raise ReadingError(f"{name}{ENDING}: {what}")
        return text

    def fill_all(self, begin: Callable[[str], None] = lambda _: None) -> dict[str, str]:
        """Return every reading by its name; ``begin`` is told each as its turn comes.

        Raises
        ------
        ReadingError
            With everything that is wrong, all at once.
        """
        filled, problems = {}, []
        for name in self.names:
            begin(f"{name}{ENDING}")
            try:
                filled[name] = self.fill(name)
            except ReadingError as error:
                problems.append(str(error))
        if problems:
            raise ReadingError("\n".join(dict.fromkeys(problems)))
        return filled
