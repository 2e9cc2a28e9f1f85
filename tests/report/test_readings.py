"""Readings: sentences from exhibits, for none, one, some and all, loud about what is not there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mcneval.exhibit import Column, Data, Exhibit
from mcneval.report.facts import describe_study
from mcneval.report.readings import (
    ReadingError,
    Readings,
    count,
    listed,
    percent,
    plural,
    quote,
    sentence,
    speaker,
    spell,
    table,
)
from mcneval.study.load import load_study

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "reports" / "readings"
NAMES = sorted(path.name.removesuffix(".md.j2") for path in (HOUSE / "en").glob("*.md.j2"))
STRUCTURAL = {
    "cite", "coreq", "data", "evidence", "findings", "left-out", "limits", "links", "made",
    "main-figure", "numbers", "people", "recommendations", "reproduction", "support", "themes",
    "trust",
}  # fmt: skip
"""These write a section, a list or a table, or what the study declares; not a sentence or two."""
Rows = list[dict[str, Any]]


def show(label: str, rows: Rows) -> Exhibit:
    """Return an exhibit of these rows; absent where there are none."""
    if not rows:
        return Exhibit(label=label, kind="absent", reason="None.")
    columns = [Column(name=name, role="text") for name in rows[0]]
    data = Data(columns=columns, rows=[list(row.values()) for row in rows])
    return Exhibit(label=label, kind="table", data=[data])


def fill(folder: Path, template: str, rows: Rows | None = None, **facts: Any) -> str:
    """Return what a template says of the rows of ``tbl-themes``."""
    (folder / "en").mkdir(exist_ok=True)
    (folder / "en" / "own.md.j2").write_text(template, "utf-8")
    return Readings([folder], [show("tbl-themes", rows or [])], facts).fill("own")


def theme(name: str, people: int, kind: str = "barrier") -> dict[str, Any]:
    """Return a row of a table of themes."""
    return {"theme": name, "kind": kind, "people": people, "firm": people > 1}


CHOICE = """
{% set all = rows("tbl-themes") %}
{% set firm = all | selectattr("firm") | list %}
{% if not firm %}
Too few people speak for any.
{% elif firm | length == all | length %}
Enough people speak for each.
{% else %}
Too few people speak for {{ all | rejectattr("firm") | map(attribute="theme") | listed }}.
{% endif %}
"""


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([], ""),
        ([1], "Too few people speak for any."),
        ([1, 5], "Too few people speak for T0."),
        ([1, 5, 1], "Too few people speak for T0 and T2."),
        ([2, 1200], "Enough people speak for each."),
    ],
)
def test_a_reading_says_none_one_some_and_all(
    tmp_path: Path, people: list[int], words: str
) -> None:
    rows = [theme(f"T{at}", number) for at, number in enumerate(people)]
    assert fill(tmp_path, CHOICE, rows) == words


@pytest.mark.parametrize(
    "template",
    [
        "{{ rows('tbl-themes')[0].peeple }}",
        "{{ rows('tbl-themes')[0]['peeple'] }}",
        "{% if rows('tbl-themes')[0].peeple %}x{% endif %}",
        "{{ rows('tbl-themes')[0].peeple | default(0) }}",
        "{{ rows('tbl-themes')[0].peeple is defined }}",
        "{{ rows('tbl-themes') | map(attribute='peeple') | list }}",
        "{{ rows('tbl-themes') | map(attribute='peeple', default=0) | list }}",
        "{{ rows('tbl-themes') | selectattr('peeple') | list }}",
        "{{ rows('tbl-themes') | selectattr('peeple', 'defined') | list }}",
        "{{ rows('tbl-themes') | rejectattr('peeple', 'eq', 1) | list }}",
        "{{ rows('tbl-themes') | sort(attribute='peeple') }}",
        "{{ rows('tbl-themes') | groupby('peeple', default='') }}",
        "{{ rows('tbl-themes') | sum(attribute='peeple') }}",
        "{{ rows('tbl-themes') | max(attribute='peeple') }}",
        "{{ rows('tbl-themes') | unique(attribute='peeple') | list }}",
        "{{ study.peeple | default('x') }}",
        "{{ study.network.peeple is defined }}",
        "{{ rows('tbl-peeple') }}",
        "{{ shown('tbl-peeple') }}",
        "{{ peeple }}",
        "{{ peeple | default(1) }}",
        "{% if peeple is defined %}x{% endif %}",
        "{{ 3 | peeple }}",
        "{% if 3 is peeple %}x{% endif %}",
        "{% include 'peeple' %}",
    ],
)
def test_a_reading_fails_on_what_is_not_there_with_file_and_line(
    tmp_path: Path, template: str
) -> None:
    with pytest.raises(ReadingError, match=r"own\.md\.j2, line 2: .*peeple"):
        fill(tmp_path, f"One.\n{template}", [theme("T", 1)], study={"network": {"name": "N"}})


@pytest.mark.parametrize(
    "template", ["{% endif %}", "{{ 1 / 0 }}", "{{ 1 + 'a' }}", "{{ [1][3] }}", "{{ 3 | count }}"]
)
def test_other_mistakes_have_file_and_line_too(tmp_path: Path, template: str) -> None:
    with pytest.raises(ReadingError, match=r"own\.md\.j2, line 2: "):
        fill(tmp_path, f"One.\n{template}")


def test_a_mistake_suggests_what_was_meant(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no 'peple' here; did you mean 'people'"):
        fill(tmp_path, "{{ rows('tbl-themes')[0].peple }}", [theme("T", 1)])
    with pytest.raises(ReadingError, match="no exhibit 'tbl-theme'; did you mean 'tbl-themes'"):
        fill(tmp_path, "{{ rows('tbl-theme') }}")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    for name in ("a", "b"):
        (tmp_path / "en" / f"{name}.md.j2").write_text("{{ nothing }}")
    with pytest.raises(ReadingError, match=r"a\.md\.j2, line 1: [^\n]*\n[^\n]*b\.md\.j2, line 1: "):
        Readings([tmp_path], [], {}).fill_all()


def test_a_reading_of_what_is_absent_says_nothing(tmp_path: Path) -> None:
    assert fill(tmp_path, "Before. {% set all = rows('tbl-themes') %} After.") == ""
    going_on = "{{ rows('tbl-themes', true) | length | count('theme') }}, {{ shown('tbl-themes') }}"
    assert fill(tmp_path, going_on) == "no themes, no"
    assert fill(tmp_path, going_on, [theme("T", 1)]) == "one theme, yes"


def test_words_from_data_are_escaped_and_the_templates_are_not(tmp_path: Path) -> None:
    rows = [theme("*A* | [b](c) <d>", 1)]
    escaped = r"\*A\* \| \[b\](c) \<d\>"
    assert fill(tmp_path, "*{{ rows('tbl-themes')[0].theme }}*", rows) == f"*{escaped}*"
    assert fill(tmp_path, "{{ rows('tbl-themes')[0].theme | quote }}", rows) == f"“{escaped}”"
    assert fill(tmp_path, "{{ rows('tbl-themes')[0].theme | markdown }}", rows) == rows[0]["theme"]
    listed_up = "{{ rows('tbl-themes') | map(attribute='theme') | listed }}"
    assert fill(tmp_path, listed_up, rows) == escaped
    assert fill(tmp_path, "Anchors are kept: {#sec-x}{## not this ##}") == (
        "Anchors are kept: {#sec-x}"
    )


def test_strings_that_a_template_prints_are_its_own_words(tmp_path: Path) -> None:
    template = (
        "{% for n in [1, 2, 3] %}{{ n }}"
        "{{ ', ' if loop.revindex > 2 else ' and ' if loop.revindex == 2 else '.*' }}{% endfor %}"
    )
    assert fill(tmp_path, f"*{template}") == "*1, 2 and 3.*"
    assert fill(tmp_path, "{{ '[x](y) ' }}|") == "[x](y) |"


def test_what_a_macro_or_a_block_gives_is_markdown_already(tmp_path: Path) -> None:
    macro = "{% macro point(name) %}[{{ name }}](#x){% endmacro %}{{ point('a_b') }}"
    assert fill(tmp_path, macro) == r"[a\_b](#x)"
    assert fill(tmp_path, "{% set words %}*{{ 'a' }}*{% endset %}{{ words }}") == "*a*"


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "is unsafe"),
        ("{{ ''.__class__.__mro__ }}", "is unsafe"),
        ("{% for i in range(1000000000) %}x{% endfor %}", "Range too big"),
        ("{% include 'own.md.j2' %}", "includes itself without end"),
    ],
)
def test_a_reading_of_a_stranger_runs_nothing_and_ends(
    tmp_path: Path, template: str, why: str
) -> None:
    with pytest.raises(ReadingError, match=why):
        fill(tmp_path, template)


@pytest.fixture
def two_folders(tmp_path: Path) -> list[Path]:
    """Return a study's folder of readings and the house's, with a reading in two blocks."""
    folders = [tmp_path / "study", tmp_path / "house"]
    for folder in folders:
        (folder / "en").mkdir(parents=True)
    blocks = [("first", "*First*."), ("second", "Second.")]
    words = "".join(f"{{% block {name} %}}\n{said}\n{{% endblock %}}\n" for name, said in blocks)
    (folders[1] / "en" / "own.md.j2").write_text(words)
    (folders[1] / "en" / "other.md.j2").write_text("Other.")
    return folders


def test_a_study_changes_one_sentence_and_keeps_the_rest(two_folders: list[Path]) -> None:
    own = '{% extends "house/own.md.j2" %}{% block second %}{{ super() }}Ours.{% endblock %}'
    (two_folders[0] / "en" / "own.md.j2").write_text(own)
    filled = Readings(two_folders, [], {}).fill_all()
    assert filled == {"own": "*First*.\nSecond.\nOurs.", "other": "Other."}


def test_a_study_replaces_a_reading_and_adds_one(two_folders: list[Path]) -> None:
    (two_folders[0] / "en" / "own.md.j2").write_text("Ours.")
    (two_folders[0] / "en" / "more.md.j2").write_text("More.")
    readings = Readings(two_folders, [], {})
    assert readings.names == ["more", "other", "own"]
    assert readings.fill_all() == {"more": "More.", "other": "Other.", "own": "Ours."}


def test_filters_write_numbers_and_lists() -> None:
    assert [spell(n) for n in (0, 1, 9, 10, 1200)] == ["no", "one", "nine", "10", "1,200"]
    assert (spell(0, "none"), spell("under 5")) == ("none", "under 5")
    assert [count(n, "theme") for n in (0, 1, 2)] == ["no themes", "one theme", "two themes"]
    assert count(2, "person", "people") == "two people"
    assert (plural(1, "is", "are"), plural(0, "is", "are")) == ("is", "are")
    assert [percent(n) for n in (0.5, 0.001, "withheld", None)] == (
        ["50%", "under 1%", "withheld", ""]
    )
    assert [listed(list("abcd")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(list("abcd"), most=3) == "a, b and two more"
    assert listed(["a", "b"], "or") == "a or b"
    assert sentence("the end.") == "The end."
    assert quote("A_b") == "“A\\_b”"
    assert table([["x|y", 3]], "What", "Number").splitlines()[::2] == [
        "| What | Number |",
        r"| x\|y | 3 |",
    ]


def both(**columns: tuple[Any, Any]) -> Rows:
    """Return two rows, from the two cells of each column."""
    return [{name: cells[at] for name, cells in columns.items()} for at in (0, 1)]


PHASES = ("Phase 1", "All phases")
SMALL = {
    "fig-argument": both(barrier=("A", "B"), what=("C", "C")),
    "fig-code-groups": both(code=("A", "B")),
    "fig-codes": both(code=("A", "B")),
    "fig-map": both(theme=("A", "B")),
    "fig-network": both(part=("A", "B"), people=(0, "under 5")),
    "fig-support": both(theme=("A", "B"), theme_id=("T01", "T02"), speakers=(2, 1), against=(1, 0)),
    "fig-theme-groups": both(theme=("A", "B")),
    "fig-timeline": both(date=("2026-01-31T00:00", "2026-02-01T00:00"), people=(1, 2)),
    "fig-agreement": both(level=("Code", "Code"), reading=("low", "reliable"), item=("A", "B")),
    "fig-cooccurrence": both(code=("A", "A"), other=("B", "C"), segments=(2, 1)),
    "fig-reach": both(theme=("A", "B"), acts_on=(2, 0), reaches_far=(True, False)),
    "fig-recruited": both(by=("Role", "Role"), low=(0.1, 0.2), high=(0.5, 0.6)),
    "fig-refinement": both(code=("A", "B")),
    "fig-robustness": both(
        theme=("A", "B"), verdict=("holds", "one voice"), without_organisation=(2, 1)
    ),
    "fig-silence": both(
        construct=("A", "B"), status=("heard", "silent"), share=(0.5, "withheld"), people=(3, 0)
    ),
    "fig-theme-phases": both(phase=("Phase 1", "Phase 2"), first=(True, True)),
    "fig-voice": both(
        group=("A", "B"), share_of_people=(0.5, 0.5), share_of_segments=(0.9, 0.1), segments=(9, 1)
    ),
    "tbl-agreement": both(
        units=(9, 2), identical=(0.5, 0), masi=(0.7, 0), reading=("tentative", "low")
    ),
    "tbl-codebook": both(
        code=("A", "B"), heading=(False, False), people=(2, 0),
        rests_on=("one person", "never used"),
    ),
    "tbl-comparison": both(item=("A", "B"), verdict=("present", "not heard of")),
    "tbl-constructs": both(
        framework=("Socio-technical systems theory",) * 2,
        construct=("A", "B"), enablers=(1, 0), barriers=(0, 0), mixed=(0, 0),
    ),
    "tbl-coverage": both(organisations=(3, 1), reached=(1, 1)),
    "tbl-evidence": both(
        theme_id=("T01", "T01"), theme=("A", "A"), who=("P1", "P2"), phase=PHASES, note=("", "N."),
        stance=("for", "against"), quoted=(True, False), said=("Yes.", "No."),
        segment_id=("S1", "S2"),
    ),
    "tbl-flow": both(
        phase=PHASES, approached=(9, 9), recruited=(5, 5), approximate=(True, False),
        target_low=(None, None), target_high=(None, None),
    ),
    "tbl-links": both(
        from_id=("T01", "T02"), to_id=("T02", "T01"), relation=("helps", "eases"), other=("B", "A"),
        theme=("A", "B"), place=("Page 1", ""), basis=("So.", "So."),
        rests_on=("own place", "one sentence"),
    ),
    "tbl-map-agreement": both(
        framework=("A", "B"), analysts=("X and Y",) * 2, agreeing=(1, 2), themes=(2, 2)
    ),
    "tbl-organisations": both(phase=PHASES, organisations=(3, 4), in_other_phases=(1, 1)),
    "tbl-repeats": both(first=("S1", "S2"), one_theme=(True, False)),
    "tbl-rounds": both(moved=(0, 2), compared=(0, 9)),
    "tbl-saturation": both(reached=(5, None), later=(2, 0), codes=(9, 3)),
    "tbl-themes": both(
        theme=("A", "B"), theme_id=("T01", "T02"), kind=("barrier", "mixed"), also=("", "C"),
        construct=("People", "No construct"), definition=("One.", "Two."), short=("A", "B"),
        narrow=("A", "B"), breadth=("many", ""), said=("many, phase 1", ""), printed=("Page 1", ""),
    ),
}  # fmt: skip
BOOK = {
    "numbers": [{"notebook": "01-a", "cell": "num-a", "files": [{"name": "a.csv", "rows": 3}],
                 "rows": [{"key": "people.b", "id": "people-b", "text": "45"}]}],
    "stated": [{"key": "x.y", "id": "x-y", "value": 18, "item": "Members", "printed": "Page 1"}],
    "absent": ["Reasons"],
    "comparison": [{"item": "People", "published": 45, "computed": 45, "matches": "yes",
                    "printed": "Table 4"}],
    "by_construction": 1,
    "made": [["Python", "3.11"]],
}  # fmt: skip


@pytest.fixture(scope="module", params=["york-2021", "synthetic-network"])
def facts(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return what a real study declares, with a small book."""
    return {"study": describe_study(load_study(ROOT / "data" / request.param)), "book": BOOK}


