"""A new study: whole, checked, and said what to fill in."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from mcneval.study import scaffold
from mcneval.study.check import check_study
from mcneval.study.plan import Plan, PlanError, make_plan
from mcneval.study.scaffold import create_study
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLES

SHARED = Path(__file__).parents[2] / "data" / "frameworks"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(SHARED, tmp_path / "data" / "frameworks", dirs_exist_ok=True)
    return tmp_path / "data"


@pytest.fixture
def plan() -> Plan:
    return make_plan(None, ["profession:nurse,doctor;country@organisation:England,Wales"])


def test_every_table_is_there_with_its_headers_and_two_marked_rows(data: Path, plan: Plan) -> None:
    folder = create_study(data, "leeds-2027", plan)
    added = {"organisations": ["country"], "participants": ["profession"]}
    for table in TABLES:
        header, *rows = csv.reader((folder / table.file).read_text("utf-8").splitlines())
        assert header == table.column_names + added.get(table.name, [])
        assert len(rows) == 2
        assert all(any(cell.startswith("EXAMPLE") for cell in row) for row in rows)


def test_the_only_errors_of_a_new_study_are_what_is_to_be_filled_in(data: Path, plan: Plan) -> None:
    folder = create_study(data, "leeds-2027", plan)
    study, problems = check_study(folder)
    assert study is not None
    errors = [problem for problem in problems if problem.severity == "error"]
    assert {problem.rule for problem in errors} == {"example"}
    assert {problem.file for problem in errors} == {
        "study.yml",
        *(table.file for table in TABLES if table.required),
    }
    assert {problem.rule for problem in problems} == {"example", "no-narrative"}


def test_the_settings_explain_every_key(data: Path, plan: Plan) -> None:
    text = (create_study(data, "leeds-2027", plan) / "study.yml").read_text("utf-8")
    for key, field in Settings.model_fields.items():
        assert f"# {key}: " in text or f"# ({key}) " in text
        assert field.description and field.description.split(";")[0][:40] in text


def test_private_words_stay_out_of_git(data: Path, plan: Plan) -> None:
    folder = create_study(data, "leeds-2027", plan)
    subprocess.run(["git", "init", "-q", data], check=True)
    shown = subprocess.run(
        ["git", "-C", data, "status", "--short", "--untracked-files=all"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "leeds-2027/segments.csv" in shown
    assert "private" not in shown
    assert (folder / "private" / "README.md").is_file()


def test_coreq_holds_32_items_that_are_open(data: Path, plan: Plan) -> None:
    study, _ = check_study(create_study(data, "leeds-2027", plan))
    assert study is not None
    items = study.documents["coreq"]["items"]
    assert [item["item"] for item in items] == list(range(1, 33))
    assert {item["status"] for item in items} == {"not reported"}


def test_the_guide_names_every_file_and_column(data: Path, plan: Plan) -> None:
    guide = (create_study(data, "leeds-2027", plan) / "GUIDE.md").read_text("utf-8")
    for table in TABLES:
        assert f"### `{table.file}`" in guide
        assert all(f"`{column.name}`" in guide for column in table.columns)
    assert "(`country`)" in guide


def test_example_rows_name_constructs_of_the_framework(data: Path) -> None:
    folder = create_study(data, "a", make_plan(None, frameworks=["npt"]))
    rows = (folder / "mappings.csv").read_text("utf-8").splitlines()
    assert rows[1].startswith("npt,EXAMPLE-1,coherence,primary,")


@pytest.mark.parametrize("name", sorted(path.stem for path in SHARED.glob("*.yml")))
def test_a_study_can_be_built_on_each_shared_framework(data: Path, name: str) -> None:
    study, problems = check_study(create_study(data, "a", make_plan(None, frameworks=[name])))
    assert study is not None
    assert study.framework.id == name
    assert {problem.rule for problem in problems} == {"example", "no-narrative"}


def test_frameworks_of_the_base_study_itself_come_along(data: Path, tiny: Path) -> None:
    base = data / "base"
    shutil.copytree(tiny, base)
    (base / "frameworks").mkdir()
    own = (tiny.parent / "frameworks" / "mini.yml").read_text("utf-8")
    (base / "frameworks" / "mini.yml").write_text(own, "utf-8")
    study, _ = check_study(base)
    assert study is not None
    folder = create_study(data, "new", make_plan(study.settings), base)
    assert (folder / "frameworks" / "mini.yml").read_text("utf-8") == own
    assert "P1" not in (folder / "participants.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../leeds", "'../leeds' is not a name for a study: it becomes a folder in "),
        ("a/b", "'a/b' is not a name for a study"),
        ("a\\b", "'a\\b' is not a name for a study"),
        ("", "'' is not a name for a study"),
        (".hidden", "'.hidden' is not a name for a study"),
        ("leeds 2027", "'leeds 2027' is not a name for a study"),
        ("frameworks", "'frameworks' is a name with a meaning of its own; take another."),
        ("nul", "'nul' is a name with a meaning of its own; take another."),
    ],
)
def test_what_is_no_name_is_refused(data: Path, plan: Plan, name: str, message: str) -> None:
    with pytest.raises(PlanError) as caught:
        create_study(data, name, plan)
    assert str(caught.value).startswith(message)
    assert [path.name for path in data.iterdir()] == ["frameworks"]


@pytest.mark.parametrize("name", ["leeds", "LEEDS"])
def test_a_folder_that_is_there_is_never_written_over(data: Path, plan: Plan, name: str) -> None:
    (data / "leeds").mkdir()
    with pytest.raises(PlanError) as caught:
        create_study(data, name, plan)
    assert str(caught.value) == (
        f"{data / 'leeds'} is there already, and nothing is written over. Take another name."
    )
    assert list((data / "leeds").iterdir()) == []


def test_an_unknown_framework_is_refused_with_a_near_miss(data: Path) -> None:
    with pytest.raises(PlanError) as caught:
        create_study(data, "a", make_plan(None, frameworks=["cfir"]))
    assert str(caught.value).startswith(
        "there is no framework 'cfir': did you mean 'cfir-2022'? There are: brown-2016, "
    )
    assert not (data / "a").exists()


def test_a_study_is_written_whole_or_not_at_all(
    data: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def fail(path: Path, *words: str, **options: str) -> int:
        if path.name == "themes.csv":
            raise OSError(28, "No space left on device")
        return write(path, *words, **options)

    monkeypatch.setattr(scaffold.Path, "write_text", fail)
    with pytest.raises(OSError, match="No space left"):
        create_study(data, "leeds", plan)
    assert [path.name for path in data.iterdir()] == ["frameworks"]


def test_the_same_plan_gives_the_same_files(data: Path, plan: Plan) -> None:
    one, other = create_study(data, "a", plan), create_study(data, "b", plan)
    for path in sorted(one.rglob("*")):
        if path.is_file():
            twin = other / path.relative_to(one)
            text = path.read_text("utf-8").replace("check a", "check b")
            assert text.replace("fill in a\n", "fill in b\n") == twin.read_text("utf-8")
