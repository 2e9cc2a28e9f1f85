"""How tools and people head the columns of coded extracts."""

from __future__ import annotations

import re

EXTRACTS = "coded extracts"
IGNORE = "ignore"
MARKED = "code: "
APPLIED = re.compile(r"Code: (.{1,300}?) Applied\Z", re.IGNORECASE)

WORDS: dict[str, frozenset[str]] = {
    "source": frozenset(
        [
            *("source", "source-id", "source-name", "document", "document-name", "file"),
            *("file-name", "filename", "transcript", "interview", "media-title", "resource"),
            *("data-item", "internals", "document-title", "title"),
        ]
    ),
    "text": frozenset(
        [
            *("text", "segment", "quotation", "quotation-content", "quote", "extract", "excerpt"),
            *("excerpt-copy", "content", "coded-text", "reference-text", "highlight", "passage"),
            *("coded-segment", "coded-extract", "verbatim", "words", "snippet"),
        ]
    ),
    "code": frozenset(
        [
            *("code", "code-name", "codename", "node", "tag", "code-path", "nodes", "category"),
            *("code-label", "label"),
        ]
    ),
    "codes": frozenset(
        ["codes", "codes-applied", "codes-applied-combined", "tags", "code-s", "coded-at-codes"]
    ),
    "coder": frozenset(
        [
            *("coder", "coded-by", "created-by", "author", "user", "owner", "modified-by"),
            *("excerpt-creator", "coder-name", "analyst", "coding-user", "rater"),
        ]
    ),
    "date": frozenset(
        [
            *("date", "coded-at", "coded-on", "created", "created-on", "modified-on"),
            *("excerpt-date", "creation-date", "modified", "timestamp"),
        ]
    ),
    "participant": frozenset(
        ["participant", "participant-id", "speaker", "case", "respondent", "interviewee"]
    ),
    "locator": frozenset(
        ["locator", "reference", "position", "location", "excerpt-range", "lines", "paragraph"]
    ),
    "begin": frozenset(["begin", "beginning", "start", "pos0", "start-position", "from"]),
    "end": frozenset(["end", "ending", "pos1", "end-position", "to"]),
    "gist": frozenset(["gist", "summary", "paraphrase"]),
    "segment": frozenset(["segment-id", "quotation-id", "extract-id", "excerpt-id", "id"]),
    "definition": frozenset(["tag-description", "code-description", "definition"]),
}
