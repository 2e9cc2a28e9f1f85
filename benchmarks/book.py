"""What the embedded book of a study costs: python benchmarks/book.py [STUDY [TIMES]].

Runs the notebooks once, then renders the book of all formats several times, each in a process of
its own, and prints the wall and processor seconds of each. Nothing is asserted: a benchmark is no
test.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Time the book of one study."""
    study = sys.argv[1] if len(sys.argv) > 1 else "york-2021"
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    mcn = [sys.executable, "-m", "mcneval.cli"]
    with tempfile.TemporaryDirectory() as results:
        ending = [study, "--results", results, "--engine", "embedded"]
        subprocess.run([*mcn, "report", *ending], check=True, stdout=subprocess.DEVNULL)
        walls, cpus = zip(
            *(time_once([*mcn, "render", *ending]) for _ in range(times)), strict=True
        )
        size = sum(one.stat().st_size for one in Path(results).rglob("*") if one.is_file())
    for name, values in (("wall", walls), ("cpu", cpus)):
        low, middle, high = min(values), statistics.median(values), max(values)
        print(f"{name}: {low:.2f} s least, {middle:.2f} s median, {high:.2f} s most of {times}")
    print(f"results: {size / 1e6:.1f} MB")


def time_once(command: list[str]) -> tuple[float, float]:
    """Return the wall and processor seconds of a command and of what it starts."""
    start, before = time.perf_counter(), os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    cpu = after.children_user - before.children_user + after.children_system
    return time.perf_counter() - start, cpu - before.children_system


if __name__ == "__main__":
    main()
