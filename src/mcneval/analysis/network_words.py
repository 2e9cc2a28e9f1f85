"""What the recruitment chapter says of organisations, groups and time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mcneval.analysis.coverage import count_organisations, measure_coverage
from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import FLOW, RECRUITED, STRATA
from mcneval.analysis.flow import count_flow, write_target
from mcneval.analysis.network import find_hubs, measure_network
from mcneval.analysis.numbers import count_words, join_words, spell
from mcneval.analysis.planned import is_told, measure_plan
from mcneval.analysis.proportions import write_range
from mcneval.analysis.register import has_phases, name_phases, read_dimension
from mcneval.analysis.timeline import count_timeline, find_dates
from mcneval.analysis.wording import begin_small, start_sentence, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study


def word_overlap(study: Study) -> str:
    """Return how far the phases reached the same organisations."""
    counts = count_organisations(study).set_index("phase")
    total = int(counts.loc["all", "organisations"])
    came = count_words(total, "organisation")
    if not has_phases(study):
        return f"The participants came from {came}."
    several = int(counts.loc["all", "elsewhere"])
    names = name_phases(study)
    fresh = counts["fresh"].drop("all").iloc[1:].dropna()
    later = [
        f"{escape_markdown(names[phase])} added {count_words(int(count), 'new one')}"
        for phase, count in fresh.items()
    ]
    added = f"; {join_words(later)}" if later else ""
    return f"Of the {came}, {spell(several)} took part in more than one phase{added}."


def word_coverage(study: Study) -> str:
    """Return how many of the organisations on the register were reached, and where few were."""
    coverage = measure_coverage(study)
    if coverage.empty:
        return (
            "Which organisations were not reached is not known, so how much of the network the "
            "study covers cannot be worked out."
        )
    whole = coverage.iloc[0]
    planned, reached = int(whole["planned"]), int(whole["achieved"])
    if planned == reached:
        return f"All {count_words(planned, 'organisation')} on the register were reached."
    were = "was" if reached == 1 else "were"
    return (
        f"Of the {count_words(planned, 'organisation')} on the register, {spell(reached)} {were} "
        f"reached ({write_percent(whole['share'])})."
    )


def word_network_shows(study: Study) -> str:
    """Return what a circle of the network drawing is."""
    inside = " Hubs stand inside and spokes around them." if find_hubs(study) else ""
    least = study.settings.disclosure.min_cell
    small = (
        f" Counts under {least} are not shown, and their circles are all of one size."
        if least > 1
        else ""
    )
    empty = (measure_network(study)["people"] == 0).any()
    small += " A dashed circle is one from which nobody took part." if empty else ""
    if study.knows_people:
        return (
            f"Each circle is an organisation; the larger, the more people took part.{inside}{small}"
        )
    return (
        "Each circle is a kind of organisation, since no more than that is known of where people "
        f"work; the larger, the more people took part.{inside}{small}"
    )


def word_network(study: Study) -> str:
    """Return how the participants divide between hubs and spokes, and who gave nobody."""
    nodes = measure_network(study)
    if nodes.empty:
        return "The register does not say enough of the organisations to draw them."
    total = int(nodes["people"].sum())
    empty = nodes[nodes["people"] == 0]
    what = "organisation" if study.knows_people else "kind of organisation"
    plural = "organisations" if study.knows_people else "kinds of organisation"
    none = f" No one took part from {count_words(len(empty), what, plural)}." if len(empty) else ""
    people = count_words(total, "participant")
    hubs = find_hubs(study)
    if hubs is None:
        spread = count_words(len(nodes) - len(empty), what, plural)
        return f"The {people} are spread over {spread}.{none}"
    told = shown_counts(study)
    groups = nodes.groupby(["group", "group_label"], sort=False)["people"].sum()
    known = {
        str(label): told.get((STRATA, hubs.id, str(group)), str(count))
        for (group, label), count in groups.items()
    }
    counts = [(label, int(count)) for label, count in known.items() if count.isdigit()]
    parts = [f"{spell(count)} as {escape_markdown(label)}" for label, count in counts]
    parts[:1] = [f"{spell(count)} count as {escape_markdown(label)}" for label, count in counts[:1]]
    by = escape_markdown(begin_small(hubs.label))
    if not parts:
        return f"How the {people} divide by {by} is not shown.{none}"
    return f"Of the {people}, {join_words(parts)} ({by}).{none}"


def word_plan(study: Study) -> str:
    """Return in which group people took part least often, and whether chance may explain it."""
    plan = measure_plan(study)
    asked = plan[plan["dimension"] != "phase"]
    if asked.empty:
        return (
            "How many people were approached in each group is not recorded, so nothing can be "
            "said about who was harder to recruit."
        )
    told = asked[[is_told(row) for row in asked.itertuples()]]
    if told.empty:
        return "The groups are too small to tell who was harder to recruit."
    low = told.loc[told["share"].astype(float).idxmin()]
    dimension = read_dimension(study, low["dimension"])
    level = dimension.levels.get(low["level"], "not recorded")
    left_out = (
        " Groups whose share could tell who somebody is are left out."
        if len(told) < len(asked)
        else ""
    )
    overlap = told["low"].astype(float).max() <= told["high"].astype(float).min()
    caution = (
        " All intervals overlap, so chance may explain the differences between groups."
        if overlap and len(told) > 1
        else ""
    )
    return (
        "Among the groups shown, the share that took part is lowest for "
        f"{escape_markdown(begin_small(level))} ({escape_markdown(begin_small(dimension.label))}): "
        f"{write_percent(low['share'])} ({write_range(low['low'], low['high'])})."
        f"{caution}{left_out}"
    )


def word_targets(study: Study) -> str:
    """Return, phase by phase, how many people were aimed for and whether they were reached."""
    names, told = name_phases(study), shown_counts(study)
    flow = count_flow(study)
    if flow["target_low"].isna().all():
        return "No number of participants was set as a target."
    parts = []
    for row in flow.to_dict("records"):
        name = escape_markdown(names[str(row["phase"])]) if has_phases(study) else "the study"
        target = write_target(row["target_low"], row["target_high"])
        if not target:
            parts.append(f"for {name} no target was set.")
        elif not told[FLOW, row["phase"], RECRUITED].isdigit():
            parts.append(f"{name} aimed for {target} people; how many it reached is not shown.")
        else:
            parts.append(f"{name} aimed for {target} people {_say_reached(row)}.")
    return " ".join(map(start_sentence, parts))


def _say_reached(row: Mapping[str, Any]) -> str:
    reached = int(row["recruited"])
    if reached < row["target_low"]:
        short = spell(int(row["target_low"]) - reached)
        end = "" if row["target_low"] == row["target_high"] else " of the lower number"
        return f"and reached {spell(reached)}, {short} short{end}"
    over = reached - int(row["target_high"])
    return (
        f"and reached {spell(reached)}, {spell(over)} more than that"
        if over > 0
        else (f"and reached {spell(reached)}")
    )


def word_timeline(study: Study) -> str:
    """Return from when to when people were recruited, and how many have no date."""
    timeline = count_timeline(study)
    if timeline.empty:
        return "The register holds no dates, so the course of recruitment cannot be drawn."
    undated = int(find_dates(study)["date"].isna().sum())
    first, last = timeline["date"].min(), timeline["date"].max()
    are = "is" if undated == 1 else "are"
    people = start_sentence(count_words(undated, "participant"))
    missing = f" {people} without a date {are} left out."
    return (
        f"The first participant was recruited in {first:%B %Y} and the last in {last:%B %Y}."
        f"{missing if undated else ''}"
    )
