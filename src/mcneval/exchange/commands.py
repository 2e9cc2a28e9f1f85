"""The commands ``import``, ``export`` and ``privacy``: words in, one call, words out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click


def in_one_line(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what keeps a file from being used into one line on the screen."""

    @wraps(function)
    def command(*args: Any, **options: Any) -> Any:
        from mcneval.errors import tell_fault
        from mcneval.exchange.problems import ExchangeError
        from mcneval.study.problems import StudyError

        try:
            return function(*args, **options)
        except (ExchangeError, StudyError) as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            raise
        except (OSError, MemoryError) as error:
            raise click.ClickException(tell_fault(error)) from error

    return command


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", required=True, metavar="NAME_OR_FOLDER", help="The study to import into.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option(
    "--offsets",
    default="auto",
    metavar="NAME",
    help="How the tool counts characters; found by itself unless given.",
)
@click.option(
    "--accept-loss", is_flag=True, help="Exit 0 although codings or texts did not arrive."
)
@click.option(
    "--columns",
    is_flag=True,
    help="Write the mapping of a spreadsheet's columns, to be looked through.",
)
@in_one_line
def import_(
    file: Path, study: str, dry_run: bool, offsets: str, accept_loss: bool, columns: bool
) -> None:
    """Bring FILE into a study.

    FILE is a project of NVivo, ATLAS.ti or MAXQDA (.qdpx, .qde), a codebook (.qdc), a project
    of QualCoder (.qda), Taguette (.sqlite3) or RQDA (.rqda), a spreadsheet (.xlsx, .csv) or a
    transcript (.docx, .txt). The diff is shown first.
    """
    from mcneval.exchange.columns import mapping_path, propose_mapping, read_mapping
    from mcneval.exchange.importing import prepare_import
    from mcneval.exchange.swapping import write_all
    from mcneval.exchange.telling import tell_import, tell_loss
    from mcneval.study.load import find_study

    folder = find_study(study)
    if columns:
        text = propose_mapping(file, folder)
        click.echo(text)
        if not dry_run:
            write_all(folder, {mapping_path(file).as_posix(): text})
            click.echo(f"Written to {folder / mapping_path(file)}. Look through it, then import.")
        return
    done = prepare_import(file, folder, offsets, read_mapping(file, folder))
    for line in tell_import(done, folder.name):
        click.echo(line)
    ledger = next(name for name in done.files if name.endswith(".ledger.csv"))
    if dry_run:
        click.echo("\nDry run: nothing was written.")
    else:
        write_all(folder, done.files)
        click.echo(f"\nWritten to {folder}; the ledger is {folder / ledger}.")
    if done.ledger.lost and not accept_loss:
        raise click.ClickException(tell_loss(done, folder / ledger))


@click.command("export")
@click.argument("study")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write: .qdpx, .qdc, .xlsx or .csv.zip.",
)
@click.option(
    "--without-text", is_flag=True, help="Leave out all verbatim words, so that it can be shared."
)
@in_one_line
def export(study: str, target: Path, without_text: bool) -> None:
    """Write STUDY for other tools.

    The ending of the file chooses: .qdpx for NVivo, ATLAS.ti, MAXQDA and others, .qdc for the
    codebook alone, .xlsx and .csv.zip for spreadsheets. Themes become parent codes and the
    mapping becomes sets of codes.
    """
    from mcneval.exchange.exporting import export_study
    from mcneval.exchange.swapping import write_bytes
    from mcneval.study.load import find_study

    done = export_study(find_study(study), target, without_text)
    write_bytes(target, done.data)
    click.echo(f"Written to {target} ({len(done.data):,} bytes).")
    for remark in done.remarks:
        click.echo(f"Note: {remark}.")


@click.command("privacy")
@click.argument("file_or_study")
@in_one_line
def privacy(file_or_study: str) -> None:
    """Show what identifies people in FILE_OR_STUDY, where it stands, and how to mend it.

    Looked for are the path of the project, names of users, sources and cases, authors of
    documents, e-mail addresses, NHS numbers, dates of birth, phone numbers and postcodes. Names
    inside transcripts are not found: read them.
    """
    from mcneval.exchange.privacy import examine
    from mcneval.exchange.telling import tell_findings
    from mcneval.study.load import find_study

    path = Path(file_or_study)
    is_file = path.is_file() or (path / "data.qda").is_file()
    for line in tell_findings(examine(path if is_file else find_study(file_or_study))):
        click.echo(line)
