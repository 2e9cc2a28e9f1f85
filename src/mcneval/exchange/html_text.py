"""Text out of HTML as Taguette counts it: text only, with lines made visible."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figure"),
        *("figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    ]
)
SILENT = frozenset({"script", "style", "template", "head", "title"})


class TextOfHtml(HTMLParser):
    """Collects text; line ends that only layout makes are noted as not counted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.size = 0
        self.added: list[int] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line before a block; skip what no reader sees."""
        if tag in SILENT:
            self.silent += 1
        elif tag in BLOCKS:
            self.break_line()

    def handle_endtag(self, tag: str) -> None:
        """End a line after a block."""
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS:
            self.break_line()

    def handle_data(self, data: str) -> None:
        """Take text; white space before the first word is dropped, as browsers do."""
        if self.silent:
            return
        if not self.size:
            data = data.lstrip(" \t\n\r\f")
        if data:
            self.pieces.append(data)
            self.size += len(data)

    def break_line(self) -> None:
        """Add a line end where the text has none, without counting it."""
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.added.append(self.size)
            self.pieces.append("\n")
            self.size += 1


def html_text(html: str) -> tuple[str, list[int]]:
    """Return the text of HTML, and the places of line ends that positions do not count."""
    parser = TextOfHtml()
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces), parser.added
