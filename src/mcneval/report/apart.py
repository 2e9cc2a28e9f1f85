"""Fill the readings that a study brings along in a process of their own, which can be ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from mcneval.exhibit import Exhibit
from mcneval.report.readings import ReadingError, Readings
from mcneval.run.protection import end_with_parent

SECONDS = 60
"""For one reading; the house's take hundredths of a second."""
MEMORY = 2**30
"""Bytes beside what Python itself takes."""


def fill_readings(
    own: Path, house: Path, exhibits: Iterable[Exhibit], facts: Mapping[str, Any]
) -> dict[str, str]:
    """Return every reading by its name, those of a study in the place of the house's.

    A study's own are filled apart: a sandbox keeps a template from files and Python, not from going
    round in loops. Its memory is bounded, too, where the system can do so.

    Raises
    ------
    ReadingError
        As `Readings.fill_all`, and where the readings took too long or too much.
    """
    folders = [own, house]
    if not own.is_dir():
        return Readings(folders, exhibits, facts).fill_all()
    ours, theirs = get_context("spawn").Pipe(duplex=False)
    worker = get_context("spawn").Process(
        target=_fill, args=(theirs, folders, list(exhibits), facts), daemon=True
    )
    worker.start()
    theirs.close()
    name = ""
    try:
        while ours.poll(SECONDS):
            told = ours.recv()
            if isinstance(told, dict):
                return told
            if isinstance(told, ReadingError):
                raise told
            name = told
        raise ReadingError(
            f"{name}: it was not done after {SECONDS} seconds. A loop in it may not end."
        )
    except EOFError:
        raise ReadingError(f"{name}: it ended Python, often for want of memory.") from None
    finally:
        worker.kill()
        worker.join()


def _fill(
    told: Connection, folders: list[Path], exhibits: list[Exhibit], facts: Mapping[str, Any]
) -> None:
    """Send the name of each reading as it begins, then all of them, or what is wrong."""
    end_with_parent()
    _bound_memory()
    try:
        told.send(Readings(folders, exhibits, facts).fill_all(told.send))
    except ReadingError as error:
        told.send(error)
    except MemoryError:
        told.close()  # Whoever waits is told by that.


def _bound_memory() -> None:
    import psutil

    with suppress(ImportError, ValueError, OSError, AttributeError):  # not on every system
        import resource

        most = psutil.Process().memory_info().vms + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
