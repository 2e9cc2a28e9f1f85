"""Readings that a study brings along: they take the house's place, and none goes on for ever."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mcneval.report import apart
from mcneval.report.apart import fill_readings
from mcneval.report.readings import ReadingError


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder for a study's own readings, and one of the house's."""
    own, house = tmp_path / "own", tmp_path / "house"
    for folder in (own, house):
        (folder / "en").mkdir(parents=True)
    (house / "en" / "first.md.j2").write_text("The house's.", "utf-8")
    return own, house


def test_own_readings_take_the_house_s_place(places: tuple[Path, Path]) -> None:
    (places[0] / "en" / "first.md.j2").write_text("*Ours* of {{ study.title }}.", "utf-8")
    filled = fill_readings(*places, [], {"study": {"title": "A [study]"}})
    assert filled == {"first": "*Ours* of A \\[study\\]."}


def test_what_is_wrong_in_own_readings_is_told_at_once(places: tuple[Path, Path]) -> None:
    for name in ("one", "two"):
        (places[0] / "en" / f"{name}.md.j2").write_text("{{ nothing }}", "utf-8")
    with pytest.raises(ReadingError, match=r"(?s)one\.md\.j2, line 1: .*\n.*two\.md\.j2, line 1: "):
        fill_readings(*places, [], {})


LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
DOUBLES = (
    '{% set n = namespace(x="a") %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}'
)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded there")
LONG = "{% for i in range(9000) %}" + 300 * "x" + "{% endfor %}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (LOOPS, "endless.md.j2: it was not done after 2 seconds"),
        pytest.param(DOUBLES, "it needs more memory than there is", marks=ON_LINUX),
        (LONG, "endless.md.j2: it says 2,700,000 signs; at most 1,000,000 are printed"),
    ],
)
def test_a_reading_without_end_is_ended(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, words: str, told: str
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 2)
    (places[0] / "en" / "endless.md.j2").write_text(words, "utf-8")
    with pytest.raises(ReadingError, match=told):
        fill_readings(*places, [], {})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{ [].pop() }}", "endless.md.j2, line 1: pop from empty list"),
        ("{{ {}.popitem() }}", "endless.md.j2, line 1: "),
        ('{{ "x".encode().decode("nonsense") }}', "line 1: unknown encoding: nonsense"),
        ('{{ "é".encode().decode("ascii") }}', "line 1: 'ascii' codec can't decode"),
    ],
)
def test_whatever_a_reading_raises_is_told_with_its_line(
    places: tuple[Path, Path], words: str, told: str
) -> None:
    (places[0] / "en" / "endless.md.j2").write_text(words, "utf-8")
    with pytest.raises(ReadingError, match=told):
        fill_readings(*places, [], {})
