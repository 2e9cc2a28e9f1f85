"""The real files in the samples folder, recounted by a pass that shares no code with ours."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = Callable[[Path], list[dict[str, str]]]
FILES = (
    "codebook_atlasti-9_namespace-0.4.qdc",
    "codebook_standard-example.qdc",
    "three-codes_atlasti-23.qdpx",
    "vendor-test-project_atlasti-8.qdpx",
)


def xml_of(path: Path) -> str:
    """Return the XML of a sample as text."""
    if path.suffix != ".qdpx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".qde")]
        return archive.read(name).decode()


def pairs_in(xml: str) -> set[tuple[str, str]]:
    """Return the distinct pairs of selection and code, by a walk of its own."""
    found = set()
    for element in ElementTree.fromstring(xml).iter():
        if element.tag.endswith("Selection"):
            for coding in element.findall("{*}Coding"):
                code = coding.find("{*}CodeRef")
                assert code is not None
                found.add((element.get("guid"), code.get("targetGUID")))
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_counts_are_those_of_the_xml(
    samples: Path, study: Path, mcn: Callable, rows: Rows, name: str
) -> None:
    xml = xml_of(samples / name)
    result = mcn("import", samples / name, "--study", study, "--accept-loss")
    assert result.exit_code == 0, result.output
    ledger = {
        row["kind"]: row for row in rows(study / "private" / "imported" / f"{name}.ledger.csv")
    }
    codes = len(re.findall("<Code [^>]*isCodable=.true", xml))
    folders = len(re.findall("<Code [^>]*isCodable=.false", xml))
    assert len(rows(study / "codes.csv")) == codes
    assert int(ledger["codes"]["imported"]) == codes
    assert int(ledger.get("code folders", {}).get("kept_aside", 0)) == folders
    for kind, pattern in {
        "sources": "<(Text|PDF|Picture|Audio|Video)Source[ >]",
        "selections": "<[A-Za-z]+Selection[ >]",
        "codings": "<Coding[ >]",
        "sets": "<Set[ >]",
        "links": "<Link[ >]",
        "memos": "<Note[ >]",
        "users": "<User[ >]",
        "maps": "<Graph[ >]",
    }.items():
        assert int(ledger.get(kind, {}).get("in_file", 0)) == len(re.findall(pattern, xml)), kind
    pairs = pairs_in(xml)
    if pairs:
        assert len(rows(study / "codings.csv")) == len(pairs)


def test_the_vendor_file_arrives_pair_by_pair(
    samples: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    name = "vendor-test-project_atlasti-8.qdpx"
    root = ElementTree.fromstring(xml_of(samples / name))
    labels = {e.get("guid"): e.get("name") for e in root.iter() if e.tag.endswith("}Code")}
    expected = sorted(labels[code] for _, code in pairs_in(xml_of(samples / name)))
    mcn("import", samples / name, "--study", study)
    label = {row["code_id"]: row["label"] for row in rows(study / "codes.csv")}
    codings = rows(study / "codings.csv")
    assert sorted(label[row["code_id"]] for row in codings) == expected
    assert len(codings) == 14
    assert {row["coder"] for row in codings} == {"friedrich-markgraf"}
    assert {row["coded_at"] for row in codings} == {"2018-03-27"}


def test_texts_that_the_vendor_file_lacks_are_a_loss(
    samples: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    result = mcn("import", samples / FILES[3], "--study", study)
    assert result.exit_code == 1
    assert "11 source texts that the file declares did not arrive" in result.output
    assert len(rows(study / "segments.csv")) == 13


def test_the_corrupt_file_gives_one_line_and_writes_nothing(
    samples: Path, study: Path, mcn: Callable
) -> None:
    result = mcn("import", samples / "corrupt.qdpx", "--study", study)
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "corrupt.qdpx is no well-formed XML" in result.output
    assert [path.name for path in study.iterdir()] == ["study.yml"]
