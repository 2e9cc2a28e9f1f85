"""The plain text of a Word document, read from its XML without unpacking it."""

from __future__ import annotations

from collections.abc import Iterator

from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.refi_elements import local
from mcneval.exchange.safety import MAX_TEXT_BYTES, Archive, parse_xml

BODY = "word/document.xml"
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def docx_text(data: bytes, name: str) -> str:
    """Return a Word document's paragraphs, one a line; deleted text is left out.

    Raises
    ------
    ExchangeError
        Where the bytes are no Word document (.docx).
    """
    with Archive(data, name) as archive:
        if BODY not in archive.names:
            raise ExchangeError(f"{name} is no Word document (.docx): it has no {BODY}.")
        with archive.open(BODY, MAX_TEXT_BYTES) as stream:
            return "".join(pieces(parse_xml(stream, name))).strip("\n") + "\n"


def pieces(events: Iterator[tuple[str, object]]) -> Iterator[str]:
    """Yield the text of runs, with line ends after paragraphs and tabs between cells."""
    for event, element in events:
        if event == "start":
            continue
        name = local(element)
        if name == "t":
            yield getattr(element, "text", None) or ""
        elif name in BREAKS:
            yield BREAKS[name]
        elif name == "p":
            yield "\n"
            element.clear()  # type: ignore[attr-defined]
