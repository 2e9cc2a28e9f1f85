"""The kernel that runs the notebooks: this very Python, whatever else is installed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from mcneval.run.outcome import make_aside

KERNEL = "mcneval"

# What a notebook's client is started with, new for each kernel: its name and its channels.
Options = dict[str, Any]


@contextmanager
def offer_kernel() -> Iterator[Callable[[], Options]]:
    """Offer a kernel of this interpreter under a name of our own, for as long as this lasts.

    A user's own ``python3`` kernel may point to another environment; papermill would take it.
    Kernels listen on sockets in a folder of their own where the system has them: a free port
    found by one process may be taken by another before the kernel binds it.

    Yields
    ------
    callable
        Returns the options of one more kernel, for papermill's and nbclient's clients.
    """
    from traitlets.config import Config

    # A socket's whole path may have about 100 letters.
    with make_aside() as folder:
        place = folder / "kernels" / KERNEL
        place.mkdir(parents=True)
        # What lies beside the study, or is the study, must not be imported in a package's place.
        words = [sys.executable, "-P", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        words += ["--log-level=50", "--InteractiveShellApp.ignore_cwd=True"]
        spec = {"argv": words, "display_name": "Python 3 (mcneval)", "language": "python"}
        (place / "kernel.json").write_text(json.dumps(spec), "utf-8")
        before = os.environ.get("JUPYTER_PATH")
        path = os.pathsep.join([str(folder), *filter(None, [before])])
        numbers = count(1)

        def choose() -> Options:
            channels = {"connection_file": str(folder / f"{next(numbers)}.json")}
            if os.name == "posix":
                channels["transport"] = "ipc"
            return {"kernel_name": KERNEL, "config": Config({"KernelManager": channels})}

        try:
            with set_variable("JUPYTER_PATH", path):
                yield choose
        except BaseException:
            # A cell may go on for minutes: whoever waits for it would wait as long.
            stop_kernels(folder)
            raise


@contextmanager
def set_variable(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment for the processes that begin inside."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def stop_kernels(folder: Path) -> None:
    """Kill the kernels that listen in a folder."""
    import psutil

    for child in psutil.Process().children(recursive=True):
        try:
            ours = any(str(folder) in word for word in child.cmdline())
            if ours:
                child.kill()
        except psutil.Error:  # it has ended by itself
            continue
