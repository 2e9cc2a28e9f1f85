"""People and sources: who was asked, and who spoke where."""

from __future__ import annotations

from mcneval.study.declaration import Column, Reference, Table

STATUSES = ("recruited", "declined", "excluded", "no reply")
SOURCE_KINDS = ("interview", "focus group", "document", "observation", "survey")

PEOPLE: tuple[Table, ...] = (
    Table(
        "organisations",
        "organisations.csv",
        "an organisation that is or could be part of the network",
        (
            Column("organisation_id", "A short key for the organisation.", "id", example="O01"),
            Column(
                "label",
                "The name readers see; a pseudonym if it must not be known.",
                example="Northside Hospital",
            ),
            Column(
                "periphery",
                "Whether it lies on the network's periphery.",
                "yes-no",
                False,
                example="no",
            ),
            Column(
                "locality",
                "Where it is, as far as that may be told.",
                required=False,
                example="north coast",
            ),
        ),
        ("organisation_id",),
        attributes_of="organisation",
    ),
    Table(
        "participants",
        "participants.csv",
        "a person who took part or, where that is recorded, was approached and did not",
        (
            Column(
                "participant_id", "A short key for the person, never a name.", "id", example="P01"
            ),
            Column(
                "organisation_id",
                "The organisation they spoke from.",
                "id",
                reference=Reference("organisations", "organisation_id"),
                example="O01",
            ),
            Column(
                "phase",
                "The phase they were approached for, by its id in study.yml.",
                "id",
                example="phase-1",
            ),
            Column("status", "What came of it.", "level", allowed=STATUSES, example="recruited"),
            Column(
                "reason",
                "Why they did not take part, where that is known.",
                required=False,
                example="on leave",
            ),
            Column(
                "invited_on", "The day they were first asked.", "date", False, example="2026-01-12"
            ),
            Column(
                "consented_on",
                "The day they agreed to take part.",
                "date",
                False,
                example="2026-01-20",
            ),
        ),
        ("participant_id",),
        attributes_of="participant",
    ),
    Table(
        "sources",
        "sources.csv",
        "an interview, focus group or document",
        (
            Column("source_id", "A short key for the interview or document.", "id", example="I01"),
            Column(
                "phase", "The phase it belongs to, by its id in study.yml.", "id", example="phase-1"
            ),
            Column("kind", "What it is.", "level", allowed=SOURCE_KINDS, example="interview"),
            Column("date", "The day it took place.", "date", False, example="2026-02-03"),
            Column("minutes", "How long it lasted, in minutes.", "whole", False, example="45"),
            Column("transcribed", "Whether it was transcribed.", "yes-no", False, example="yes"),
        ),
        ("source_id",),
    ),
    Table(
        "source_participants",
        "source_participants.csv",
        "a person who spoke in a source",
        (
            Column(
                "source_id",
                "The interview or focus group.",
                "id",
                reference=Reference("sources", "source_id"),
                example="I01",
            ),
            Column(
                "participant_id",
                "Who spoke in it.",
                "id",
                reference=Reference("participants", "participant_id"),
                example="P01",
            ),
        ),
        ("source_id", "participant_id"),
    ),
)
