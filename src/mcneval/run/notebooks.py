"""Run notebooks by papermill, side by side, and strip what changes from run to run."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcneval.errors import McnevalError
from mcneval.exhibit import MIME
from mcneval.run.kernels import Options, offer_kernel
from mcneval.run.parameters import choose_parameters

START_SECONDS = 120
CELL_SECONDS = 600
MESSAGE_SECONDS = 60
INJECTED = "injected-parameters"


@dataclass(frozen=True)
class Failure:
    """A cell that failed: which, its code, and what went wrong."""

    notebook: str
    cell: str
    source: str
    error: str

    def __str__(self) -> str:
        """Return the failure as a person reads it, the code shortened."""
        lines = self.source.strip().splitlines()
        code = "\n".join(f"    {line}" for line in lines[:12])
        more = f"\n    … {len(lines) - 12} more lines" if len(lines) > 12 else ""
        return f"{self.notebook}, cell {self.cell}:\n{code}{more}\n{self.error}"


class NotebookError(McnevalError):
    """One or more notebooks failed; ``failures`` says where."""

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures
        super().__init__("\n\n".join(str(failure) for failure in failures))


def run_notebooks(
    sources: Sequence[Path],
    output: Path,
    parameters: dict[str, Any],
    cwd: Path,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Run notebooks side by side and keep the executed copies.

    Parameters
    ----------
    sources : sequence of Path
        The notebooks.
    output : Path
        The folder for the executed copies.
    parameters : dict
        Parameters by name; each notebook gets those that it names.
    cwd : Path
        The folder in which the kernels run.
    tell : callable
        Called with a line as each notebook ends.

    Returns
    -------
    list of Path
        The executed notebooks, in the order of ``sources``.

    Raises
    ------
    NotebookError
        Where cells failed: all failures, after every notebook has ended.
    """
    output.mkdir(parents=True, exist_ok=True)
    sources, output = [source.resolve() for source in sources], output.resolve()
    _quieten()
    # papermill's own cwd changes the folder of this process, from several threads at once.
    pool = ThreadPoolExecutor(max_workers=len(sources) or 1)
    with pool, offer_kernel() as choose_kernel, chdir(cwd):

        def run(source: Path) -> Failure | None:
            failure = _run(source, output / source.name, parameters, choose_kernel())
            tell(f"{source.stem}: {'failed' if failure else 'done'}")
            return failure

        failures = [failure for failure in pool.map(run, sources) if failure]
    if failures:
        raise NotebookError(failures)
    return [output / source.name for source in sources]


def _run(source: Path, output: Path, parameters: dict[str, Any], kernel: Options) -> Failure | None:
    import nbformat
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    chosen = choose_parameters(source, nbformat.read(source, as_version=4), parameters)
    failure = None
    try:
        execute_notebook(
            # papermill puts parameters into what stands in braces in a path.
            *(str(path).replace("{", "{{").replace("}", "}}") for path in (source, output)),
            parameters=chosen,
            language="python",
            **kernel,
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,
            start_timeout=START_SECONDS,
            execution_timeout=CELL_SECONDS,
            iopub_timeout=MESSAGE_SECONDS,
        )
    except PapermillExecutionError as error:
        failure = Failure(
            source.name,
            name_cell(error.source) or f"number {error.cell_index + 1}",
            error.source,
            f"{error.ename}: {error.evalue}",
        )
    except CellTimeoutError as error:
        words = f"It was not done after {CELL_SECONDS} seconds. Let it do less, or stop in time."
        failure = Failure(source.name, name_cell(str(error)) or "that ran last", "", words)
    except (DeadKernelError, RuntimeError) as error:
        if not isinstance(error, DeadKernelError) and "ernel" not in str(error):
            raise
        words = (
            "Python itself has ended, often for want of memory. Close other programs, or try less."
        )
        failure = Failure(source.name, "that ran last", "", words)
    if output.is_file():
        executed = nbformat.read(output, as_version=4)
        nbformat.write(clean_notebook(executed), output)
    return failure


def name_cell(source: str) -> str:
    """Return a cell's ``#| label:``, or nothing where it has none."""
    found = re.search(r"^#\|\s*label:\s*(\S+)", source, re.MULTILINE)
    return found.group(1) if found else ""


def clean_notebook(notebook: Any) -> Any:
    """Strip times, random ids and the machine's own words from an executed notebook.

    Also gives it back the ordinary kernel name, so that it opens in JupyterLab. Of what a cell gave
    only errors stay, and exhibits, whose numbers say what they count: the rest nobody looks at.
    """
    notebook.metadata.pop("papermill", None)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        for name in ("papermill", "execution", "collapsed"):
            cell.metadata.pop(name, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell["id"] = INJECTED
        if cell.cell_type == "code":
            cell["outputs"] = [
                out
                for out in cell.outputs
                if out.output_type == "error" or MIME in out.get("data", {})
            ]
    return notebook


def _quieten() -> None:
    for name in ("papermill", "papermill.translators", "traitlets", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