def count_sentences(words: str) -> int:
    """Return how many sentences there are, at full stops that are in no name."""
    return len(re.findall(r"[.!?](?=\s|$)", re.sub(r"et al\.|\[.*?\]", "", words)))


def read_house(facts: dict[str, Any], exhibits: dict[str, Rows]) -> dict[str, str]:
    """Return the house's readings of some exhibits."""
    shown = [show(label, rows) for label, rows in exhibits.items()]
    return Readings([HOUSE], shown, facts).fill_all()


def test_every_reading_prints_at_most_two_sentences_but_for_those_that_give_a_section(
    facts: dict[str, Any],
) -> None:
    filled = read_house(facts, SMALL)
    assert sorted(filled) == NAMES
    long = {name for name, words in filled.items() if count_sentences(words) > 2}
    assert long <= STRUCTURAL
    silent = {name for name, words in filled.items() if not words}
    assert silent <= {"fig-argument", "trust"}  # for studies without a message, or short limits


MARKS = re.compile(r"\{%|\{\{(?!<)|Undefined|Markup|&\w+;|\\\]\(| \.| ,")
RUN_TOGETHER = re.compile(r"\w,[a-z]|[a-z]\.[A-Z]|;\w|\d+[a-z]{2,}")


def test_no_reading_of_the_house_leaves_marks_of_its_template(facts: dict[str, Any]) -> None:
    for name, words in read_house(facts, SMALL).items():
        plain = re.sub(r"\(.*?\)|\{.*?\}|`.*?`|@\w+", "", words)
        assert not MARKS.search(re.sub(r"\{[.#][^}]*\}|\{\{<.*?>\}\}", "", words)), name
        assert name in STRUCTURAL or not re.search(r"\bNone\b", words), name
        assert not RUN_TOGETHER.search(plain.split("\n|")[0]), name


