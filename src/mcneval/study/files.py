"""A study's text files: read, decoded and parsed, with a problem for what cannot be."""

from __future__ import annotations

from pathlib import Path

from mcneval.study.decoding import decode
from mcneval.study.problems import Problem
from mcneval.study.yaml_files import Document, parse_yaml


def read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """Return a file's text; None and the problem where it cannot be read."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [Problem(name, "the file is not there.", rule="missing-file")]
    except IsADirectoryError:
        words, mend = "this is a folder; a file is expected.", "Move it away."
        return None, [Problem(name, words, mend, rule="not-a-file")]
    except OSError as error:
        return None, [describe_unreadable(name, error)]
    return decode(raw, name)


def describe_unreadable(name: str, error: OSError) -> Problem:
    """Return the problem of a file that the system does not let us read."""
    words = f"the file cannot be read: {error.strerror or type(error).__name__}."
    mend = "Look at its permissions, and close it in other programs."
    return Problem(name, words, mend, rule="unreadable")


def read_document(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """Return a YAML file with its lines; None and the problem where it is not YAML."""
    text, problems = read_text(path, name)
    if text is None:
        return None, problems
    document, found = parse_yaml(text, name)
    return document, problems + found
