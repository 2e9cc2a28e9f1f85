"""How long a study takes from data to report: python benchmarks/report.py [STUDY].

Prints the seconds of each step as ``run.log`` has them, then of a book rendered again with
nothing changed, as ``mcn preview`` does it. Nothing is asserted: a benchmark is no test.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from mcneval.report.make import Wish, make_report, remake_book


def main() -> None:
    """Time one study."""
    study = sys.argv[1] if len(sys.argv) > 1 else "york-2021"
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder)
        make_report(study, results)
        print((results / study / "run.log").read_text())
        for turn in ("first", "second"):
            start = time.perf_counter()
            remake_book(study, results)
            print(f"book again, {turn} time: {time.perf_counter() - start:.2f} s")
        start = time.perf_counter()
        make_report(study, results, Wish(formats=("html", "pdf", "docx")))
        print(f"all formats from scratch: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
