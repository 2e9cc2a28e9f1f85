"""A study in memory: its settings, tables and frameworks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcneval.study.frameworks import NO_FRAMEWORK, Framework
from mcneval.study.nearest import find_nearest
from mcneval.study.problems import Problem, StudyError
from mcneval.study.record import note
from mcneval.study.sections import Cause, Section, leave_out
from mcneval.study.settings import ORIGIN_WORDS, Analysis, Origin, Settings, Speakers
from mcneval.study.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

DATA = Path("data")
OF_PEOPLE = (
    "codings.csv", "participants.csv", "quotations.csv", "segments.csv", "source_participants.csv",
    "sources.csv", "study.yml", "summaries.csv", "theme_segments.csv",
)  # fmt: skip


@dataclass(frozen=True)
class Study:
    """One study, loaded and checked.

    Parameters
    ----------
    name : str
        The folder's name.
    folder : Path
        Where it lies.
    settings : Settings
        What ``study.yml`` declares.
    tables : mapping of str to DataFrame
        Every declared table by name; an absent optional one is empty, with its columns.
        Text, ids and levels are ``str`` with ``""`` for an empty cell; ``whole`` is
        ``Int64``, ``date`` is ``datetime64[ns]`` and ``yes-no`` is ``boolean``.
    missing : frozenset of str
        The optional tables that the study does not have.
    frameworks : mapping of str to Framework
        Those that ``study.yml`` names, in its order.
    documents : mapping of str to Any
        The other YAML files by stem, as their models give them: ``published``, ``coreq``,
        ``findings``.
    narrative : mapping of str to str
        The analysts' prose by stem.
    parameters : Analysis or None
        The notebooks' parameters where they are not those that ``study.yml`` declares.
    results : dict
        What was computed of the study, kept by :func:`mcneval.study.record.computed`.
    counted : dict of str to int
        How often each such result was computed.
    """

    name: str
    folder: Path
    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    missing: frozenset[str] = frozenset()
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    documents: Mapping[str, Any] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    parameters: Analysis | None = None
    results: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    counted: dict[str, int] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __getitem__(self, wanted: str | tuple[str, ...]) -> pd.DataFrame:
        """Return a table by its name, or some of its columns; what is read is recorded.

        ``study["sources"]`` is the whole table, ``study["sources", "source_id", "phase"]`` two of
        its columns. A mark such as *reconstructed* follows from the columns that were read.
        Codes that share a label, as they may under different headings, are told apart in it.
        """
        table, *columns = (wanted,) if isinstance(wanted, str) else wanted
        frame = self.tables[table]
        frame = tell_apart(frame) if table == "codes" else frame
        note(f"{table}.{column}" for column in columns or frame.columns)
        return frame[columns] if columns else frame.copy(deep=False)

    @property
    def analysis(self) -> Analysis:
        """The parameters in force."""
        return self.parameters or self.settings.analysis

    @property
    def framework(self) -> Framework:
        """The primary framework; one without constructs where the study has none."""
        return self.find_framework(self.settings.primary_framework)

    def find_framework(self, name: str) -> Framework:
        """Return a framework that the study names, "" for none; what is read is recorded."""
        if not name:
            return NO_FRAMEWORK
        note({f"frameworks/{name}"})
        return self.frameworks[name]

    def read_document(self, stem: str) -> Any:
        """Return a YAML file of the study by its stem; an empty one where it has none."""
        note({stem})
        return self.documents.get(stem) or {}

    def list_marks(self, reads: Iterable[str]) -> list[str]:
        """Return what the data behind some reads are, where neither collected nor published."""
        origins = {self.find_origin(read) for read in reads}
        return sorted(ORIGIN_WORDS[name] for name in origins - {"collected", "published"})

    def find_origin(self, read: str) -> Origin:
        """Return where what was read comes from: ``segments.gist``, ``frameworks/npt``."""
        table, _, column = read.partition(".")
        if table.startswith("frameworks/"):
            name = table.removeprefix("frameworks/")
            return self.settings.provenance.frameworks.get(name, "published")
        if not column:
            return "published"
        return self.settings.origin(table, column)

    @property
    def knows_people(self) -> bool:
        """Whether attributes may be linked to single people and organisations.

        False where the register is reconstructed: then only the margins that the
        recruitment tables show are known, and nothing else may be drawn from it.
        """
        return not self.settings.provenance.register_is_reconstructed

    @property
    def protects(self) -> bool:
        """Whether small counts of people, and people's attributes, must not be worked out."""
        return self.settings.protects

    @property
    def crosses(self) -> bool:
        """Whether themes and codes may be told by groups of people.

        A reader who can follow people from theme to theme must not learn of groups as well: the
        two together say who is who.
        """
        return self.knows_people and not (self.protects and self.speakers == "followed")

    @property
    def follows(self) -> bool:
        """Whether a reader may follow people from theme to theme by their keys."""
        return self.speakers == "followed"

    @property
    def left_out(self) -> dict[Section, Cause]:
        """The sections that its report does without, each with the reason."""
        return leave_out(self.settings, self.has_few)

    @property
    def has_few(self) -> bool:
        """Whether fewer people took part in all than a report may tell."""
        took_part = int((self.tables["participants"]["status"] == "recruited").sum())
        return self.protects and 0 < took_part < self.settings.disclosure.min_cell

    @property
    def speakers(self) -> Speakers:
        """How the evidence names who speaks; by nothing where few took part in all."""
        return "none" if self.has_few else self.settings.speakers

    @property
    def digest(self) -> str:
        """What tells this study from another, or from itself with other files."""
        words = repr(sorted(hash_inputs(self).items()))
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def phase_labels(self) -> dict[str, str]:
        """Phase ids and their labels, in declared order."""
        return {phase.id: phase.label for phase in self.settings.phases}


