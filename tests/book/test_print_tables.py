"""Tables on paper: what Typst and Word are told of them."""

from __future__ import annotations

from mcneval.book.pdf_tables import set_table
from mcneval.book.print_tables import Placed, read_label
from mcneval.book.reader import parse_markdown
from mcneval.book.table_fit import Fit
from mcneval.book.tree import Element, make_attr, span, string
from mcneval.book.word_tables import fit_word_tables

FORM = '<w:pPr><w:pStyle w:val="Compact" />{side}</w:pPr>'
ROW = f"<w:tr><w:tc><w:tcPr /><w:p>{FORM}</w:p></w:tc></w:tr>"
WORD_TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:type="pct" w:w="5000" /><w:tblCaption w:val=": Roles" /></w:tblPr>'
    '<w:tblGrid><w:gridCol w:w="7920" /></w:tblGrid>{rows}</w:tbl>'
)


def read_table(text: str) -> Element:
    """Return the table of a Markdown text."""
    (blocks,) = parse_markdown([text])
    return next(block for block in blocks if block["t"] == "Table")


def fit_rows(count: int, placed: Placed, side: str = "") -> str:
    """Return a Word table of one column and so many rows, fitted."""
    rows = ROW.format(side=side) * count
    return fit_word_tables(f"<w:body>{WORD_TABLE.format(rows=rows)}</w:body>", [placed])


def kept_rows(table: str) -> list[bool]:
    """Tell of each row whether it stays with the next one."""
    return ["<w:keepNext/>" in row for row in table.split("<w:tr>")[1:]]


def test_low_word_table_stays_whole_and_with_its_lines_of_data() -> None:
    fit = Fit(9.0, False, [1.0])
    assert kept_rows(fit_rows(3, Placed(fit))) == [True, True, False]
    assert kept_rows(fit_rows(3, Placed(fit, followed=True))) == [True, True, True]


def test_high_word_table_is_not_begun_or_ended_with_a_row_alone() -> None:
    fit = Fit(9.0, False, [1.0], together=False)
    kept = kept_rows(fit_rows(8, Placed(fit, followed=True)))
    assert kept == [True, True, False, False, False, True, True, True]


def test_word_table_has_the_width_of_its_page_in_twips() -> None:
    upright = fit_rows(1, Placed(Fit(9.0, False, [0.5])))
    assert '<w:tblW w:type="dxa" w:w="4530" />' in upright
    assert '<w:tcW w:w="4530" w:type="dxa"/>' in upright
    turned = fit_rows(1, Placed(Fit(9.0, True, [0.5])))
    assert '<w:gridCol w:w="7000" />' in turned


def test_word_table_says_its_number_to_those_who_hear_it() -> None:
    table = fit_rows(1, Placed(Fit(9.0, False, [1.0]), label="Table 2.1"))
    assert '<w:tblCaption w:val="Table 2.1: Roles" />' in table


def test_words_after_a_column_of_numbers_stand_off_from_it() -> None:
    fit = Fit(9.0, False, [1.0], spaced=(0,))
    table = fit_rows(1, Placed(fit), side='<w:jc w:val="left" />')
    assert '<w:ind w:left="120"/><w:jc w:val="left" /></w:pPr>' in table


def test_row_higher_than_a_page_may_be_cut() -> None:
    assert "cantSplit" in fit_rows(1, Placed(Fit(9.0, False, [1.0])))
    assert "cantSplit" not in fit_rows(1, Placed(Fit(9.0, False, [1.0], whole_rows=False)))


def test_typst_is_told_what_stays_whole() -> None:
    table = read_table("| a | b |\n|---|---|\n| SYN-P05 | y |\n")
    fit = Fit(8.5, False, [0.5, 0.5], together=False, spaced=(1,))
    opening, _, _ = set_table(table, Placed(fit, followed=True, label="Table 2.1"))
    assert opening["c"][1] == (
        '#fitted-table(name: "Table 2.1", size: 8.5pt, head: 8.0pt, together: false, '
        "followed: false, whole-rows: true, whole-words: true, spaced: (1, ))["
    )


def test_name_with_a_hyphen_is_put_in_a_box() -> None:
    table = read_table("| a |\n|---|\n| (SYN-P05), |\n")
    set_table(table, Placed(Fit(9.0, False, [1.0])))
    words = table["c"][4][0][3][0][1][0][4][0]["c"]
    assert [one["c"] for one in words] == ["(", ["typst", "#box[SYN-P05]"], "),"]


def test_label_is_that_of_the_caption() -> None:
    table = read_table("| a |\n|---|\n| x |\n")
    assert read_label(table) == ""
    label = span(string("Table 2.1"), make_attr(classes=["caption-label"]))
    table["c"][1] = [None, [{"t": "Plain", "c": [label, *string(": Roles")]}]]
    assert read_label(table) == "Table 2.1"
