"""``mcn preview``: serve a report on this machine and make it again as its sources change."""

from __future__ import annotations

import gc
import html
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mcneval.book.last_book import LastBook
from mcneval.report.make import find_compendium, make_report, remake_book
from mcneval.report.stale import BOOK_ONLY, list_changes
from mcneval.study.load import find_study, load_study
from mcneval.study.problems import StudyError

HOST = "127.0.0.1"
POLL_SECONDS = 0.1
STATE = "/__preview__"
SCRIPT = Path(__file__).with_suffix(".js")


@dataclass
class State:
    """What the pages ask for: a count that grows with each build, and the last error.

    ``last`` is the book as it was made last.
    """

    version: int = 0
    error: str = ""
    last: LastBook = field(default_factory=LastBook)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def set(self, error: str) -> None:
        """Note the end of a build; a page reloads when it went well."""
        with self.lock:
            self.error = error
            if not error:
                self.version += 1


class Handler(SimpleHTTPRequestHandler):
    """Files of the report, with the reloading script in each page."""

    def __init__(self, *args: object, state: State, folder: Path, **keywords: object) -> None:
        self.state = state
        super().__init__(*args, directory=str(folder), **keywords)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the state, a page with the script, or a file as it is."""
        if self.path.partition("?")[0] == STATE:
            state = {"version": self.state.version, "error": self.state.error}
            self._answer(json.dumps(state).encode(), "application/json")
            return
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if page.suffix == ".html":
            self._answer(self._read_page(page), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _read_page(self, page: Path) -> bytes:
        if page.is_file():
            words = page.read_text("utf-8")
        else:
            words = (
                f"<!doctype html><title>preview</title><body>{html.escape(self.path)}: not here."
            )
        before, close, after = words.rpartition("</body>")
        script = f"<script>{SCRIPT.read_text('utf-8')}</script>"
        joined = before + script + close + after if close else words + script
        return joined.encode()

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for the builds."""


def stamp_files(roots: Iterable[Path]) -> dict[Path, int]:
    """Return the time of last change of every file below some folders, in nanoseconds."""
    stamps = {}
    for root in roots:
        for path in [root] if root.is_file() else root.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                stamps[path] = path.stat().st_mtime_ns
    return stamps


def needs_analysis(changed: Iterable[Path], study: Path, compendium: Path) -> bool:
    """Return whether a change touches the numbers and not only the book's words."""
    words = [compendium / name for name in ("reports", "index.qmd", "_quarto.yml")]
    words += [study / name for name in BOOK_ONLY]
    return any(not any(path.is_relative_to(place) for place in words) for path in changed)


def build(
    name: str, results: Path, state: State, tell: Callable[[str], None], *, whole: bool
) -> None:
    """Make the report or only its book; an error is kept for the pages to show."""
    make = make_report if whole else partial(remake_book, draft=state.last)
    start = time.monotonic()
    # A book has a million nodes; looking through them for garbage takes a fifth of the time.
    gc.disable()
    try:
        outcome = make(name, results, formats=("html",))
    except Exception as error:
        state.set(f"{type(error).__name__}: {error}")
        tell(f"not built:\n{error}")
        return
    finally:
        gc.enable()
    state.set("")
    tell(f"built in {time.monotonic() - start:.1f} s with {outcome.engine}")


def take_over(last: Path, own: Path) -> None:
    """Begin a preview with the last run's results, in a folder of its own.

    A draft is not searched for what must not be told, so it never takes a report's place.
    """
    shutil.rmtree(own, ignore_errors=True)
    if (last / "variables.json").is_file():
        shutil.copytree(last, own, ignore=shutil.ignore_patterns("report"))


def is_fresh(name: str, run: Path) -> bool:
    """Return whether a run's numbers are those of the study as it is now."""
    try:
        return (run / "variables.json").is_file() and not list_changes(load_study(name), run)
    except StudyError:
        return False


def serve_preview(
    name: str, results: Path, port: int, tell: Callable[[str], None], rounds: int | None = None
) -> None:
    """Serve a study's report and rebuild what changes touch, until interrupted.

    Parameters
    ----------
    name : str
        The study's name or folder.
    results : Path
        The folder for results.
    port : int
        The port on the loopback address; 0 for any free one.
    tell : callable
        Called with a line for each build.
    rounds : int or None
        How often to look for changes; None for ever.
    """
    study, compendium = find_study(name).resolve(), find_compendium()
    own, state = (results / ".preview").resolve(), State()
    folder = own / study.name / "report"
    take_over(results / study.name, own / study.name)
    roots = [study, study.parent / "frameworks", compendium / "reports", compendium / "notebooks"]
    roots += [compendium / "index.qmd", compendium / "_quarto.yml", compendium / "src"]
    stamps = stamp_files(roots)
    server = ThreadingHTTPServer((HOST, port), partial(Handler, state=state, folder=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(f"preview: http://{HOST}:{server.server_port}/")
    build(name, own, state, tell, whole=not is_fresh(name, own / study.name))
    try:
        while rounds is None or rounds > 0:
            time.sleep(POLL_SECONDS)
            rounds = None if rounds is None else rounds - 1
            now = stamp_files(roots)
            changed = {path for path, _ in now.items() ^ stamps.items()}
            if changed:
                stamps = now
                whole = needs_analysis(changed, study, compendium)
                build(name, own, state, tell, whole=whole)
    except KeyboardInterrupt:
        tell("preview ended")
    finally:
        server.shutdown()
        server.server_close()
