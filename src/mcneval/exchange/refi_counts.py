"""What the XML of REFI-QDA holds, counted apart from how it is understood."""

from __future__ import annotations

from collections import Counter

COUNTED = {
    "codes": ("Code",),
    "code folders": ("folder",),
    "users": ("User",),
    "sources": ("source",),
    "source texts": ("text",),
    "codings": ("Coding",),
    "cases": ("Case",),
    "variables": ("Variable",),
    "variable values": ("VariableValue",),
    "sets": ("Set",),
    "links": ("Link",),
    "memos": ("Note",),
    "maps": ("Graph",),
}
INNER = (
    "Project CodeBook Codes Users Variables Cases Sources Notes Links Sets Graphs Description "
    "CodeRef VariableRef SourceRef SelectionRef NoteRef TextValue BooleanValue IntegerValue "
    "FloatValue DateValue DateTimeValue MemberCode MemberSource MemberNote PlainTextContent "
    "Representation TextDescription Transcript SyncPoint Vertex Edge"
)
KNOWN = {*INNER.split(), "note selection", *(name for names in COUNTED.values() for name in names)}


def ledger_counts(met: Counter[str]) -> Counter[str]:
    """Return what was met in the XML by the ledger's kinds."""
    counts = Counter({kind: sum(met[name] for name in names) for kind, names in COUNTED.items()})
    counts["codes"] -= met["folder"]
    counts["selections"] = sum(n for name, n in met.items() if name.endswith("Selection"))
    counts["selections"] -= met["note selection"]
    for name in set(met) - KNOWN:
        if not name.endswith(("Selection", "Source")):
            counts[f"other: {name}"] = met[name]
    return +counts
