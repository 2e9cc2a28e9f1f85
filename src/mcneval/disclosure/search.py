"""The search before a report is published: what it must not say, looked for in every file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from mcneval.disclosure.finding import Finding
from mcneval.disclosure.texts import Passage, read_passages
from mcneval.errors import McnevalError
from mcneval.exhibit import Exhibit
from mcneval.study.load import Study
from mcneval.study.settings import Rule as RuleName

RULES: tuple[str, ...] = get_args(RuleName)
"""What is looked for; ``study.yml: disclosure`` may turn one off by giving a reason."""

QUARTOS_OWN = "report/site_libs/"
"""Their licences name their authors, with addresses."""

if TYPE_CHECKING:
    from mcneval.disclosure.audit import Told

Rule = Callable[[Passage], Iterable[Finding]]


class DisclosureError(McnevalError):
    """A report would tell what must not be told; ``findings`` says where, all at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings), key=lambda finding: finding.sort_key)
        count = len(self.findings)
        lines = [
            f"The report is not published: {count} {'thing' if count == 1 else 'things'} in it "
            "must not be told.",
            *(f"  {finding}" for finding in self.findings),
            "If a rule does not fit this study, turn it off in study.yml with the reason, which "
            "the report then prints:",
            "  disclosure:",
            "    off:",
            f"      {self.findings[0].rule if self.findings else RULES[0]}: why it does not fit",
        ]
        super().__init__("\n".join(lines))


@dataclass(frozen=True)
class Found:
    """A file to search: where it is, and how it is called in findings."""

    path: Path
    name: str


def search_report(
    study: Study,
    run: Path,
    exhibits: Iterable[Exhibit] = (),
    allowed_emails: Collection[str] = (),
    told: Told | None = None,
) -> list[Finding]:
    """Return everything in a run's files that must not be published, sorted by file and place.

    Looked for are small counts of people that are shown or can be worked out, the keys of people
    who must not be followed, participants' words that are not cleared, names and other particulars
    from the study's ``private`` folder, e-mail addresses, NHS and telephone numbers, postcodes,
    dates of birth and paths into home folders. What stands in the study's own files is told of
    their row, and not again of each page that it comes to.

    Parameters
    ----------
    study : Study
        The study.
    run : Path
        The run's folder with notebooks, tables, figures, the book and the report.
    exhibits : iterable of Exhibit
        What the notebooks show; their data are audited for small counts.
    allowed_emails : collection of str
        Addresses that may stand in the report, besides those in ``study.yml: citation`` and
        ``authors``.
    told : Told, optional
        What may be told of themes and codes by groups of people.

    Returns
    -------
    list of Finding
        Empty where the report may be published.
    """
    off = list_rules_off(study)
    findings: set[Finding] = set()
    if "small-counts" not in off:
        from mcneval.disclosure.audit import audit_exhibits

        findings |= set(audit_exhibits(study, exhibits, told))
    rules = list(make_rules(study, off, run, allowed_emails))
    findings |= search_texts(study, rules)
    told_already = {(one.rule, one.secret) for one in findings if one.secret}
    seen: dict[bytes, list[Finding]] = {}
    for found in list_files(run):
        content = found.path.read_bytes()
        # A notebook lies in a report twice; it is searched once.
        digest = hashlib.sha256(found.path.suffix.encode() + content).digest()
        if digest not in seen:
            passages = read_passages(found.name, content)
            seen[digest] = [one for passage in passages for rule in rules for one in rule(passage)]
        name = Passage(found.name, "file name", found.name)
        here = [replace(one, file=found.name) for one in seen[digest]]
        here += [one for rule in rules for one in rule(name)]
        findings |= {one for one in here if (one.rule, one.secret) not in told_already}
    return sorted(findings, key=lambda finding: finding.sort_key)


def search_texts(study: Study, rules: Sequence[Rule] | None = None) -> set[Finding]:
    """Return what must not be published in what the analysts wrote: gists, summaries, narrative.

    ``rules`` are those that are in force; they are made where they are not at hand.
    """
    from mcneval.disclosure.words import list_prose, search_study

    off = list_rules_off(study)
    rules = list(make_rules(study, off, study.folder, ())) if rules is None else rules
    found = set() if "quotations" in off else set(search_study(study))
    for file, place, text in list_prose(study):
        passage = Passage(file, place, text)
        for rule in rules:
            # A link's keys are put into words where it is shown.
            told = ("quotations", "keys") if file == "theme_links.csv" else ("quotations",)
            found |= {one for one in rule(passage) if one.rule not in told}
    return found


def list_rules_off(study: Study) -> dict[str, str]:
    """Return the rules that a study turns off, with the reasons it gives."""
    off = getattr(study.settings.disclosure, "off", None) or {}
    return {rule: str(reason) for rule, reason in off.items() if str(reason).strip()}


def make_rules(
    study: Study, off: Collection[str], run: Path, allowed_emails: Collection[str]
) -> Iterator[Rule]:
    """Yield the rules that are in force, each a function of one passage."""
    from mcneval.disclosure.names import make_name_rule
    from mcneval.disclosure.patterns import (
        list_allowed,
        make_identifier_rule,
        make_key_rule,
        make_path_rule,
    )
    from mcneval.disclosure.words import make_word_rule

    yield make_identifier_rule(off, {*list_allowed(study), *allowed_emails})
    if "paths" not in off:
        yield make_path_rule([study.folder, run])
    if "names" not in off:
        yield make_name_rule(study)
    if "quotations" not in off:
        yield make_word_rule(study)
    if "keys" not in off and study.protects and not study.follows:
        yield make_key_rule(study)


def list_files(run: Path) -> list[Found]:
    """Return the files to search: all of a run's but the scripts that Quarto brings along."""
    files = (path for path in sorted(run.rglob("*")) if path.is_file())
    found = [Found(path, path.relative_to(run).as_posix()) for path in files]
    return [one for one in found if not one.name.startswith(QUARTOS_OWN)]


__all__ = ["RULES", "DisclosureError", "Finding", "list_rules_off", "search_report"]
