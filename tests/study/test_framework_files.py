"""The shared framework files in ``data/frameworks``."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from mcneval.study.frameworks import Framework

FOLDER = Path(__file__).parents[2] / "data" / "frameworks"
FILES = sorted(FOLDER.glob("*.yml"))
WITH_BIBTEX = ("cfir-2022", "nasss", "parihs", "tdf")

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(path: Path) -> Framework:
    return Framework.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def read_shared(name: str) -> Framework:
    return read(FOLDER / f"{name}.yml")


def count_groups(framework: Framework) -> list[tuple[str, int]]:
    """The groups in the file's order, each with its constructs; a Counter keeps that order."""
    return list(Counter(construct.group for construct in framework.constructs).items())


def read_bibliography() -> dict[str, str]:
    """The DOI of each BibTeX entry by its key."""
    entries = (FOLDER / "references.bib").read_text(encoding="utf-8").split("\n@")
    found: dict[str, str] = {}
    for entry in entries:
        key = re.match(r"@?\w+\{([^,\s]+),", entry)
        doi = re.search(r"^\s*doi\s*=\s*\{([^}]+)\}", entry, flags=re.MULTILINE)
        assert key and doi, entry
        assert key.group(1) not in found, f"{key.group(1)} stands there twice"
        found[key.group(1)] = doi.group(1)
    return found


def test_the_shared_frameworks_are_all_there() -> None:
    assert {path.stem for path in FILES} >= {"sst", "npt", "brown-2016", *WITH_BIBTEX}


@each_file
def test_id_is_the_file_s_name(path: Path) -> None:
    assert read(path).id == path.stem


@each_file
def test_construct_ids_and_labels_are_unique(path: Path) -> None:
    framework = read(path)
    labels = [construct.label for construct in framework.constructs]

    assert [key for key, n in Counter(framework.construct_ids).items() if n > 1] == []
    assert [label for label, n in Counter(labels).items() if n > 1] == []


@each_file
def test_construct_ids_are_plain_keys(path: Path) -> None:
    odd = [
        key for key in read(path).construct_ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
    ]
    assert odd == []


@each_file
def test_citation_names_the_work(path: Path) -> None:
    citation = read(path).citation
    year = re.search(r"\((\d{4})\)", citation.text)

    assert re.fullmatch(r"10\.\d{4,9}/\S+", citation.doi)
    assert year and citation.key.endswith(year.group(1))


@each_file
def test_each_definition_is_one_sentence(path: Path) -> None:
    not_one = [
        construct.id
        for construct in read(path).constructs
        if not re.fullmatch(r"[A-Z](?:[^.]|\.(?! ))*\.", construct.definition.strip())
    ]
    assert not_one == []


@each_file
def test_either_all_constructs_have_a_group_or_none(path: Path) -> None:
    grouped = {bool(construct.group) for construct in read(path).constructs}
    assert len(grouped) == 1


def test_cfir_has_its_48_constructs_and_19_subconstructs_in_five_domains() -> None:
    framework = read_shared("cfir-2022")
    under = [construct.label for construct in framework.constructs if ": " in construct.label]

    assert len(under) == 19
    assert len(framework.constructs) - len(under) == 48
    assert count_groups(framework) == [
        ("Innovation", 8),
        ("Outer Setting", 10),
        ("Inner Setting", 21),
        ("Individuals", 13),
        ("Implementation Process", 15),
    ]


def test_cfir_subconstructs_name_a_construct_of_their_own_domain() -> None:
    constructs = read_shared("cfir-2022").constructs
    whole = {(construct.group, construct.label) for construct in constructs}
    astray = [
        construct.label
        for construct in constructs
        if ": " in construct.label
        and (construct.group, construct.label.split(": ")[0]) not in whole
    ]
    assert astray == []


def test_nasss_has_seven_domains() -> None:
    assert count_groups(read_shared("nasss")) == [("", 7)]


def test_tdf_has_fourteen_domains_by_part_of_com_b() -> None:
    assert count_groups(read_shared("tdf")) == [
        ("Capability", 4),
        ("Opportunity", 2),
        ("Motivation", 8),
    ]


def test_parihs_has_the_sub_elements_of_its_three_elements() -> None:
    assert count_groups(read_shared("parihs")) == [
        ("Evidence", 4),
        ("Context", 4),
        ("Facilitation", 3),
    ]


@pytest.mark.parametrize("name", WITH_BIBTEX)
def test_bibliography_has_the_framework_s_work(name: str) -> None:
    citation = read_shared(name).citation
    assert read_bibliography().get(citation.key) == citation.doi


def test_bibliography_has_only_works_of_frameworks() -> None:
    cited = {read(path).citation.key: read(path).citation.doi for path in FILES}
    assert read_bibliography().items() <= cited.items()
