"""Run the committed notebooks on the reference study and keep their outputs in them.

``python -m mcneval.run.refresh`` does it from the repository's root.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mcneval.run.kernels import Options, offer_kernel
from mcneval.run.notebooks import CELL_SECONDS, START_SECONDS, clean_notebook


def refresh_notebook(path: Path, kernel: Options) -> None:
    """Run one notebook with its own defaults and write it back with its outputs.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        Where a cell fails; the file then stays as it was.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        startup_timeout=START_SECONDS,
        **kernel,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
    )
    client.execute()
    nbformat.write(clean_notebook(notebook), path)


def refresh_notebooks(folder: Path) -> list[Path]:
    """Run every notebook of a folder, side by side; returns them."""
    paths = sorted(folder.glob("[0-9]*.ipynb"))
    with offer_kernel() as choose_kernel, ThreadPoolExecutor(max_workers=len(paths) or 1) as pool:
        list(pool.map(lambda path: refresh_notebook(path, choose_kernel()), paths))
    return paths


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("notebooks")
    for path in refresh_notebooks(chosen):
        print(path)
