"""No pattern takes more than a small power of time for a hostile text."""

from __future__ import annotations

import ast
import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import mcneval

SIGNS = "aZ09 \t\n-_.,:;'\"`*#|=~^@/\\()[]{}<>&%+é–“$"
PAIRS = (
    "ab", "a ", "a.", "a-", "1 ", "1.", "a@", "<a", "{{", "}}", "]{", "](", "![", "a=", '="',
    "\n-", "\n ", "- ", "\\a", "&a", "((", "'a", "a,", ": ", "::", "| ", "a/", "x:", "A1", "at ",
    "[at", "=a", "]]", "\\\\", "(\\", "<!",
)  # fmt: skip
SHORT, GROWTH = 2000, 4
MOST = 9.0
"""The longest of a text four times as long, in times of the short one: 4 is linear, 16 square."""
NOTICED = 0.004
"""Seconds below which a time is noise."""


def list_patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield every compiled pattern of the package by its name."""
    for module in pkgutil.walk_packages(mcneval.__path__, "mcneval."):
        held = vars(import_module(module.name))
        for name, value in list(held.items()):
            for number, one in enumerate(_look_into(value)):
                yield f"{module.name.removeprefix('mcneval.')}.{name}{number or ''}", one


def _look_into(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _look_into(one)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from _look_into(one)


def list_written() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield the patterns that are written where they are used: ``re.sub("…", …)``."""
    package = Path(mcneval.__path__[0])
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            first = node.args[0] if node.args else None
            if getattr(node.func.value, "id", "") == "re" and isinstance(first, ast.Constant):
                where = f"{path.relative_to(package).with_suffix('')}:{node.lineno}"
                yield where, re.compile(first.value, re.DOTALL)


PATTERNS = {pattern: name for name, pattern in [*list_written(), *list_patterns()]}


def list_texts(pattern: re.Pattern[Any]) -> Iterator[str]:
    """Yield what may be hostile: a sign or pair again and again, also after what it begins with."""
    begins = re.sub(r"\\[bBAZdDwWsS]|[?*+()|{}^$\[\]]|\(\?[^)]*\)", "", str(pattern.pattern))[:8]
    for unit in (*SIGNS, *PAIRS):
        yield unit
        yield begins + unit if len(begins) < 8 else unit
    yield begins or "x"


def measure(pattern: re.Pattern[Any], text: str) -> float:
    """Return the seconds that a pattern takes to look through a text, the best of two."""
    words: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    best = float("inf")
    for _ in range(2):
        start = time.thread_time()
        for _ in pattern.finditer(words):
            pass
        pattern.fullmatch(words)
        best = min(best, time.thread_time() - start)
        if best < NOTICED:
            break
    return best


def find_slow(pattern: re.Pattern[Any]) -> list[str]:
    """Return the units of text on which a pattern's time grows faster than the text."""
    slow = []
    for unit in dict.fromkeys(list_texts(pattern)):
        size = max(1, SHORT // len(unit))
        # A machine that does other things meanwhile is slow by chance, not each time.
        if all(is_growing(pattern, unit, size) for _ in range(4)):
            slow.append(unit)
    return slow


def is_growing(pattern: re.Pattern[Any], unit: str, size: int) -> bool:
    """Return whether a text four times as long takes more than nine times as long."""
    long = measure(pattern, unit * (size * GROWTH) + "\x00")
    return long > NOTICED and long > MOST * measure(pattern, unit * size + "\x00")


@pytest.mark.parametrize("pattern", PATTERNS, ids=list(PATTERNS.values()))
def test_a_pattern_s_time_grows_with_the_text(pattern: re.Pattern[Any]) -> None:
    assert find_slow(pattern) == []
