"""Rules on evidence: segments, their words, codes, and the themes that they bear."""

from __future__ import annotations

from collections.abc import Iterator

from mcneval.study.grid import Grid
from mcneval.study.nearest import VERY_NEAR, find_nearest, suggest
from mcneval.study.problems import Problem
from mcneval.study.story import Rule, Story
from mcneval.study.values import COLOUR
from mcneval.study.wording import count_things, name_rows


def check_evidence(story: Story) -> Iterator[Problem]:
    """Yield themes without evidence, and how many segments are evidence for no theme."""
    if not story.has("themes", "segments", "theme_segments"):
        return
    evidence = story.grids["theme_segments"]
    stances = list(evidence.records("theme_id", "stance"))
    borne = {theme for _, theme, stance in stances if stance != "against"}
    opposed = {theme for _, theme, stance in stances if stance == "against"}
    themes = story.grids["themes"]
    for row, theme in themes.column("theme_id"):
        if theme and theme not in borne:
            lack = f"no evidence: it has no row in {evidence.file}"
            words = f"'{theme}' has {'evidence against it only' if theme in opposed else lack}."
            mend = "Add the segments that it rests on, or delete the theme."
            yield themes.flag(row, "theme_id", words, mend, severity="warning", rule="no-evidence")
    segments = story.grids["segments"]
    used = evidence.values("segment_id")
    unused = [(row, name) for row, name in segments.column("segment_id") if name not in used]
    if unused:
        words = f"{len(unused)} of {count_things(len(segments), 'segment')} are evidence for no "
        words += f"theme ({name_rows([row for row, _ in unused])})."
        mend = f"Add them to {evidence.file}, or leave them if they bear on none."
        yield segments.flag(None, "segment_id", words, mend, severity="warning", rule="no-theme")


def check_labels(story: Story) -> Iterator[Problem]:
    """Yield themes with the label of another: figures and the history go by it."""
    if not story.has("themes"):
        return
    grid = story.grids["themes"]
    first: dict[str, int] = {}
    for row, label in grid.column("label"):
        if first.setdefault(label, row) != row and label:
            words = f"'{label}' is the label of another theme too (row {first[label]})."
            mend = "Give each theme a label of its own, or make them one theme."
            yield grid.flag(row, "label", words, mend, found=label, rule="label-twice")


def check_gists(story: Story) -> Iterator[Problem]:
    """Yield gists that are a participant's own words, and evidence that nothing can show."""
    if not story.has("segments"):
        return
    grid = story.grids["segments"]
    spoken = story.map("segment_text", "segment_id", "text")
    for row, name, gist in grid.records("segment_id", "gist"):
        if gist and _fold(gist) == _fold(spoken.get(name, "")):
            words = "the gist is the verbatim text, which is private, letter for letter."
            mend = "Write what was said in your own words."
            yield grid.flag(row, "gist", words, mend, severity="warning", rule="verbatim-gist")
    bearing = story.map("theme_segments", "segment_id", "theme_id")
    quoted = story.map("quotations", "segment_id", "text")
    rows = [
        row
        for row, name, gist in grid.records("segment_id", "gist")
        if not gist and name in bearing and name not in quoted
    ]
    if rows:
        words = f"{count_things(len(rows), 'segment')} that a theme rests on without a gist or a "
        words += f"cleared quotation ({name_rows(rows)}): the report can only count them."
        mend = "Write what was said in your own words."
        yield grid.flag(None, "gist", words, mend, severity="warning", rule="no-gist")


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .\"'“”‘’")


def check_codes(story: Story) -> Iterator[Problem]:
    """Yield codes that stand under themselves, colours that are none, coders who are unknown."""
    if story.has("codes"):
        grid = story.grids["codes"]
        parents = story.map("codes", "code_id", "parent_id")
        for row, code in grid.column("code_id"):
            circle = _find_circle(code, parents)
            if circle:
                words = f"'{code}' stands under itself: {' under '.join(circle)}."
                mend = "Correct or empty the parent_id of one of them."
                yield grid.flag(row, "parent_id", words, mend, found=code, rule="circle")
        for row, colour in grid.column("colour"):
            if colour and not COLOUR.fullmatch(colour):
                words = f"'{colour}' is not a colour as #rrggbb."
                yield grid.flag(
                    row, "colour", words, "Write #d55e00, say.", severity="warning", rule="colour"
                )
    if story.has("codings") and story.settings.coders:
        yield from _check_coders(story, story.grids["codings"])


