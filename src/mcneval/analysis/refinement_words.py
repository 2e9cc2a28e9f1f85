"""What the chapter on themes says of how codes became themes, in words."""

from __future__ import annotations

from mcneval.analysis.churn import list_unthemed, measure_churn
from mcneval.analysis.numbers import count_words, join_words
from mcneval.analysis.refinement import read_rounds, trace_changes
from mcneval.analysis.theme_words import name_themes
from mcneval.analysis.wording import (
    NOT_ESTIMABLE,
    quote_label,
    start_sentence,
    write_estimate,
    write_percent,
)
from mcneval.study.load import Study

UNKNOWN = "How codes became themes was not recorded, so it cannot be shown."
ONE_ROUND = "Only one round of refinement is on record, so nothing can have moved between rounds."
ALL_PLACED = "Every code that was put on a segment stands under a theme."
PAST = {
    "created": "created",
    "merged": "made by merging",
    "split": "split off",
    "renamed": "renamed",
    "dropped": "dropped",
}


def word_refinement(study: Study) -> dict[str, str]:
    """Return the phrases on refinement; keys ``refinement.*``."""
    return {
        "refinement.rounds": word_rounds(study),
        "refinement.drawing": word_drawing(study),
        "refinement.figure": word_figure(study),
        "refinement.log-shows": word_log_shows(study),
        "refinement.log": word_log(study),
        "refinement.churn": word_churn(study),
        "refinement.unthemed": word_unthemed(study),
    }


def word_rounds(study: Study) -> str:
    """Return over how many rounds how many codes became how many themes."""
    rounds = read_rounds(study)
    if not rounds:
        return UNKNOWN
    first, last = rounds[min(rounds)], rounds[max(rounds)]
    codes = sum(len(group) for group in last.values())
    final = f"{count_words(codes, 'code')} in {count_words(len(last), 'theme')}"
    words = f"One round is on record. It put {final}."
    if len(rounds) > 1:
        words = (
            f"The record has {count_words(len(rounds), 'round')}. The first had "
            f"{count_words(len(first), 'theme')}; the last put {final}."
        )
    if study.settings.origin("theme_history") == "secondary":
        words += " The codes, and where they were put, are not the study team's own."
    return words


def word_figure(study: Study) -> str:
    """Return what the drawing shows."""
    if len(read_rounds(study)) > 1:
        return "The figure follows the codes from round to round."
    return "The figure leads from the codes to the themes."


def word_log_shows(study: Study) -> str:
    """Return what the log lists."""
    if len(read_rounds(study)) > 1:
        return "The table gives the changes one by one, with the reason where one was noted."
    return "The table gives the theme that each code was put under, and why."


def word_drawing(study: Study) -> str:
    """Return whether the last round's themes are the final themes."""
    rounds = read_rounds(study)
    if not rounds:
        return ""
    placed = set(rounds[max(rounds)])
    final = list(study["themes"]["label"])
    bare = [label for label in final if label not in placed]
    loose = sorted(placed - set(final))
    words = []
    if bare:
        when = " in the last round" if len(rounds) > 1 else ""
        words.append(f"No code was put under {name_themes(bare)}{when}.")
    if loose:
        verb = "is not a final theme" if len(loose) == 1 else "are not final themes"
        words.append(f"{start_sentence(name_themes(loose))} of the last round {verb}.")
    if words or len(rounds) == 1:
        return " ".join(words)
    return "The themes of the last round are the final themes."


def word_log(study: Study) -> str:
    """Return how many themes were created, merged, split, renamed and dropped after round one."""
    rounds = read_rounds(study)
    if len(rounds) < 2:
        return ""
    changes = trace_changes(study)
    later = changes.loc[changes["round"] > min(rounds), "change"].value_counts()
    parts = [
        f"{count_words(int(later[change]), 'theme was', 'themes were')} {past}"
        for change, past in PAST.items()
        if later.get(change, 0)
    ]
    if not parts:
        return "No theme changed after the first round."
    return f"{start_sentence(join_words(parts))} after the first round."


def word_churn(study: Study) -> str:
    """Return whether the grouping settled."""
    frame = measure_churn(study)
    frame = frame[frame["compared"] > 0]
    if frame.empty:
        return ""
    last = frame.iloc[-1]
    share = last["moved"] / last["compared"]
    words = (
        f"In the last round {last['moved']:.0f} of {last['compared']:.0f} codes "
        f"({write_percent(share)}) changed theme"
    )
    agreement = write_estimate(last["agreement"])
    if agreement != NOT_ESTIMABLE:
        words += f". The agreement of its grouping with the one before is {agreement}"
    if len(frame) == 1:
        return f"{words}."
    peak = frame.loc[(frame["moved"] / frame["compared"]).idxmax()]
    if peak["round"] == last["round"]:
        return f"{words}. That is the most of any round, so the grouping had not settled."
    return (
        f"{words}. Most moved in round {peak['round']:.0f}: {peak['moved']:.0f} of "
        f"{peak['compared']:.0f}."
    )


def explain_unthemed(study: Study) -> str:
    """Return why no codes without a theme are listed; nothing where some are."""
    if not read_rounds(study):
        return UNKNOWN
    return ALL_PLACED if list_unthemed(study).empty else ""


def explain_churn(study: Study) -> str:
    """Return why no movement between rounds is shown; nothing where it is."""
    rounds = read_rounds(study)
    if len(rounds) > 1:
        return ""
    return ONE_ROUND if rounds else UNKNOWN


def title_log(study: Study) -> str:
    """Return the caption of the table of changes or, with one round, of placements."""
    if len(read_rounds(study)) > 1:
        return "What changed in each round"
    return "The theme that each code was put under"


def word_unthemed(study: Study) -> str:
    """Return which codes stand under no theme."""
    if not read_rounds(study):
        return ""
    codes = list_unthemed(study)
    if codes.empty:
        return ALL_PLACED
    coded = int(codes["segments"].gt(0).sum())
    shown = [quote_label(label) for label in codes["label"].head(5)]
    names = (
        join_words(shown) if len(codes) <= 5 else f"{', '.join(shown)} and {len(codes) - 5} more"
    )
    words = f"{start_sentence(count_words(len(codes), 'code'))} ended under no theme: {names}."
    if coded:
        held = count_words(coded, "of them holds a segment", "of them hold segments")
        return f"{words} {start_sentence(held)}: what was said there is in no finding."
    return f"{words} No segment was coded with {'it' if len(codes) == 1 else 'them'}."
