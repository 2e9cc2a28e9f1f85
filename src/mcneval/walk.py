"""What a notebook holds in its hand: the study, and how its results are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcneval.analysis.numbers import Number
from mcneval.analysis.wording import begin_small
from mcneval.exhibits import (
    Exhibit,
    list_numbers,
    save_picture,
    write_markdown_table,
)
from mcneval.study.load import Study, load_study
from mcneval.study.settings import ORIGIN_WORDS, Analysis
from mcneval.study.tables import TABLE_BY_NAME

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.figures.style import Drawing


@dataclass(frozen=True)
class Walk:
    """A study on its way through a notebook.

    Parameters
    ----------
    study : Study
        The study.
    analysis : Analysis
        The parameters in force: the study's own, with those the notebook was given.
    """

    study: Study
    analysis: Analysis

    def table(
        self,
        label: str,
        frame: pd.DataFrame,
        caption: str,
        *,
        uses: Sequence[str],
        note: str = "",
        sortable: bool = False,
        decimals: int = 2,
    ) -> Exhibit:
        """Show a frame that is ready to read: headers in words, labels instead of ids.

        An empty frame becomes a sentence that says which table is missing and why it matters.
        """
        if frame.empty:
            return self.absent(label, caption, uses, note)
        facts = self._facts(caption, uses, note) | {
            "csv": {label: frame.to_csv(index=False, lineterminator="\n")},
            "sortable": sortable,
        }
        return Exhibit(label, "table", facts, write_markdown_table(frame, decimals))

    def tables(
        self,
        label: str,
        frames: dict[str, tuple[pd.DataFrame, str]],
        *,
        uses: Sequence[str],
        caption: str = "Tables that the study declares",
        reason: str = "",
        sortable: bool = False,
        whole: pd.DataFrame | None = None,
    ) -> Exhibit:
        """Show any number of tables, by id: the frame and its caption.

        ``caption`` says what they are together and ``reason`` why there are none. ``whole`` is
        all of them in one, to be handed out as a file under the exhibit's own label.
        """
        if not frames:
            return self.absent(label, caption, uses, reason)
        kept = {name: frame for name, (frame, _) in frames.items()}
        kept |= {} if whole is None else {label: whole}
        files = {
            name: frame.to_csv(index=False, lineterminator="\n") for name, frame in kept.items()
        }
        facts = self._facts("", uses, "") | {"csv": files, "sortable": sortable}
        parts = [
            f"{write_markdown_table(frame)}\n\n: {caption} {{#{name}}}"
            for name, (frame, caption) in frames.items()
        ]
        return Exhibit(label, "tables", facts, "\n\n".join(parts))

    def figure(
        self,
        label: str,
        drawing: Drawing | None,
        caption: str,
        *,
        uses: Sequence[str],
        note: str = "",
    ) -> Exhibit:
        """Show a drawing; None becomes a sentence that says what is missing."""
        if drawing is None:
            return self.absent(label, caption, uses, note)
        facts = self._facts(caption, uses, note) | {"alt": drawing.alt}
        if facts["mark"]:
            stamp(drawing, facts["mark"])
        return Exhibit(label, "figure", facts, images=save_picture(drawing))

    def numbers(self, label: str, numbers: Sequence[Number], *, uses: Sequence[str]) -> Exhibit:
        """Hand numbers to the report's prose."""
        facts = self._facts("", uses, "") | {
            "numbers": [
                {"key": number.key, "value": number.value, "text": number.written}
                for number in numbers
            ]
        }
        return Exhibit(label, "numbers", facts, list_numbers(list(numbers)))

    def text(self, label: str, markdown: str, *, uses: Sequence[str]) -> Exhibit:
        """Show Markdown that the analysis wrote, such as one section a construct."""
        return Exhibit(label, "text", self._facts("", uses, ""), markdown)

    def absent(self, label: str, caption: str, uses: Sequence[str], note: str = "") -> Exhibit:
        """Say what cannot be shown, which file would be needed, and what is lost."""
        missing = [name for name in uses if name in self.study.missing]
        reasons = [
            f"`{TABLE_BY_NAME[name].file}` is not there. {TABLE_BY_NAME[name].without}"
            for name in missing
        ] or [note or "There is nothing of this in the study's tables."]
        title, reason = begin_small(caption.rstrip(".")), " ".join(reasons)
        facts = self._facts(title, uses, "") | {"reason": reason}
        return Exhibit(label, "absent", facts, f"**Not shown:** {title}. {reason}")

    def _facts(self, caption: str, uses: Sequence[str], note: str) -> dict[str, Any]:
        origins = sorted({self.study.settings.origin(name) for name in uses})
        marked = [origin for origin in origins if origin not in ("collected", "published")]
        words = "; ".join(ORIGIN_WORDS[origin] for origin in marked)
        mark = f"Data: {words}." if words else ""
        return {
            "caption": caption,
            "note": " ".join(part for part in (note, mark) if part),
            "mark": mark,
            "uses": sorted(TABLE_BY_NAME[name].file for name in uses),
        }


def open_walk(study: str, **parameters: object) -> Walk:
    """Load a study for a notebook; parameters that are not None override ``study.yml``.

    Raises
    ------
    StudyError
        Where the study's files have errors.
    pydantic.ValidationError
        Where a parameter is unknown or not of its type.
    """
    loaded = load_study(study)
    return Walk(
        loaded, Analysis.model_validate(override(loaded.settings.analysis.model_dump(), parameters))
    )


def override(declared: dict[str, Any], given: Mapping[str, object]) -> dict[str, Any]:
    """Return declared parameters with those given in their place; None leaves one as it is."""
    merged = dict(declared)
    for name, value in given.items():
        if isinstance(value, Mapping):
            merged[name] = override(merged.get(name, {}), value)
        elif value is not None:
            merged[name] = value
    return merged


def stamp(drawing: Drawing, words: str) -> None:
    """Write where the data come from into the figure itself, for it may travel alone."""
    from mcneval.figures.style import MUTED

    drawing.figure.supxlabel(words, x=0.01, ha="left", fontsize=8, color=MUTED, wrap=True)
