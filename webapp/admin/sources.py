"""The dashboard, the list of sources, and a source: its definition, schedule and runs."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from catalogue.audit import record_change
from catalogue.derived import set_aside
from catalogue.derived.tasks import waiting
from catalogue.harvested import quarantine, runs
from catalogue.harvested.sources import (
    SourceEntry,
    get_source,
    list_sources,
    set_schedule,
    switch_of,
)
from catalogue.stats import statistics
from webapp.admin.blueprint import blueprint, user_name
from webapp.admin.schedules import EXAMPLES, ScheduleError, parse_schedule, upcoming
from webapp.services import read_catalogue, services, write_catalogue

_SHOWN_RUNS = 20
_MOMENT = 0.3
"""Seconds that a page waits for a busy catalogue to take edits of source files."""

_log = logging.getLogger(__name__)


@blueprint.get("/")
def dashboard() -> ResponseReturnValue:
    """What is at work, what failed, what waits."""
    faults = _file_faults()
    with read_catalogue() as connection:
        return render_template(
            "admin/dashboard.html",
            figures=statistics(connection),
            faults=faults,
            busy=runs.list_runs(connection, states=("requested", "running")),
            failed=runs.list_runs(connection, states=("failed",), limit=5),
            held=runs.list_runs(connection, states=("held",)),
            quiet=runs.quiet_sources(connection, before=_days_ago(runs.QUIET_DAYS)),
            quiet_days=runs.QUIET_DAYS,
            latest=runs.list_runs(connection, limit=10),
            quarantined=quarantine.count_by_reason(connection),
            pending=waiting(connection),
            set_aside=set_aside.counted(connection),
        )


def _days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _file_faults() -> dict[str, str]:
    """Which source's file is wrong, and how; what the others say anew is in the catalogue from here on.

    A catalogue that is busy gets it at the next look.
    """
    files = services().source_files
    try:
        return files.look(services().engine, _MOMENT).faults
    except OperationalError as error:
        _log.warning("source files are read later: %s", error.orig)
        return files.faults


@blueprint.get("/sources")
def sources() -> ResponseReturnValue:
    """All sources with their schedule and newest run, and files that cannot be used."""
    faults = _file_faults()
    with read_catalogue() as connection:
        return render_template(
            "admin/sources.html",
            sources=list_sources(connection),
            faults=faults,
            newest=runs.newest_runs(connection),
            waiting=quarantine.count_waiting(connection),
            upcoming=upcoming,
            now=datetime.now(UTC),
        )


def _source(connection: Connection, name: str) -> SourceEntry:
    return get_source(connection, name) or abort(404)


def _source_page(
    name: str, schedule: str | None = None, error: str = "", *, enabled: bool | None = None
) -> str:
    faults = _file_faults()
    with read_catalogue() as connection:
        source = _source(connection, name)
        return render_template(
            "admin/source.html",
            source=source,
            fault=faults.get(name),
            schedule=(source.schedule or "") if schedule is None else schedule,
            enabled=source.enabled if enabled is None else enabled,
            error=error,
            examples=EXAMPLES,
            times=upcoming(source.schedule, datetime.now(UTC)),
            runs=runs.list_runs(connection, source_name=name, limit=_SHOWN_RUNS),
            waiting=quarantine.count_waiting(connection).get(name, 0),
        )


@blueprint.get("/sources/<name>")
def source(name: str) -> ResponseReturnValue:
    """A source."""
    return _source_page(name)


def _explain(error: ScheduleError) -> str:
    if error.kind == "fields":
        return str(_("A schedule has five fields: minute, hour, day, month, day of the week."))
    if error.kind == "never":
        return str(_("No date fits this schedule: it would never run."))
    return str(_("This is not a cron expression. For every night at two: 0 2 * * *"))


@blueprint.post("/sources/<name>/schedule")
def change_schedule(name: str) -> ResponseReturnValue:
    """Set the schedule and whether it counts."""
    given = request.form.get("schedule", "")
    enabled = request.form.get("enabled") == "yes"
    try:
        schedule = parse_schedule(given)
    except ScheduleError as error:
        return _source_page(name, given[:100], _explain(error), enabled=enabled), 422
    _file_faults()
    with write_catalogue() as connection:
        before = _source(connection, name)
        set_schedule(connection, name, enabled=enabled, schedule=schedule)
        detail = f"{switch_of(before)} → {switch_of(_source(connection, name))}"
        record_change(connection, user_name(), "schedule-changed", name, detail)
    flash(_("The schedule is saved."), "success")
    return redirect(url_for("admin.source", name=name))


@blueprint.post("/sources/<name>/run")
def run_now(name: str) -> ResponseReturnValue:
    """Write a run into the catalogue for a worker to take; one that waits already is enough."""
    mode = request.form.get("mode", "")
    if mode not in runs.WHOLE:
        abort(400, _("Choose an incremental or a full run."))
    _file_faults()
    with write_catalogue() as connection:
        _source(connection, name)
        waits = runs.list_runs(connection, source_name=name, states=("requested",), limit=1)
        if waits:
            flash(_("A run of this source is waiting already."), "warning")
            return redirect(url_for("admin.run", run_id=waits[0].id))
        run_id = runs.request_run(connection, name, mode=mode, requested_by=user_name())
        record_change(connection, user_name(), "run-requested", name, f"run {run_id}, {mode}")
    flash(_("The run is requested; a worker takes it as soon as one is free."), "success")
    return redirect(url_for("admin.run", run_id=run_id))
