"""The commands about runs: what there were, and decisions over those that wait for approval."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from catalogue.cli import COUNT, NUMBER
from catalogue.harvested.run_contract import (
    LEDGER,
    LISTED_STATES,
    QUIET_DAYS,
    ListedState,
    Run,
)
from catalogue.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from catalogue.deletion_effects import Effects


@click.group()
def runs() -> None:
    """List and show harvest runs; approve, reject or undo their deletions."""


@runs.command("list")
@click.option("--source", help="Only this source.")
@click.option("--state", type=click.Choice(LISTED_STATES), help="Only runs in this state.")
@click.option(
    "--limit", default=20, show_default=True, type=COUNT, help="List at most this many runs."
)
def runs_list(source: str | None, state: ListedState | None, limit: int) -> None:
    """List runs, newest first."""
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.harvested.runs import list_runs  # noqa: PLC0415 -- likewise

    with reading(_engine()) as connection:
        found = list_runs(
            connection, source_name=source, states=(state,) if state else (), limit=limit
        )
    for run in found:
        click.echo(_line(run))
    if not found:
        click.echo("no such run")


def _engine() -> Engine:
    from catalogue.database.engine import open_engine, require_current  # noqa: PLC0415 -- keeps `eaci --help` fast

    engine = open_engine(Settings.from_environment())
    require_current(engine)
    return engine


def _line(run: Run) -> str:
    counts = ", ".join(f"{getattr(run.ledger, name)} {name}" for name in LEDGER)
    told = f"\t{run.message}" if run.message else ""
    return f"{run.id}\t{run.source}\t{run.shown_state}\t{run.requested_at}\t{counts}{told}"


@runs.command("approve")
@click.argument("number", type=NUMBER)
def runs_approve(number: int) -> None:
    """Approve the held run NUMBER: carry out its deletions, or let it continue past its limit."""
    from catalogue.database.engine import writing  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.harvested import approvals  # noqa: PLC0415 -- likewise
    from crawler.run import execute_run  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    with writing(_engine()) as connection:
        replay = approvals.approve(connection, number, getpass.getuser())
    if replay is None:
        click.echo(f"run {number}: nothing waits any more")
        return
    done = execute_run(settings, replay)
    did = (
        f"{done.ledger.deleted} deleted"
        if done.mode == "replay"
        else f"{done.ledger.received} received"
    )
    click.echo(f"run {number} approved; run {done.id}: {did}")
    if done.state != "succeeded":
        raise click.ClickException(done.message or "the deletions failed; see the run's log")


@runs.command("reject")
@click.argument("number", type=NUMBER)
def runs_reject(number: int) -> None:
    """Reject the held run NUMBER: keep the records that it would delete, or leave it stopped at its limit."""
    from catalogue.database.engine import writing  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.harvested import approvals  # noqa: PLC0415 -- likewise

    with writing(_engine()) as connection:
        kept, gone = approvals.turn_down(connection, number, getpass.getuser())
    click.echo(f"run {number} rejected: {kept} records are kept")
    if gone:
        click.echo(
            f"{gone} of its records are gone already; `eaci runs undo N` may bring them back"
        )


@runs.command("undo")
@click.argument("number", type=NUMBER)
def runs_undo(number: int) -> None:
    """Restore the records that run NUMBER deleted within the last 30 days, approved or not."""
    from catalogue.database.engine import writing  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.harvested.undo import request_undo  # noqa: PLC0415 -- likewise
    from crawler.run import execute_run  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    with writing(_engine()) as connection:
        requested = request_undo(connection, number, getpass.getuser())
    done = execute_run(settings, requested)
    if done.state != "succeeded":
        raise click.ClickException(done.message or "the undo failed; see the run's log")
    click.echo(f"run {done.id}: {done.message}")


@runs.command("show")
@click.argument("number", type=NUMBER)
@click.option(
    "--limit", default=20, show_default=True, type=COUNT, help="List at most this many records."
)
def runs_show(number: int, limit: int) -> None:
    """Show run NUMBER, and the records that it would delete if it waits for approval."""
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.deletion_effects import effects, list_doomed  # noqa: PLC0415 -- likewise
    from catalogue.harvested.runs import get_run  # noqa: PLC0415 -- likewise

    with reading(_engine()) as connection:
        run = get_run(connection, number)
        if run is None:
            raise click.ClickException(f"there is no run {number}; see `eaci runs list`")
        click.echo(_line(run))
        if run.state == "held":
            _show_effects(effects(connection, run.source))
            for doomed in list_doomed(connection, run.source, limit=limit):
                cost = f"cited {doomed.cited_by}, cites {doomed.cites}" if doomed.last else "stays"
                click.echo(f"{doomed.identifier}\t{cost}\t{doomed.title}\t{doomed.url or '-'}")


def _show_effects(found: Effects) -> None:
    click.echo(
        f"{found.records} of {found.held} records ({found.share:.1%}) would go, {found.works} works with them, "
        f"which receive {found.cited} citations and give {found.citing}"
    )
    if found.halved:
        click.echo(
            f"{found.halved} records would lose what the source's second format says of them"
        )


@runs.command("quiet")
@click.option(
    "--days",
    default=QUIET_DAYS,
    show_default=True,
    type=click.IntRange(1, 36_600),
    help="Days without news.",
)
def runs_quiet(days: int) -> None:
    """List scheduled sources with nothing new for DAYS days. The exit status is 1 if there are any."""
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.harvested.runs import quiet_sources  # noqa: PLC0415 -- likewise
    from crawler.runs.claims import TIME_FORMAT  # noqa: PLC0415 -- likewise

    before = (datetime.now(UTC) - timedelta(days=days)).strftime(TIME_FORMAT)
    with reading(_engine()) as connection:
        found = quiet_sources(connection, before)
    for quiet in found:
        asked = f"{quiet.runs_since} runs since then, {quiet.failed_since} of them failed"
        click.echo(f"{quiet.source}\tlast news {quiet.last_news or 'never'}\t{asked}")
    if found:
        raise click.exceptions.Exit(1)
    click.echo(f"every scheduled source has brought something in {days} days")
