"""The kernel that runs the notebooks: this very Python, whatever else is installed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

KERNEL = "mcneval"


@contextmanager
def offer_kernel() -> Iterator[str]:
    """Offer a kernel of this interpreter under a name of our own, for as long as this lasts.

    A user's own ``python3`` kernel may point to another environment; papermill would take it.

    Yields
    ------
    str
        The kernel's name.
    """
    with TemporaryDirectory(prefix="mcneval-kernel-") as folder:
        place = Path(folder) / "kernels" / KERNEL
        place.mkdir(parents=True)
        words = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        words.append("--log-level=50")
        spec = {"argv": words, "display_name": "Python 3 (mcneval)", "language": "python"}
        (place / "kernel.json").write_text(json.dumps(spec), "utf-8")
        before = os.environ.get("JUPYTER_PATH")
        os.environ["JUPYTER_PATH"] = os.pathsep.join([folder, *filter(None, [before])])
        try:
            yield KERNEL
        finally:
            os.environ.pop("JUPYTER_PATH")
            if before is not None:
                os.environ["JUPYTER_PATH"] = before
