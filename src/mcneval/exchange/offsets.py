"""How each text counts its characters, found by scoring; selections get their words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from mcneval.exchange.conventions import CONVENTIONS, Convention, Ruler, convention
from mcneval.exchange.model import ProjectFile, Selection, Source, TextPart

DOUBTFUL = 0.8
SAMPLE = 200


@dataclass(frozen=True)
class Score:
    """How well the best two conventions fit one text.

    ``fitting`` of ``tried`` passages begin and end at words, or match the words that the
    file repeats; ``share`` is the finer measure by which the winner was found.
    """

    source: str
    label: str
    winner: str
    share: float
    fitting: int
    tried: int
    runner_up: str = ""
    runner_up_share: float = 0.0
    chosen: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether too few passages fit to trust the positions."""
        return self.share < DOUBTFUL


def apply_offsets(project: ProjectFile, wanted: str = "auto") -> list[Score]:
    """Find how each text counts, and give its selections their spans and words.

    Parameters
    ----------
    project : ProjectFile
        Changed in place: ``span`` and ``words`` of selections, ``convention`` of texts.
    wanted : str
        ``auto``, or the name of the convention to use for every text.

    Returns
    -------
    list of Score
        One for each text that has selections, in the file's order.
    """
    chosen = None if wanted == "auto" else convention(wanted)
    work = [
        (source, part, chosen_in(source, number))
        for source in project.sources
        for number, part in enumerate(source.parts)
        if part.text is not None
    ]
    work = [item for item in work if item[2]]
    marks = [score_part(part, selections, chosen) for _, part, selections in work]
    totals: dict[Convention, float] = defaultdict(float)
    for mark in marks:
        for way, (share, _, tried) in mark.items():
            totals[way] += share * tried
    scores = []
    for (source, part, selections), mark in zip(work, marks, strict=True):
        ranked = sorted(
            mark, key=lambda way: (-round(mark[way][0], 6), -totals[way], CONVENTIONS.index(way))
        )
        part.convention = ranked[0].name
        give_spans(Ruler(part), ranked[0], selections)
        scores.append(describe(source, part, ranked, mark, chosen is not None))
    give_known_words(project)
    return scores


def chosen_in(source: Source, number: int) -> list[Selection]:
    """Return the selections with positions in one text of a source."""
    return [
        s
        for s in source.selections
        if s.kind == "text" and s.part == number and s.begin is not None and s.end is not None
    ]


def candidates(part: TextPart) -> list[Convention]:
    """Return the conventions that can differ for a text, the standard's own first."""
    lines = "\n" in (part.text or "")
    wide = not (part.text or "").isascii()
    return [
        way
        for way in CONVENTIONS
        if (
            way.ends == "kept"
            or (way.ends == "folded" and part.crlf)
            or (way.ends == "doubled" and lines and not part.crlf)
        )
        and (part.bom or not way.bom)
        and (wide or way.unit == "codepoints" or way.bom)
    ]


def score_part(
    part: TextPart, selections: list[Selection], chosen: Convention | None
) -> dict[Convention, tuple[float, int, int]]:
    """Return share, fitting and tried of each convention for one text."""
    import numpy as np

    ruler = Ruler(part)
    step = max(1, len(selections) // SAMPLE)
    ways = [chosen] if chosen else candidates(part)
    sample = [s for s in selections[::step] if s.begin != s.end]
    if not sample:
        return dict.fromkeys(ways, (1.0, 0, 0))
    begins = np.array([s.begin or 0 for s in sample], dtype=np.int64)
    ends = np.array([s.end or 0 for s in sample], dtype=np.int64)
    placed = {way: ruler.place(way, begins, ends) for way in ways}
    fits = {
        way: np.where(exact, ruler.fit(first, last), 0.0)
        for way, (first, last, exact) in placed.items()
    }
    for number, selection in enumerate(sample):
        if not (selection.sure or selection.name):
            continue
        told = {
            way: matches(ruler.text[first[number] : last[number]], selection)
            for way, (first, last, _) in placed.items()
        }
        if selection.sure or any(told.values()):
            for way, right in told.items():
                fits[way][number] = 1.0 if right else 0.0
    return {
        way: (float(fit.mean()), int((fit >= 0.75).sum()), len(sample)) for way, fit in fits.items()
    }


def matches(words: str, selection: Selection) -> bool:
    """Whether a passage is what the file repeats of it, in full or as its beginning."""
    told = " ".join((selection.known or selection.name).split())
    found = " ".join(words.split())
    if selection.sure:
        return bool(told) and squeezed(found) == squeezed(told)
    begun = told.rstrip("….").rstrip()
    return len(begun) >= 3 and (found == told or (begun != told and found.startswith(begun)))


def squeezed(words: str) -> str:
    """Return words without any white space: tools join lines in different ways."""
    return "".join(words.split())


def give_spans(ruler: Ruler, way: Convention, selections: list[Selection]) -> None:
    """Give each selection its span in code points and its words."""
    import numpy as np

    begins = np.array([s.begin or 0 for s in selections], dtype=np.int64)
    ends = np.array([s.end or 0 for s in selections], dtype=np.int64)
    first, last, _ = ruler.place(way, begins, ends)
    for selection, start, stop in zip(selections, first.tolist(), last.tolist(), strict=True):
        selection.span = (start, stop)
        words = ruler.text[start:stop]
        differs = selection.sure and squeezed(words) != squeezed(selection.known)
        selection.words = selection.known if differs else words


def give_known_words(project: ProjectFile) -> None:
    """Take the words that the file repeats where the text itself is not there."""
    for source in project.sources:
        for selection in source.selections:
            if selection.words is not None:
                continue
            if selection.sure and selection.known.strip():
                selection.words = selection.known
            elif selection.kind == "text" and selection.begin is not None:
                length = (selection.end or 0) - selection.begin
                if length >= 3 and len(selection.name) == length:
                    selection.words = selection.name


def describe(
    source: Source,
    part: TextPart,
    ranked: list[Convention],
    marks: dict[Convention, tuple[float, int, int]],
    chosen: bool,
) -> Score:
    """Return the winner and the best convention that scored less."""
    share, fitting, tried = marks[ranked[0]]
    others = [way for way in ranked[1:] if marks[way][0] < share - 1e-9]
    return Score(
        source.name,
        part.label,
        ranked[0].name,
        share,
        fitting,
        tried,
        others[0].name if others else "",
        marks[others[0]][0] if others else 0.0,
        chosen,
    )
