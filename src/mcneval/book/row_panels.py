"""Rows of tables that links of other places lead to, carried along for panels.

A link of class ``number`` or ``row`` leads to a name in a row of a table. A page opened from a
disk may not fetch another, so the page brings a copy of that row in a ``template``, which is shown
only where a script asks for it.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

LINK = re.compile(r'<a [^>]*?class="(?:[^"]* )?(?:number|row)(?: [^"]*)?"[^>]*>')
HREF = re.compile(r'\bhref="([^"#]*)#([^"]*)"')
OWN = re.compile(r'(\s(?:href|src)=")([^"]*)(")')
NAME = re.compile(r'\sid="([^"]*)"')
CELL = re.compile(r"<t[hd](?=[\s>])[^<>]*+>")
TAG = re.compile(r"<[^<>]+>")

Rows = dict[str, list[tuple[str, str]]]
"""The address of a row to its cells, each with its head."""


def find_rows(bodies: Mapping[str, str]) -> Rows:
    """Return the rows with a name in them, by ``page#name``, from pages by their address."""
    rows: Rows = {}
    for page, body in bodies.items():
        for table in _list_parts(body, "<table", "</table>"):
            lines = list(_list_parts(table, "<tr", "</tr>"))
            heads = [TAG.sub("", one).strip() for one in _list_cells(lines[0])] if lines else []
            for line in lines[1:]:
                cells = [NAME.sub("", cell) for cell in _list_cells(line)]
                told = list(zip(heads, cells, strict=False))
                rows |= {f"{page}#{html.unescape(name)}": told for name in NAME.findall(line)}
    return rows


def _list_parts(text: str, start: str, end: str) -> Iterator[str]:
    """Yield what stands from each start to the end after it."""
    at = text.find(start)
    while at >= 0:
        stop = text.find(end, at)
        if stop < 0:
            return
        yield text[at : stop + len(end)]
        at = text.find(start, stop)


def _list_cells(row: str) -> list[str]:
    """Return what stands in the cells of a row."""
    return [re.split("</t[hd]>", part, maxsplit=1)[0] for part in CELL.split(row)[1:]]


def add_panels(page: str, body: str, rows: Rows) -> str:
    """Return a page's content with the rows that its links lead to.

    Each such link says in ``data-to`` which of them is its own.
    """
    wanted: dict[str, str] = {}

    def mark(found: re.Match[str]) -> str:
        target = HREF.search(found[0])
        if target is None:
            return found[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target[1] or ""))
        address = f"{path if target[1] else page}#{html.unescape(target[2])}"
        if address not in rows:
            return found[0]
        wanted[address] = posixpath.dirname(address.partition("#")[0])
        return f'{found[0][:-1]} data-to="{html.escape(address)}">'

    marked = LINK.sub(mark, body)
    return marked + "".join(
        _write(address, rows[address], folder, page) for address, folder in wanted.items()
    )


def _write(address: str, cells: Iterable[tuple[str, str]], folder: str, page: str) -> str:
    """Return a row as a template, its links as they are written on this page."""

    def settle(found: re.Match[str]) -> str:
        target = found[2]
        if re.match(r"[a-z]{1,20}:|$", target):
            return found[0]
        path, sign, name = target.partition("#")
        whole = posixpath.join(folder, path) if path else address.partition("#")[0]
        path = posixpath.relpath(whole, posixpath.dirname(page) or ".")
        return f"{found[1]}{path}{sign}{name}{found[3]}"

    parts = "".join(
        f'<dt>{head}</dt><dd data-head="{head}">{OWN.sub(settle, cell)}</dd>'
        for head, cell in cells
        if TAG.sub("", cell).strip()
    )
    return f'<template data-row="{html.escape(address)}"><dl>{parts}</dl></template>'