def tell_apart(codes: pd.DataFrame) -> pd.DataFrame:
    """Return codes, each with a label of its own: ``Funding (Barriers)``, else with its id."""
    labels = codes["label"]
    if not labels.duplicated().any():
        return codes
    above = codes["parent_id"].map(dict(zip(codes["code_id"], labels, strict=True))).fillna("")
    longer = labels.where(above == "", labels + " (" + above + ")")
    told = longer.where(labels.duplicated(keep=False), labels)
    last = (labels + " (" + above + ", " + codes["code_id"] + ")").str.replace("(, ", "(")
    return codes.assign(label=told.where(~told.duplicated(keep=False), last))


def find_study(name: str | Path) -> Path:
    """Return the folder of a study given by name or by path.

    It is looked for here and in the folders above, so that a notebook finds it too.

    Raises
    ------
    StudyError
        Where there is no such folder; the message lists the studies that exist.
    """
    for folder in _list_places(name):
        if (folder / "study.yml").is_file():
            return folder
    known = list_studies()
    nearest = find_nearest(Path(name).name, known)
    mends = [f"Did you mean '{nearest}'?"] if nearest else []
    mends.append(f"The studies here are: {', '.join(known)}." if known else "There is none here.")
    mends.append(f"Start a new one with: mcn new {Path(name).name}")
    words = f"there is no study '{name}': neither {name}/study.yml nor {DATA / name}/study.yml is."
    raise StudyError([Problem(str(name), words, " ".join(mends), rule="no-study")])


def find_folder(name: str | Path) -> Path:
    """Return the folder to check for a study: it may lack ``study.yml`` if it has a table.

    Raises
    ------
    StudyError
        Where there is no such folder; the message lists the studies that exist.
    """
    for folder in _list_places(name):
        if any((folder / table.file).is_file() for table in TABLES):
            return folder
    return find_study(name)


def _list_places(name: str | Path) -> list[Path]:
    """Return where a study may lie: here and above, as a path and in the data folder."""
    bases = (Path(), *Path.cwd().parents)
    return [folder for base in bases for folder in (base / name, base / DATA / name)]


def list_studies(data: Path = DATA) -> list[str]:
    """Return the names of the studies in the data folder, sorted."""
    return sorted(path.parent.name for path in data.glob("*/study.yml"))


def load_study(name: str | Path) -> Study:
    """Load and check a study.

    Raises
    ------
    StudyError
        Where anything in its files is an error, with all errors at once.
    """
    from mcneval.study.check import check_study

    study, problems = check_study(find_study(name))
    errors = [problem for problem in problems if problem.severity == "error"]
    if study is None or errors:
        raise StudyError(errors)
    return study


def hash_inputs(study: Study) -> dict[str, str]:
    """Return the SHA-256 of each published file of a study, by relative path.

    Shared frameworks that the study uses are among them, as ``frameworks/<id>.yml``. The
    private folder is left out: a hash of private words is not published. Where people's attributes
    must not be known, the tables with people have one hash together: who guesses at a short file
    can tell by its hash whether the guess is right.
    """
    from mcneval.study.framework_files import list_frameworks

    files = {
        path.relative_to(study.folder).as_posix(): path
        for path in study.folder.rglob("*")
        if path.is_file() and not _is_aside(path.relative_to(study.folder))
    }
    shared = list_frameworks(study.folder)
    files |= {f"frameworks/{name}.yml": shared[name] for name in study.frameworks}
    hashes = {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(files.items())
    }
    return _join_people(hashes) if study.protects else hashes


def _join_people(hashes: dict[str, str]) -> dict[str, str]:
    """Return hashes with one for all tables with the keys of people, sources or segments."""
    people = [name for name in hashes if name in OF_PEOPLE]
    listed = "".join(f"{hashes.pop(name)}  {name}\n" for name in people)
    joined = hashlib.sha256(listed.encode()).hexdigest()
    return dict(sorted((hashes | {", ".join(people): joined} if people else hashes).items()))


def _is_aside(path: Path) -> bool:
    return path.parts[0] == "private" or any(part.startswith((".", "~")) for part in path.parts)
