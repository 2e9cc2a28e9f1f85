"""The project's own promises: lock files, conda environment, README, layers, lazy imports."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml
from fake_quarto import find_unknown

from mcneval.book.pandoc import pandoc_path
from mcneval.cli import main
from mcneval.errors import McnevalError

ROOT = Path(__file__).parents[1]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
LAYERS = [
    {"errors"},
    {"study"},
    {"roles"},
    {"exhibit"},
    {"disclosure"},
    {"analysis", "figures", "exchange", "book"},
    {"notebook", "run"},
    {"report"},
    {"cli"},
]
"""A room imports only from the rooms above it in this list, late imports too."""


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
    extra = {"python>=3.11", "pip", "quarto>=1.9", "librsvg", "-e ."}
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


def list_modules(*rooms: str) -> list[Path]:
    """Return the modules of these rooms, or of the whole package."""
    folders = [ROOT / "src" / "mcneval" / room for room in rooms] or [ROOT / "src" / "mcneval"]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def list_imports(path: Path) -> set[str]:
    """Return the rooms of the package that a module imports from, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return {name.split(".")[1] for name in found if name.startswith("mcneval.")} - {"__version__"}


@pytest.mark.parametrize("path", list_modules(), ids=str)
def test_imports_run_one_way(path: Path) -> None:
    own = path.relative_to(ROOT / "src/mcneval").with_suffix("").parts[0]
    height = next((n for n, names in enumerate(LAYERS) if own in names), len(LAYERS))
    assert list_imports(path) - {own} <= set().union(*LAYERS[:height])


def test_errors_share_one_base_class() -> None:
    assert [one for one in list_errors(Exception) if not issubclass(one, McnevalError)] == []


def list_errors(base: type) -> list[type]:
    """Return this package's own kinds of a base class of errors that are loaded."""
    for path in list_modules():
        name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        if not name.endswith("__init__"):
            importlib.import_module(name)
    found = list(base.__subclasses__())
    for one in found:
        found += one.__subclasses__()
    return [
        one for one in found if one.__module__.startswith("mcneval.") and "Error" in one.__name__
    ]


def test_quarto_in_the_repository_itself_says_what_to_type() -> None:
    raw = yaml.safe_load((ROOT / "_quarto.yml").read_text("utf-8"))
    assert find_unknown(raw) == []
    script = ROOT / raw["project"]["pre-render"]
    done = subprocess.run([pandoc_path(), "lua", script], capture_output=True, text=True)
    assert done.returncode == 1
    assert "type 'mcn report york-2021', then 'quarto render results/york-2021/book'" in done.stderr
