"""The commands about runs: what there were, and decisions over those that wait for approval."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime, timedelta

import click
from sqlalchemy.engine import Engine

from catalogue import approvals
from catalogue.engine import open_engine, reading, require_current, writing
from catalogue.runs import LEDGER, QUIET_DAYS, Run, list_runs, quiet_sources
from catalogue.settings import Settings
from crawler.claims import TIME_FORMAT
from crawler.run import execute_run


@click.group()
def runs() -> None:
    """Harvests: what they brought, and those that wait for approval."""


@runs.command("list")
@click.option("--source", help="Only this source.")
@click.option("--state", type=click.Choice(["requested", "running", "succeeded", "failed", "held"]))
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
def runs_list(source: str | None, state: str | None, limit: int) -> None:
    """List runs, newest first."""
    with reading(_engine()) as connection:
        found = list_runs(
            connection, source_name=source, states=(state,) if state else (), limit=limit
        )
    for run in found:
        click.echo(_line(run))
    if not found:
        click.echo("no such run")


def _engine() -> Engine:
    engine = open_engine(Settings.from_environment())
    require_current(engine)
    return engine


def _line(run: Run) -> str:
    counts = ", ".join(f"{getattr(run.ledger, name)} {name}" for name in LEDGER)
    told = f"\t{run.message}" if run.message else ""
    return f"{run.id}\t{run.source}\t{run.state}\t{run.requested_at}\t{counts}{told}"


@runs.command("approve")
@click.argument("number", type=int)
def runs_approve(number: int) -> None:
    """Carry out the deletions that the held run NUMBER would not do unasked."""
    settings = Settings.from_environment()
    with writing(_engine()) as connection:
        replay = approvals.approve(connection, number, getpass.getuser())
    if replay is None:
        click.echo(f"run {number}: nothing waits any more")
        return
    done = execute_run(settings, replay)
    click.echo(f"run {number} approved; run {done.id}: {done.ledger.deleted} deleted")
    if done.state != "succeeded":
        raise click.ClickException(done.message or "the deletions failed; see the run's log")


@runs.command("reject")
@click.argument("number", type=int)
def runs_reject(number: int) -> None:
    """Keep the records that the held run NUMBER would delete."""
    with writing(_engine()) as connection:
        kept = approvals.reject(connection, number, getpass.getuser())
    click.echo(f"run {number} rejected: {kept} records are kept")


@runs.command("quiet")
@click.option("--days", default=QUIET_DAYS, show_default=True, type=click.IntRange(min=1))
def runs_quiet(days: int) -> None:
    """List scheduled sources that have brought nothing new for DAYS; the status is 1 if there are any."""
    before = (datetime.now(UTC) - timedelta(days=days)).strftime(TIME_FORMAT)
    with reading(_engine()) as connection:
        found = quiet_sources(connection, before)
    for quiet in found:
        asked = f"{quiet.runs_since} runs since then, {quiet.failed_since} of them failed"
        click.echo(f"{quiet.source}\tlast news {quiet.last_news or 'never'}\t{asked}")
    if found:
        raise click.exceptions.Exit(1)
    click.echo(f"every scheduled source has brought something in {days} days")
