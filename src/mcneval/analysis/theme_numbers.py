"""The numbers and phrases that the chapters on themes and evidence use."""

from __future__ import annotations

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.numbers import Number, slug
from mcneval.analysis.refinement_words import word_refinement
from mcneval.analysis.robustness_words import word_robustness
from mcneval.analysis.theme_words import word_themes
from mcneval.study.load import Study

KINDS = {"enabler": "enablers", "barrier": "barriers", "mixed": "mixed"}


def state_themes(study: Study, min_people: int = 2, similarity: int = 85) -> list[Number]:
    """Return every number and phrase of the chapters on themes and evidence.

    Keys: ``themes.total`` and by kind; ``quotations.total`` (distinct segments that are evidence
    for a theme) and ``quotations.<phase id>``; the phrases ``themes.*``, ``refinement.*``,
    ``robustness.*``, ``matrix.*``, ``deviant.*``, ``repeats.*`` and ``evidence.*``.

    Parameters
    ----------
    study : Study
        The study.
    min_people : int
        How many voices a theme must rest on.
    similarity : int
        The likeness from which two segments count as repeated.
    """
    kinds = study["themes"]["kind"]
    numbers = [Number("themes.total", len(kinds))]
    numbers += [
        Number(f"themes.{name}", int((kinds == kind).sum())) for kind, name in KINDS.items()
    ]
    used = gather_evidence(study).drop_duplicates("segment_id")
    numbers.append(Number("quotations.total", len(used)))
    numbers += [
        Number(f"quotations.{slug(phase)}", int((used["phase"] == phase).sum()))
        for phase in study.phase_labels
    ]
    phrases = word_themes(study) | word_refinement(study)
    phrases |= word_robustness(study, min_people, similarity)
    return numbers + [Number(key, words) for key, words in phrases.items()]
