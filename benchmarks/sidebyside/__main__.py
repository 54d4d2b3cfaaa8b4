"""The command: ``benchmarks/run sidebyside``."""

from __future__ import annotations

import signal
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from benchmarks.report import ROOT, replace_section
from benchmarks.sidebyside import sides
from benchmarks.sidebyside.account import FILE, NAMES, Account, Name, Options, begun, read, write
from benchmarks.sidebyside.course import Course
from benchmarks.sidebyside.servers import servers
from benchmarks.sidebyside.tables import sizing, tables
from indexer.workers import cores

MEASURED = ROOT / "benchmarks/sidebyside.json"
MEASURED_UNCITED = ROOT / "benchmarks/sidebyside-uncited.json"
"""The same of works without references (``--references 0``), which are no catalogue to size others by."""
DOCUMENT = ROOT / "docs/production.md"
_FOLDER = click.Path(file_okay=False, path_type=Path)
_SIZE = click.IntRange(min=100)


@click.command()
@click.option("--works", default=20_000, show_default=True, type=_SIZE, help="How many works.")
@click.option("--pipeline", default=2_000, show_default=True, type=_SIZE,
              help="How many of them go through the whole pipeline on both sides.")  # fmt: skip
@click.option("--references", default=5, show_default=True, type=click.IntRange(min=0),
              help="The mean length of a reference list.")  # fmt: skip
@click.option("--requests", default=200, show_default=True, type=click.IntRange(min=10),
              help="Searches of each kind, script and number of clients.")  # fmt: skip
@click.option("--processes", default=cores, type=click.IntRange(min=1), help="[default: cores]")
@click.option("--side", "names", multiple=True, type=click.Choice(NAMES), help="Only this side.")
@click.option("--buffers", default="512MB", show_default=True, help="PostgreSQL's shared buffers.")
@click.option("--heap", default="1g", show_default=True, help="Elasticsearch's heap.")
@click.option(
    "--home", type=_FOLDER, help="Keep the catalogues and figures, to go on after a stop."
)
@click.option("--again", is_flag=True, help="Forget what was published, searched and backed up.")
@click.option("--table", is_flag=True,
              help="Only write the tables, of what --home holds so far or of the last run.")  # fmt: skip
def main(*, home: Path | None, table: bool, **asked: Any) -> None:
    """Measure embedded against production; print the tables and refresh RESULTS.md and docs/production.md.

    Works without references have a section of their own and size nothing.
    """
    if table:
        _show(_held(home / FILE if home else MEASURED))
        return
    with nullcontext(home) if home else tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        place.mkdir(parents=True, exist_ok=True)
        _show(_measured(place, **asked))


def _held(path: Path) -> Account:
    try:
        return read(path)
    except FileNotFoundError as error:
        raise click.ClickException(f"{path} is not there: no run has written it") from error


def _measured(
    home: Path, *, names: tuple[Name, ...], again: bool, buffers: str, heap: str, **sizes: int
) -> Account:
    options = Options(**{**sizes, "pipeline": min(sizes["pipeline"], sizes["works"])})
    try:
        account = begun(home, options)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    wanted = names or NAMES
    if again:
        for name in wanted:
            account.side(name).forget()
    _measure(home, account, wanted, buffers=buffers, heap=heap)
    return account


def _measure(
    home: Path, account: Account, names: tuple[Name, ...], *, buffers: str, heap: str
) -> None:
    def told(text: str) -> None:
        click.echo(f"— {text}", err=True)

    # told to end, the servers have to be stopped too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if "production" not in names:
        Course(home, account, None).run(names, told)
        return
    told("starting PostgreSQL and Elasticsearch")
    with servers(buffers=buffers, heap=heap) as running:
        Course(home, account, running).run(names, told)
        if not running.own:
            for works in {account.options.works, account.options.pipeline}:
                sides.forget(running, works)


def _show(account: Account) -> None:
    found = tables(account)
    click.echo(found)
    section = "sidebyside" if account.options.references else "sidebyside-uncited"
    replace_section(section, f"{account.circumstances}\n\n{found}")
    if not account.options.references:
        write(account, MEASURED_UNCITED)
        return
    sized = sizing(account)
    click.echo(f"\n{sized}")
    replace_section("sizing", sized, DOCUMENT)
    write(account, MEASURED)


if __name__ == "__main__":
    main()
