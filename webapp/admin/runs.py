"""Runs: the list, a run with its ledger and log, the pages behind each number, the records of a page."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection

from catalogue.audit import record_change
from catalogue.deletion_effects import effects, list_doomed
from catalogue.harvested import approvals, overflow, quarantine, runs, undo
from catalogue.harvested import pages as ledgers
from catalogue.harvested.runs import LEDGER, LISTED_STATES, Run
from webapp.addresses import takes
from webapp.admin.blueprint import blueprint, user_name
from webapp.admin.display import pretty
from webapp.numbers import number_of_address
from webapp.services import read_catalogue, write_catalogue

SIZE = 50
_LONGEST = 2000  # of a run's parameters as text


@blueprint.get("/runs")
@takes("source", "state", "before")
def run_list() -> ResponseReturnValue:
    """Runs, newest first, of one source or state if the address says so."""
    source, state = request.args.get("source") or None, request.args.get("state") or None
    if state is not None and state not in LISTED_STATES:
        abort(400)
    with read_catalogue() as connection:
        found = runs.list_runs(
            connection,
            source_name=source,
            states=(state,) if state else (),
            limit=SIZE + 1,
            before=number_of_address("before"),
        )
    more = found[SIZE - 1].id if len(found) > SIZE else None
    return render_template(
        "admin/runs.html",
        runs=found[:SIZE],
        more=more,
        source=source,
        state=state,
        states=LISTED_STATES,
    )


def _run(connection: Connection, run_id: int) -> Run:
    return runs.get_run(connection, run_id) or abort(404)


@blueprint.get("/runs/<int:run_id>")
@takes("after")
def run(run_id: int) -> ResponseReturnValue:
    """A run: state, ledger, parameters, checkpoint, log; of one that waits for approval, what would go."""
    with read_catalogue() as connection:
        found = _run(connection, run_id)
        return render_template(
            "admin/run.html",
            run=found,
            parameters=_shortened(pretty(found.parameters)),
            checkpoint=pretty(found.checkpoint),
            log=runs.read_log(connection, run_id),
            pages=ledgers.count_pages(connection, run_id),
            from_pages=ledgers.sum_pages(connection, run_id),
            quarantined=quarantine.count_items(connection, run_id=run_id, waiting=False),
            undoable=undo.count_undoable(connection, found.source, run_id),
            over=overflow.is_over(found),
            **_would_go(connection, found),
        )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _would_go(connection: Connection, held: Run) -> dict[str, Any]:
    """What a page says of the deletions that wait."""
    if held.state != "held" or overflow.is_over(held):
        return {}
    after = number_of_address("after") or 0
    found = list_doomed(connection, held.source, limit=SIZE + 1, after=after)
    return {
        "effects": effects(connection, held.source),
        "doomed": found[:SIZE],
        "more_doomed": found[SIZE - 1].item if len(found) > SIZE else None,
    }


@blueprint.post("/runs/<int:run_id>/decision")
def decide(run_id: int) -> ResponseReturnValue:
    """Approve or reject the deletions of a run that is held."""
    decision = request.form.get("decision", "")
    if decision not in {"approve", "reject"}:
        abort(400, _("Approve the deletions or reject them."))
    with write_catalogue() as connection:
        held = _run(connection, run_id)
        if held.state != "held":
            flash(_("Nothing of this run waits for approval."), "warning")
            return redirect(url_for("admin.run", run_id=run_id))
        over = overflow.is_over(held)
        if decision == "approve":
            replay = approvals.approve(connection, run_id, user_name())
            told = _("The deletions are approved; a worker carries them out.")
            told = _("A new run goes on from there.") if over else told
        else:
            replay = None
            told = _kept(*approvals.turn_down(connection, run_id, user_name()))
            told = _("What came is kept; the next run begins anew.") if over else told
        what = "overflow" if over else "deletions"
        record_change(connection, user_name(), f"{what}-{decision}", held.source, f"run {run_id}")
    flash(told, "success")
    return redirect(url_for("admin.run", run_id=replay or run_id))


def _kept(kept: int, gone: int) -> str:
    """What a rejection did."""
    told: str = ngettext("One record is kept.", "%(num)d records are kept.", kept)
    if not gone:
        return told
    lost = ngettext(
        "One more was gone before the decision.",
        "%(num)d more were gone before the decision.",
        gone,
    )
    return f"{told} {lost}"


@blueprint.post("/runs/<int:run_id>/undo")
def undo_run(run_id: int) -> ResponseReturnValue:
    """Ask for a run that restores what this one deleted."""
    try:
        with write_catalogue() as connection:
            source = _run(connection, run_id).source
            number = undo.request_undo(connection, run_id, user_name())
            record_change(
                connection, user_name(), "deletions-undo", source, f"run {run_id} by run {number}"
            )
    except undo.UndoError:
        flash(_("Nothing of this run can be undone any more."), "warning")
        return redirect(url_for("admin.run", run_id=run_id))
    flash(_("The records are to be restored; a worker does it."), "success")
    return redirect(url_for("admin.run", run_id=number))


@blueprint.get("/runs/<int:run_id>/pages")
@takes("counted", "after")
def run_pages(run_id: int) -> ResponseReturnValue:
    """The pages behind a number of the run's ledger (``counted``), else all."""
    counted = request.args.get("counted") or None
    if counted is not None and counted not in LEDGER:
        abort(400)
    with read_catalogue() as connection:
        found = _run(connection, run_id)
        pages = ledgers.list_pages(
            connection,
            run_id,
            counted=counted,
            limit=SIZE + 1,
            after=number_of_address("after") or 0,
        )
        return render_template(
            "admin/run_pages.html",
            run=found,
            counted=counted,
            pages=pages[:SIZE],
            more=pages[SIZE - 1].id if len(pages) > SIZE else None,
            total=ledgers.count_pages(connection, run_id, counted=counted),
            sums=ledgers.sum_pages(connection, run_id),
        )


@blueprint.get("/pages/<int:page_id>")
@takes("offset")
def page(page_id: int) -> ResponseReturnValue:
    """A fetched page: where it came from, its ledger, its records and what of it waits in quarantine."""
    offset = number_of_address("offset") or 0
    with read_catalogue() as connection:
        found = ledgers.get_page(connection, page_id) or abort(404)
        total = ledgers.count_page_records(connection, page_id)
        return render_template(
            "admin/page.html",
            page=found,
            records=ledgers.page_records(connection, page_id, limit=SIZE, offset=offset),
            total=total,
            more=offset + SIZE if offset + SIZE < total else None,
            quarantined=quarantine.count_items(connection, page_id=page_id, waiting=False),
        )
