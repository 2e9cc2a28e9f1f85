"""Cells of a notebook become exhibits: run in IPython itself, on a real study."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from pydantic import ValidationError
from traitlets.config import Config

from mcneval import notebook
from mcneval.exhibit import MIME, Exhibit, ExhibitError

ROOT = Path(__file__).parents[1]
COUNT = 'mc.themes.count_evidence(study)[["theme", "people"]].rename(columns={"people": "N"})'


class Run(NamedTuple):
    """What a cell shows, what is seen of it by media type, and what it prints or fails with."""

    exhibit: Exhibit | None
    seen: dict[str, Any]
    words: str
    error: BaseException | None


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    """Return an IPython without a history of its own on the disk."""
    memory = Config({"HistoryManager": {"hist_file": ":memory:"}})
    yield InteractiveShell.instance(config=memory)
    InteractiveShell.clear_instance()


@pytest.fixture
def cell(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Run]]:
    """Run cells in a notebook that has opened the York study."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(notebook, "_opened", {})
    monkeypatch.setattr(notebook, "_brought", {})

    def run(source: str) -> Run:
        with shell.display_trap, capture_output() as output:  # in this order, or results are lost
            result = shell.run_cell(source, store_history=True)
        shown = [out.data for out in output.outputs if MIME in out.data]
        assert len(shown) < 2
        exhibit = Exhibit.model_validate(shown[0][MIME]) if shown else None
        words = output.stdout + output.stderr
        return Run(exhibit, shown[0] if shown else {}, words, result.error_in_exec)

    run('import mcneval as mc, seaborn as sns\nstudy = mc.open_study("york-2021")')
    yield run
    shell.reset(new_session=False)


def show(run: Run) -> Exhibit:
    """Return the exhibit of a cell that must have one."""
    assert run.exhibit is not None, run.words
    return run.exhibit


def test_a_plain_frame_and_show_give_the_same_exhibit(cell: Callable[[str], Run]) -> None:
    options = "#| label: tbl-x\n#| tbl-cap: How many\n"
    plain, shown = cell(options + COUNT), cell(f"{options}mc.show({COUNT})")
    assert show(plain) == show(shown)
    assert plain.seen["text/markdown"] == shown.seen["text/markdown"]
    assert show(plain).caption == "How many"
    assert [column.role for column in show(plain).data[0].columns] == ["text", "count of people"]
    assert plain.seen["text/markdown"].startswith("| Theme | N |\n")


def test_a_cell_without_a_label_shows_no_exhibit(cell: Callable[[str], Run]) -> None:
    for source in (COUNT, f"mc.show({COUNT})", f"#| label: other\n{COUNT}"):
        run = cell(source)
        assert (run.exhibit, run.error) == (None, None)


def test_show_says_what_the_lines_do_not(cell: Callable[[str], Run]) -> None:
    words = 'caption="Own", alt="Words", note="Below", sortable=True'
    exhibit = show(cell(f"#| label: tbl-x\n#| tbl-cap: Line\nmc.show({COUNT}, {words})"))
    assert (exhibit.caption, exhibit.alt, exhibit.note, exhibit.sortable) == (
        ("Own", "Words", "Below", True)
    )


def test_a_file_may_hold_more_than_is_seen(cell: Callable[[str], Run]) -> None:
    cell("themes = study['themes']")
    run = cell("#| label: tbl-x\nmc.show(themes[['label']], data=themes[['theme_id', 'kind']])")
    assert [column.name for column in show(run).data[0].columns] == ["theme_id", "kind"]
    assert run.seen["text/markdown"].startswith("| Label |")


def test_a_name_from_an_earlier_cell_brings_its_inputs(cell: Callable[[str], Run]) -> None:
    cell('rows = study["theme_segments", "theme_id"]')
    cell("count = rows.groupby('theme_id').size()\nwide = count.reset_index(name='n')")
    exhibit = show(cell("#| label: tbl-x\nwide.head()"))
    assert exhibit.inputs == ["theme_segments.theme_id"]
    # Used anew, the name has nothing of before.
    cell('wide = study["codes", "label"]')
    assert show(cell("#| label: tbl-x\nwide")).inputs == ["codes.label"]


