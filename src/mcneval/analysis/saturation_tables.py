"""Saturation as tables for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.saturation import NOT_REACHED, Run, assess_saturation, count_new_codes
from mcneval.analysis.saturation_curves import mark_codes, measure_saturation, order_sources
from mcneval.analysis.wording import (
    is_unknown,
    shorten_label,
    write_known,
    write_percent,
)

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis, Saturation


MEASURES = [
    "Coded sources",
    "Codes",
    "Codes in the base",
    "Saturation",
    "New information",
    "Codes first seen later",
    "Random orders that reach it",
    "Half of those reach it by source",
]


def tabulate_saturation(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return where saturation was reached: a row a measure, a column for all and each phase.

    The rows are Coded sources, Codes, Codes in the base, Saturation (as "6+2": six sources,
    confirmed by two more), New information (in the run that confirmed it, else in the last),
    Codes first seen later, Random orders that reach it, Half of those reach it by source. Empty
    where nothing is coded.
    """
    import pandas as pd

    measured = measure_saturation(study, analysis.saturation, analysis.seed)
    labels = {scope: shorten_label(label) for scope, label in study.phase_labels.items()}
    labels[""] = "All sources"
    shown = {
        labels[row.scope]: [
            str(row.sources),
            str(row.codes),
            str(row.base_codes),
            row.point,
            write_known(row.share),
            str(row.later) if row.point != NOT_REACHED else "–",
            write_known(row.orders_reached),
            "–" if is_unknown(row.orders_median) else f"{row.orders_median:g}",
        ]
        for row in measured.itertuples()
    }
    return pd.DataFrame({"Measure": MEASURES} | shown) if shown else pd.DataFrame()


def tabulate_runs(study: Study, saturation: Saturation) -> pd.DataFrame:
    """Return each run after the base over all sources, in order.

    Columns Run ("5 to 6": its first and last source), New codes, New information (new codes for
    each code of the base). Empty where there are too few sources for one run.
    """
    import pandas as pd

    order, _ = order_sources(study)
    verdict = assess_saturation(
        count_new_codes(mark_codes(study, order)),
        saturation.base,
        saturation.run,
        saturation.threshold,
    )
    rows = [(write_run(one), one.new_codes, write_percent(one.share)) for one in verdict.runs]
    return pd.DataFrame(rows, columns=["Run", "New codes", "New information"])


def write_run(run: Run) -> str:
    """Return a run by its first and last source: ``5 to 6``; ``5`` where it is one source."""
    return f"{run.first} to {run.last}" if run.first < run.last else f"{run.first}"
