"""The study's argument: what was in place, what cuts across, and what that holds back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.links import list_links
from mcneval.analysis.places import list_places
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import label_levels
from mcneval.study.tables import OWN_PLACE, PARTS

if TYPE_CHECKING:
    import pandas as pd


@computed
def list_argument(study: Study) -> pd.DataFrame:
    """Return the steps of the argument, in the order of their parts and of the file.

    Returns
    -------
    DataFrame
        Columns part (``in-place``, ``across``, ``held-back`` or ``worn-down``), theme_id ("" for a
        claim that is no theme), label, narrow (for a narrow screen), breadth and said (how widely
        the theme was said; what another claim rests on).
    """
    themes = list_places(study).set_index("theme_id")[["breadth", "said"]]
    rows = study["argument"]
    known = rows["theme_id"].isin(themes.index)
    frame = rows[known | (rows["theme_id"] == "")].reset_index(drop=True)
    own = frame["said"]
    for name in themes:
        frame[name] = frame["theme_id"].map(themes[name]).fillna("").astype("str")
    frame["said"] = own.where(own != "", frame["said"])
    frame["narrow"] = frame["narrow"].where(frame["narrow"] != "", frame["label"])
    frame["part"] = label_levels(frame["part"], PARTS)
    columns = ["part", "theme_id", "label", "narrow", "breadth", "said"]
    return frame.sort_values("part", kind="stable", ignore_index=True)[columns]


@computed
def trace_argument(study: Study) -> pd.DataFrame:
    """Return where it is stated that a barrier acts on what the barriers hold back or wear down.

    Returns
    -------
    DataFrame
        A row for each barrier that cuts across and each thing that is held back or worn down, in
        the order of the argument: barrier, what, part (of what), and rests_on: ``own place`` (also
        where both are one theme, whose own paragraph states it), ``one sentence``, or "" where
        nobody states it.
    """
    steps = list_argument(study)
    rests = list_links(study).set_index(["from_id", "to_id"])["rests_on"].to_dict()
    barriers = steps[steps["part"] == "across"]
    held = steps[steps["part"].isin(["held-back", "worn-down"])]
    ends = ["theme_id", "label"]
    pairs = barriers[ends].merge(held[[*ends, "part"]], how="cross", suffixes=("", "_held"))
    pairs["rests_on"] = [
        OWN_PLACE if one and one == other else rests.get((one, other), "")
        for one, other in zip(pairs["theme_id"], pairs["theme_id_held"], strict=True)
    ]
    pairs = pairs.rename(columns={"label": "barrier", "label_held": "what"})
    return pairs[["barrier", "what", "part", "rests_on"]].astype({"rests_on": "str"})
