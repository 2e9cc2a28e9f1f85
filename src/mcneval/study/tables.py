"""The tables of a study, declared once.

Validation, the templates of ``mcn new``, ``docs/data-dictionary.md`` and
``datapackage.json`` are all made from this declaration.
"""

from __future__ import annotations

from mcneval.study.declaration import Column, Reference, Table

STATUSES = ("recruited", "declined", "excluded", "no reply")
SOURCE_KINDS = ("interview", "focus group", "document", "observation", "survey")
THEME_KINDS = ("enabler", "barrier", "mixed")
WEIGHTS = ("primary", "secondary")
ACTIONS = ("created", "merged", "split", "renamed", "dropped", "kept")
STANCES = ("for", "against")

TABLES: tuple[Table, ...] = (
    Table(
        "organisations",
        "organisations.csv",
        "an organisation that is or could be part of the network",
        (
            Column("organisation_id", "A short key for the organisation.", "id", example="O01"),
            Column("label", "The name readers see; a pseudonym if it must not be known."),
            Column("periphery", "Whether it lies on the network's periphery.", "yes-no", False),
            Column("locality", "Where it is, as far as that may be told.", required=False),
        ),
        ("organisation_id",),
        attributes_of="organisation",
    ),
    Table(
        "participants",
        "participants.csv",
        "a person who was approached, whether or not they took part",
        (
            Column("participant_id", "A short key for the person, never a name.", "id"),
            Column(
                "organisation_id",
                "The organisation they spoke from.",
                "id",
                reference=Reference("organisations", "organisation_id"),
            ),
            Column("phase", "The phase they were approached for, by its id in study.yml.", "id"),
            Column("status", "What came of it.", "level", allowed=STATUSES),
            Column("reason", "Why they did not take part, where that is known.", required=False),
            Column("invited_on", "The day they were first asked.", "date", False),
            Column("consented_on", "The day they agreed to take part.", "date", False),
        ),
        ("participant_id",),
        attributes_of="participant",
    ),
    Table(
        "sources",
        "sources.csv",
        "an interview, focus group or document",
        (
            Column("source_id", "A short key for the interview or document.", "id"),
            Column("phase", "The phase it belongs to, by its id in study.yml.", "id"),
            Column("kind", "What it is.", "level", allowed=SOURCE_KINDS),
            Column("date", "The day it took place.", "date", False),
            Column("minutes", "How long it lasted, in minutes.", "whole", False),
            Column("transcribed", "Whether it was transcribed.", "yes-no", False),
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
            ),
            Column(
                "participant_id",
                "Who spoke in it.",
                "id",
                reference=Reference("participants", "participant_id"),
            ),
        ),
        ("source_id", "participant_id"),
    ),
    Table(
        "segments",
        "segments.csv",
        "an extract of a source that was coded or quoted",
        (
            Column("segment_id", "A short key for the extract.", "id"),
            Column(
                "source_id",
                "The source it comes from.",
                "id",
                reference=Reference("sources", "source_id"),
            ),
            Column(
                "participant_id",
                "Who said it; empty where a focus group's speaker is not known.",
                "id",
                False,
                reference=Reference("participants", "participant_id"),
            ),
            Column("locator", "Where in the source: lines, minute, characters.", required=False),
            Column(
                "gist",
                "What was said, in the analysts' words, not the participant's; without it the "
                "segment is only counted.",
                required=False,
            ),
        ),
        ("segment_id",),
    ),
    Table(
        "segment_text",
        "private/segment_text.csv",
        "the verbatim words of a segment; private",
        (
            Column(
                "segment_id",
                "The segment.",
                "id",
                reference=Reference("segments", "segment_id"),
            ),
            Column("text", "Its words as transcribed. Never published unless cleared."),
        ),
        ("segment_id",),
        required=False,
        without="Repeated evidence is looked for in the gists only.",
    ),
    Table(
        "quotations",
        "quotations.csv",
        "a quotation cleared for publication",
        (
            Column(
                "segment_id",
                "The segment it quotes.",
                "id",
                reference=Reference("segments", "segment_id"),
            ),
            Column("text", "The words as cleared."),
            Column("cleared_by", "Who cleared it, by initials or role."),
            Column("edits", "What was changed for readability or anonymity.", required=False),
        ),
        ("segment_id",),
        required=False,
        without="The report gives gists in the analysts' words instead of quotations.",
    ),
    Table(
        "codes",
        "codes.csv",
        "a code of the codebook",
        (
            Column("code_id", "A short key for the code.", "id"),
            Column("label", "Its name."),
            Column("definition", "What belongs under it and what does not."),
            Column(
                "parent_id",
                "The code it stands under, if any.",
                "id",
                False,
                reference=Reference("codes", "code_id"),
            ),
            Column("colour", "Its colour as #rrggbb, as CAQDAS tools keep it.", required=False),
        ),
        ("code_id",),
        required=False,
        without="There is no codebook, so code frequencies, co-occurrence, agreement and "
        "saturation cannot be computed.",
    ),
    Table(
        "codings",
        "codings.csv",
        "one coder put one code on one segment",
        (
            Column(
                "segment_id",
                "The segment that was coded.",
                "id",
                reference=Reference("segments", "segment_id"),
            ),
            Column("code_id", "The code put on it.", "id", reference=Reference("codes", "code_id")),
            Column("coder", "Who coded it, by initials or a short key.", "id"),
            Column("round", "The coding round.", "whole", False),
            Column("coded_at", "The day it was coded.", "date", False),
        ),
        ("segment_id", "code_id", "coder", "round"),
        required=False,
        without="Code frequencies, co-occurrence, agreement and saturation cannot be computed.",
    ),
    Table(
        "themes",
        "themes.csv",
        "a theme of the final set",
        (
            Column("theme_id", "A short key for the theme.", "id"),
            Column("label", "Its name."),
            Column("kind", "Whether it helps or hinders.", "level", allowed=THEME_KINDS),
            Column("definition", "What it says, in a sentence."),
        ),
        ("theme_id",),
    ),
    Table(
        "theme_history",
        "theme_history.csv",
        "the place of a code or theme in one refinement round",
        (
            Column("round", "The round, counted from 1.", "whole"),
            Column(
                "code_id",
                "The code that was placed.",
                "id",
                reference=Reference("codes", "code_id"),
            ),
            Column(
                "theme_label",
                "The theme it stood under in that round; empty for none.",
                required=False,
            ),
            Column("action", "What happened to the theme.", "level", False, ACTIONS),
            Column("note", "Why.", required=False),
        ),
        ("round", "code_id"),
        required=False,
        without="How codes became themes cannot be shown.",
    ),
    Table(
        "theme_segments",
        "theme_segments.csv",
        "a segment that is evidence for a theme",
        (
            Column("theme_id", "The theme.", "id", reference=Reference("themes", "theme_id")),
            Column(
                "segment_id",
                "The segment.",
                "id",
                reference=Reference("segments", "segment_id"),
            ),
            Column(
                "stance",
                "Whether it speaks for the theme or against it (a deviant case); empty means for.",
                "level",
                False,
                STANCES,
            ),
        ),
        ("theme_id", "segment_id"),
    ),
    Table(
        "theme_links",
        "theme_links.csv",
        "one factor acting on another",
        (
            Column(
                "from_theme",
                "The theme that acts.",
                "id",
                reference=Reference("themes", "theme_id"),
            ),
            Column(
                "to_theme",
                "The theme acted on.",
                "id",
                reference=Reference("themes", "theme_id"),
            ),
            Column("relation", "How it acts: hinders, helps, limits, …"),
            Column("basis", "What the link rests on: where it was said or written."),
        ),
        ("from_theme", "to_theme"),
        required=False,
        without="What acts on what, and which factors cut across, cannot be shown.",
    ),
    Table(
        "mappings",
        "mappings.csv",
        "a theme on a construct of a framework",
        (
            Column("framework", "The framework's id, as in study.yml.", "id"),
            Column("theme_id", "The theme.", "id", reference=Reference("themes", "theme_id")),
            Column("construct_id", "The construct's id, as in the framework's file.", "id"),
            Column("weight", "Where it chiefly belongs, or also.", "level", allowed=WEIGHTS),
            Column("analyst", "Who placed it; empty for the team's agreed map.", "id", False),
            Column("rationale", "Why it belongs there.", required=False),
        ),
        ("framework", "theme_id", "construct_id", "analyst"),
    ),
    Table(
        "topic_guide",
        "topic_guide.csv",
        "a construct that a phase's topic guide asked about",
        (
            Column("phase", "The phase, by its id in study.yml.", "id"),
            Column("framework", "The framework's id.", "id"),
            Column("construct_id", "The construct's id, as in the framework's file.", "id"),
            Column("question", "What was asked, in short.", required=False),
        ),
        ("phase", "framework", "construct_id"),
        required=False,
        without="Silence cannot be told apart: 'not asked' or 'not raised'.",
    ),
    Table(
        "summaries",
        "summaries.csv",
        "the team's summary of what one person or organisation said on one theme",
        (
            Column("case_id", "A participant_id or organisation_id.", "id"),
            Column("theme_id", "The theme.", "id", reference=Reference("themes", "theme_id")),
            Column("summary", "The summary, in the analysts' words."),
        ),
        ("case_id", "theme_id"),
        required=False,
        without="The framework matrix shows counts and gists without the team's summaries.",
    ),
)

TABLE_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
