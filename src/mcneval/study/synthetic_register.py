"""Organisations, people and sources of a made-up study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.study.synthetic_settings import ATTRIBUTES, PHASES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

PER_SOURCE = 12
MOST_SOURCES = 400
GROUP_EVERY = 4
GROUP_SIZE = 5
LEAST_ORGANISATIONS = 4
MOST_ORGANISATIONS = 40
UNKNOWN_SPEAKER = 0.1
LOSSES = (("declined", "Synthetic: no time"), ("excluded", "Synthetic: moved"), ("no reply", ""))
STARTS = ("2024-02-05", "2025-02-03")


def synthesise_register(
    segments: int, rng: np.random.Generator
) -> tuple[dict[str, pd.DataFrame], np.ndarray, np.ndarray]:
    """Return the register that so many segments need, and where each segment comes from.

    Twelve segments to a source, and more where that would take over 400 sources; every
    fourth source is a focus group of five, the others are interviews, and nobody speaks
    twice. A quarter as many people again were approached and did not take part. There are
    four to forty organisations.

    Returns
    -------
    tuple of (dict of str to DataFrame, ndarray, ndarray)
        The tables organisations, participants, sources and source_participants; each
        segment's source, counted from 0; each segment's participant_id, ``""`` for one in
        ten of those in focus groups.
    """
    import numpy as np
    import pandas as pd

    per_source = max(PER_SOURCE, -(-segments // MOST_SOURCES))
    count = -(-segments // per_source)
    grouped = np.arange(count) % GROUP_EVERY == GROUP_EVERY - 1
    sizes = np.where(grouped, GROUP_SIZE, 1)
    phase_of = np.where(np.arange(count) < (count + 1) // 2, 0, 1)
    sources = _make_sources(grouped, phase_of)
    people = _make_people(np.repeat(np.arange(count), sizes), phase_of, rng)
    spoke = pd.DataFrame(
        {
            "source_id": np.repeat(sources["source_id"].to_numpy(), sizes),
            "participant_id": people["participant_id"].to_numpy()[: sizes.sum()],
        }
    )
    source_of = np.arange(segments) // per_source
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    speaker = starts[source_of] + rng.integers(0, sizes[source_of])
    unknown = grouped[source_of] & (rng.random(segments) < UNKNOWN_SPEAKER)
    speaker_of = np.where(unknown, "", spoke["participant_id"].to_numpy()[speaker])
    tables = {
        "organisations": _make_organisations(people),
        "participants": people,
        "sources": sources,
        "source_participants": spoke,
    }
    return tables, source_of, speaker_of


def _make_sources(grouped: np.ndarray, phase_of: np.ndarray) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    order = np.arange(len(grouped))
    return pd.DataFrame(
        {
            "source_id": np.char.mod("SYN-I%06d", order + 1),
            "phase": np.array(PHASES)[phase_of],
            "kind": np.where(grouped, "focus group", "interview"),
            "date": _date_after(phase_of, 30 + order % 120),
            "minutes": (30 + order * 7 % 60).astype(str),
            "transcribed": "yes",
        }
    )


def _make_people(
    source_of: np.ndarray, phase_of: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    """Return those who took part, in the order of their sources, then those who did not."""
    import numpy as np
    import pandas as pd

    took_part = len(source_of)
    lost = max(len(LOSSES), took_part // 4)
    order = np.arange(took_part + lost)
    phase = np.concatenate([phase_of[source_of], np.arange(lost) % len(PHASES)])
    outcome = [LOSSES[number % len(LOSSES)] for number in range(lost)]
    organisations = min(MOST_ORGANISATIONS, max(LEAST_ORGANISATIONS, took_part // 4))
    professions = np.array(ATTRIBUTES["profession"][1])
    return pd.DataFrame(
        {
            "participant_id": np.char.mod("SYN-P%06d", order + 1),
            "organisation_id": np.char.mod("SYN-O%05d", order % organisations + 1),
            "phase": np.array(PHASES)[phase],
            "status": ["recruited"] * took_part + [status for status, _ in outcome],
            "reason": [""] * took_part + [reason for _, reason in outcome],
            "invited_on": _date_after(phase, order % 10),
            "consented_on": np.where(order < took_part, _date_after(phase, 12 + order % 15), ""),
            "profession": professions[rng.integers(0, len(professions), size=len(order))],
        }
    )


def _make_organisations(people: pd.DataFrame) -> pd.DataFrame:
    """Return the organisations that people come from; every fifth is a hub."""
    import numpy as np
    import pandas as pd

    ids = np.unique(people["organisation_id"].to_numpy().astype(str))
    order = np.arange(len(ids))
    settings = np.array(ATTRIBUTES["setting"][1])
    return pd.DataFrame(
        {
            "organisation_id": ids,
            "label": np.char.mod("Organisation %d (synthetic)", order + 1),
            "periphery": np.where(order % 6 == 5, "yes", "no"),
            "locality": np.char.mod("Synthetic district %d", order % 7 + 1),
            "position": np.where(order % 5 == 0, "hub", "spoke"),
            "setting": settings[order % len(settings)],
        }
    )


def _date_after(phase: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return ISO dates so many days after each phase began."""
    import numpy as np

    starts = np.array(STARTS, dtype="datetime64[D]")[phase]
    dates: np.ndarray = (starts + days.astype("timedelta64[D]")).astype(str)
    return dates