def test_what_a_cell_changes_in_a_frame_is_brought_along(cell: Callable[[str], Run]) -> None:
    cell('themes = study["themes", "theme_id"]')
    cell('themes["of"] = study["segments", "segment_id"]["segment_id"].head(19)')
    inputs = show(cell("#| label: tbl-x\nthemes")).inputs
    assert inputs == ["segments.segment_id", "themes.theme_id"]


def test_the_cell_that_opens_the_study_is_recorded_like_any_other(
    cell: Callable[[str], Run],
) -> None:
    cell('study = mc.open_study("york-2021")\ncodes = study["codes", "label"]')
    assert show(cell("#| label: tbl-x\ncodes")).inputs == ["codes.label"]
    assert show(cell('#| label: tbl-x\nstudy["themes", "label"]')).inputs == ["themes.label"]


def test_marks_go_by_the_columns_that_were_read(cell: Callable[[str], Run]) -> None:
    marks = {
        column: show(cell(f'#| label: tbl-x\nstudy["sources", "{column}"]')).marks
        for column in ("kind", "transcribed")
    }
    assert marks == {
        "kind": [],
        "transcribed": ["reconstructed from published totals; not the study’s own records"],
    }


def test_a_plain_seaborn_figure_brings_the_frame_it_draws(cell: Callable[[str], Run]) -> None:
    cell("counts = mc.themes.count_evidence(study)")
    run = cell('#| label: fig-x\n#| fig-alt: Bars\nsns.barplot(counts, x="people", y="theme")')
    roles = {column.name: column.role for column in show(run).data[0].columns}
    assert roles["people"] == "count of people"
    assert show(run).alt == "Bars"
    assert run.seen["image/svg+xml"].startswith("<svg")


def test_a_house_figure_brings_its_frame_its_words_and_a_narrow_drawing(
    cell: Callable[[str], Run],
) -> None:
    draw = 'mc.draw.bars(mc.themes.count_evidence(study), x="people", y="theme")'
    exhibit = show(cell(f"#| label: fig-x\n{draw}"))
    assert {"theme", "people"} <= {column.name for column in exhibit.data[0].columns}
    assert exhibit.alt.startswith("People: Shared vision for the MCN 3; Importance of ")
    assert exhibit.narrow.startswith("<svg")
    assert "Data: " in exhibit.narrow


def test_a_figure_whose_frame_is_not_known_asks_for_it(cell: Callable[[str], Run]) -> None:
    draw = 'sns.barplot(x=study["themes"]["kind"].value_counts())'
    run = cell(f"#| label: fig-x\n{draw}")
    assert run.exhibit is None
    assert "it is not known what the figure draws" in run.words


def test_a_plain_count_of_people_is_an_error_in_the_cell(cell: Callable[[str], Run]) -> None:
    people = 'study["participants"].groupby("phase").size().reset_index(name="n")'
    run = cell(f"#| label: tbl-x\n{people}")
    assert run.exhibit is None
    assert '.astype({"n": "count[people of speakers]"})' in run.words
    run = cell(f'#| label: tbl-x\n{people}.astype({{"n": "count[people of register]"}})')
    assert show(run).data[0].rows == [["phase-1", 33], ["phase-2", 12]]


def test_ids_of_participants_are_seen_in_a_cell(cell: Callable[[str], Run]) -> None:
    code = 'study["segments"].rename(columns={"participant_id": "who"})[["who"]].head()'
    (column,) = show(cell(f"#| label: tbl-x\n{code}")).data[0].columns
    assert column.role == "key of participant"


def test_a_cell_shows_one_thing(cell: Callable[[str], Run]) -> None:
    themes = 'mc.show(study["themes", "label"])'
    run = cell(f"#| label: tbl-x\n{themes}\n{themes}")
    assert isinstance(run.error, ExhibitError)
    assert "tbl-x shows two things; give each a cell and a label" in str(run.error)
    assert cell(f"#| label: tbl-x\n{themes}").error is None


