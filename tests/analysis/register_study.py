"""A study with hubs, sectors, people who declined, dates and declared tables."""

from __future__ import annotations

ATTRIBUTES = [
    {
        "id": "position",
        "label": "Position",
        "on": "organisation",
        "draw_as": "hub-and-spoke",
        "levels": [{"id": "hub", "label": "Hub"}, {"id": "spoke", "label": "Spoke"}],
    },
    {
        "id": "sector",
        "label": "Sector",
        "on": "organisation",
        "levels": [{"id": "nhs", "label": "NHS"}, {"id": "other", "label": "Other"}],
    },
    {
        "id": "role",
        "label": "Role",
        "on": "participant",
        "levels": [{"id": "nurse", "label": "Nurse"}, {"id": "manager", "label": "Manager"}],
    },
]
TABLES = [
    {"id": "kind", "title": "By kind", "columns": ["position", "sector"]},
    {"id": "role", "title": "By role", "rows": "role", "columns": ["position"]},
]
SETTINGS = {"attributes": ATTRIBUTES, "recruitment_tables": TABLES}
RECONSTRUCTED = {
    "provenance": {
        "kind": "published",
        "statement": "From totals.",
        "register_is_reconstructed": True,
    }
}
REGISTER = {
    "organisations": """
        organisation_id | label | position | sector
        O1 | Alder | hub | nhs
        O2 | Birch | spoke | nhs
        O3 | Cedar | spoke | other
        O4 | Dogwood | spoke | nhs
        """,
    "participants": """
        participant_id | organisation_id | phase | status | reason | consented_on | role
        P1 | O1 | one | recruited | | 2024-01-02 | nurse
        P2 | O1 | one | recruited | | 2024-01-02 | manager
        P3 | O2 | one | recruited | | | nurse
        P4 | O2 | two | recruited | | 2024-03-01 | manager
        P5 | O3 | two | recruited | | 2024-03-05 |
        P6 | O3 | two | declined | no time | | nurse
        P7 | O4 | two | no reply | | | nurse
        P8 | O4 | one | declined | no time | | manager
        P9 | O4 | one | excluded | had left | | manager
        """,
    "sources": """
        source_id | phase | kind | date
        I1 | one | interview | 2024-01-20
        G1 | one | focus group | 2024-02-01
        I2 | two | interview | 2024-03-02
        D1 | two | document | 2024-03-09
        """,
    "source_participants": """
        source_id | participant_id
        I1 | P1
        G1 | P2
        G1 | P3
        I2 | P4
        """,
}
RECRUITED_ONLY = """
participant_id | organisation_id | phase | status | role
P1 | O1 | one | recruited | nurse
P2 | O1 | one | recruited | manager
P3 | O2 | one | recruited | nurse
P4 | O2 | two | recruited | manager
P5 | O3 | two | recruited | nurse
"""
EMPTY = {
    "organisations": "organisation_id | label | position | sector",
    "participants": "participant_id | organisation_id | phase | status | role",
}
