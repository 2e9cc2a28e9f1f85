"""The command ``mcn``: words in, one call, words out."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mcneval import __version__
from mcneval.errors import McnevalError, tell_fault

if TYPE_CHECKING:
    from mcneval.book.engines import EngineChoice
    from mcneval.report.make import Wish

RESULTS = click.option(
    "--results",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("results"),
    show_default=True,
    help="The folder for results.",
)
ALL = ("html", "pdf", "docx")
ENGINE = click.option(
    "--engine",
    type=click.Choice(["auto", "embedded", "quarto"]),
    default="auto",
    show_default=True,
    help="What renders the book; auto is the embedded engine.",
)
ALL_BY_QUARTO = click.option(
    "--all-by-quarto", is_flag=True, help="With --engine quarto: PDF and Word by Quarto, too."
)
FORMATS = click.option(
    "--to",
    "formats",
    multiple=True,
    type=click.Choice(ALL),
    help="What to make; may be given several times, and what is not named is not in "
    "the report then.  [default: all]",
)


def making(command: Any) -> Any:
    """Give a command the options of all that make a report."""
    return RESULTS(ENGINE(ALL_BY_QUARTO(FORMATS(command))))


class Expected(click.ClickException):
    """An error that a person can mend: told without a traceback."""

    def show(self, file: Any = None) -> None:
        """Print the message to standard error."""
        from mcneval.study.decoding import blank_unseen

        click.echo(blank_unseen(self.message), err=True)


class Commands(click.Group):
    """Commands of other modules, loaded when they are called; errors told in plain lines."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name, sorted."""
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, from its module where it is not one of ours."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = ELSEWHERE[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; errors that a person can mend are told plainly."""
        try:
            return super().invoke(ctx)
        except McnevalError as error:
            raise Expected(f"{type(error).__name__}:\n{error}") from error
        except BrokenPipeError:
            raise
        except KeyboardInterrupt:
            raise Expected("Stopped. What was there before is as it was.") from None
        except RecursionError as error:
            raise Expected("Something in it is nested too deeply to be read.") from error
        except (OSError, MemoryError) as error:
            raise Expected(tell_fault(error)) from error


ELSEWHERE = {
    "check": "mcneval.disclosure.commands:check",
    "new": "mcneval.study.commands:new",
    "synthesise": "mcneval.study.commands:synthesise",
    "export": "mcneval.exchange.commands:export",
    "privacy": "mcneval.exchange.commands:privacy",
    "import": "mcneval.exchange.commands:import_",
}


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mcn")
def main() -> None:
    """Turn a coded qualitative evaluation of a managed clinical network into a report."""
    # A polite kill is told and cleaned up after like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@main.command()
@click.argument("study")
@click.option(
    "--no-study-code",
    is_flag=True,
    help="Run none of the study's own notebooks: they are programs.",
)
@making
def report(study: str, results: Path, no_study_code: bool, **asked: Any) -> None:
    """Check STUDY, run its notebooks and make its report."""
    from mcneval.report.make import make_report

    _conclude(make_report(study, results, _wish(**asked, study_code=not no_study_code)))


@main.command()
@click.argument("study")
@making
def render(study: str, results: Path, **asked: Any) -> None:
    """Render the book of STUDY again, from the notebooks of the last run."""
    from mcneval.report.make import remake_book

    _conclude(remake_book(study, results, _wish(**asked)))


def _wish(
    engine: EngineChoice,
    formats: tuple[str, ...],
    all_by_quarto: bool,
    study_code: bool = True,
) -> Wish:
    from mcneval.report.make import Wish

    return Wish(engine, formats or ALL, all_by_quarto, study_code=study_code, tell=click.echo)


def _conclude(outcome: Any) -> None:
    report = outcome.folder / "report"
    page = report / "index.html"
    click.echo(f"report: {page if page.is_file() else report}")
    if outcome.mismatches:
        listed = "\n".join(f"  {line}" for line in outcome.mismatches)
        click.echo(f"published figures that are not reproduced:\n{listed}", err=True)
        sys.exit(1)


@main.command()
@click.argument("study")
@RESULTS
@click.option("--port", default=4848, show_default=True, help="The port on this machine.")
def preview(study: str, results: Path, port: int) -> None:
    """Serve the report of STUDY on this machine and rebuild it as its sources change."""
    from mcneval.report.preview import serve_preview

    serve_preview(study, results, port, click.echo)


@main.command()
@click.option("--names", is_flag=True, help="Only the names, one a line.")
def studies(names: bool) -> None:
    """List the studies in data/."""
    from mcneval.study.decoding import blank_unseen
    from mcneval.study.files import read_document
    from mcneval.study.load import find_study, list_studies

    for name in list_studies():
        if names:
            click.echo(name)
            continue
        document, _ = read_document(find_study(name) / "study.yml", "study.yml")
        held = document.data if document and isinstance(document.data, dict) else None
        title = f"(cannot be read: mcn check {name})" if held is None else held.get("title", "")
        click.echo(f"{blank_unseen(name):24} {title}")


@main.command()
@RESULTS
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site"),
    show_default=True,
    help="The folder to publish.",
)
def site(results: Path, out: Path) -> None:
    """Gather every study's report in one folder with a page that lists them."""
    from mcneval.report.landing import gather_reports

    names = gather_reports(results, out)
    click.echo(f"site: {out / 'index.html'} lists {', '.join(names)}")


@main.command()
def doctor() -> None:
    """Say which versions are installed, and which engine renders the book and why."""
    import platform
    import shutil
    from importlib.metadata import version

    from mcneval.book.engines import describe_quarto, find_engine
    from mcneval.report.facts import PACKAGES

    click.echo(f"mcneval {__version__}, Python {platform.python_version()} ({sys.executable})")
    for name in PACKAGES:
        click.echo(f"  {name} {version(name)}")
    chosen = find_engine("auto")
    click.echo(f"book engine: {chosen.name}, {chosen.label}: {chosen.reason}")
    found, fits = describe_quarto()
    click.echo(f"other engine: {found}")
    if fits and not shutil.which("rsvg-convert"):
        click.echo("  for Word by Quarto, rsvg-convert is needed, too (conda: librsvg)")


if __name__ == "__main__":
    main()
