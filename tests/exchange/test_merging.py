"""New rows into a table, by three states of each cell."""

from __future__ import annotations

from mcneval.exchange.merging import CellChange, merge
from mcneval.exchange.sheets import Sheet
from mcneval.study.tables import TABLE_BY_NAME


def codes(*rows: dict[str, str]) -> Sheet:
    """Return a codebook."""
    return Sheet(TABLE_BY_NAME["codes"], ["code_id", "label"], [dict(r) for r in rows], True)


def test_a_new_row_is_added() -> None:
    sheet = codes()
    change = merge(sheet, [{"code_id": "a", "label": "A"}])
    assert sheet.rows == [{"code_id": "a", "label": "A"}]
    assert (change.added, change.same, change.any) == ([("a",)], 0, True)


def test_an_empty_cell_is_filled() -> None:
    sheet = codes({"code_id": "a", "label": ""})
    change = merge(sheet, [{"code_id": "a", "label": "A"}])
    assert sheet.rows[0]["label"] == "A"
    assert change.cells == [CellChange(("a",), "label", "", "A")]


def test_a_cell_that_people_changed_is_kept_and_told() -> None:
    sheet = codes({"code_id": "a", "label": "by hand"})
    last = {("a",): {"label": "old"}}
    change = merge(sheet, [{"code_id": "a", "label": "new"}], last)
    assert sheet.rows[0]["label"] == "by hand"
    assert change.kept == [CellChange(("a",), "label", "by hand", "new")]
    assert not change.any


def test_a_cell_that_only_people_changed_is_no_conflict() -> None:
    sheet = codes({"code_id": "a", "label": "by hand"})
    change = merge(sheet, [{"code_id": "a", "label": "old"}], {("a",): {"label": "old"}})
    assert change.kept == []
    assert change.same == 1


def test_a_cell_that_only_the_tool_changed_is_updated() -> None:
    sheet = codes({"code_id": "a", "label": "old"})
    change = merge(sheet, [{"code_id": "a", "label": "new"}], {("a",): {"label": "old"}})
    assert sheet.rows[0]["label"] == "new"
    assert (len(change.updated), change.same) == (1, 0)


def test_an_empty_cell_in_the_file_empties_nothing() -> None:
    sheet = codes({"code_id": "a", "label": "A"})
    assert not merge(sheet, [{"code_id": "a", "label": ""}], {("a",): {"label": "A"}}).any


def test_rows_that_are_gone_are_removed_and_others_counted() -> None:
    sheet = codes({"code_id": "a"}, {"code_id": "b"}, {"code_id": "c"})
    change = merge(sheet, [{"code_id": "a"}], gone={("b",), ("z",)})
    assert [row["code_id"] for row in sheet.rows] == ["a", "c"]
    assert (change.removed, change.only_here, change.same) == ([("b",)], 1, 1)


def test_the_header_keeps_what_people_added_and_grows_where_needed() -> None:
    sheet = codes({"code_id": "a", "label": "A"})
    sheet.header = ["label", "code_id", "our note"]
    merge(sheet, [{"code_id": "b", "label": "B", "colour": "#000000", "definition": ""}])
    assert sheet.columns == ["code_id", "label", "colour", "our note"]
