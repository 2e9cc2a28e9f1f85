"""The notebooks' kernel is this very Python."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from mcneval.run.kernels import offer_kernel


@pytest.mark.parametrize("before", [None, "/some/where"])
def test_a_kernel_of_this_python_is_offered_for_a_while(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.delenv("JUPYTER_PATH", raising=False)
    if before:
        monkeypatch.setenv("JUPYTER_PATH", before)
    with offer_kernel() as choose:
        name = choose()["kernel_name"]
        first, *rest = os.environ["JUPYTER_PATH"].split(os.pathsep)
        spec = json.loads((Path(first) / "kernels" / name / "kernel.json").read_text("utf-8"))
        assert (name, spec["argv"][0]) == ("mcneval", sys.executable)
        assert rest == ([before] if before else [])
    assert os.environ.get("JUPYTER_PATH") == before
    assert not Path(first).exists()


@pytest.mark.skipif(os.name != "posix", reason="sockets in a folder")
def test_kernels_never_wait_for_one_port() -> None:
    with offer_kernel() as choose:
        first, second = (choose()["config"]["KernelManager"] for _ in range(2))
    assert first["transport"] == second["transport"] == "ipc"
    assert first["connection_file"] != second["connection_file"]
