"""How long an import takes: a made-up project, read, placed, compared and written.

Run: python benchmarks/exchange.py [CODINGS]     (100,000 unless told)
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

STUDY = """
title: A benchmark
citation: {text: made up}
network: {name: A made-up network}
phases: [{id: phase-1, label: Phase 1}]
frameworks: [sst]
primary_framework: sst
provenance: {kind: synthetic, statement: Made up to measure speed.}
"""
WORDS = [
    *("team", "met", "families", "who", "waited", "far", "from", "care"),
    *("nurses", "shared", "what", "they", "knew"),
]
SOURCES, CODES, CODERS = 100, 150, 2


def guid(name: str) -> str:
    """Return a guid, always the same for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name)).upper()


def passages(number: int, count: int, chance: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """Return a source's text and where its passages lie, as NVivo for Windows counts."""
    pieces, spans, size = [], [], 0
    for _ in range(count):
        words = " ".join(chance.choices(WORDS, k=14))
        spans.append((size, size + len(words)))
        pieces.append(words)
        size += len(words) + 2
    return "\r\n".join([*pieces, f"end of {number}"]), spans


def project(codings: int, texts: dict[str, str]) -> Iterator[str]:
    """Yield the XML of a project with about so many codings."""
    chance = random.Random(1)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<Project xmlns="urn:QDA-XML:project:1.0" name="benchmark" origin="benchmark"><Users>'
    for coder in range(CODERS):
        yield f'<User guid="{guid(f"user {coder}")}" name="C{coder}"/>'
    yield "</Users><CodeBook><Codes>"
    for code in range(CODES):
        yield f'<Code guid="{guid(f"code {code}")}" name="Code {code}" isCodable="true"/>'
    yield "</Codes></CodeBook><Sources>"
    for number in range(SOURCES):
        text, spans = passages(number, codings // SOURCES // CODERS, chance)
        name = guid(f"text {number}")
        texts[name] = text
        yield (
            f'<TextSource guid="{guid(f"source {number}")}" name="Interview {number}" '
            f'plainTextPath="internal://{name}.txt">'
        )
        for place, (begin, end) in enumerate(spans):
            yield from selection(f"{number} {place}", begin, end, chance)
        yield "</TextSource>"
    yield "</Sources></Project>"


def selection(key: str, begin: int, end: int, chance: random.Random) -> Iterator[str]:
    """Yield a passage that every coder coded once."""
    yield f'<PlainTextSelection guid="{guid(key)}" startPosition="{begin}" endPosition="{end}">'
    for coder in range(CODERS):
        code = chance.randrange(CODES)
        yield (
            f'<Coding guid="{guid(f"{key} {coder}")}" creatingUser="{guid(f"user {coder}")}" '
            f'creationDateTime="2025-01-0{1 + coder}T09:00:00Z">'
            f'<CodeRef targetGUID="{guid(f"code {code}")}"/></Coding>'
        )
    yield "</PlainTextSelection>"


def write_project(path: Path, codings: int) -> None:
    """Write a project as an archive."""
    texts: dict[str, str] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", "".join(project(codings, texts)))
        for name, text in texts.items():
            archive.writestr(f"Sources/{name}.txt", "\ufeff" + text)


def measure(what: str, run: Callable[[], Any]) -> Any:
    """Run a step and print its time and the peak memory so far."""
    wall, processor = time.perf_counter(), time.process_time()
    found = run()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<28} {wall:6.1f} s ({processor:5.1f} s of processor), peak {peak} MB")
    return found


def main(codings: int) -> None:
    """Measure a first import, a second one, and an export."""
    from mcneval.exchange.exporting import export_study
    from mcneval.exchange.importing import prepare_import
    from mcneval.exchange.swapping import write_all

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "study"
        folder.mkdir()
        (folder / "study.yml").write_text(STUDY, encoding="utf-8")
        path = Path(place) / "project.qdpx"
        write_project(path, codings)
        print(f"{codings:,} codings, {path.stat().st_size / 1e6:.1f} MB")
        first = measure("import, worked out", lambda: prepare_import(path, folder))
        measure("import, written", lambda: write_all(folder, first.files))
        measure("second import, worked out", lambda: prepare_import(path, folder))
        target = Path("study.qdpx")
        data = measure("export", lambda: export_study(folder, target)).data
        print(f"export of {len(data) / 1e6:.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
