"""What is read of a study while something is computed, and results that are kept for it.

A read is a word such as ``segments.gist`` (a table's column) or ``frameworks/sst``. The record is
a stack: the cell of a notebook at the bottom, then each computation inside another.
"""

from __future__ import annotations

import copy
import functools
import inspect
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

KEPT = "MCNEVAL_KEPT"
"""The environment's variable with the folder of results that this run has worked out already."""

Function = TypeVar("Function", bound=Callable[..., Any])

_records: list[set[str]] = [set()]


def note(reads: Iterable[str]) -> None:
    """Record that this was read by whatever runs now."""
    _records[-1].update(reads)


@contextmanager
def recording() -> Iterator[set[str]]:
    """Record apart what is read inside; who began it decides whom to hand it on to."""
    _records.append(set())
    try:
        yield _records[-1]
    finally:
        _records.pop()


def begin_record() -> None:
    """Forget what the cell before has read."""
    _records[:] = [set()]


def read_record() -> set[str]:
    """Return what the cell that runs has read."""
    return set(_records[0])


def computed(function: Function) -> Function:
    """Compute a result once for each study and arguments, and hand on what it read.

    The function stays a plain function of a study and plain values; ``function.__wrapped__`` is
    without the memory. Who takes a result out of the memory has read all that went into it.
    Frames are handed out as shallow copies: pandas copies on write, so that nobody can change
    what is kept.

    Raises
    ------
    TypeError
        Where an argument is no plain value. A function of frames needs no memory.
    """
    signature = inspect.signature(function)
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"

    @functools.wraps(function)
    def once(study: Any, *args: object, **given: object) -> Any:
        bound = signature.bind(study, *args, **given)
        bound.apply_defaults()
        given_as = list(bound.arguments.items())[1:]
        key = (function, *((one, type(value), value) for one, value in given_as))
        try:
            kept = study.results.get(key)
        except TypeError:
            raise TypeError(
                f"{name} is kept by its arguments, which must be plain values; "
                "a function of frames needs no @computed"
            ) from None
        if kept is None:
            kept = load_kept(study, name) if len(key) == 1 else None
            if kept is None:
                with recording() as reads:
                    result = function(study, *args, **given)
                kept = (result, frozenset(reads))
                study.counted[name] = study.counted.get(name, 0) + 1
            study.results[key] = kept
        note(kept[1])
        result = kept[0]
        if type(result).__name__ == "DataFrame":
            return result.copy(deep=False)
        return copy.copy(result) if isinstance(result, (dict, list, set)) else result

    return once  # type: ignore[return-value]


def keep_result(study: Any, folder: Path, function: Callable[..., Any]) -> None:
    """Work out a result and keep it in a folder for the other processes of this run.

    The folder is the run's own: what lies there is taken at its word.
    """
    function(study)
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
    (found,) = (one for key, one in study.results.items() if key == (inspect.unwrap(function),))
    (folder / name).write_bytes(pickle.dumps((study.digest, found)))


def load_kept(study: Any, name: str) -> Any:
    """Return a result with its reads that another process of this run has worked out."""
    folder = os.environ.get(KEPT)
    if not folder or not (Path(folder) / name).is_file():
        return None
    digest, found = pickle.loads((Path(folder) / name).read_bytes())
    return found if digest == study.digest else None
