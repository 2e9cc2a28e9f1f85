"""The exhibit says what its columns are, or refuses numbers of people that do not say it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from mcneval.exhibit import (
    MIME,
    Data,
    Exhibit,
    ExhibitError,
    escape_markdown,
    list_names,
    name_counted,
    read_data,
    write_table,
)
from mcneval.roles import Role

SCHEMA = Path(__file__).parents[1] / "docs" / "exhibit.schema.json"
PEOPLE = {"participants.phase", "themes.label"}
THEMES = {"themes.label"}


def read(values: object, inputs: set[str] = PEOPLE, name: str = "n") -> Data:
    """Return one column as an exhibit has it, in a study of the participants P1 and P2."""
    return read_data(pd.DataFrame({name: values}), inputs, {"P1", "P2"})


def describe(values: object, inputs: set[str] = PEOPLE, name: str = "n") -> dict[str, str]:
    """Return what one column means."""
    (column,) = read(values, inputs, name).columns
    return column.model_dump(exclude_defaults=True, exclude={"name"})


def test_roles_are_read_off_a_frame() -> None:
    labels = pd.Categorical(["a", "b"], pd.Index(["a", "b", "c"], name="kind"))
    assert describe(pd.Series([3, 1]).astype("count[people of register]")) == {
        "role": "count of people",
        "among": "register",
    }
    assert describe(pd.Series([0.5, 1]).astype("share[people of speakers]")) == {
        "role": "share of people",
        "among": "speakers",
    }
    assert describe(labels) == {"role": "label", "level": "kind"}
    assert describe([True, False]) == {"role": "yes or no"}
    assert describe(pd.to_datetime(["2024-01-02", None])) == {"role": "date"}
    assert describe(["Money", "Phase 1"]) == {"role": "text"}
    assert describe([1, 2], THEMES) == {"role": "number"}


def test_cells_are_plain_and_a_hidden_count_says_so() -> None:
    counts = pd.Series([0, "under 5", "withheld", None]).astype("count[people of x under 5]")
    assert read(counts).rows == [[0], ["under 5"], ["withheld"], [None]]
    assert read(pd.to_datetime(["2024-01-02", None])).rows == [["2024-01-02"], [None]]
    assert read([True, None]).rows == [[True], [None]]
    assert read([0.5, float("nan")], THEMES).rows == [[0.5], [None]]
    assert Data(columns=[], rows=[]).records() == []
    assert read(["a"]).records() == [{"n": "a"}]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1, 2], "count[people of speakers]"),
        ([1.0, None], "count[people of speakers]"),
        (pd.array([1, None], dtype="Int64"), "count[people of speakers]"),
        ([0.5, 0.25], "share[people of speakers]"),
    ],
)
def test_numbers_from_people_are_refused_with_the_words_that_mend_it(
    values: object, dtype: str
) -> None:
    with pytest.raises(ExhibitError) as error:
        read(values)
    mend = f'.astype({{"n": "{dtype}"}})'
    assert 'the column "n" holds numbers that come from people' in str(error.value)
    assert mend in str(error.value)
    assert read(pd.Series(values).astype(dtype)).columns[0].role.endswith("of people")


@pytest.mark.parametrize(
    "words",
    ["3 (5)", "3 of 14", "12", "45 %", "3/14", "3 to 5", "1,234", "0.5 (0.2 to 0.9)", "–3"],
)
def test_numbers_written_as_text_that_come_from_people_are_refused(words: str) -> None:
    for values in (["Money", words], pd.Categorical(["Money", words])):
        with pytest.raises(ExhibitError, match=r"numbers written as text .* columns of their own"):
            read(values)
    assert describe([words], THEMES) == {"role": "text"}


@pytest.mark.parametrize(
    "words", ["Phase 1", "P3", "1st", "3 people of the 14", "", "1" * 60 + "x"]
)
def test_words_with_a_number_in_them_are_text(words: str) -> None:
    assert describe([words]) == {"role": "text"}


def test_declared_levels_may_look_like_numbers() -> None:
    ages = pd.Index(["18 to 30", "31 to 50"], name="")
    assert describe(pd.Categorical(["18 to 30"], ages)) == {"role": "label"}


@pytest.mark.parametrize("name", ["people", "People", "participants", "speakers"])
def test_mentions_are_not_called_people(name: str) -> None:
    mentions = pd.Series([3, 4]).astype("count[mentions of speakers]")
    with pytest.raises(ExhibitError, match=rf'\.rename\(columns={{"{name}": "mentions"}}\)'):
        read(mentions, name=name)
    assert describe(mentions, name="mentions")["role"] == "count of mentions"


def test_ids_of_participants_are_found_by_value() -> None:
    for values in (["x", "P1"], pd.Categorical(["x", "P1"])):
        assert describe(values, set(), "colour") == {"role": "key of participant"}
    assert describe(["P3"], set(), "participant_id") == {"role": "text"}


def test_a_named_index_becomes_columns() -> None:
    frame = pd.DataFrame({"x": ["a"]}, index=pd.Index(["P1"], name="who"))
    assert [(c.name, c.role) for c in read_data(frame, set(), {"P1"}).columns] == [
        ("who", "key of participant"),
        ("x", "text"),
    ]


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ExhibitError, match="two columns have one name: a, a"):
        read_data(pd.DataFrame([["x", "y"]], columns=["a", "a"]), set(), set())


def test_a_role_may_be_given_by_name() -> None:
    data = read_data(pd.DataFrame({"n": [1]}), PEOPLE, set(), {"n": "count of people"})
    assert data.columns[0].role == "count of people"


def test_a_plain_count_of_rows_counts_what_the_frame_has_a_row_of() -> None:
    themes = pd.DataFrame({"theme": ["a", "b", "c"], "kind": ["x", "x", "y"]})
    counts = themes.groupby("kind").size()
    assert name_counted(counts, [themes]).dtype == Role("count", "themes")
    # Not so where the rows are no themes, or the numbers are other ones.
    assert str(name_counted(counts, [themes.assign(theme="a")]).dtype) == "int64"
    assert str(name_counted(counts + 1, [themes]).dtype) == "int64"
    assert str(name_counted(counts, []).dtype) == "int64"


def test_a_table_in_markdown_has_numbers_to_the_right() -> None:
    frame = pd.DataFrame(
        {
            "theme": ["Money", "Getting there"],
            "acted_on_by": pd.Series([1234, "under 5"]).astype("count[people of x under 5]"),
            "share": pd.Series([0.5, 0.001]).astype("share[people of x]"),
            "rate": [1.5, float("nan")],
            "firm": [True, False],
            "since": pd.to_datetime(["2024-01-02", None]),
            "empty": ["", ""],
        }
    )
    assert write_table(frame).splitlines() == [
        "| Theme | Acted on by | Share | Rate | Firm | Since |",
        "| ------------- | -------: | --------: | ----: | ---- | ---------- |",
        "| Money | 1,234 | 50% | 1.50 | yes | 2024-01-02 |",
        "| Getting there | under 5 | under 1% |  | no |  |",
    ]


def test_words_from_data_are_no_markdown() -> None:
    assert escape_markdown("a|b *c* [d](e) `f` <g> $h$ #i ~j~ ^k^ @l _m_ \\n") == (
        r"a\|b \*c\* \[d\](e) \`f\` \<g\> \$h\$ \#i \~j\~ \^k\^ \@l \_m\_ \\n"
    )
    assert escape_markdown("two\n\nlines ") == "two lines"
    assert write_table(pd.DataFrame({"a_|b": ["x|y"]})).splitlines()[::2] == [
        r"| A \|b |",
        r"| x\|y |",
    ]


def test_an_exhibit_travels_as_json() -> None:
    data = read(pd.Series([3, "withheld"]).astype("count[people of register under 5]"))
    exhibit = Exhibit(label="tbl-x", kind="table", data=[data], inputs=["themes.label"])
    bundle = json.loads(json.dumps(exhibit.bundle()))
    assert set(bundle) == {MIME}
    assert Exhibit.model_validate(bundle[MIME]) == exhibit


def test_an_exhibit_names_its_files() -> None:
    inputs = ["segments.gist", "segments.place", "frameworks/sst", "findings"]
    exhibit = Exhibit(label="tbl-x", kind="table", inputs=inputs)
    assert exhibit.files == ["findings.yml", "frameworks/sst.yml", "segments.csv"]


def test_an_exhibit_has_no_field_that_is_not_in_its_schema() -> None:
    with pytest.raises(ValueError, match="colour"):
        Exhibit.model_validate({"label": "tbl-x", "kind": "table", "colour": "red"})


def test_the_schema_in_the_documentation_is_up_to_date() -> None:
    """Write it anew by json.dumps(Exhibit.model_json_schema(), indent=2)."""
    assert json.loads(SCHEMA.read_text("utf-8")) == Exhibit.model_json_schema()


def test_a_name_that_looks_like_a_number_is_a_name() -> None:
    frame = pd.DataFrame({"theme": ["24/7", "Trust"]})
    with pytest.raises(ExhibitError, match="numbers written as text"):
        read_data(frame, PEOPLE, set())
    assert read_data(frame, PEOPLE, set(), names={"24/7"}).columns[0].role == "text"
    tables = {
        "themes": pd.DataFrame({"label": ["24/7"], "short": ["All day"], "narrow": ["24"]}),
        "codes": pd.DataFrame({"label": ["3 of 4"]}),
        "segments": pd.DataFrame({"gist": ["Works 24 hours."]}),
    }
    assert list_names(tables) == {"24/7", "24", "3 of 4"}
