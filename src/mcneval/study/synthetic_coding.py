"""Segments, codebook and codings of a made-up study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.study.synthetic_settings import CODERS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

HEADINGS = 4
CODES = 24
SECOND_CODE = 0.3
SAME_CODE = 0.8
REPEATED = 0.01
GIST_PARTS = 6
STEMS = "ward road letter van clinic tide form lift call list chair ramp choir gym bus splint"
TURNS = "early late shared missing local yearly weekly broken open closed long short"


def draw_codes(segments: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return each segment's first code and its second, -1 for none, as whole numbers.

    Few codes are common and many are rare, as in codebooks; the first segments take each
    code once, so that none is without a segment.
    """
    import numpy as np

    weights = 1 / np.arange(1, CODES + 1)
    first = rng.choice(CODES, size=segments, p=weights / weights.sum())
    first[:CODES] = np.arange(CODES)
    other = (first + rng.integers(1, CODES, size=segments)) % CODES
    return first, np.where(rng.random(segments) < SECOND_CODE, other, -1)


def make_segments(
    source_of: np.ndarray, speaker_of: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    """Return segments with gists of drawn words; one in a hundred nearly repeats the last."""
    import numpy as np
    import pandas as pd

    count = len(source_of)
    words = np.array(
        [f"{turn} {stem}" for turn in TURNS.split() for stem in STEMS.split()], dtype=object
    )
    drawn = words[rng.integers(0, len(words), size=(count, GIST_PARTS))]
    repeats = np.flatnonzero(rng.random(count) < REPEATED)
    repeats = repeats[repeats > 0]
    drawn[repeats, 1:] = drawn[repeats - 1, 1:]
    return pd.DataFrame(
        {
            "segment_id": np.char.mod("SYN-S%07d", np.arange(1, count + 1)),
            "source_id": np.char.mod("SYN-I%06d", source_of + 1),
            "participant_id": speaker_of,
            "locator": np.char.mod("line %d", rng.integers(1, 900, size=count)),
            "gist": ["Synthetic gist: " + ", ".join(row) + "." for row in drawn],
        }
    )


def list_code_ids() -> np.ndarray:
    """Return the ids of the codes under the headings, in order."""
    import numpy as np

    return np.char.mod("SYN-C%02d", np.arange(HEADINGS + 1, HEADINGS + CODES + 1))


def make_codes() -> pd.DataFrame:
    """Return a codebook of four headings, which are not used, and six codes under each."""
    import pandas as pd

    ids = [f"SYN-C{number:02d}" for number in range(1, HEADINGS + 1)] + list(list_code_ids())
    parents = [f"SYN-C{1 + code * HEADINGS // CODES:02d}" for code in range(CODES)]
    return pd.DataFrame(
        {
            "code_id": ids,
            "label": [f"Synthetic heading {n}" for n in range(1, HEADINGS + 1)]
            + [f"Synthetic code {n}" for n in range(1, CODES + 1)],
            "definition": f"A synthetic code, one of {HEADINGS + CODES}; it means nothing.",
            "parent_id": [""] * HEADINGS + parents,
            "colour": [f"#{20 + 8 * n:02x}6080" for n in range(HEADINGS + CODES)],
        }
    )


def make_codings(
    tables: dict[str, pd.DataFrame],
    source_of: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return codings: one coder's of everything, the other's of every third source."""
    import numpy as np
    import pandas as pd

    segment_ids = tables["segments"]["segment_id"].to_numpy()
    rounds = tables["sources"]["phase"].str[-1].to_numpy()[source_of]
    heard = np.where(rng.random(len(first)) < SAME_CODE, first, first ^ 1)
    parts = [
        (np.arange(len(first)), first, CODERS[0]),
        (np.flatnonzero(second >= 0), second, CODERS[0]),
        (np.flatnonzero(source_of % 3 == 0), heard, CODERS[1]),
    ]
    frames = [
        pd.DataFrame(
            {
                "segment_id": segment_ids[rows],
                "code_id": list_code_ids()[codes[rows]],
                "coder": coder,
                "round": rounds[rows],
                "coded_at": np.where(rounds[rows] == "1", "2024-11-04", "2025-11-03"),
            }
        )
        for rows, codes, coder in parts
    ]
    return pd.concat(frames).sort_values(
        ["coder", "segment_id", "code_id"], kind="stable", ignore_index=True
    )
