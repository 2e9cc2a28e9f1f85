"""What a column counts stays with it through pandas, or is lost so that it is seen."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from mcneval.roles import Role, write_number

REGISTER, SPEAKERS = "count[people of register]", "count[people of speakers]"
HIDING = "count[people of register under 5]"
SHORT = pd.DataFrame({"theme": list("abcd"), "short": list("ABCD")})
Act = Callable[[pd.DataFrame], pd.DataFrame]


def make_frame(people: str = REGISTER) -> pd.DataFrame:
    """Return four themes of three kinds, with people and segments."""
    frame = pd.DataFrame(
        {
            "theme": list("abcd"),
            "kind": list("ebbm"),
            "people": [3, 1, 4, 0],
            "segments": [5, 1, 6, 0],
        }
    )
    return frame.astype({"people": people, "segments": "count[segments]"})


def list_counts(frame: pd.DataFrame) -> dict[str, str]:
    """Return what the columns with a role count, by name."""
    return {str(n): d.what for n, d in frame.dtypes.items() if isinstance(d, Role)}


BOTH = {"people": "people", "segments": "segments"}
KEPT: dict[str, tuple[Act, dict[str, str]]] = {
    "filter, head": (lambda f: f[f["segments"] > 0].head(2), BOTH),
    "sort_values": (lambda f: f.sort_values("people"), BOTH),
    "columns chosen": (lambda f: f[["theme", "people"]], {"people": "people"}),
    "rename": (
        lambda f: f.rename(columns={"people": "Heard"}),
        {"Heard": "people", "segments": "segments"},
    ),
    "columns = [...]": (
        lambda f: f.set_axis(["T", "K", "Heard", "N"], axis=1),
        {"Heard": "people", "N": "segments"},
    ),
    "names swapped": (
        lambda f: f.set_axis(["theme", "kind", "segments", "people"], axis=1),
        {"segments": "people", "people": "segments"},
    ),
    "merge": (lambda f: f.merge(SHORT, on="theme"), BOTH),
    "merge, suffixes": (
        lambda f: f[["theme", "people"]].merge(f[["theme", "people"]], on="theme"),
        {"people_x": "people", "people_y": "people"},
    ),
    "concat rows": (lambda f: pd.concat([f, f]), BOTH),
    "concat columns": (lambda f: pd.concat([f, SHORT], axis=1), BOTH),
    "groupby.sum": (lambda f: f.groupby("kind", as_index=False).sum(numeric_only=True), BOTH),
    "groupby.agg(n=…)": (lambda f: f.groupby("kind").agg(n=("people", "sum")), {"n": "people"}),
    "pivot": (
        lambda f: f.pivot(index="theme", columns="kind", values="people"),
        {"b": "people", "e": "people", "m": "people"},
    ),
    "pivot, fillna(0)": (
        lambda f: f.pivot(index="theme", columns="kind", values="people").fillna(0),
        {"b": "people", "e": "people", "m": "people"},
    ),
    "melt": (lambda f: f.melt(["theme"], ["people"], value_name="n"), {"n": "people"}),
    "a new people": (
        lambda f: f.assign(people=f["segments"]),
        {"people": "segments", "segments": "segments"},
    ),
    "where small": (lambda f: f.assign(people=f["people"].where(f["people"] > 1)), BOTH),
    "set_index, T": (
        lambda f: f.set_index("theme")[["people"]].T,
        {"a": "people", "b": "people", "c": "people", "d": "people"},
    ),
    "Series.to_frame": (lambda f: f["people"].rename("n").to_frame(), {"n": "people"}),
    "DataFrame(dict)": (lambda f: pd.DataFrame({"n": f["people"]}), {"n": "people"}),
}
LOST: dict[str, Act] = {
    "assign(twice=…)": lambda f: pd.DataFrame({"n": f["people"] * 2}),
    "astype(int)": lambda f: pd.DataFrame({"n": f["people"].astype(int)}),
    "groupby.size": lambda f: f.groupby("kind").size().reset_index(name="n"),
    "share of a count": lambda f: pd.DataFrame({"n": f["people"] / 8}),
    "groupby.mean": lambda f: f.groupby("kind").agg(n=("people", "mean")),
    "people and segments": lambda f: pd.DataFrame({"n": f["segments"] + f["people"]}),
    "half a person": lambda f: pd.DataFrame({"n": f["people"] + 0.5}),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_role_stays_with_its_values(name: str) -> None:
    act, counts = KEPT[name]
    assert list_counts(act(make_frame())) == counts


@pytest.mark.parametrize("name", LOST)
def test_a_role_is_lost_loudly_leaving_plain_numbers(name: str) -> None:
    result = LOST[name](make_frame())
    assert list_counts(result) == {}
    assert pd.api.types.is_numeric_dtype(result["n"].dtype)


def test_what_is_written_is_what_is_read() -> None:
    for name in (REGISTER, HIDING, "share[mentions]", "rate[segments of people]", "number[round]"):
        assert str(pd.api.types.pandas_dtype(name)) == name


@pytest.mark.parametrize("name", ["count", "count[]", "sum[people]", "count[people] of x"])
def test_other_words_are_no_role(name: str) -> None:
    with pytest.raises(TypeError):
        pd.api.types.pandas_dtype(name)


def test_groups_of_the_register_add_up() -> None:
    people = make_frame().groupby("kind")["people"].sum()
    assert people.dtype.name == REGISTER
    assert people.astype("object").tolist() == ["5", "3", "0"]


def test_people_summed_over_themes_are_mentions() -> None:
    frame = make_frame(SPEAKERS)
    whole, grouped = frame[["people"]].sum(), frame.groupby("kind")["people"].sum()
    added, along = frame["people"] + frame["people"], frame["people"].cumsum()
    for sums in (whole, grouped, added, along):
        assert sums.dtype.name == "count[mentions of speakers]"
    assert grouped.astype("object").tolist() == ["5", "3", "0"]
    assert frame.groupby("kind")["people"].max().dtype.name == SPEAKERS


@pytest.mark.parametrize("value", [0.5, "2.5", -1, -2, "some", float("inf")])
def test_a_count_that_is_no_whole_number_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        pd.Series([value], dtype=object).astype(REGISTER)
    frame = make_frame()
    with pytest.raises((TypeError, ValueError)):
        frame.loc[0, "people"] = value


@pytest.fixture
def hidden() -> pd.DataFrame:
    """Return counts of which one is under 5 and one withheld."""
    people = pd.Series([12, "under 5", "withheld", 7]).astype(HIDING)
    return pd.DataFrame({"theme": list("abcd"), "kind": list("xxyz"), "people": people})


def write(values: pd.Series) -> list[str]:
    """Return a column as text."""
    assert values.dtype.name == HIDING
    return values.astype("str").tolist()


def test_hidden_counts_survive_what_only_moves_them(hidden: pd.DataFrame) -> None:
    people = hidden["people"]
    assert write(people) == ["12", "under 5", "withheld", "7"]
    assert write(hidden[hidden["theme"] < "c"]["people"]) == ["12", "under 5"]
    assert write(hidden.sort_values("people")["people"]) == ["7", "12", "under 5", "withheld"]
    assert write(pd.concat([people, people[2:]])) == [*write(people), "withheld", "7"]
    assert write(hidden.melt(["theme"], ["people"])["value"]) == write(people)
    assert write(hidden.merge(SHORT, on="theme")["people"]) == write(people)


def test_hidden_counts_survive_a_pivot_and_are_never_filled_with_nothing(
    hidden: pd.DataFrame,
) -> None:
    wide = hidden.pivot(index="theme", columns="kind", values="people")
    assert write(wide["x"]) == ["12", "under 5", "", ""]
    assert write(wide["y"]) == ["", "", "withheld", ""]
    assert write(wide.fillna(0)["x"]) == ["12", "under 5", "0", "0"]
    assert write(wide.fillna(0)["y"]) == ["0", "0", "withheld", "0"]
    with pytest.raises(TypeError, match="not filled in from the row beside"):
        wide["x"].ffill()


def test_hidden_counts_are_missing_for_arithmetic(hidden: pd.DataFrame) -> None:
    people = hidden["people"]
    assert people.isna().tolist() == [False, True, True, False]
    assert (people < 5).tolist() == [False] * 4
    assert (people + 1).astype("str").tolist() == ["13", "", "", "8"]
    assert (people / 2).dropna().tolist() == [6.0, 3.5]
    assert people.astype("float64").dropna().tolist() == [12.0, 7.0]
    with pytest.raises(ValueError, match="no whole number"):
        people.astype(int)


def test_a_sum_with_a_hidden_count_is_withheld(hidden: pd.DataFrame) -> None:
    sums = hidden.groupby("kind")["people"].sum()
    assert write(sums) == ["withheld", "withheld", "7"]
    assert write(hidden["people"].cumsum()) == ["12", "withheld", "withheld", "withheld"]
    assert hidden["people"].sum() is pd.NA
    both = hidden.assign(again=hidden["people"])[["people", "again"]].sum(axis=1)
    assert write(both) == ["24", "withheld", "withheld", "14"]


def test_the_greatest_of_a_group_is_withheld_where_a_withheld_count_may_be_greater() -> None:
    people = pd.Series([12, "under 5", 7, "withheld"]).astype(HIDING)
    greatest = people.groupby(list("aabb")).max()
    assert write(greatest) == ["12", "withheld"]


def test_a_sum_of_nothing_is_none_and_of_a_missing_count_unknown() -> None:
    people = pd.Series([None, 2]).astype(REGISTER)
    assert people[:0].sum() == 0
    assert people.sum() == 2
    assert people[:1].sum() is pd.NA


def test_a_hidden_share_is_in_no_sum() -> None:
    shares = pd.Series([0.9, "withheld", 0.25]).astype("share[people of register]")
    assert shares.astype("str").tolist() == ["90%", "withheld", "25%"]
    sums = shares.groupby(list("aab")).sum()
    assert sums.astype("str").tolist() == ["withheld", "25%"]


def test_numbers_below_nothing_are_hidden_only_where_they_count() -> None:
    rates = pd.Series([-1.0, 0.5]).astype("rate[kappa]")
    assert rates.isna().tolist() == [False, False]
    assert rates.astype("str").tolist() == ["−1.00", "0.50"]


@pytest.mark.parametrize(
    ("number", "word", "written"),
    [
        (0, "count", "0"),
        (1234, "count", "1,234"),
        (0, "share", "0%"),
        (0.004, "share", "under 1%"),
        (0.255, "share", "26%"),
        (0.996, "share", "over 99%"),
        (1, "share", "100%"),
        (1, "rate", "1.00"),
        (0.666, "rate", "0.67"),
        (-0.001, "rate", "0.00"),
        (-0.5, "rate", "−0.50"),
        (3, "number", "3"),
        (3.25, "number", "3.25"),
        (float("nan"), "count", ""),
        (float("nan"), "share", ""),
    ],
)
def test_numbers_are_written_by_what_they_are(number: float, word: str, written: str) -> None:
    assert write_number(number, word) == written


def test_a_column_shows_what_it_hides_when_printed(hidden: pd.DataFrame) -> None:
    assert str(hidden[["people"]]).split() == (
        ["people", "0", "12", "1", "under", "5", "2", "withheld", "3", "7"]
    )