@pytest.mark.parametrize(
    ("label", "thing", "words"),
    [
        ("fig-x", 'study["themes", "label"]', "fig-x shows a table, whose label begins with tbl-"),
        ("tbl-x", "mc.draw.bars(f, 'n', 'a')", "tbl-x shows a figure, whose label begins with fig"),
        ("num-x", "mc.draw.bars(f, 'n', 'a')", "num-x shows a figure, whose label begins with fig"),
        ("tbl-../x", 'study["themes", "label"]', "'tbl-../x' is no label: use letters, digits"),
    ],
)
def test_a_label_that_cannot_be_is_an_error(
    cell: Callable[[str], Run], label: str, thing: str, words: str
) -> None:
    cell('import pandas as pd\nf = pd.DataFrame({"a": ["x"], "n": [1]})')
    run = cell(f"#| label: {label}\nmc.show({thing})")
    assert isinstance(run.error, ExhibitError)
    assert words in str(run.error)


def test_an_empty_frame_is_absent_and_says_which_file_is_missing(
    cell: Callable[[str], Run],
) -> None:
    run = cell('#| label: tbl-x\n#| tbl-cap: Asked\nstudy["topic_guide"]')
    exhibit = show(run)
    assert (exhibit.kind, exhibit.data, exhibit.caption) == ("absent", [], "Asked")
    assert exhibit.reason.startswith("`topic_guide.csv` is not there. ")
    assert run.seen["text/markdown"] == f"*{exhibit.reason}*"
    run = cell('#| label: tbl-x\nstudy["themes"].head(0)')
    assert show(run).reason == "There is nothing of this in the study's tables."
    run = cell('#| label: fig-x\nmc.draw.bars(study["topic_guide"], x="a", y="b")')
    assert show(run).kind == "absent"


def test_numbers_are_a_frame_of_one_row(cell: Callable[[str], Run]) -> None:
    run = cell("#| label: num-themes\nmc.themes.list_numbers(study)[['themes.total']]")
    assert show(run).kind == "numbers"
    assert run.seen["text/markdown"].splitlines()[2:] == ["| themes.total | 19 |"]


def test_lines_that_are_no_yaml_are_an_error() -> None:
    with pytest.raises(ExhibitError, match="and a value with a colon in quotes"):
        notebook.read_options("#| tbl-cap: One: two\n1")
    assert notebook.read_options("%%capture\n#| label: x\n\n#| eval: true\ny = 1\n#| no: 1") == {
        "label": "x",
        "eval": True,
    }


@pytest.mark.parametrize(
    ("source", "loads", "stores"),
    [
        ("a = b.head()", {"b"}, {"a"}),
        ("a = 1\nc = a + b", {"b"}, {"a", "c"}),
        ("a['n'] = b", {"a", "b"}, {"a"}),
        ("a.n += 1", {"a"}, {"a"}),
        ("a += b", {"a", "b"}, {"a"}),
        ("import a.b, c as d", set(), {"a", "d"}),
        ("a.insert(0, 'n', b)", {"a", "b"}, {"a"}),
        ("for i in b:\n    a.append(i)", {"a", "b", "i"}, {"a", "i"}),
        ("def f():\n    return a", {"a"}, {"f"}),
        ("a, (b, *c) = d", {"d"}, {"a", "b", "c"}),
        ("with a as b:\n    pass", {"a"}, {"b"}),
        ("if (n := a):\n    print(n)", {"a", "n", "print"}, {"n"}),
    ],
)
def test_names_that_a_cell_takes_and_gives(source: str, loads: set[str], stores: set[str]) -> None:
    assert notebook.read_names(source) == (loads, stores)


def test_parameters_are_checked_and_told_where_they_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.warns(UserWarning) as told:
        study = notebook.open_study("york-2021", min_people=3, base=5, seed=None)
    assert [str(one.message) for one in told] == [
        "not as york-2021/study.yml has it: base 5 (there: 4), min_people 3 (there: 2)"
    ]
    assert (study.analysis.min_people, study.analysis.saturation.base) == (3, 5)
    assert study.settings.analysis.min_people == 2
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert notebook.open_study("york-2021", min_people=2).analysis.min_people == 2
    for wrong in ({"min_peeple": 3}, {"min_people": 0}, {"base": "many"}):
        with pytest.raises(ValidationError):
            notebook.open_study("york-2021", **wrong)
