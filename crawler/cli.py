"""The crawler's commands: a thin shell over the functions of this room. The root program mounts :data:`COMMANDS`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.cli import COUNT, NUMBER
from catalogue.harvested.run_contract import Ledger, Run, RunParameters
from catalogue.settings import Settings
from crawler.cli_parse import parse
from crawler.cli_runs import runs
from crawler.cli_sources import sources
from crawler.formats import FORMATS
from crawler.formats.values.dates import iso_date

if TYPE_CHECKING:
    from crawler.runs.harvest import OnCommit

_NO_SCHEDULE = "set one in its file or on the site, or harvest it with `eaci crawl`"
_COUNTS = ("received", "new", "updated", "unchanged", "deleted", "quarantined")


@contextmanager
def _progress(title: str) -> Iterator[OnCommit]:
    """A line that counts while a run is at work (on a terminal only)."""
    from rich.console import Console  # noqa: PLC0415 -- keeps `eaci --help` fast
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 -- likewise

    total = Ledger()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title)

        def on_commit(ledger: Ledger) -> None:
            nonlocal total
            total += ledger
            told = ", ".join(f"{getattr(total, name)} {name}" for name in _COUNTS)
            progress.update(task, description=f"{title}: {told}")

        yield on_commit


def _report(run: Run) -> None:
    """The ledger of a closed run; a failed one sets the status to 1."""
    told = ", ".join(f"{getattr(run.ledger, name)} {name}" for name in _COUNTS)
    click.echo(f"run {run.id} ({run.source}) {run.shown_state}: {told}")
    if run.state == "failed":
        raise click.ClickException(run.message or "the run failed; see its log")
    if run.message:
        click.echo(f"note: {run.message}")


@click.command()
def init() -> None:
    """Create the data folder and the catalogue with its sources, or upgrade an older catalogue."""
    from catalogue.database.engine import open_engine, upgrade, writing  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.harvested.sources import list_sources  # noqa: PLC0415 -- likewise
    from crawler.sources.definition import read_sources, register  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    files = read_sources(settings)
    settings.make_home()
    engine = open_engine(settings)
    upgrade(engine)
    with writing(engine) as connection:
        register(connection, files.sound.values())
        known = list_sources(connection)
    for name, fault in files.faults.items():
        click.echo(f"source {name} stays as it was: {fault}", err=True)
    for source in known:
        if source.enabled and not source.schedule:
            click.echo(f"source {source.name} is on without a schedule: {_NO_SCHEDULE}", err=True)
    click.echo(f"The catalogue is ready in {settings.home}; it knows {len(files.sound)} sources.")


def _date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    if len(value) < 10 or iso_date(value[:10]) != value[:10]:
        raise click.BadParameter(f"{value!r} is no date; write it as 2020-12-31")
    return value


@click.command()
@click.argument("source")
@click.option(
    "--full",
    is_flag=True,
    help="Harvest everything from the beginning. Without it, a failed harvest resumes where it stopped.",
)
@click.option(
    "--from",
    "from_",
    callback=_date,
    help="Only records changed on or after this date (2020-12-31).",
)
@click.option("--until", callback=_date, help="Only records changed on or before this date.")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after about this many records.")
def crawl(source: str, full: bool, from_: str | None, until: str | None, limit: int | None) -> None:
    """Harvest SOURCE now."""
    from catalogue.database.engine import open_engine, require_current  # noqa: PLC0415 -- keeps `eaci --help` fast
    from crawler.run import execute_run  # noqa: PLC0415 -- likewise
    from crawler.runs.claims import begin_run  # noqa: PLC0415 -- likewise
    from crawler.sources.definition import find_source  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    definition = find_source(settings, source)
    engine = open_engine(settings)
    require_current(engine)
    parameters = RunParameters(from_=from_, until=until, limit=limit)
    run_id = begin_run(engine, definition, "full" if full else "incremental", parameters)
    with _progress(source) as on_commit:
        run = execute_run(settings, run_id, on_commit, started=True)
    _report(run)


@click.command("import", epilog=f"FORMAT is one of {', '.join(sorted(FORMATS))}.")
@click.argument("format", type=click.Choice(sorted(FORMATS)), metavar="FORMAT")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", required=True, help="The source that the records belong to.")
def import_(format: str, files: tuple[Path, ...], source: str) -> None:
    """Import FILES of a FORMAT into a source."""
    from catalogue.database.engine import open_engine, require_current  # noqa: PLC0415 -- keeps `eaci --help` fast
    from crawler.begin import import_files  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    require_current(open_engine(settings))
    with _progress(f"importing into {source}") as on_commit:
        run = import_files(settings, format, files, source, on_commit)
    _report(run)


@click.command()
@click.argument("source")
def reparse(source: str) -> None:
    """Parse the stored pages of SOURCE again with the current parsers. Nothing is fetched."""
    from catalogue.database.engine import open_engine, require_current  # noqa: PLC0415 -- keeps `eaci --help` fast
    from crawler.begin import reparse_source  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    require_current(open_engine(settings))
    with _progress(f"reading {source} again") as on_commit:
        run = reparse_source(settings, source, on_commit)
    _report(run)


@click.command()
@click.option(
    "--poll", default=5.0, show_default=True, help="Seconds between two checks of the queue."
)
def worker(poll: float) -> None:
    """Run the harvests that are scheduled or requested, until stopped."""
    from crawler.worker import work  # noqa: PLC0415 -- keeps `eaci --help` fast

    settings = Settings.from_environment()
    # told to end as by Ctrl+C: the run at work ends too, and does not go on without a worker
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo("waiting for runs; stop with Ctrl+C")
    try:
        work(settings, report=click.echo, poll=poll)
    except KeyboardInterrupt:
        click.echo("stopped")


@click.group()
def quarantine() -> None:
    """List, show and replay items that could not be used."""


@quarantine.command("list")
@click.option("--source", help="Only this source.")
@click.option(
    "--limit", default=50, show_default=True, type=COUNT, help="List at most this many items."
)
def quarantine_list(source: str | None, limit: int) -> None:
    """List the items in quarantine."""
    from catalogue.database.engine import open_engine, reading, require_current  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.harvested import quarantine as store  # noqa: PLC0415 -- likewise

    engine = open_engine(Settings.from_environment())
    require_current(engine)
    with reading(engine) as connection:
        items = store.list_quarantine(connection, source=source, limit=limit)
    for item in items:
        click.echo(
            f"{item.id}\t{item.source}\t{item.identifier or '-'}\t{item.reason}\t{item.detail}"
        )
    if not items:
        click.echo("nothing waits in quarantine")


@quarantine.command("show")
@click.argument("number", type=NUMBER)
def quarantine_show(number: int) -> None:
    """Show one item with its bytes."""
    from catalogue.database.engine import open_engine, reading, require_current  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.harvested import quarantine as store  # noqa: PLC0415 -- likewise

    engine = open_engine(Settings.from_environment())
    require_current(engine)
    with reading(engine) as connection:
        items = store.get_items(connection, [number])
    if not items:
        raise click.ClickException(f"no item {number} in quarantine; see `eaci quarantine list`")
    item = items[0]
    click.echo(
        f"{item.source} {item.identifier or ''} run {item.run_id} ({item.format}) {item.created_at}"
    )
    click.echo(f"{item.reason}: {item.detail}")
    click.echo(item.resolution or "waiting")
    click.echo(item.body.decode("utf-8", "replace"))


@quarantine.command("replay")
@click.argument("numbers", type=NUMBER, nargs=-1, required=True)
def quarantine_replay(numbers: tuple[int, ...]) -> None:
    """Parse items again, and store those that are now valid records."""
    from catalogue.database.engine import open_engine, require_current  # noqa: PLC0415 -- keeps `eaci --help` fast
    from crawler.run import execute_run  # noqa: PLC0415 -- likewise
    from crawler.runs.replay import request_replay  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    require_current(open_engine(settings))
    for run_id in request_replay(settings, numbers):
        _report(execute_run(settings, run_id))


COMMANDS: list[click.Command] = [
    init,
    sources,
    crawl,
    import_,
    parse,
    reparse,
    worker,
    quarantine,
    runs,
]
