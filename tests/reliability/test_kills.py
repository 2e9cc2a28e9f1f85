"""A report killed at any moment loses nothing, and the next run clears up."""

from __future__ import annotations

import os
import signal
import time

import psutil
import pytest
from tests.reliability.conftest import Place, count

pytestmark = pytest.mark.reliability
MOMENTS = 8


def measure(place: Place) -> float:
    """Return the seconds that a report takes."""
    start = time.monotonic()
    out, _ = (done := place.report()).communicate(timeout=300)
    assert done.returncode == 0, out
    return time.monotonic() - start


def list_programs(place: Place) -> list[int]:
    """Return the programs that still run for this place."""
    found = []
    for one in psutil.process_iter():
        try:
            ours = one.environ().get("TMPDIR") == str(place.aside)
        except psutil.Error:
            continue
        if ours and one.status() != psutil.STATUS_ZOMBIE:
            found.append(one.pid)
    return found


def wait_for_none(place: Place, seconds: float) -> list[int]:
    """Return the programs that still run after some seconds, as soon as there are none."""
    end = time.monotonic() + seconds
    while (left := list_programs(place)) and time.monotonic() < end:
        time.sleep(0.2)
    return left


@pytest.mark.parametrize("whole", [False, True], ids=["the command", "all its programs"])
def test_a_report_killed_at_any_moment_leaves_the_last_one_and_the_data(
    made: Place, whole: bool
) -> None:
    before = made.hash_all()
    length = measure(made)
    for moment in range(1, MOMENTS + 1):
        run = made.report()
        time.sleep(length * moment / (MOMENTS + 1))
        (os.killpg if whole else os.kill)(run.pid, signal.SIGKILL)
        run.communicate()
        assert made.hash_all() == before
        count("Killed outright (SIGKILL)", tried=1, lost=0)
    # Kernels whose command is gone end by themselves.
    assert wait_for_none(made, 30) == []
    measure(made)
    assert made.hash_all() == before
    assert made.list_left() == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_report_that_is_stopped_leaves_nothing_behind(made: Place, name: str) -> None:
    before = made.hash_all()
    length, stopped = measure(made), 0
    for moment in range(1, MOMENTS + 1):
        run = made.report()
        time.sleep(length * moment / (MOMENTS + 1))
        start = time.monotonic()
        run.send_signal(getattr(signal, name))
        out, _ = run.communicate(timeout=60)
        assert time.monotonic() - start < 10
        assert "Traceback" not in out
        assert made.hash_all() == before
        assert made.list_left() == []
        if run.returncode:  # else it was done before it was stopped
            count(f"Stopped ({'Ctrl-C' if name == 'SIGINT' else name})", tried=1, lost=0)
            stopped += 1
    assert stopped >= MOMENTS // 2
    assert wait_for_none(made, 10) == []
