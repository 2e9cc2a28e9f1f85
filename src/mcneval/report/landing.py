"""A folder to publish: every study's report, and a page that lists them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mcneval.errors import MissingError
from mcneval.run.outcome import make_beside

PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evaluations of managed clinical networks</title>
<style>
:root { color-scheme: light dark; --ink: #1d2733; --paper: #fff; --muted: #4d5965;
  --link: #0b5c8c; --rule: #d9dfe4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf1; --paper: #14191f; --muted: #b3bec8; --link: #8cc7ee; --rule: #36414c; }
}
body { font: 1.0625rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; }
a { color: var(--link); }
article { border-top: 1px solid var(--rule); padding: 1rem 0; }
h1 { line-height: 1.2; } h2 { font-size: 1.2rem; margin: 0 0 .25rem; } p { margin: .25rem 0; }
.mark { color: var(--muted); }
</style>
</head>
<body>
<main>
<h1>Evaluations of managed clinical networks</h1>
<p>Each report was made by one command from its study's tables, and can be made again.</p>
{% for study in studies %}
<article>
<h2><a href="{{ study.name }}/index.html">{{ study.title }}</a></h2>
<p class="mark">{{ study.origin }}</p>
<p>{% for name in study.downloads %}
<a href="{{ study.name }}/{{ name }}">{{ name }}</a>{% endfor %}</p>
</article>
{% endfor %}
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Listed:
    """One study as the landing page shows it."""

    name: str
    title: str
    origin: str
    downloads: Sequence[str]


def gather_reports(results: Path, site: Path) -> list[str]:
    """Copy every report into ``site`` and write the page that lists them.

    Returns
    -------
    list of str
        The studies' names.

    Raises
    ------
    MissingError
        Where there is no report in ``results``.
    """
    found = sorted(path.parent for path in results.glob("*/manifest.json"))
    found = [path for path in found if not path.name.startswith(".")]
    if not found:
        raise MissingError(f"{results} holds no report. Run first: mcn report york-2021")
    with make_beside(site) as made:
        listed = [describe_report(path) for path in found]
        for study, path in zip(listed, found, strict=True):
            shutil.copytree(path / "report", made / study.name)
        (made / "index.html").write_text(write_landing(listed), "utf-8")
        (made / ".nojekyll").write_text("", "utf-8")
    return [study.name for study in listed]


def describe_report(path: Path) -> Listed:
    """Return what the landing page says of one result folder."""
    from mcneval.study.settings import ORIGIN_WORDS

    manifest = json.loads((path / "manifest.json").read_text("utf-8"))
    report = path / "report"
    downloads = sorted(p.name for p in report.iterdir() if p.suffix in (".pdf", ".docx"))
    origin = f"Data: {ORIGIN_WORDS[manifest['provenance']]}."
    return Listed(manifest["study"], manifest["title"], origin, downloads)


def write_landing(listed: Sequence[Listed]) -> str:
    """Return the landing page; everything from data is escaped."""
    from jinja2 import Environment

    return Environment(autoescape=True).from_string(PAGE).render(studies=listed)
