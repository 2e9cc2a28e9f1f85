"""Which reader a file needs, told by what is in it as well as by its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcneval.exchange.model import ProjectFile
from mcneval.exchange.problems import ExchangeError
from mcneval.study.settings import Settings

REFI = (".qdpx", ".qde", ".qdc")
SHEETS = (".xlsx", ".csv", ".tsv")
TRANSCRIPTS = (".docx", ".txt", ".md")
DATABASES = (".qda", ".sqlite3", ".sqlite", ".db", ".rqda")
READS = (*REFI, *DATABASES, *SHEETS, *TRANSCRIPTS)


def read_settings(folder: Path) -> Settings:
    """Return what ``study.yml`` declares.

    Raises
    ------
    ExchangeError
        Where it is not there or is not valid.
    """
    import yaml
    from pydantic import ValidationError

    from mcneval.study.yaml_files import read_yaml

    path = folder / "study.yml"
    try:
        return Settings.model_validate(read_yaml(path))
    except FileNotFoundError as error:
        raise ExchangeError(
            f"{folder} has no study.yml. Start a study with: mcn new {folder.name}"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ExchangeError(f"{path} is no YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ExchangeError(
            f"{path}: {where}: {first['msg']}. See all problems with: mcn check {folder.name}"
        ) from error


def read_file(
    path: Path, settings: Settings, mapping: Mapping[str, Any] | None = None
) -> ProjectFile:
    """Read a file of any tool.

    Parameters
    ----------
    path : Path
        The file, or the folder of a QualCoder project or of transcripts.
    settings : Settings
        What the study declares; a spreadsheet's columns are recognised by it.
    mapping : mapping, optional
        Which columns of a spreadsheet hold what.

    Raises
    ------
    ExchangeError
        Where it cannot be read, with one line that says why.
    """
    from mcneval.exchange.importing import digest_of

    ending = path.suffix.lower()
    if not path.exists():
        raise ExchangeError(f"{path} does not exist.")
    if ending in SHEETS and path.is_file():
        from mcneval.exchange.spreadsheet import read_sheet_file

        project = read_sheet_file(path, settings, mapping)
    else:
        project = read_alone(path)
    if ending in REFI:
        from mcneval.exchange.schema import validate

        project.remarks += validate(path)
    project.file = path.name
    project.digest = digest_of(path)
    return project


def read_for_privacy(path: Path) -> ProjectFile:
    """Read a file apart from any study, to see whom it names."""
    project = read_alone(path)
    project.file = path.name
    return project


def read_alone(path: Path) -> ProjectFile:
    """Read a file that needs no settings of a study."""
    from mcneval.exchange.refi_qda import read_refi
    from mcneval.exchange.transcripts import read_transcripts

    if not path.exists():
        raise ExchangeError(f"{path} is neither a file nor a study.")
    ending = path.suffix.lower()
    if ending in DATABASES or (path / "data.qda").is_file():
        return read_database(path / "data.qda" if path.is_dir() else path)
    if ending in REFI:
        return read_refi(path)
    if ending in TRANSCRIPTS or path.is_dir():
        return read_transcripts(path)
    raise ExchangeError(unreadable(path))


def unreadable(path: Path) -> str:
    """Return that a file has no reader, and which files have."""
    ending = path.suffix.lower()
    readable = ", ".join(READS)
    return f"{path.name}: files ending in '{ending}' cannot be read. These can: {readable}." + hint(
        ending
    )


def hint(ending: str) -> str:
    """Return how to get an exchange file out of a tool whose own file this is."""
    tools = {
        ".nvp": "NVivo",
        ".nvpx": "NVivo",
        ".nvcx": "NVivo",
        ".mx": "MAXQDA",
        ".atlproj": "ATLAS.ti",
        ".hpr7": "ATLAS.ti",
        ".qpd": "QDA Miner",
        ".qrk": "Quirkos",
    }
    tool = next((name for key, name in tools.items() if ending.startswith(key)), "")
    return f" This is {tool}'s own format: export a REFI-QDA project (.qdpx) there." if tool else ""


def read_database(path: Path) -> ProjectFile:
    """Read an SQLite project of QualCoder, Taguette or RQDA, told apart by their tables."""
    from mcneval.exchange.qualcoder import read_qualcoder
    from mcneval.exchange.rqda import read_rqda
    from mcneval.exchange.sqlite_files import open_sqlite
    from mcneval.exchange.taguette import read_taguette

    with open_sqlite(path) as database:
        known = database.tables.keys() | database.views
        if {"highlights", "tags"} <= known:
            return read_taguette(database)
        if {"freecode", "coding"} <= known:
            return read_rqda(database)
        if {"code_name", "code_text"} <= known:
            return read_qualcoder(database)
        raise ExchangeError(
            f"{path.name} is a database of neither QualCoder, Taguette nor RQDA. Its tables are: "
            f"{', '.join(sorted(known)[:12]) or 'none'}."
        )
