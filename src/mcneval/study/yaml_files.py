"""YAML as a person means it: ``on`` is a word, a date is its letters, each key has a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mcneval.study.decoding import blank_unseen
from mcneval.study.problems import Problem

QUOTE = "Put the words into quotation marks."
CAUSES = (
    (
        "mapping values are not allowed",
        "a colon stands inside a value, or the line is indented too far",
        "Put the words into quotation marks, or move the line to the left.",
    ),
    ("found character '\\t'", "a tab indents the line", "Indent it with blanks."),
    (
        "while scanning a quoted scalar",
        "a quotation mark opens here and is never closed",
        "Close it at the end of the words.",
    ),
    ("could not determine a constructor", "a value begins with '!'", QUOTE),
    ("found undefined alias", "a value begins with '*'", QUOTE),
    ("while scanning an alias", "a value begins with '*'", QUOTE),
    ("while scanning an anchor", "a value begins with '&'", QUOTE),
    ("found character", "a value begins with a sign that YAML keeps for itself", QUOTE),
    ("unacceptable character", "it holds a control character", "Delete it."),
    ("special characters are not allowed", "it holds a control character", "Delete it."),
    ("contains itself", "an alias stands inside what it names", "Write it out."),
    ("without measure", "its aliases repeat too much", "Write it out, shorter."),
    ("expected a single document", "'---' begins a second document", "Delete the line."),
    (
        "while parsing a flow",
        "a bracket opens here and is never closed, or a comma is missing",
        "Close the bracket, and part its entries by commas.",
    ),
    ("could not find expected ':'", "a colon is missing after a key", "Write key: value."),
    (
        "",
        "the lines are not indented alike, or a colon or dash is missing",
        "Compare it with the lines above.",
    ),
)
LARGE = 200_000
OPENED = ("while scanning a quoted scalar", "while parsing a flow")


class PlainLoader(yaml.SafeLoader):
    """Safe YAML in which only ``true`` and ``false`` are truth values and dates stay text.

    YAML 1.1 reads the key ``on`` as true, ``2026-01-31`` as a date and ``10:30`` as a number; in
    ``study.yml`` all are words. Signs that an escape makes and nobody sees are blanks.
    """

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        """Return a scalar's words, as a person sees them."""
        found = super().construct_scalar(node)
        return blank_unseen(found) if isinstance(found, str) else found


PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] not in ("bool", "timestamp", "int", "float")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool",
    re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"),
    list("tTfF"),
)
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,14})$"), list("-+0123456789")
)
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?[0-9]{0,15}\.[0-9]{1,20}(?:[eE][-+]?[0-9]{1,2})?$"),
    list("-+.0123456789"),
)


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file.

    Raises
    ------
    yaml.YAMLError
        Where it is not YAML, or its aliases repeat without measure.
    UnicodeDecodeError
        Where it is not UTF-8.
    """
    document, problems = parse_yaml(path.read_text("utf-8-sig"), path.name)
    if document is None:
        raise yaml.YAMLError(str(problems[0]))
    return document.data


@dataclass(frozen=True)
class Document:
    """A YAML file's content, and where each part of it stands.

    Parameters
    ----------
    file : str
        The file, as problems name it.
    data : Any
        Its content; None for an empty file.
    root : yaml.Node or None
        Its parse tree, which knows the lines.
    """

    file: str
    data: Any
    root: yaml.Node | None = None

    def find_line(self, path: Sequence[str | int]) -> int | None:
        """Return the line of a key or entry; of the nearest part above it where it is absent."""
        node, line = self.root, None
        for step in path:
            place = _descend(node, step)
            if place is None:
                break
            node, line = place
        return line


def parse_yaml(text: str, file: str) -> tuple[Document | None, list[Problem]]:
    """Return a YAML text with its lines, or None and the error that stops it."""
    try:
        loader = PlainLoader(text)
        root = loader.get_single_node()
        repeated = _find_repeated(root, set(), ()) if root else []
        if root and _measure(root, {}) > LARGE:
            raise ValueError("it grows without measure")
        data = loader.construct_document(root) if root else None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        return None, [_explain(file, _find_error(error, text), error)]
    return Document(file, data, root), [
        Problem(
            file,
            f"the key '{key}' stands here a second time.",
            "Keep one of them.",
            row=line,
            column=key,
            rule="repeated-key",
        )
        for key, line in repeated
    ]


def _explain(file: str, line: int | None, error: Exception) -> Problem:
    _, cause, mend = next(known for known in CAUSES if known[0] in str(error))
    return Problem(file, f"this is not YAML: {cause}.", mend, line, rule="yaml")


def _find_error(error: Exception, text: str) -> int | None:
    """Return the line to look at: where a bracket opens rather than where it is missed."""
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position) + 1
    if not isinstance(error, yaml.MarkedYAMLError):
        return None
    opened = str(error.context).startswith(OPENED)
    marks = (error.context_mark, error.problem_mark)
    mark = next(filter(None, marks if opened else reversed(marks)), None)
    return mark.line + 1 if mark else None


def _descend(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        entry = node.value[step]
        return entry, entry.start_mark.line + 1
    return None


def _find_repeated(
    node: yaml.Node, done: set[int], above: tuple[int, ...]
) -> list[tuple[str, int]]:
    """Return each key that a mapping holds twice, with its line."""
    if id(node) in above:
        raise ValueError("a part contains itself")
    if id(node) in done or isinstance(node, yaml.ScalarNode):
        return []
    done.add(id(node))
    within = (*above, id(node))
    if isinstance(node, yaml.SequenceNode):
        return [found for entry in node.value for found in _find_repeated(entry, done, within)]
    repeated, seen = [], set()
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else None
        if name in seen:
            repeated.append((str(name), key.start_mark.line + 1))
        if name is not None:
            seen.add(name)
        repeated += _find_repeated(value, done, within)
    return repeated


def _measure(node: yaml.Node, known: dict[int, int]) -> int:
    """Return how many parts a node has once its aliases are written out."""
    if id(node) not in known:
        below = node.value if isinstance(node, yaml.SequenceNode) else []
        if isinstance(node, yaml.MappingNode):
            below = [part for pair in node.value for part in pair]
        known[id(node)] = 1 + sum(_measure(part, known) for part in below)
    return known[id(node)]