def test_readings_of_what_a_study_does_not_have_are_empty(facts: dict[str, Any]) -> None:
    filled = read_house(facts, {label: [] for label in SMALL})
    said = {name for name, words in filled.items() if words}
    assert said <= STRUCTURAL | {"fig-argument"}  # its message is the study's


def test_one_row_is_told_as_one(facts: dict[str, Any]) -> None:
    ones = {label: rows[:1] for label, rows in SMALL.items()}
    filled = read_house(facts, ones)
    assert filled["themes"].startswith("There is one theme: one barrier.")
    assert filled["tbl-repeats"].startswith("One pair of segments ")
    assert " says nearly the same thing" in filled["tbl-repeats"]
    assert filled["fig-cooccurrence"].startswith("One pair of codes shares at least one segment;")
    assert filled["fig-robustness"].startswith("Of one theme, one keeps two speakers or more")
    assert filled["tbl-codebook"].startswith("There is one code")
    assert not any(re.search(r"\bone \w+s are\b|\b1 \w+s\b", words) for words in filled.values())


def test_the_coreq_items_are_counted_in_a_sentence(facts: dict[str, Any]) -> None:
    line = read_house(facts, SMALL)["coreq"].splitlines()[0]
    assert re.fullmatch(
        r"Of the 32 items, \d+ are reported, \d+ are reported in part and \d+ are not reported\."
        r"( The answers are this analysis's, .*)?",
        line,
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("P07", "Participant\u00a07"),
        ("Focus group FG2", "Focus group\u00a02"),
        ("SYN-P07", "SYN-P07"),
        ("Focus group A", "Focus group A"),
    ],
)
def test_a_speaker_is_named_as_a_report_does(who: str, said: str) -> None:
    assert speaker(who) == said
