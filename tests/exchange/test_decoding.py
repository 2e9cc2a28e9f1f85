"""Bytes into text."""

from __future__ import annotations

from mcneval.exchange.decoding import decode


def test_crlf_is_folded_and_its_places_kept() -> None:
    decoded = decode(b"one\r\ntwo\nthree\r\n")
    assert decoded.text == "one\ntwo\nthree\n"
    assert decoded.crlf == [3, 13]


def test_a_byte_order_mark_is_taken_off_and_told() -> None:
    assert decode("\ufeffä".encode()).text == "ä"
    assert decode("\ufeffä".encode()).bom
    assert decode("ä\r\n😀".encode("utf-16")).text == "ä\n😀"


def test_text_that_is_no_utf8_is_read_as_windows_1252() -> None:
    decoded = decode("caf\xe9 \x80".encode("latin-1"))
    assert decoded.text == "café €"
    assert decoded.doubtful


def test_utf16_without_a_mark_is_known_by_its_zeros() -> None:
    assert decode("plain".encode("utf-16-le")).text == "plain"


def test_lone_carriage_returns_are_line_ends() -> None:
    assert decode(b"a\rb").text == "a\nb"
    assert decode(b"a\rb").crlf == []