def _find_circle(code: str, parents: dict[str, str]) -> list[str]:
    path = [code]
    while parents.get(path[-1]):
        path.append(parents[path[-1]])
        if path[-1] == code:
            return path
        if len(path) > len(parents):
            break
    return []


def _check_coders(story: Story, grid: Grid) -> Iterator[Problem]:
    known = list(story.settings.coders)
    told = set(known)
    for row, coder in grid.column("coder"):
        if coder and coder not in told:
            told.add(coder)
            words = f"'{coder}' is not a coder of study.yml{suggest(coder, known)}"
            mend = "Correct it, or add the person under coders in study.yml."
            yield grid.flag(
                row, "coder", words, mend, found=coder, severity="warning", rule="coder"
            )


def check_history(story: Story) -> Iterator[Problem]:
    """Yield theme labels of the last round that are nearly, but not quite, a theme's label."""
    if not story.has("theme_history", "themes"):
        return
    grid = story.grids["theme_history"]
    labels = story.grids["themes"].values("label")
    rounds = [int(number) for number in grid.values("round") if number.isdigit()]
    last = str(max(rounds, default=0))
    told: set[str] = set()
    for row, number, label in grid.records("round", "theme_label"):
        if number != last or not label or label in labels or label in told:
            continue
        told.add(label)
        nearest = find_nearest(label, labels, VERY_NEAR)
        if nearest:
            words = f"'{label}' is not the label of a theme: did you mean '{nearest}'?"
            mend = "Write labels alike in the last round and in themes.csv."
            yield grid.flag(row, "theme_label", words, mend, severity="warning", rule="label")


def check_links(story: Story) -> Iterator[Problem]:
    """Yield themes that act on themselves."""
    if story.has("theme_links"):
        grid = story.grids["theme_links"]
        for row, one, other in grid.records("from_theme", "to_theme"):
            if one and one == other:
                words = f"'{one}' acts on itself."
                mend = "Name another theme, or delete the row."
                yield grid.flag(row, "to_theme", words, mend, severity="warning", rule="self-link")


def check_cases(story: Story) -> Iterator[Problem]:
    """Yield summaries of neither a participant nor an organisation."""
    if not story.has("summaries", "participants", "organisations"):
        return
    grid = story.grids["summaries"]
    known = story.grids["participants"].values("participant_id")
    known |= story.grids["organisations"].values("organisation_id")
    for row, case in grid.column("case_id"):
        if case and case not in known:
            words = f"'{case}' is neither a participant_id nor an organisation_id"
            mend = "Correct it, or add it to participants.csv or organisations.csv."
            yield grid.flag(
                row, "case_id", f"{words}{suggest(case, known)}", mend, found=case, rule="reference"
            )


RULES = (
    Rule(
        (
            "Every theme has evidence for it (warning).",
            "Every segment is evidence for a theme (warning).",
        ),
        check_evidence,
    ),
    Rule(("No two themes have one label.",), check_labels),
    Rule(
        (
            "A gist is not the verbatim text (warning).",
            "A segment that a theme rests on has a gist or a cleared quotation (warning).",
        ),
        check_gists,
    ),
    Rule(
        (
            "No code stands under itself.",
            "A colour is written as #rrggbb (warning).",
            "Every coder is named in `study.yml`, where it names any (warning).",
        ),
        check_codes,
    ),
    Rule(
        ("Theme labels of the last refinement round are those of `themes.csv` (warning).",),
        check_history,
    ),
    Rule(("No theme acts on itself (warning).",), check_links),
    Rule(("A summary is of a participant or an organisation.",), check_cases),
)
