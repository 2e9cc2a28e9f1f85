"""Themes and theory: what it comes to, and where it stands in a framework."""

from __future__ import annotations

from mcneval.study.declaration import Column, Reference, Table

THEME_KINDS = ("enabler", "barrier", "mixed")
WEIGHTS = ("primary", "secondary")
ACTIONS = ("created", "merged", "split", "renamed", "dropped", "kept")
STANCES = ("for", "against", "neither", "gain", "limit", "both")
SPEAKING_FOR = ("for", "gain", "limit", "both")
STEPS = {"nearly all": 4, "many": 3, "some": 2, "few": 1}
"""How far the authors' words for how widely something was said go, in our order."""
BREADTHS = (*STEPS, "not stated")
PARTS = ("in-place", "across", "held-back", "worn-down")
OWN_PLACE, ONE_SENTENCE = RESTS_ON = ("own place", "one sentence")

THEMES: tuple[Table, ...] = (
    Table(
        "themes",
        "themes.csv",
        "a theme of the final set",
        (
            Column("theme_id", "A short key for the theme.", "id", example="T01"),
            Column("label", "Its name.", example="Too few staff"),
            Column(
                "kind",
                "Whether it helps or hinders.",
                "level",
                allowed=THEME_KINDS,
                example="barrier",
            ),
            Column(
                "definition",
                "What it says, in a sentence.",
                example="Services cannot find the people that they need.",
            ),
            Column(
                "short",
                "A name of a few words for figures; empty takes the label.",
                required=False,
                example="Too few staff",
            ),
            Column(
                "narrow",
                "The same for a narrow screen; empty takes the short one.",
                required=False,
                example="Few staff",
            ),
            Column(
                "breadth",
                "How widely the authors say that it was said, in steps.",
                "level",
                False,
                BREADTHS,
                example="many",
            ),
            Column(
                "said",
                "The same in the authors' words, with the phase.",
                required=False,
                example="many, phase 1",
            ),
            Column(
                "printed",
                "Where they say so.",
                required=False,
                example="Results, People, paragraph 2",
            ),
        ),
        ("theme_id",),
    ),
    Table(
        "argument",
        "argument.csv",
        "a step of the study's argument",
        (
            Column(
                "part",
                "Its place: in-place (what helped and was there), across (a barrier that cuts "
                "across), held-back (what the barriers hold back), worn-down (what wears down in "
                "the end).",
                "level",
                allowed=PARTS,
                example="across",
            ),
            Column(
                "theme_id",
                "The theme; empty for a claim that is no theme.",
                "id",
                False,
                reference=Reference("themes", "theme_id"),
                example="T01",
            ),
            Column("label", "What the main figure calls it.", example="Too few staff"),
            Column(
                "narrow",
                "The same for a narrow screen; empty takes the label.",
                required=False,
                example="Few staff",
            ),
            Column(
                "said",
                "How widely the claim was said, or what it rests on, where that differs from the "
                "theme's own.",
                required=False,
                example="named in the discussion",
            ),
        ),
        ("part", "label"),
        required=False,
        without="The main figure shows the themes, not how they hang together.",
    ),
    Table(
        "theme_history",
        "theme_history.csv",
        "the place of a code or theme in one refinement round",
        (
            Column("round", "The round, counted from 1.", "whole", example="1"),
            Column(
                "code_id",
                "The code that was placed.",
                "id",
                reference=Reference("codes", "code_id"),
                example="C01",
            ),
            Column(
                "theme_label",
                "The theme it stood under in that round; empty for none.",
                required=False,
                example="Too few staff",
            ),
            Column(
                "action", "What happened to the theme.", "level", False, ACTIONS, example="created"
            ),
            Column("note", "Why.", required=False, example="Grew out of three codes."),
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
            Column(
                "theme_id",
                "The theme.",
                "id",
                reference=Reference("themes", "theme_id"),
                example="T01",
            ),
            Column(
                "segment_id",
                "The segment.",
                "id",
                reference=Reference("segments", "segment_id"),
                example="S001",
            ),
            Column(
                "stance",
                "Whether it speaks for the theme (empty means for), against it (a deviant case) or "
                "neither; for a mixed theme also whether it tells of a gain, a limit or both.",
                "level",
                False,
                STANCES,
                example="for",
            ),
            Column(
                "note",
                "What a reader of this piece of evidence should know.",
                required=False,
                example="Said of an earlier network.",
            ),
        ),
        ("theme_id", "segment_id"),
    ),
    Table(
        "theme_links",
        "theme_links.csv",
        "one theme acting on another",
        (
            Column(
                "from_theme",
                "The theme that acts.",
                "id",
                reference=Reference("themes", "theme_id"),
                example="T01",
            ),
            Column(
                "to_theme",
                "The theme acted on.",
                "id",
                reference=Reference("themes", "theme_id"),
                example="T02",
            ),
            Column(
                "relation",
                "A verb that goes before the other theme's name and is true of it as it is named: "
                "worsens or lessens a barrier, helps or hinders an enabler.",
                example="hinders",
            ),
            Column(
                "place",
                "Where the link is stated; empty where basis says it.",
                required=False,
                example="Results, People, paragraph 2",
            ),
            Column("basis", "What is stated there.", example="said in I01 and I04"),
            Column(
                "rests_on",
                "own place (the default) where it is stated for these two themes; one sentence "
                "where a sentence on several themes at once is all it rests on.",
                "level",
                False,
                RESTS_ON,
                example="own place",
            ),
        ),
        ("from_theme", "to_theme"),
        required=False,
        without="What acts on what, and which factors reach far, cannot be shown.",
    ),
    Table(
        "mappings",
        "mappings.csv",
        "a theme on a construct of a framework",
        (
            Column("framework", "The framework's id, as in study.yml.", "id", example="sst"),
            Column(
                "theme_id",
                "The theme.",
                "id",
                reference=Reference("themes", "theme_id"),
                example="T01",
            ),
            Column(
                "construct_id",
                "The construct's id, as in the framework's file.",
                "id",
                example="people",
            ),
            Column(
                "weight",
                "Where it chiefly belongs, or also.",
                "level",
                allowed=WEIGHTS,
                example="primary",
            ),
            Column(
                "analyst",
                "Who placed it; empty for the team's agreed map.",
                "id",
                False,
                example="AB",
            ),
            Column(
                "rationale",
                "Why it belongs there. On a framework of earlier research it may begin with "
                "Present:, Present in part: or Absent:, which says whether the network has it.",
                required=False,
                example="It is about who does the work.",
            ),
        ),
        ("framework", "theme_id", "construct_id", "analyst"),
        required=False,
        without="Where the themes stand on a framework is not shown.",
    ),
    Table(
        "topic_guide",
        "topic_guide.csv",
        "a construct that a phase's topic guide asked about",
        (
            Column("phase", "The phase, by its id in study.yml.", "id", example="phase-1"),
            Column("framework", "The framework's id.", "id", example="sst"),
            Column(
                "construct_id",
                "The construct's id, as in the framework's file.",
                "id",
                example="people",
            ),
            Column(
                "question",
                "What was asked, in short.",
                required=False,
                example="Who does the work?",
            ),
        ),
        ("phase", "framework", "construct_id"),
        required=False,
        without="Where nothing was said, 'not asked' and 'not raised' cannot be told apart.",
    ),
    Table(
        "summaries",
        "summaries.csv",
        "the team's summary of what one person or organisation said on one theme",
        (
            Column("case_id", "A participant_id or organisation_id.", "id", example="P01"),
            Column(
                "theme_id",
                "The theme.",
                "id",
                reference=Reference("themes", "theme_id"),
                example="T01",
            ),
            Column(
                "summary",
                "The summary, in the analysts' words.",
                example="Waits half a year for each new post.",
            ),
        ),
        ("case_id", "theme_id"),
        required=False,
        without="There is no framework matrix.",
    ),
)
