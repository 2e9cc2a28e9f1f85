"""A made-up study of any size, for tests and benchmarks; never shown as a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcneval.study.synthetic_coding import draw_codes, make_codes, make_codings, make_segments
from mcneval.study.synthetic_register import synthesise_register
from mcneval.study.synthetic_settings import ATTRIBUTES, describe_framework, describe_study
from mcneval.study.synthetic_themes import make_mappings, make_themes
from mcneval.study.tables import TABLE_BY_NAME
from mcneval.study.writing import write_folder

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LEAST_SEGMENTS", "synthesise_settings", "synthesise_tables", "write_synthetic_study"]

LEAST_SEGMENTS = 48


def synthesise_tables(segments: int, seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables of a made-up study with so many segments.

    Two phases, interviews and focus groups, people who took part and who did not, two
    coders of whom the second codes a third of the sources and mistakes a code for its
    neighbour, eight themes with evidence for and against, and two analysts' maps beside
    the team's. Every id begins with ``SYN-`` and every label and gist says synthetic.

    Parameters
    ----------
    segments : int
        How many segments; at least 48, so that every code and theme occurs.
    seed : int
        The same seed gives the same tables.

    Returns
    -------
    dict of str to DataFrame
        By declared table name, with the declared columns and those of attributes, in the
        order of the file. Cells are the words that stand in the file (dates as
        YYYY-MM-DD, ``yes`` and ``no``, ``""`` for none).

    Raises
    ------
    ValueError
        Where there are fewer than 48 segments.
    """
    import numpy as np

    if segments < LEAST_SEGMENTS:
        raise ValueError(
            f"segments is {segments}: a synthetic study has at least {LEAST_SEGMENTS} segments, "
            "so that every code and theme occurs."
        )
    rng = np.random.default_rng(seed)
    tables, source_of, speaker_of = synthesise_register(segments, rng)
    first, second = draw_codes(segments, rng)
    tables["segments"] = make_segments(source_of, speaker_of, rng)
    tables["codes"] = make_codes()
    tables["codings"] = make_codings(tables, source_of, first, second, rng)
    tables |= make_themes(first, second, rng)
    tables["mappings"] = make_mappings()
    return {name: _order_columns(name, table) for name, table in tables.items()}


def synthesise_settings(tables: dict[str, pd.DataFrame], seed: int) -> dict[str, Any]:
    """Return what ``study.yml`` says of synthesised tables, their counts among it."""
    people = tables["participants"]
    recruited = people[people["status"] == "recruited"]
    counts = {
        "participants": len(recruited),
        "organisations": int(recruited["organisation_id"].nunique()),
        "sources": len(tables["sources"]),
        "segments": len(tables["segments"]),
    }
    invited = people["phase"].value_counts().to_dict()
    return describe_study(counts, {phase: int(count) for phase, count in invited.items()}, seed)


def write_synthetic_study(folder: Path, segments: int, seed: int) -> Path:
    """Write a made-up study as a folder that is whole by itself, and return the folder.

    Raises
    ------
    FileExistsError
        Where the folder holds anything already: nothing is written over.
    ValueError
        Where there are fewer than 48 segments.
    """
    import yaml

    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(
            f"{folder} is not empty: a synthetic study is only written to a new or empty folder."
        )
    tables = synthesise_tables(segments, seed)
    files = {
        TABLE_BY_NAME[name].file: table.to_csv(index=False, lineterminator="\n")
        for name, table in tables.items()
    }
    documents = {
        "study.yml": synthesise_settings(tables, seed),
        "frameworks/sst.yml": describe_framework(),
    }
    for path, content in documents.items():
        files[path] = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    return write_folder(folder, files)


def _order_columns(name: str, table: pd.DataFrame) -> pd.DataFrame:
    declared = TABLE_BY_NAME[name]
    names = list(declared.column_names)
    if declared.attributes_of:
        names += [
            key for key, (carrier, _) in ATTRIBUTES.items() if carrier == declared.attributes_of
        ]
    return table.reindex(columns=names, fill_value="").astype("str")
