"""YAML as a person means it: ``on`` is a word, a date is its letters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml


class PlainLoader(yaml.SafeLoader):
    """Safe YAML in which only ``true`` and ``false`` are truth values and dates stay text.

    YAML 1.1 reads the key ``on`` as true and ``2026-01-31`` as a date; in ``study.yml``
    both are words.
    """


PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool",
    re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"),
    list("tTfF"),
)


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file.

    Raises
    ------
    yaml.YAMLError
        Where it is not YAML.
    UnicodeDecodeError
        Where it is not UTF-8.
    """
    return yaml.load(path.read_text("utf-8-sig"), PlainLoader)
