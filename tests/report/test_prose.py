"""No number is typed into the book's prose that code can compute."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
STUDIES = [ROOT / "data" / name for name in ("york-2021", "synthetic-network")]
CHAPTERS = [
    ROOT / "index.qmd",
    *(path for path in sorted((ROOT / "reports").glob("*.qmd")) if path.stem != "about"),
]
READINGS = sorted((ROOT / "reports" / "readings" / "en").glob("*.md.j2"))
PROSE = [path for study in STUDIES for path in sorted((study / "narrative").glob("*.md"))]
NOT_PROSE = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{##.*?##\}"  # shortcodes, and what a reading computes
    r"|\{#[^}]*\}|\{\.[^}]*\}"  # attributes
    r"|\[-?@[^\]]*\]|-?@[\w-]+"  # citations and cross references
    r"|\]\([^)]*\)|<https?://[^>]*>"  # addresses
    r"|^#\|.*$|^\d+\.\s|^#+ [\w-]+:",  # cell options, list numbers, ids of parts
    re.MULTILINE | re.DOTALL,
)
NAME = re.compile(
    r"\b(?:19|20)\d\d(?:–\d\d)?\b|\b[Pp]hase \d\b|\bAC1\b|\b24/7\b"
)  # years and names


def find_digits(words: str) -> list[str]:
    """Return the lines that still hold a digit when all that is not prose is gone."""
    bare = NAME.sub("", NOT_PROSE.sub("", words))
    return [line.strip() for line in bare.splitlines() if re.search(r"\d", line)]


def test_the_search_finds_a_typed_number() -> None:
    assert find_digits("We met {{< var a.b >}} people in 2021 [@x2021].\nOf 45 people, few.") == [
        "Of 45 people, few."
    ]


@pytest.mark.parametrize(
    "path", [*CHAPTERS, *PROSE, *READINGS], ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_digit_is_typed(path: Path) -> None:
    assert find_digits(path.read_text("utf-8")) == []


@pytest.mark.parametrize("study", STUDIES, ids=lambda path: path.name)
def test_no_digit_is_typed_into_findings(study: Path) -> None:
    content = yaml.safe_load((study / "findings.yml").read_text("utf-8"))
    texts = [item["text"] for key in ("findings", "recommendations") for item in content[key]]
    texts += [
        item.get("detail", "") for key in ("findings", "recommendations") for item in content[key]
    ]
    limits = [{"text": one} if isinstance(one, str) else one for one in content["limits"]]
    texts += [*content["strengths"], *(words for one in limits for words in one.values())]
    assert [line for words in texts for line in find_digits(words)] == []
