"""Rows in one column or two: nothing lost, headings with their rows."""

from __future__ import annotations

from itertools import pairwise

from mcneval.figures.rows import Row, lay_rows, split_rows


def list_rows(groups: int, each: int) -> list[Row]:
    """Return so many headings, each with so many rows."""
    rows = []
    for group in range(groups):
        rows.append(Row(f"Group {group}"))
        rows += [Row(f"Row {group}.{number}", content=number) for number in range(each)]
    return rows


def test_few_rows_stand_in_one_column_and_many_in_two() -> None:
    assert len(lay_rows(list_rows(2, 5), 0.0, 6.0).columns) == 1
    assert len(lay_rows(list_rows(6, 8), 0.0, 6.0).columns) == 2


def test_columns_part_before_a_heading() -> None:
    rows = list_rows(4, 3)
    first, second = split_rows(rows, [0.2] * len(rows))
    assert [row.name for row in first[0]] == [row.name for row in rows[:8]]
    assert second[0][0].name == "Group 2"


def test_a_parted_group_has_its_heading_again() -> None:
    rows = list_rows(1, 20)
    first, second = split_rows(rows, [0.2] * len(rows))
    assert second[0][0].name == "Group 0 (continued)"
    assert len(first[0]) + len(second[0]) == 22


def test_no_row_is_lost_and_none_lies_over_another() -> None:
    layout = lay_rows(list_rows(5, 9), 1.0, 6.0)
    assert len(layout.places) == 45
    assert layout.height <= 6.0
    for column in layout.columns:
        for one, two in pairwise(column):
            assert two.middle - two.height / 2 >= one.middle - one.height / 2
