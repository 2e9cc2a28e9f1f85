"""No sentence is built in the rooms of analysis and drawing: they are written in readings.

The rule goes by the syntax tree. A *phrase* is a string, an f-string or a sum of them (``a + b``),
in which a computed value counts as one word. A phrase of four words or more is taken for a
sentence unless it stands

- in a docstring, whether of a module, function or constant;
- in a ``raise``, since errors are told where they arise;
- in the alt text of a drawing: in ``figures`` only, and there what is assigned to ``alt`` or given
  to ``finish``, since it is made of the very numbers that are drawn;
- among the labels below, each a name for a level or an axis with no verb that says anything.

Words are what blanks part, if nothing but letters is left of them without punctuation, so that
roles (``count[people of x]``), keys, patterns and SVG are too short. What the rule cannot see are
sentences put together from short words by ``join`` or ``format``; a column's name or a level of
up to three words is no sentence.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).parents[1] / "src" / "mcneval"
PATHS = sorted(path for room in ("analysis", "figures") for path in (ROOMS / room).glob("*.py"))
LABELS = {
    "not on the list": "a verdict on a theme that earlier research has no item for",
    "Segments, bare ones too": "a row of the table of agreement",
    "… (filled), … (open)": "the name of an axis",
    "Barriers that cut across": "a part of the argument, as the drawing heads it",
    "only of several together": "an entry of a key, for what rests on one sentence",
    "'DejaVu Sans', Verdana, sans-serif": "fonts, in the order in which a browser tries them",
}
"""Phrases of four words that are no sentences, and what they are."""


def join_words(node: ast.AST) -> str:
    """Return the words of a string, an f-string or a sum of them; each value is ``…``."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else "…"
    if isinstance(node, ast.JoinedStr):
        return "".join(map(join_words, node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return join_words(node.left) + join_words(node.right)
    return "…"


def is_left_out(node: ast.AST, drawing: bool) -> bool:
    """Return whether all that stands in a node is a docstring, an error or an alt text."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        return drawing and [getattr(target, "id", "") for target in node.targets] == ["alt"]
    if isinstance(node, ast.Call):
        return drawing and getattr(node.func, "id", "") == "finish"
    return isinstance(node, ast.Raise)


def list_values(node: ast.AST) -> list[ast.AST]:
    """Return the computed values within a phrase."""
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return list_values(node.left) + list_values(node.right)
    return [] if isinstance(node, ast.Constant) else [node]


def list_phrases(node: ast.AST, drawing: bool) -> list[str]:
    """Return the phrases in a node, each as a whole."""
    if is_left_out(node, drawing):
        return []
    if list_values(node) == [node]:
        return [one for part in ast.iter_child_nodes(node) for one in list_phrases(part, drawing)]
    inner = [one for value in list_values(node) for one in list_phrases(value, drawing)]
    return [join_words(node), *inner]


def find_sentences(code: str, drawing: bool = False) -> list[str]:
    """Return the phrases of four words or more."""
    phrases = list_phrases(ast.parse(code), drawing)
    return [phrase for phrase in phrases if count_words(phrase) >= 4]


def count_words(phrase: str) -> int:
    """Return how many of the parts between blanks are words, not signs or bits of code."""
    parts = [part.strip(".,;:!?()[]\"'“”") for part in phrase.split()]
    return sum(bool(re.fullmatch(r"(?:[^\W\d_]|['’…-])+", part)) for part in parts)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('told = "three people said so"', ["three people said so"]),
        ('told = f"{n} people said so"', ["… people said so"]),
        ('told = f"{n} of {of} said so {why}"', ["… of … said so …"]),
        ('told = "three people " + "said " + what', ["three people said …"]),
        ("told = f\"{'none said so here' if n else n}\"", ["none said so here"]),
        ('tell("three people said so")', ["three people said so"]),
        ('told = tell("three people said so") + rest', ["three people said so"]),
        ('def f():\n    """Return what they said there."""\n    return "they"', []),
        ('KINDS = 3\n"""What they may be."""', []),
        ('raise ValueError(f"there is no {name} here")', []),
        ('frame.astype({"n": "count[people of speakers]"})', []),
        ('kind = "not recorded yet"', []),
        ('pattern = r"(\\d+) (\\d+) (\\d+) (\\d+)"', []),
        ('alt = f"Bars of all the groups"', ["Bars of all the groups"]),
    ],
)
def test_the_rule_tells_sentences_from_other_strings(code: str, found: list[str]) -> None:
    assert find_sentences(code) == found


def test_only_a_drawing_has_alt_texts() -> None:
    code = 'alt = "Bars of all the groups"\nfinish(ax, "Bars of all the groups")'
    assert find_sentences(code, drawing=True) == []
    assert len(find_sentences(code)) == 2


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sentence_is_built_in_code(path: Path) -> None:
    found = find_sentences(path.read_text("utf-8"), path.parent.name == "figures")
    assert [phrase for phrase in found if phrase not in LABELS] == []


def test_every_label_that_is_let_pass_is_still_there() -> None:
    found = {phrase for path in PATHS for phrase in find_sentences(path.read_text("utf-8"))}
    assert set(LABELS) <= found
