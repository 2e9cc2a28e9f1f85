"""Words and codes: what was said, and how it was coded."""

from __future__ import annotations

from mcneval.study.declaration import Column, Reference, Table

WORDS: tuple[Table, ...] = (
    Table(
        "segments",
        "segments.csv",
        "an extract of a source that was coded or quoted",
        (
            Column("segment_id", "A short key for the extract.", "id", example="S001"),
            Column(
                "source_id",
                "The source it comes from.",
                "id",
                reference=Reference("sources", "source_id"),
                example="I01",
            ),
            Column(
                "participant_id",
                "Who said it; empty where a focus group's speaker is not known.",
                "id",
                False,
                reference=Reference("participants", "participant_id"),
                example="P01",
            ),
            Column(
                "locator",
                "Where in the source: lines, minute, characters.",
                required=False,
                example="lines 40-52",
            ),
            Column(
                "gist",
                "What was said, in the analysts' words, not the participant's; without it the "
                "segment is only counted.",
                required=False,
                example="Posts stay empty for months.",
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
                example="S001",
            ),
            Column(
                "text",
                "Its words as transcribed. Never published unless cleared.",
                example="the words as they were spoken",
            ),
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
                example="S001",
            ),
            Column("text", "The words as cleared.", example="the words as they were cleared"),
            Column("cleared_by", "Who cleared it, by initials or role.", example="AB"),
            Column(
                "edits",
                "What was changed for readability or anonymity.",
                required=False,
                example="a place name left out",
            ),
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
            Column("code_id", "A short key for the code.", "id", example="C01"),
            Column("label", "Its name.", example="Empty posts"),
            Column(
                "definition",
                "What belongs under it and what does not.",
                example="Posts that cannot be filled; not those that were cut.",
            ),
            Column(
                "parent_id",
                "The code it stands under, if any.",
                "id",
                False,
                reference=Reference("codes", "code_id"),
                example="C00",
            ),
            Column(
                "colour",
                "Its colour as #rrggbb, as CAQDAS tools keep it.",
                required=False,
                example="#d55e00",
            ),
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
                example="S001",
            ),
            Column(
                "code_id",
                "The code put on it.",
                "id",
                reference=Reference("codes", "code_id"),
                example="C01",
            ),
            Column("coder", "Who coded it, by initials or a short key.", "id", example="AB"),
            Column("round", "The coding round.", "whole", False, example="1"),
            Column("coded_at", "The day it was coded.", "date", False, example="2026-03-02"),
        ),
        ("segment_id", "code_id", "coder", "round"),
        required=False,
        without="Code frequencies, co-occurrence, agreement and saturation cannot be computed.",
    ),
)
