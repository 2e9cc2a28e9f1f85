"""A tiny study without a flaw, to be spoiled in one place by each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mcneval.study.check import check_study

Edit = tuple[str, ...] | list[str]

FRAMEWORK = """\
id: mini
label: A small framework
short: Mini
citation: {key: mini2020, text: Nobody (2020) A small framework.}
constructs:
  - {id: people, label: People, definition: Who works there.}
  - {id: money, label: Money, definition: What pays for it.}
"""

TINY = {
    "study.yml": """\
title: A tiny study
citation:
  text: Nobody (2026) A tiny study.
network:
  name: The tiny network
phases:
  - id: phase-1
    label: Phase 1
    invited: 3
    target: {low: 2, high: 3}
  - id: phase-2
    label: Phase 2
attributes:
  - id: position
    label: Position
    on: organisation
    levels: [hub, spoke]
  - id: role
    label: Role
    on: participant
    levels: [nurse, doctor]
recruitment_tables:
  - id: by-role
    title: People by role
    columns: [role]
frameworks: [mini]
primary_framework: mini
coders:
  AB: The first coder
expected:
  participants: 2
  organisations: 2
disclosure:
  min_cell: 5
provenance:
  kind: synthetic
  statement: Made up for a test.
""",
    "organisations.csv": """\
organisation_id,label,position
O1,North House,hub
O2,South House,spoke
""",
    "participants.csv": """\
participant_id,organisation_id,phase,status,invited_on,consented_on,role
P1,O1,phase-1,recruited,2025-01-06,2025-01-10,nurse
P2,O2,phase-1,recruited,2025-01-06,2025-01-12,doctor
P3,O2,phase-1,declined,2025-01-06,,
""",
    "sources.csv": """\
source_id,phase,kind,date,minutes,transcribed
S1,phase-1,interview,2025-02-01,45,yes
S2,phase-1,interview,2025-02-03,50,no
""",
    "source_participants.csv": """\
source_id,participant_id
S1,P1
S2,P2
""",
    "segments.csv": """\
segment_id,source_id,participant_id,gist
G1,S1,P1,Posts are filled late.
G2,S2,P2,The grant ends in spring.
G3,S2,P2,"Staff, once here, stay."
""",
    "themes.csv": """\
theme_id,label,kind,definition
T1,Few staff,barrier,There are too few people.
T2,Loyal staff,enabler,Those who come remain.
""",
    "theme_segments.csv": """\
theme_id,segment_id,stance
T1,G1,for
T1,G2,for
T2,G3,for
""",
    "mappings.csv": """\
framework,theme_id,construct_id,weight
mini,T1,people,primary
mini,T1,money,secondary
mini,T2,people,primary
""",
    "codes.csv": """\
code_id,label,definition,parent_id,colour
C1,Posts,What is said of posts.,,#d55e00
C2,Late posts,Posts that are filled late.,C1,
""",
    "codings.csv": """\
segment_id,code_id,coder,round
G1,C2,AB,1
G2,C1,AB,1
""",
    "theme_history.csv": """\
round,code_id,theme_label,action
1,C1,Few staff,created
1,C2,Few staff,created
""",
    "theme_links.csv": """\
from_theme,to_theme,relation,basis
T1,T2,wears down,said in S1
""",
    "findings.yml": """\
findings:
  - id: F1
    text: There are too few people.
    themes: [T1]
recommendations:
  - text: Fill posts early.
    findings: [F1]
""",
    "published.yml": """\
source: nobody2026
figures:
  - {item: People, key: participants.total, value: 2, printed: Table 1}
""",
    "coreq.yml": "items:\n"
    + "".join(f"  - {{item: {number}, status: not reported}}\n" for number in range(1, 33)),
    "private/segment_text.csv": """\
segment_id,text
G1,they never fill a post before summer
""",
    "narrative/summary.md": "Short.\n",
    "narrative/background.md": "Long ago.\n",
    "narrative/methods.md": "We asked.\n",
    "narrative/discussion.md": "So it is.\n",
}


@pytest.fixture
def texts() -> dict[str, str]:
    """The tiny study's files, by their path in its folder."""
    return dict(TINY)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The folder of a tiny study that has no problem at all."""
    folder = tmp_path / "data" / "tiny"
    for name, text in TINY.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    shared = folder.parent / "frameworks"
    shared.mkdir(exist_ok=True)
    (shared / "mini.yml").write_text(FRAMEWORK, "utf-8")
    (shared / "references.bib").write_text("@misc{mini2020, title = {A small framework}}\n")
    return folder


@pytest.fixture
def spoil(tiny: Path) -> Callable[..., list[str]]:
    """Spoil the tiny study by edits and return what its check says, one line a problem.

    What an edit may be stands at :func:`change`.
    """

    def check(*edits: Edit) -> list[str]:
        for edit in edits:
            change(tiny, edit)
        _, problems = check_study(tiny)
        return [f"{problem.severity}: {problem}" for problem in problems]

    return check


def change(folder: Path, edit: Edit) -> None:
    """Make one edit: its kind, the file, and the words of the kind.

    ``write file text``, ``encode file text encoding``, ``bytes file hex``,
    ``append file text``, ``replace file old new``, ``delete file`` or ``folder file``.
    """
    kind, path, words = edit[0], folder / edit[1], edit[2:]
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "write":
        path.write_bytes(words[0].encode())
    elif kind == "encode":
        path.write_bytes(words[0].encode(words[1]))
    elif kind == "bytes":
        path.write_bytes(bytes.fromhex(words[0]))
    elif kind == "append":
        path.write_bytes(path.read_bytes() + words[0].encode())
    elif kind == "replace":
        text = path.read_text("utf-8")
        assert words[0] in text, f"{words[0]!r} is not in {edit[1]}"
        path.write_text(text.replace(words[0], words[1], 1), "utf-8")
    else:
        assert kind in ("delete", "folder"), kind
        path.unlink(missing_ok=True)
        if kind == "folder":
            path.mkdir()
