"""A preview serves on this machine, shows errors, and knows what a change touches."""

from __future__ import annotations

import json
import socket
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from mcneval.report import preview
from mcneval.report.preview import Handler, State, build, needs_analysis, open_server, take_over


def ask(folder: Path, state: State, path: str) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, state=state, folder=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with urlopen(f"http://127.0.0.1:{server.server_port}{path}") as answer:
            return str(answer.read().decode())
    finally:
        server.shutdown()
        server.server_close()


def test_a_page_gets_the_script_that_reloads_it(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<body>Hello</body>")
    served = ask(tmp_path, State(), "/")
    assert served.startswith("<body>Hello<script>")
    assert "/__preview__" in served
    assert (tmp_path / "index.html").read_text() == "<body>Hello</body>"


def test_a_failed_build_keeps_the_page_and_tells_the_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("index.qmd:3: no such variable")

    monkeypatch.setattr(preview, "make_report", fail)
    state, told = State(), []
    build("x", tmp_path, state, told.append, whole=True)
    answer = json.loads(ask(tmp_path, state, "/__preview__"))
    error = "ValueError: index.qmd:3: no such variable"
    assert answer == {"version": 0, "doing": "", "error": error}
    assert told == [
        "running the notebooks, then the book …",
        "not built:\nindex.qmd:3: no such variable",
    ]


def test_before_the_first_build_a_page_waits_for_it(tmp_path: Path) -> None:
    with pytest.raises(HTTPError) as caught:
        ask(tmp_path / "none", State(), "/reports/themes.html")
    page = caught.value.read().decode()
    assert caught.value.code == 503
    assert "The report is not made yet" in page
    assert "/__preview__" in page


@pytest.mark.parametrize("path", ["/%00", "/%ff%fe.html", "/none.html", "/a%00b.html", "/none"])
def test_what_is_not_there_is_answered_with_404_and_no_noise(
    tmp_path: Path, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.html").write_text("<body>Hello</body>")
    with pytest.raises(HTTPError) as caught:
        ask(tmp_path, State(), path)
    assert caught.value.code == 404
    assert capfd.readouterr().err == ""


def test_port_that_is_taken_is_told_and_the_next_is_used(tmp_path: Path) -> None:
    told: list[str] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = open_server(port, State(), tmp_path, told.append)
        server.server_close()
    assert server.server_port > port
    assert told[0] == f"port {port} is taken by another program; trying {port + 1}"


@pytest.mark.parametrize(
    ("changed", "whole"),
    [
        ("reports/themes.qmd", False),
        ("index.qmd", False),
        ("data/x/narrative/summary.md", False),
        ("data/x/findings.yml", False),
        ("reports/readings/en/themes.md.j2", False),
        ("data/x/readings/en/themes.md.j2", False),
        ("data/x/notebooks/05-mine.ipynb", True),
        ("data/x/themes.csv", True),
        ("notebooks/01-recruitment.ipynb", True),
    ],
)
def test_only_data_and_notebooks_need_the_analysis_again(changed: str, whole: bool) -> None:
    assert needs_analysis([Path("/r", changed)], Path("/r/data/x"), Path("/r")) is whole


def test_a_preview_leaves_the_last_report_alone(tmp_path: Path) -> None:
    last = tmp_path / "x"
    (last / "report").mkdir(parents=True)
    (last / "report" / "index.html").write_text("searched")
    (last / "variables.json").write_text("{}")
    take_over(last, tmp_path / ".preview" / "x")
    assert (tmp_path / ".preview/x/variables.json").is_file()
    assert not (tmp_path / ".preview/x/report").exists()
    assert (last / "report" / "index.html").read_text() == "searched"
