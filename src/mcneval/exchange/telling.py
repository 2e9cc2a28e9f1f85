"""What an import does, in lines for the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mcneval.exchange.importing import Import
from mcneval.exchange.ledger import COLUMNS
from mcneval.exchange.merging import TableChange
from mcneval.exchange.offsets import Score
from mcneval.exchange.privacy import Finding

MOST = 6
MOST_SCORES = 40
WIDTH = 60


def tell_import(done: Import, study: str) -> Iterator[str]:
    """Yield all that there is to say, the diff first."""
    yield f"{done.project.file} ({done.project.tool}) into {study}"
    yield ""
    yield from tell_changes(done.changes)
    yield from tell_scores(done.scores)
    yield ""
    yield from tell_ledger(done)
    yield from tell_to_fill(done)
    for remark in done.remarks:
        yield f"Note: {remark}"
    yield from tell_silence(done)


def tell_changes(changes: list[TableChange]) -> Iterator[str]:
    """Yield the diff: rows by table, then cells."""
    moved = [change for change in changes if change.any or change.same or change.kept]
    if not moved:
        yield "Nothing in the file belongs to a table of the study."
    rows = [("file", "new", "changed", "removed", "same", "only in the study")]
    for change in moved:
        rows.append(
            (
                change.file,
                f"+{len(change.added)}",
                f"~{len(change.updated)}",
                f"-{len(change.removed)}",
                str(change.same),
                str(change.only_here),
            )
        )
    if moved:
        yield from columns(rows)
    for change in moved:
        yield from tell_cells(change)


def tell_cells(change: TableChange) -> Iterator[str]:
    """Yield some of a table's changed cells, and all kinds of kept ones."""
    private = change.table == "segment_text"
    for told, words in ((change.cells, "changes"), (change.kept, "kept as people wrote it")):
        for cell in told[:MOST]:
            what = "" if private else f": {short(cell.before)} -> {short(cell.after)}"
            yield f"  {change.file} {'/'.join(cell.key)} {cell.column} {words}{what}"
        if len(told) > MOST:
            yield f"  … {len(told) - MOST} more in {change.file} ({words})"
    for key in change.removed[:MOST]:
        yield f"  {change.file} {'/'.join(key)} removed: it is no longer in the file"


def short(cell: str) -> str:
    """Return a cell in quotation marks, cut to a line."""
    words = " ".join(cell.split())
    return f"'{words[:WIDTH]}…'" if len(words) > WIDTH else f"'{words}'"


def tell_scores(scores: list[Score]) -> Iterator[str]:
    """Yield how each text counts its characters, with the score and the runner-up."""
    if not scores:
        return
    yield ""
    yield "Positions in texts (which characters the tool counts):"
    rows = [("  source", "counts", "fitting passages", "runner-up")]
    for score in shown(scores):
        label = "" if score.label == "text" else f" ({score.label})"
        second = f"{score.runner_up} {score.runner_up_share:.0%}" if score.runner_up else "none"
        rows.append(
            (
                f"  {score.source}{label}",
                score.winner + (" (chosen)" if score.chosen else ""),
                f"{score.fitting} of {score.tried} ({score.share:.0%})",
                second,
            )
        )
    yield from columns(rows)
    if len(scores) > len(rows) - 1:
        yield f"  … and {len(scores) - len(rows) + 1:,} more that fit as well or better"
    for score in scores:
        if score.doubtful:
            yield (
                f"Warning: {score.source}: only {score.share:.0%} of passages begin and end at "
                "words. Look at some of its segments; --offsets chooses another way of counting."
            )


def shown(scores: list[Score]) -> list[Score]:
    """Return the scores to show: all of a few, the worst of many."""
    if len(scores) <= MOST_SCORES:
        return scores
    return sorted(scores, key=lambda score: score.share)[:MOST_SCORES]


def tell_ledger(done: Import) -> Iterator[str]:
    """Yield the ledger as a table."""
    yield "What became of everything in the file:"
    rows = [tuple(name.replace("_", " ") for name in COLUMNS)]
    rows += [tuple(str(getattr(row, name)) for name in COLUMNS) for row in done.ledger.rows()]
    yield from columns(rows)


def tell_to_fill(done: Import) -> Iterator[str]:
    """Yield what people have to fill in before a report can be made."""
    if done.to_fill:
        yield ""
        yield "To fill in:"
    for (file, column), count in sorted(done.to_fill.items()):
        yield f"  {file}, column {column}: {count:,} empty"


def tell_silence(done: Import) -> Iterator[str]:
    """Yield a warning where a file with sources and codes holds no coding at all."""
    counted = done.ledger.in_file
    if counted["sources"] and counted["codes"] and not counted["codings"]:
        yield (
            f"Warning: the file has {counted['sources']} sources and {counted['codes']} codes but "
            "not one coding. If the project was coded, the tool lost it on export."
        )


def tell_loss(done: Import, ledger: Path) -> str:
    """Return the line that ends an import in which something did not arrive."""
    lost = " and ".join(
        f"{count:,} {kind if count > 1 else kind[:-1]}" for kind, count in done.ledger.lost.items()
    )
    return (
        f"{lost} that the file declares did not arrive; see {ledger}. Mend the export and import "
        "again, or repeat with --accept-loss."
    )


def columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows as lines with aligned columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def tell_findings(findings: list[Finding]) -> Iterator[str]:
    """Yield what identifies people, kind by kind, each kind with how to mend it."""
    if not findings:
        yield "Nothing was found. Names inside transcripts are not looked for: read them."
        return
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.what, []).append(finding)
    for what, found in kinds.items():
        yield f"{what} ({len(found)})"
        for finding in found:
            yield f"  {finding.where}: {finding.value!r}"
        for mend in dict.fromkeys(finding.mend for finding in found):
            yield f"  -> {mend}"
        yield ""
    yield "Names inside transcripts are not looked for: read them."
