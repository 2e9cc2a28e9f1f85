"""What a report runs on may be used by everybody: no GPL or AGPL at run time."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

LOCK = (Path(__file__).parents[1] / "requirements.lock").read_text("utf-8")
NAMES = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)
PERMISSIVE = re.compile(
    r"\b(?:MIT(?:-CMU)?|BSD|Apache|ISC|PSF|Python Software Foundation|HPND|MPL|Mozilla Public"
    r"|Zlib|0BSD|Unlicense|CC0)\b",
    re.IGNORECASE,
)
STRONG = re.compile(r"\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)


def read_licence(name: str) -> str:
    """Return what a package says of its licence: the expression, else classifiers and words."""
    about = distribution(name).metadata
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    listed = [one for one in about.get_all("Classifier") or () if one.startswith("License ::")]
    # Some put the whole text there; its first lines name it.
    return " ".join([*listed, (about.get("License") or "")[:200]])


@pytest.mark.parametrize("name", NAMES)
def test_a_package_s_licence_is_permissive(name: str) -> None:
    try:
        licence = read_licence(name)
    except PackageNotFoundError:
        pytest.skip("not for this system")
    assert PERMISSIVE.search(licence), licence
    assert not STRONG.search(licence), licence
