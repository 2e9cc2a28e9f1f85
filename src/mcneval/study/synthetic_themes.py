"""Themes of a made-up study: their history, evidence, links and maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.study.synthetic_coding import CODES, HEADINGS, list_code_ids
from mcneval.study.synthetic_settings import CODERS, CONSTRUCTS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

THEMES = 8
AGAINST = 0.05
KINDS = ("enabler", "barrier", "mixed", "barrier")


def make_themes(
    first: np.ndarray, second: np.ndarray, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Return themes, their history, evidence and links; a theme holds three codes."""
    import numpy as np
    import pandas as pd

    ids = np.array([f"SYN-T{number}" for number in range(1, THEMES + 1)])
    rows = np.concatenate([np.arange(len(first)), np.flatnonzero(second >= 0)])
    codes = np.concatenate([first, second[second >= 0]])
    pairs = np.unique(np.stack([codes * THEMES // CODES, rows], axis=1), axis=0)
    against = rng.random(len(pairs)) < AGAINST
    return {
        "themes": pd.DataFrame(
            {
                "theme_id": ids,
                "label": [f"Synthetic theme {number}" for number in range(1, THEMES + 1)],
                "kind": [KINDS[number % len(KINDS)] for number in range(THEMES)],
                "definition": "A synthetic theme; it means nothing.",
            }
        ),
        "theme_history": _make_history(),
        "theme_segments": pd.DataFrame(
            {
                "theme_id": ids[pairs[:, 0]],
                "segment_id": np.char.mod("SYN-S%07d", pairs[:, 1] + 1),
                "stance": np.where(against, "against", "for"),
            }
        ),
        "theme_links": _make_links(ids),
    }


def _make_links(ids: np.ndarray) -> pd.DataFrame:
    """Return a ring of links and as many across it; themes help and hinder in turn."""
    import pandas as pd

    steps = [(n, (n + step) % THEMES) for n in range(THEMES) for step in (1, 3)]
    return pd.DataFrame(
        {
            "from_theme": [ids[start] for start, _ in steps],
            "to_theme": [ids[end] for _, end in steps],
            "relation": ["hinders" if start % 2 else "helps" for start, _ in steps],
            "basis": "Synthetic: it rests on nothing.",
        }
    )


def _make_history() -> pd.DataFrame:
    """Return two rounds: a candidate for each heading, split into the themes."""
    import pandas as pd

    rows = [
        (turn, code_id, f"Synthetic {name} {1 + code * parts // CODES}", action, "Synthetic.")
        for turn, name, parts, action in (
            ("1", "candidate", HEADINGS, "created"),
            ("2", "theme", THEMES, "split"),
        )
        for code, code_id in enumerate(list_code_ids())
    ]
    return pd.DataFrame(rows, columns=["round", "code_id", "theme_label", "action", "note"])


def make_mappings() -> pd.DataFrame:
    """Return three maps on SST: the team's, and the analysts', who differ on every fourth theme."""
    import pandas as pd

    rows = []
    for number in range(THEMES):
        for analyst in ("", *CODERS):
            shift = 1 if analyst == CODERS[1] and number % 4 == 0 else 0
            for step, weight in ((0, "primary"), (2, "secondary")):
                construct = CONSTRUCTS[(number + shift + step) % len(CONSTRUCTS)]
                rows.append(("sst", f"SYN-T{number + 1}", construct, weight, analyst, "Synthetic."))
    columns = ["framework", "theme_id", "construct_id", "weight", "analyst", "rationale"]
    return pd.DataFrame(rows, columns=columns)
