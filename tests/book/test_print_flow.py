"""What stands together on paper."""

from __future__ import annotations

from mcneval.book.pandoc import parse_markdown
from mcneval.book.pdf import set_blocks
from mcneval.book.printed import EXHIBIT, LEAD_IN, arrange_blocks, is_short
from mcneval.book.tree import Element, classes, text_of

TABLE = "| a |\n|---|\n| x |\n"


def read_blocks(text: str) -> list[Element]:
    """Return the blocks of a Markdown text."""
    (blocks,) = parse_markdown([text])
    return blocks


def kinds_of(blocks: list[Element]) -> list[str]:
    """Return each block's class, or its kind where it has none."""
    return [" ".join(classes(block)) or block["t"] for block in blocks]


def test_exhibit_takes_its_lines_and_its_lead_in_along() -> None:
    lines = "::: {.notes}\nData.\n:::\n\n::: {.provenance}\nSource.\n:::\n"
    blocks = arrange_blocks(read_blocks(f"Before.\n\nThe table.\n\n{TABLE}\n{lines}\nAfter.\n"))
    assert kinds_of(blocks) == ["Para", LEAD_IN, EXHIBIT, "Para"]
    assert text_of(blocks[1]) == "The table."
    assert kinds_of(blocks[2]["c"][1]) == ["Table", "notes", "provenance"]


def test_words_between_a_heading_and_one_below_it_stay_with_them() -> None:
    blocks = arrange_blocks(read_blocks("## A\n\nWords.\n\n### B\n\nMore.\n\n## C\n"))
    assert kinds_of(blocks) == ["Header", LEAD_IN, "Header", "Para", "Header"]


def test_a_line_below_a_heading_stays_with_what_follows() -> None:
    text = "## A\n\nA line.\n\nMore.\n\n## B\n\n{}\n\nMore.\n"
    blocks = arrange_blocks(read_blocks(text.format("word " * 49)))
    assert kinds_of(blocks) == ["Header", LEAD_IN, "Para", "Header", "Para", "Para"]


def test_a_table_is_kept_with_lines_of_its_own_and_with_no_chapter_after_it() -> None:
    lines = "::: {.provenance}\nSource.\n:::\n"
    blocks = arrange_blocks(read_blocks(f"{TABLE}\n{lines}\nWords.\n\n{TABLE}\n"))
    told = [str(one["c"][1]) for one in set_blocks(blocks) if one["t"] == "RawBlock"]
    assert [words.rsplit("lined: ")[-1] for words in told if "lined" in words] == [
        "true)[", "false)["
    ]  # fmt: skip


def test_block_that_means_nothing_on_paper_is_opened() -> None:
    text = f"::: {{.filter}}\nLead.\n\n{TABLE}\nHow to read it.\n:::\n"
    assert kinds_of(arrange_blocks(read_blocks(text))) == [LEAD_IN, EXHIBIT, "Para"]


def test_blocks_are_short_by_their_letters() -> None:
    blocks = read_blocks("ten `letters`\n")
    assert (is_short(blocks, 10), is_short(blocks, 9)) == (True, False)
