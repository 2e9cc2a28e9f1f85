"""What the chapters say of how firmly themes stand, in words."""

from __future__ import annotations

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.matrix import Case, choose_case, count_matrix
from mcneval.analysis.numbers import count_words, join_words, spell
from mcneval.analysis.repeat_words import word_method, word_repeats
from mcneval.analysis.robustness import compute_losses, compute_reliance, name_units
from mcneval.analysis.theme_voices import list_groups
from mcneval.analysis.theme_words import name_themes
from mcneval.analysis.wording import start_sentence, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

WEAK = ("no evidence", "too few")
MOST_NAMED = 3


def word_robustness(study: Study, min_people: int, similarity: int) -> dict[str, str]:
    """Return the phrases on robustness, matrix, deviant cases and repeats."""
    return {
        "robustness.threshold": word_threshold(study, min_people),
        "robustness.verdict": word_verdict(study, min_people),
        "robustness.worst": word_worst(study, min_people),
        "robustness.losses": word_losses(study, min_people),
        "matrix.shows": word_matrix_shows(study),
        "matrix.cells": word_cells(study),
        "matrix.summaries": word_summaries(study),
        "deviant.found": word_deviant(study),
        "repeats.how": word_method(study, similarity),
        "repeats.found": word_repeats(study, similarity),
    }


def word_threshold(study: Study, min_people: int) -> str:
    """Return what is asked of a theme."""
    units = "each voice, each organisation and each source"
    if not study.knows_people:
        units = "each voice and each source"
    return (
        f"A theme should rest on {count_words(min_people, 'voice')} at least. To see which "
        f"themes depend on someone, {units} is left out in turn, and the voices that remain are "
        "counted. Only segments that speak for a theme count."
    )


def word_verdict(study: Study, min_people: int) -> str:
    """Return how many themes hold, fall, or are below the threshold already."""
    verdicts = compute_reliance(study, min_people)["verdict"]
    needed = count_words(min_people, "voice")
    units = "voice, organisation or source" if study.knows_people else "voice or source"
    holds, weak = verdicts == "holds", verdicts.isin(WEAK)
    clauses = [
        (holds, "holds", "hold", f"whichever {units} is left out"),
        (~holds & ~weak, "falls", "fall", f"below {needed} without one {units}"),
        (weak, "has", "have", f"fewer than {needed} to begin with"),
    ]
    parts = [
        f"{spell(int(rows.sum()))} {one if rows.sum() == 1 else many} {rest}"
        for rows, one, many, rest in clauses
        if rows.any()
    ]
    if not parts:
        return "There is no theme to judge."
    total = len(verdicts)
    if total == 1:
        return f"The one theme {parts[0].removeprefix('one ')}."
    if len(parts) == 1:
        return f"All {parts[0].replace(' ', ' themes ', 1)}."
    return f"Of {count_words(total, 'theme')}, {join_words(parts)}."


def word_worst(study: Study, min_people: int) -> str:
    """Return the themes that are below the threshold already."""
    frame = compute_reliance(study, min_people)
    weak = list(frame.loc[frame["verdict"].isin(WEAK), "label"])
    if not weak:
        return ""
    return (
        f"{start_sentence(name_themes(weak))} should be read as something that was said, not as "
        "a pattern."
    )


def word_losses(study: Study, min_people: int) -> str:
    """Return whose absence would cost most themes."""
    losses = compute_losses(study, min_people)
    if losses.empty:
        return ""
    most = losses["themes"].map(len).max()
    top = losses[losses["themes"].map(len) == most]
    names = name_units(study)
    keys = list(zip(top["unit"], top["name"], strict=True))
    who = join_words(escape_markdown(names[key]) for key in keys[:5])
    if len(top) > 5:
        return (
            f"Leaving out any one of {len(top)} voices, organisations or sources would bring "
            f"{count_words(most, 'theme')} below the threshold. No other would bring as many."
        )
    start = "Leaving out any one of" if len(top) > 1 else "Leaving out"
    return (
        f"{start} {who} would bring {count_words(most, 'theme')} below the threshold. No other "
        "would bring as many."
    )


def word_matrix_shows(study: Study) -> str:
    """Return what a column of the matrix is."""
    nouns = {"organisation": "an organisation", "participant": "a participant"}
    groups = join_words(list_groups(gather_evidence(study)))
    rest = f", or, where the speaker is not recorded, a whole source ({groups})" if groups else ""
    return (
        f"Each column is {nouns[choose_case(study)]}{rest}. Each number counts segments, whether "
        "they speak for the theme or against it."
    )


def word_cells(study: Study) -> str:
    """Return how full the matrix is, and who spoke to most themes."""
    case: Case = choose_case(study)
    cells = count_matrix(study, case)
    if cells.empty:
        return ""
    cases, themes = cells["case_id"].nunique(), len(study["themes"])
    reach = cells.groupby(["case_id", "case_label"], sort=False)["theme_id"].nunique()
    top = [label for (_, label), count in reach.items() if count == reach.max()]
    who = join_words(map(escape_markdown, top))
    if len(top) > MOST_NAMED:
        who = count_words(len(top), "case")
    whole = cases * themes
    return (
        f"Of {whole} cells, {len(cells)} ({write_percent(len(cells) / whole)}) hold evidence. "
        f"{start_sentence(who)} spoke to the most themes: {int(reach.max())} of {themes}"
        f"{' each' if len(top) > 1 else ''}."
    )


def word_summaries(study: Study) -> str:
    """Return how much of the matrix the team has summarised."""
    count = len(study["summaries"])
    if not count:
        return "No summaries were written, so each cell lists its segments."
    return (
        f"{start_sentence(count_words(count, 'cell has', 'cells have'))} a summary by the team; "
        "the others list their segments."
    )


def word_deviant(study: Study) -> str:
    """Return how much evidence speaks against its theme."""
    evidence = gather_evidence(study)
    if evidence.empty:
        return ""
    against = evidence[evidence["stance"] == "against"]
    if against.empty:
        return ""
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    shares = evidence["stance"].eq("against").groupby(evidence["theme_id"]).mean()
    mostly = [labels[theme] for theme in labels if shares.get(theme, 0) > 0.5]
    speak = count_words(against["segment_id"].nunique(), "segment speaks", "segments speak")
    words = (
        f"{start_sentence(speak)} against a theme, under "
        f"{count_words(against['theme_id'].nunique(), 'theme')}."
    )
    if mostly:
        words += f" More segments speak against than for {name_themes(mostly)}."
    return words
