"""Tables of a Word document: true widths, letters that fit, rows that stay together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mcneval.book.print_tables import Placed
from mcneval.book.table_fit import Fit

TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
CELL = re.compile(r"<w:tc>(?:<w:tcPr ?/>|<w:tcPr>(.*?)</w:tcPr>)(.*?)</w:tc>", re.DOTALL)
SPAN = re.compile(r'<w:gridSpan w:val="(\d+)" ?/>')
END_OF_FORM = re.compile(r"(<w:jc [^>]*/>)?</w:pPr>")
COMPACT = '<w:pStyle w:val="Compact" />'
TWIPS = 20
OPENING_ROWS, CLOSING_ROWS = 3, 3
SPACED_TWIPS = 120


def fit_word_tables(document: str, tables: Sequence[Placed]) -> str:
    """Return the document with each table fitted, in the order of the text."""
    places = iter(tables)
    return TABLE.sub(lambda found: _fit(found.group(), next(places)), document)


def _fit(table: str, placed: Placed) -> str:
    widths = [round(share * placed.fit.width * TWIPS) for share in placed.fit.shares]
    table = re.sub(r"<w:tblW [^>]*/>", f'<w:tblW w:type="dxa" w:w="{sum(widths)}" />', table)
    grid = "".join(f'<w:gridCol w:w="{width}" />' for width in widths)
    table = re.sub(r"<w:tblGrid>.*?</w:tblGrid>", f"<w:tblGrid>{grid}</w:tblGrid>", table)
    table = table.replace('<w:tblCaption w:val=": ', f'<w:tblCaption w:val="{placed.label}: ')
    kept = _find_kept(len(ROW.findall(table)), placed)
    rows = iter(range(len(kept)))

    def change(found: re.Match[str]) -> str:
        row = next(rows)
        return _settle_row(found.group(), placed.fit, widths, row == 0, kept[row])

    return ROW.sub(change, table)


def _find_kept(count: int, placed: Placed) -> list[bool]:
    """Tell of each row whether it stays with what comes next."""
    last = count - 1
    if placed.fit.together:
        return [row < last or placed.followed for row in range(count)]
    return [
        row < OPENING_ROWS - 1
        or last - CLOSING_ROWS < row < last
        or (row == last and placed.followed)
        for row in range(count)
    ]


def _settle_row(row: str, fit: Fit, widths: list[int], head: bool, kept: bool) -> str:
    size = fit.head_size if head and "<w:tblHeader" in row else fit.size
    style = f'<w:pStyle w:val="TableText{round(size * 2)}" />'
    row = row.replace(COMPACT, f"{style}<w:keepNext/>" if kept else style)
    places = iter(range(len(widths)))

    def change(cell: re.Match[str]) -> str:
        inner, content = cell.group(1) or "", cell.group(2)
        span = SPAN.search(inner)
        covered = [next(places) for _ in range(int(span.group(1)) if span else 1)]
        if covered[0] in fit.spaced:
            content = END_OF_FORM.sub(rf'<w:ind w:left="{SPACED_TWIPS}"/>\1</w:pPr>', content)
        width = sum(widths[place] for place in covered)
        form = f'<w:tcW w:w="{width}" w:type="dxa"/>{inner}'
        return f"<w:tc><w:tcPr>{form}</w:tcPr>{content}</w:tc>"

    row = CELL.sub(change, row)
    if not fit.whole_rows:
        return row
    if "<w:trPr>" in row:
        return row.replace("<w:trPr>", "<w:trPr><w:cantSplit/>", 1)
    return row.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>", 1)
