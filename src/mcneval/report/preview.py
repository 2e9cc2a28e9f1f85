"""``mcn preview``: serve a report on this machine and make it again as its sources change."""

from __future__ import annotations

import errno
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
from urllib.parse import urlsplit

from mcneval.errors import McnevalError
from mcneval.report.make import Wish, find_compendium, make_report, remake_book
from mcneval.report.stale import BOOK_ONLY, list_changes
from mcneval.study.load import find_study, load_study
from mcneval.study.problems import StudyError

HOST = "127.0.0.1"
POLL_SECONDS = 0.1
PORTS = 20
STATE = "/__preview__"
SCRIPT = Path(__file__).with_suffix(".js")
PAGE = "<!doctype html><html lang='en'><title>{0}</title><body><h1>{0}</h1><p>{1}</p></body></html>"


@dataclass
class State:
    """What the pages ask for: a count that grows with each build, what is done now, an error."""

    version: int = 0
    doing: str = "The report is being made for the first time."
    error: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, doing: str) -> None:
        """Note what a build does."""
        with self.lock:
            self.doing = doing

    def end(self, error: str) -> None:
        """Note the end of a build; a page reloads when it went well."""
        with self.lock:
            self.doing, self.error = "", error
            if not error:
                self.version += 1


OWN_NAMES = ("127.0.0.1", "localhost", "::1")


class Handler(SimpleHTTPRequestHandler):
    """Files of the report, with the reloading script in each page."""

    def __init__(self, *args: object, state: State, folder: Path, **keywords: object) -> None:
        self.state = state
        super().__init__(*args, directory=str(folder), **keywords)  # type: ignore[arg-type]

    def _is_ours(self) -> bool:
        try:
            return urlsplit(f"//{self.headers.get('Host', '')}").hostname in OWN_NAMES
        except ValueError:
            return False

    def do_GET(self) -> None:
        """Answer with the state, a page with the script, a file, or that it is not here."""
        # Another site's name may be made to lead here, and its page would read the draft.
        if not self._is_ours():
            self.send_error(403, "This preview is for this machine alone.")
            return
        if self.path.partition("?")[0] == STATE:
            state = {key: getattr(self.state, key) for key in ("version", "doing", "error")}
            self._answer(json.dumps(state).encode(), "application/json")
            return
        try:
            path = Path(self.translate_path(self.path))
            page = path / "index.html" if path.is_dir() else path
            if page.is_file() and page.suffix == ".html":
                self._answer_page(page.read_text("utf-8"))
            elif not page.is_file() and (page.suffix == ".html" or path == Path(self.directory)):
                self._answer_missing()
            else:
                super().do_GET()
        except (ValueError, OSError):
            # A name that no file can have, or a reader that went away.
            self.send_error(404)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the content."""
        if not self._is_ours():
            self.send_error(403)
            return
        try:
            super().do_HEAD()
        except (ValueError, OSError):
            self.send_error(404)

    def _answer_missing(self) -> None:
        made = (Path(self.directory) / "index.html").is_file()
        title = "This page is not here" if made else "The report is not made yet"
        words = html.escape(self.path) if made else "It shows itself here as soon as it is."
        self._answer_page(PAGE.format(title, words), 404 if made else 503)

    def _answer_page(self, words: str, status: int = 200) -> None:
        before, close, after = words.rpartition("</body>")
        script = f"<script>{SCRIPT.read_text('utf-8')}</script>"
        joined = before + script + close + after if close else words + script
        self._answer(joined.encode(), "text/html; charset=utf-8", status)

    def _answer(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for the builds."""


def open_server(
    port: int, state: State, folder: Path, tell: Callable[[str], None]
) -> ThreadingHTTPServer:
    """Return a server on this port or, where it is taken, on the next that is free.

    Raises
    ------
    McnevalError
        Where none of them is free.
    """
    handler = partial(Handler, state=state, folder=folder)
    for one in range(port, port + PORTS) if port else [0]:
        try:
            return ThreadingHTTPServer((HOST, one), handler)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise McnevalError(f"port {one} cannot be opened: {error.strerror}") from error
            tell(f"port {one} is taken by another program; trying {one + 1}")
    raise McnevalError(f"no port from {port} to {port + PORTS - 1} is free: give one with --port")


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
    words = [compendium / "reports", compendium / "index.qmd"]
    words += [study / name for name in BOOK_ONLY]
    return any(not any(path.is_relative_to(place) for place in words) for path in changed)


def build(
    name: str, results: Path, state: State, tell: Callable[[str], None], *, whole: bool
) -> None:
    """Make the report or only its book; an error is kept for the pages to show."""
    doing = "running the notebooks, then the book" if whole else "making the book"
    state.begin(doing)
    tell(f"{doing} …")
    run = results / Path(name).name
    before, start = hash_pages(run), time.monotonic()
    # A book has a million nodes; looking through them for garbage takes a fifth of the time.
    gc.disable()
    try:
        (make_report if whole else remake_book)(name, results, Wish(draft=True))
    except Exception as error:
        state.end(f"{type(error).__name__}: {error}")
        tell(f"not built:\n{error}")
        return
    finally:
        gc.enable()
    state.end("")
    now = hash_pages(run)
    pages = sorted(page for page, digest in now.items() if before.get(page) != digest)
    listed = f"{len(pages)} pages" if len(pages) > 3 else ", ".join(pages) or "no page"
    tell(f"built in {time.monotonic() - start:.1f} s; changed: {listed}")


def hash_pages(run: Path) -> dict[str, str]:
    """Return the hashes of a run's pages, from its manifest."""
    manifest = run / "manifest.json"
    outputs = json.loads(manifest.read_text("utf-8"))["outputs"] if manifest.is_file() else {}
    return {
        name.removeprefix("report/"): digest
        for name, digest in outputs.items()
        if name.startswith("report/") and name.endswith(".html")
    }


def take_over(last: Path, own: Path) -> None:
    """Begin a preview with the last run's results, in a folder of its own.

    A draft is not searched for what must not be told, so it never takes a report's place.
    """
    shutil.rmtree(own, ignore_errors=True)
    if (last / "variables.json").is_file():
        shutil.copytree(last, own, ignore=shutil.ignore_patterns("report", "book"))


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
        The port on the loopback address, or the next that is free; 0 for any.
    tell : callable
        Called with a line for each build.
    rounds : int or None
        How often to look for changes; None for ever.
    """
    study, compendium = find_study(name).resolve(), find_compendium()
    own, state = (results / ".preview").resolve(), State()
    take_over(results / study.name, own / study.name)
    roots = [study, study.parent / "frameworks", compendium / "reports", compendium / "notebooks"]
    roots += [compendium / "index.qmd", compendium / "src"]
    stamps = stamp_files(roots)
    server = open_server(port, state, own / study.name / "report", tell)
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
                tell(f"changed: {', '.join(sorted(path.name for path in changed))}")
                whole = needs_analysis(changed, study, compendium)
                whole = whole or not (own / study.name / "variables.json").is_file()
                build(name, own, state, tell, whole=whole)
    except KeyboardInterrupt:
        tell("preview ended")
    finally:
        server.shutdown()
        server.server_close()
