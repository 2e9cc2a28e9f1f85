"""What the chapters say of how firmly themes stand, in words."""

from __future__ import annotations

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.matrix import Case, choose_case, count_matrix
from mcneval.analysis.numbers import WORDS, count_words, join_words
from mcneval.analysis.repeats import RUN, find_closest, find_repeats, read_words
from mcneval.analysis.robustness import compute_losses, compute_reliance, name_units
from mcneval.analysis.theme_words import NO_EVIDENCE, name_themes
from mcneval.analysis.wording import start_sentence, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

WEAK = ("no evidence", "too few")


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
        f"A theme should rest on {count_words(min_people, 'voice')} at least. To see which would "
        f"not without someone, {units} is left out in turn. Segments that speak against a theme "
        "do not count for it."
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
        f"{write_count(int(rows.sum()))} {one if rows.sum() == 1 else many} {rest}"
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
    number, rest = parts[0].split(" ", 1)
    first = f"{number} of {count_words(total, 'theme')} {rest}"
    return f"{start_sentence('; '.join([first, *parts[1:]]))}."


def write_count(number: int) -> str:
    """Return a count as prose writes it: small ones as words."""
    return WORDS[number] if number < len(WORDS) else str(number)


def word_worst(study: Study, min_people: int) -> str:
    """Return the themes that are below the threshold already."""
    frame = compute_reliance(study, min_people)
    weak = list(frame.loc[frame["verdict"].isin(WEAK), "label"])
    if not weak:
        return "No theme is below the threshold with everyone in."
    verb = "should" if len(weak) == 1 else "should each"
    return (
        f"{start_sentence(name_themes(weak))} {verb} be read as something that was said, not as "
        "a pattern."
    )


def word_losses(study: Study, min_people: int) -> str:
    """Return whose absence would cost most themes."""
    losses = compute_losses(study, min_people)
    if losses.empty:
        return "No theme falls below the threshold when any one of them is left out."
    most = losses["themes"].map(len).max()
    top = losses[losses["themes"].map(len) == most]
    names = name_units(study)
    keys = list(zip(top["unit"], top["name"], strict=True))
    who = join_words(escape_markdown(names[key]) for key in keys[:5])
    if len(top) > 5:
        return (
            f"Leaving out any one of {len(top)} voices, organisations or sources would bring "
            f"{count_words(most, 'theme')} below the threshold. None would bring more."
        )
    start = "Leaving out any one of" if len(top) > 1 else "Leaving out"
    return (
        f"{start} {who} would bring {count_words(most, 'theme')} below the threshold. Nobody "
        "else would bring more."
    )


def word_matrix_shows(study: Study) -> str:
    """Return what a column of the matrix is."""
    nouns = {"organisation": "an organisation", "participant": "a participant"}
    return (
        f"Each column is {nouns[choose_case(study)]}, or a group or document whose speakers are "
        "not recorded; each number counts segments."
    )


def word_cells(study: Study) -> str:
    """Return how full the matrix is, and who spoke to most themes."""
    case: Case = choose_case(study)
    cells = count_matrix(study, case)
    if cells.empty:
        return NO_EVIDENCE
    cases, themes = cells["case_id"].nunique(), len(study["themes"])
    reach = cells.groupby(["case_id", "case_label"], sort=False)["theme_id"].nunique()
    top = [label for (_, label), count in reach.items() if count == reach.max()]
    who = join_words(escape_markdown(label) for label in top[:3])
    return (
        f"{len(cells)} of {cases * themes} cells ({write_percent(len(cells) / (cases * themes))}) "
        f"hold evidence. {who} spoke to most themes: {int(reach.max())} of {themes}."
    )


def word_summaries(study: Study) -> str:
    """Return how much of the matrix the team has summarised."""
    count = len(study["summaries"])
    if not count:
        return "The team has written no summaries, so the table gives the gists alone."
    return (
        f"{start_sentence(count_words(count, 'cell has', 'cells have'))} a summary by the team; "
        "the others give the gists."
    )


def word_deviant(study: Study) -> str:
    """Return how much evidence speaks against its theme."""
    evidence = gather_evidence(study)
    if evidence.empty:
        return NO_EVIDENCE
    against = evidence[evidence["stance"] == "against"]
    if against.empty:
        return "No segment is marked as speaking against its theme."
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    shares = evidence["stance"].eq("against").groupby(evidence["theme_id"]).mean()
    mostly = [labels[theme] for theme in labels if shares.get(theme, 0) > 0.5]
    speak = count_words(against["segment_id"].nunique(), "segment speaks", "segments speak")
    words = (
        f"{start_sentence(speak)} against a theme, under "
        f"{count_words(against['theme_id'].nunique(), 'theme')}."
    )
    if mostly:
        words += f" More speaks against than for {name_themes(mostly)}."
    return words


def word_method(study: Study, similarity: int) -> str:
    """Return what was compared with what, and from where on it counts."""
    words, used = len(read_words(study)), study["theme_segments"]["segment_id"].nunique()
    start = "The gists were compared, for the participants' words are not there"
    if words:
        start = f"The words of {words} of {count_words(used, 'segment')} were compared, none shown"
        start += "" if words == used else ", and the gists of the others"
    return (
        f"{start}. A pair is listed where it is {similarity} of 100 alike, or where the same "
        f"{RUN} words in a row stand in both."
    )


def word_repeats(study: Study, similarity: int) -> str:
    """Return how many pairs say nearly the same, and the closest where there are none."""
    pairs = find_repeats(study, similarity)
    if len(pairs):
        found = count_words(len(pairs), "pair of segments says", "pairs of segments say")
        return f"{start_sentence(found)} nearly the same and should be looked at."
    closest = find_closest(study)
    if closest is None:
        return "No pair of segments is alike."
    first, second, score = closest
    words = (
        f"No pair is as alike as that. The closest are {escape_markdown(first)} and "
        f"{escape_markdown(second)}, {score} of 100 alike."
    )
    if not read_words(study):
        words += " Gists can hide that the words behind them were the same."
    return words
