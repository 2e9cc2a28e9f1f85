"""A study out to other tools, in the format that the file's name asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mcneval import __version__
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.study_view import StudyView, view_study

ORIGIN = f"mcneval {__version__}"
FORMATS = (".qdpx", ".qdc", ".xlsx", ".csv.zip")


@dataclass(frozen=True)
class Export:
    """A study in another format, with what could not be carried."""

    data: bytes
    remarks: tuple[str, ...] = ()


def export_study(folder: Path, target: Path, without_text: bool = False) -> Export:
    """Return a study in the format of the target's name.

    Parameters
    ----------
    folder : Path
        The study's folder.
    target : Path
        A name ending in ``.qdpx``, ``.qdc``, ``.xlsx`` or ``.csv.zip``.
    without_text : bool
        Whether to leave out all verbatim words: segments' texts, transcripts, quotations.

    Raises
    ------
    ExchangeError
        Where the format is unknown, the study cannot be read, or has nothing to write.
    """
    ending = next((one for one in FORMATS if target.name.lower().endswith(one)), None)
    if ending is None:
        raise ExchangeError(
            f"--to '{target.name}': the ending tells the format. Allowed: {', '.join(FORMATS)}."
        )
    return render(view_study(folder, without_text), ending)


def render(view: StudyView, ending: str) -> Export:
    """Return a study in one format."""
    if ending == ".qdpx":
        from mcneval.exchange.refi_export import project_bytes

        return Export(project_bytes(view, ORIGIN), unplaced(view))
    if ending == ".qdc":
        from mcneval.exchange.refi_codebook import codebook_text

        return Export(codebook_text(view, ORIGIN).encode("utf-8"))
    from mcneval.exchange.spreadsheet_export import csv_zip_bytes, cut_cells, workbook_bytes

    if ending == ".csv.zip":
        return Export(csv_zip_bytes(view))
    return Export(workbook_bytes(view), cut_cells(view))


def unplaced(view: StudyView) -> tuple[str, ...]:
    """Return what a project has no place for, because the study's tables do not fit."""
    sources = {row["source_id"] for row in view.rows("sources")}
    segments = {
        row["segment_id"] for row in view.rows("segments") if row.get("source_id") in sources
    }
    codes = {row["code_id"] for row in view.rows("codes")}
    lost = {
        "segments whose source is not in sources.csv": len(view.rows("segments")) - len(segments),
        "codings whose segment or code is not in its table": sum(
            row.get("segment_id") not in segments or row.get("code_id") not in codes
            for row in view.rows("codings")
        ),
    }
    return tuple(f"{count:,} {what} were left out" for what, count in lost.items() if count)
