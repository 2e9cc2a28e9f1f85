"""What the recruitment chapter says of organisations, groups and time."""

from __future__ import annotations

from mcneval.analysis.coverage import count_organisations, measure_coverage
from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import STRATA
from mcneval.analysis.network import find_hubs, measure_network
from mcneval.analysis.numbers import count_words, join_words
from mcneval.analysis.planned import is_told, measure_plan
from mcneval.analysis.proportions import write_range
from mcneval.analysis.register import has_phases, name_phases, read_dimension
from mcneval.analysis.timeline import count_timeline, find_dates
from mcneval.analysis.wording import start_sentence, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study


def word_overlap(study: Study) -> str:
    """Return how far the phases reached the same organisations."""
    counts = count_organisations(study).set_index("phase")
    total = int(counts.loc["all", "organisations"])
    if not has_phases(study):
        return f"The participants came from {count_words(total, 'organisation')}."
    several = int(counts.loc["all", "elsewhere"])
    names = name_phases(study)
    fresh = counts["fresh"].drop("all").iloc[1:].dropna()
    later = [
        f"{escape_markdown(names[phase])} added {count_words(int(count), 'new one')}"
        for phase, count in fresh.items()
    ]
    added = f"; {join_words(later)}" if later else ""
    return f"{several} of the {total} organisations took part in more than one phase{added}."


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
        return f"All {planned} organisations on the register were reached."
    return (
        f"{reached} of the {planned} organisations on the register were reached "
        f"({write_percent(whole['share'])}, {write_range(whole['low'], whole['high'])})."
    )


def word_network_shows(study: Study) -> str:
    """Return what a circle of the network drawing is."""
    inside = " Hubs stand inside and spokes around them." if find_hubs(study) else ""
    least = study.settings.disclosure.min_cell
    small = (
        f" Counts under {least} are not told, and their circles are all of one size."
        if least > 1
        else ""
    )
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
    none = f" Nobody took part from {count_words(len(empty), what, plural)}." if len(empty) else ""
    hubs = find_hubs(study)
    if hubs is None:
        return f"{total} participants are spread over {len(nodes) - len(empty)} {plural}.{none}"
    told = shown_counts(study)
    groups = nodes.groupby(["group", "group_label"], sort=False)["people"].sum()
    parts = [
        f"{escape_markdown(str(label))} {told.get((STRATA, hubs.id, str(group)), str(count))}"
        for (group, label), count in groups.items()
    ]
    return f"{escape_markdown(hubs.label)} of the {total} participants: {join_words(parts)}.{none}"


def word_plan(study: Study) -> str:
    """Return in which group people took part least often when they were approached."""
    plan = measure_plan(study)
    asked = plan[(plan["basis"] == "approached") & (plan["dimension"] != "phase")]
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
    return (
        f"Of the groups shown, {escape_markdown(level)} "
        f"({escape_markdown(dimension.label.lower())}) took part least often when approached: "
        f"{write_percent(low['share'])} ({write_range(low['low'], low['high'])})."
    )


def word_timeline(study: Study) -> str:
    """Return from when to when people were recruited, and how many have no date."""
    timeline = count_timeline(study)
    if timeline.empty:
        return "The register holds no dates, so the course of recruitment cannot be drawn."
    undated = int(find_dates(study)["date"].isna().sum())
    first, last = timeline["date"].min(), timeline["date"].max()
    missing = f" {start_sentence(count_words(undated, 'participant'))} without a date are left out."
    return (
        f"The first participant was recruited in {first:%B %Y} and the last in {last:%B %Y}."
        f"{missing if undated else ''}"
    )
