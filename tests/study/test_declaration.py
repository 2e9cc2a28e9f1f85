"""One declaration: the dictionary, the package, the templates and the check agree with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcneval.study.check import RULES, check_study
from mcneval.study.coreq import COREQ
from mcneval.study.datapackage import describe_package
from mcneval.study.declaration import Column, Table
from mcneval.study.dictionary import write_dictionary
from mcneval.study.documents import COREQ_ITEMS
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME, TABLES
from mcneval.study.values import KEY, parse_date, parse_whole, parse_yes_no

DOCS = Path(__file__).parents[2] / "docs"
COLUMNS = [(table, column) for table in TABLES for column in table.columns]
PARSERS = {"date": parse_date, "whole": parse_whole, "yes-no": parse_yes_no, "id": KEY.fullmatch}


def test_the_dictionary_in_docs_is_the_declaration() -> None:
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == write_dictionary(), (
        "run: python -m mcneval.study.dictionary"
    )


def test_the_dictionary_names_every_column_key_and_rule() -> None:
    text = write_dictionary()
    assert all(f"`{column.name}`" in text for _, column in COLUMNS)
    assert all(f"`{key}`" in text for key in Settings.model_fields)
    assert all(f"- {words}\n" in text for rule in RULES for words in rule.states)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda item: item.name)
def test_each_column_has_a_meaning_and_an_example_of_its_kind(table: Table, column: Column) -> None:
    assert column.what.endswith(".")
    if column.kind == "level":
        assert column.example in column.allowed
    else:
        parse = PARSERS.get(column.kind, str)
        assert parse(column.example) not in (None, "")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_and_references_name_columns_that_exist(table: Table) -> None:
    assert set(table.key) <= set(table.column_names)
    assert bool(table.without) is not table.required
    for column in table.columns:
        if column.reference:
            target = TABLE_BY_NAME[column.reference.table]
            assert target.key == (column.reference.column,)


def test_coreq_has_32_items() -> None:
    assert len(COREQ) == COREQ_ITEMS == 32


def test_the_package_describes_what_is_there_and_nothing_private(tiny: Path) -> None:
    study, _ = check_study(tiny)
    assert study is not None
    package = describe_package(study)
    assert package["name"] == "tiny"
    assert [resource["path"] for resource in package["resources"]] == [
        table.file
        for table in TABLES
        if table.name not in {"segment_text", "quotations", "topic_guide", "summaries", "argument"}
    ]


def test_a_field_says_what_its_column_holds(tiny: Path) -> None:
    study, _ = check_study(tiny)
    assert study is not None
    resources = {item["name"]: item["schema"] for item in describe_package(study)["resources"]}
    sources = {field["name"]: field for field in resources["sources"]["fields"]}
    assert list(sources) == ["source_id", "phase", "kind", "date", "minutes", "transcribed"]
    assert sources["source_id"]["constraints"] == {
        "required": True,
        "pattern": "[A-Za-z0-9][A-Za-z0-9._-]*",
    }
    assert sources["date"]["type"] == "date"
    assert sources["minutes"]["constraints"] == {"minimum": 0}
    assert sources["transcribed"]["trueValues"] == ["yes"]
    (position,) = [
        field for field in resources["organisations"]["fields"] if field["name"] == "position"
    ]
    assert position["constraints"] == {"enum": ["hub", "spoke"]}


def test_keys_with_an_optional_part_are_unique_keys(tiny: Path) -> None:
    study, _ = check_study(tiny)
    assert study is not None
    resources = {item["name"]: item["schema"] for item in describe_package(study)["resources"]}
    assert resources["sources"]["primaryKey"] == ["source_id"]
    assert resources["codings"]["uniqueKeys"] == [["segment_id", "code_id", "coder", "round"]]
    assert "primaryKey" not in resources["codings"]


def test_references_point_to_tables_that_are_there(tiny: Path) -> None:
    (tiny / "codings.csv").unlink()
    study, _ = check_study(tiny)
    assert study is not None
    resources = {item["name"]: item["schema"] for item in describe_package(study)["resources"]}
    assert "codings" not in resources
    assert resources["codes"]["foreignKeys"] == [
        {"fields": ["parent_id"], "reference": {"resource": "", "fields": ["code_id"]}}
    ]
    assert resources["source-participants"]["foreignKeys"][1] == {
        "fields": ["participant_id"],
        "reference": {"resource": "participants", "fields": ["participant_id"]},
    }


def test_a_file_is_described_as_it_lies_there(tiny: Path) -> None:
    text = (tiny / "themes.csv").read_text("utf-8").replace(",", ";").replace("Few", "Café")
    (tiny / "themes.csv").write_bytes(text.encode("cp1252"))
    study, _ = check_study(tiny)
    assert study is not None
    (themes,) = [item for item in describe_package(study)["resources"] if item["name"] == "themes"]
    assert themes["dialect"] == {"delimiter": ";"}
    assert themes["encoding"] == "windows-1252"
