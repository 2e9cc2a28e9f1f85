"""A study out to other tools, in the format that the file's name asks for."""

from __future__ import annotations

from pathlib import Path

from mcneval import __version__
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.study_view import StudyView, view_study

ORIGIN = f"mcneval {__version__}"
FORMATS = (".qdpx", ".qdc", ".xlsx", ".csv.zip")


def export_study(folder: Path, target: Path, without_text: bool = False) -> bytes:
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
        Where the format is unknown or the study cannot be read.
    """
    ending = next((one for one in FORMATS if target.name.lower().endswith(one)), None)
    if ending is None:
        raise ExchangeError(
            f"--to '{target.name}': the ending tells the format. Allowed: {', '.join(FORMATS)}."
        )
    return render(view_study(folder, without_text), ending)


def render(view: StudyView, ending: str) -> bytes:
    """Return a study's bytes in one format."""
    if ending == ".qdpx":
        from mcneval.exchange.refi_export import project_bytes

        return project_bytes(view, ORIGIN)
    if ending == ".qdc":
        from mcneval.exchange.refi_codebook import codebook_text

        return codebook_text(view, ORIGIN).encode("utf-8")
    from mcneval.exchange.spreadsheet_export import csv_zip_bytes, workbook_bytes

    return workbook_bytes(view) if ending == ".xlsx" else csv_zip_bytes(view)
