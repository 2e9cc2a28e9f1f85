"""A study whose themes are mapped on three frameworks, by the team and by two analysts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.analysis.conftest import SMALL

from mcneval.study.frameworks import Framework
from mcneval.study.load import Study

CITATION = {"key": "x", "text": "X"}
FRAMEWORKS = {
    "sst": {
        "label": "Systems",
        "short": "SST",
        "constructs": [
            {"id": "people", "label": "People", "definition": "Who works there."},
            {"id": "money", "label": "Money", "definition": "What pays for it."},
            {"id": "tools", "label": "Tools", "definition": "What is used."},
        ],
    },
    "npt": {
        "label": "Process",
        "short": "NPT",
        "constructs": [
            {"id": "sense", "label": "Sense", "definition": "Making sense."},
            {"id": "work", "label": "Work", "definition": "Doing it."},
        ],
    },
    "old": {
        "label": "Earlier research",
        "short": "Old",
        "constructs": [
            {"id": "cash", "label": "Cash", "definition": "Enough.", "stance": "enabler"},
            {"id": "debt", "label": "Debt", "definition": "Too little.", "stance": "barrier"},
            {"id": "heart", "label": "Heart", "definition": "Trust.", "stance": "enabler"},
            {"id": "fame", "label": "Fame", "definition": "Renown.", "stance": "enabler"},
        ],
    },
}
SETTINGS = {
    "frameworks": ["sst", "npt", "old"],
    "primary_framework": "sst",
    "comparison_framework": "old",
}
THEMES = {
    "themes": """
        theme_id | label | kind | definition
        T1 | Means run short | barrier | Too little money.
        T2 | Trust grows | enabler | People rely on each other.
        T3 | Posts stand empty | barrier | Nobody is there.
        T4 | Training | mixed | Good but scarce.
        T5 | Old machines | barrier | They break.
        """,
    "theme_segments": """
        theme_id | segment_id | stance
        T1 | S1 |
        T1 | S5 | against
        T2 | S4 |
        T3 | S3 |
        T4 | S2 |
        """,
    "theme_links": """
        from_theme | to_theme | relation | basis
        T1 | T3 | empties | S1
        T3 | T2 | hinders | S3
        T1 | T5 | ages | S1
        T5 | T1 | costs | S5
        T4 | T2 | helps | S2
        """,
    "mappings": """
        framework | theme_id | construct_id | weight | analyst | rationale
        sst | T1 | money | primary | |
        sst | T2 | people | primary | |
        sst | T3 | people | primary | |
        sst | T3 | money | secondary | |
        sst | T4 | people | primary | |
        sst | T5 | tools | primary | |
        sst | T1 | money | primary | A |
        sst | T2 | people | primary | A |
        sst | T3 | people | primary | A |
        sst | T4 | people | primary | A |
        sst | T5 | tools | primary | A |
        sst | T1 | money | primary | B |
        sst | T2 | people | primary | B |
        sst | T3 | money | primary | B |
        sst | T4 | tools | primary | B |
        sst | T5 | tools | primary | B |
        npt | T1 | work | primary | |
        npt | T2 | sense | primary | |
        old | T1 | debt | primary | |
        old | T1 | cash | secondary | |
        old | T2 | heart | primary | | Present in part: at some sites.
        """,
}


def make_framework(name: str) -> Framework:
    """Return one of the frameworks."""
    return Framework.model_validate({"id": name, "citation": CITATION, **FRAMEWORKS[name]})


def make_mapped(make_study: Callable[..., Study], **changes: str) -> Study:
    """Return the mapped study with some tables changed."""
    study = make_study(SETTINGS, **(SMALL | THEMES | changes))
    return replace(study, frameworks={name: make_framework(name) for name in FRAMEWORKS})
