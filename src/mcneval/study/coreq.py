"""The items of the COREQ checklist (Tong, Sainsbury and Craig, 2007), by number."""

from __future__ import annotations

TEAM = "Research team and reflexivity"
DESIGN = "Study design"
FINDINGS = "Analysis and findings"

COREQ: tuple[tuple[str, str], ...] = (
    (TEAM, "Interviewer"),
    (TEAM, "Credentials"),
    (TEAM, "Occupation"),
    (TEAM, "Gender"),
    (TEAM, "Experience and training"),
    (TEAM, "Relationship established"),
    (TEAM, "What participants knew of the interviewer"),
    (TEAM, "Interviewer characteristics"),
    (DESIGN, "Methodological orientation"),
    (DESIGN, "Sampling"),
    (DESIGN, "Method of approach"),
    (DESIGN, "Sample size"),
    (DESIGN, "Non-participation"),
    (DESIGN, "Setting of data collection"),
    (DESIGN, "Presence of others"),
    (DESIGN, "Description of the sample"),
    (DESIGN, "Interview guide"),
    (DESIGN, "Repeat interviews"),
    (DESIGN, "Recording"),
    (DESIGN, "Field notes"),
    (DESIGN, "Duration"),
    (DESIGN, "Data saturation"),
    (DESIGN, "Transcripts returned"),
    (FINDINGS, "Number of coders"),
    (FINDINGS, "Coding tree"),
    (FINDINGS, "Derivation of themes"),
    (FINDINGS, "Software"),
    (FINDINGS, "Participant checking"),
    (FINDINGS, "Quotations presented"),
    (FINDINGS, "Data and findings consistent"),
    (FINDINGS, "Clarity of major themes"),
    (FINDINGS, "Clarity of minor themes"),
)
"""Domain and topic of each item; the first is item 1."""
