"""The project's own promises: lock files, conda environment, README, layers, lazy imports."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from mcneval.cli import main

ROOT = Path(__file__).parents[1]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
LAYERS = [
    {"study"},
    {"analysis", "exchange"},
    {"figures", "exhibits"},
    {"walk", "pipeline", "book"},
    {"report"},
    {"cli"},
]


def read_project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_conda_environment_equals_pyproject() -> None:
    project = read_project()
    extras = project["optional-dependencies"]
    assert isinstance(extras, dict)
    wanted = {*project["dependencies"], *extras["lab"]}  # type: ignore[misc]
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = next(item["pip"] for item in listed if isinstance(item, dict))
    conda = {item for item in listed if isinstance(item, str)} | set(pip)
    extra = {"python>=3.11", "pip", "quarto>=1.4", "librsvg", "-e ."}
    assert conda - extra == wanted
    assert f"python{project['requires-python']}" in conda


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_hashes_and_no_address(path: Path) -> None:
    words = path.read_text()
    pins = re.findall(r"^[A-Za-z0-9._-]+==", words, re.MULTILINE)
    hashed = re.findall(r"^[A-Za-z0-9._-]+==[^\n]*\\\n\s+--hash=sha256:", words, re.MULTILINE)
    assert pins and len(pins) == len(hashed)
    assert "://" not in words and "index" not in words


def test_every_dependency_is_locked() -> None:
    names = [re.split(r"[<>=]", words)[0] for words in read_project()["dependencies"]]  # type: ignore[attr-defined]
    locked = (ROOT / "requirements.lock").read_text()
    missing = [name for name in names if f"\n{name.replace('_', '-')}==" not in f"\n{locked}"]
    assert missing == []


def test_the_report_needs_no_jupyterlab() -> None:
    assert "jupyterlab" not in (ROOT / "requirements.lock").read_text()


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    context = click.Context(main)
    assert [name for name in main.list_commands(context) if f"`mcn {name}" not in readme] == []


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\nfrom mcneval.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pandas', 'numpy', 'matplotlib', 'papermill', 'networkx', 'scipy'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    parts = [name.split(".") for name in found if name.startswith("mcneval.")]
    return {names[1] for names in parts}


@pytest.mark.parametrize("path", sorted((ROOT / "src/mcneval").rglob("*.py")), ids=str)
def test_imports_run_one_way(path: Path) -> None:
    own = path.relative_to(ROOT / "src/mcneval").with_suffix("").parts[0]
    height = next((n for n, names in enumerate(LAYERS) if own in names), 0)
    above = set().union(*LAYERS[height + 1 :]) - {own}
    allowed = {"exhibits", "walk"} if own in ("analysis", "report") else set()
    assert imports_of(path) & above - allowed == set()
