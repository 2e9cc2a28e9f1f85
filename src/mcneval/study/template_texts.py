"""The other files of a new study: prompts for prose, COREQ, findings, the private folder."""

from __future__ import annotations

from mcneval.study.coreq import COREQ

PROMPTS = {
    "summary": (
        "A sentence or two for the first page, under the title.",
        "Which network is this, and who was asked, and when?",
    ),
    "background": (
        "What must a reader know of the network and its field?",
        "What was known before, and what was not?",
        "What did this evaluation ask?",
    ),
    "methods": (
        "How were people chosen and approached, and by whom?",
        "How were interviews held, recorded and transcribed?",
        "How were codes and themes made, and who decided where coders differed?",
        "Which ethics approval was given?",
    ),
    "themes": (
        "A part for each theme, under a heading such as: ## T01: What it comes to, in a sentence",
        "Headings of constructs may have words of their own: # people: Too few people",
        "A theme without a part is given with its label and its definition.",
    ),
    "argument": (
        "How does it all hang together: what was in place, what cuts across, what follows?",
    ),
    "discussion": (
        "What do the findings mean for the network, and for others like it?",
        "Where do they agree with earlier work, and where not?",
        "What would you do otherwise another time?",
    ),
}

FINDINGS = """\
# What the team concludes, five to seven findings in all: they are the report's first page. Each
# names the themes that are its evidence, each recommendation the findings that it rests on. Take
# away the # before the lines to use them.
#
# findings:
#   - id: F1
#     text: One finding, in a sentence that can be read out
#     detail: What goes with it.
#     themes: [T01, T02]
# recommendations:
#   - text: What should be done.
#     detail: Why, or how.
#     findings: [F1]
# strengths:
#   - What speaks for the study.
# limits:
#   - text: What limits it.
#     short: The same for the first page, where it matters there.
findings: []
recommendations: []
strengths: []
limits: []
"""

REFERENCES = """\
% References in BibTeX. Cite one in the narrative by its key in brackets, with an at sign
% before the key. Reference managers such as Zotero write this file.
"""

PRIVATE = """\
# Private

Nothing in this folder goes into git, and nothing from it into a report. Keep verbatim text here
(`segment_text.csv`) and what `mcn import` puts aside. Where your ethics approval forbids it, keep
even that elsewhere: the report can do without.

Words that a participant or the team has cleared for publication belong into `quotations.csv`, one
folder up.
"""

IGNORED = "# Verbatim words and imported projects stay out of git.\nprivate/\n~$*\n"
IGNORED_ALL = "*\n"


def write_prompts(stem: str) -> str:
    """Return a part of the narrative with questions to answer, which no report shows."""
    asked = "\n".join(f"- {question}" for question in PROMPTS[stem])
    return (
        "<!-- Write below this comment, in Markdown. What stands inside it is not shown.\n\n"
        f"{asked}\n-->\n"
    )


def write_coreq() -> str:
    """Return ``coreq.yml`` with every item still open."""
    lines = [
        "# The COREQ checklist: 32 items that only people can answer (Tong, Sainsbury and Craig,",
        "# 2007). status is: reported, partly, not reported or not applicable.",
        "citation: tong2007",
        "items:",
    ]
    for number, (domain, topic) in enumerate(COREQ, start=1):
        lines += [
            f"  - item: {number}",
            f'    domain: "{domain}"',
            f'    topic: "{topic}"',
            '    answer: ""',
            '    where: ""',
            "    status: not reported",
        ]
    return "\n".join(lines) + "\n"
