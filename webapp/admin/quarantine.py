"""Quarantine: what waits and why, the bytes of an item, replaying and dismissing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection

from catalogue.audit import record_change
from catalogue.harvested import quarantine as store
from catalogue.harvested import runs
from catalogue.harvested.deletions import HELD, WAITING
from catalogue.harvested.quarantine import QuarantineItem
from catalogue.harvested.runs import RunParameters, request_run
from webapp.addresses import takes
from webapp.admin.blueprint import blueprint, user_name
from webapp.admin.display import show_bytes
from webapp.admin.runs import SIZE
from webapp.numbers import number_of_address, numbers_of_form
from webapp.services import read_catalogue, write_catalogue

_AT_ONCE = 1000  # items of one replay; more are asked for again
_LONGEST_NOTE = 500


@blueprint.get("/quarantine")
@takes("source", "reason", "run", "page", "state", "before")
def quarantine() -> ResponseReturnValue:
    """Items by source, reason, run or page; the waiting ones unless ``state=all``."""
    chosen = {
        "source": request.args.get("source") or None,
        "reason": request.args.get("reason") or None,
        "run_id": number_of_address("run"),
        "page_id": number_of_address("page"),
        "waiting": request.args.get("state") != "all",
    }
    with read_catalogue() as connection:
        items = store.list_quarantine(
            connection,
            limit=SIZE + 1,
            before=number_of_address("before"),
            **chosen,  # type: ignore[arg-type]
        )
        return render_template(
            "admin/quarantine.html",
            items=items[:SIZE],
            more=items[SIZE - 1].id if len(items) > SIZE else None,
            total=store.count_items(connection, **chosen),  # type: ignore[arg-type]
            groups=store.count_by_reason(connection),
            chosen=chosen,
            not_parsed=WAITING,
        )


@blueprint.get("/quarantine/<int:item_id>")
def quarantine_item(item_id: int) -> ResponseReturnValue:
    """An item with its bytes."""
    with read_catalogue() as connection:
        item = _item(connection, item_id)
        held = runs.list_runs(connection, source_name=item.source, states=("held",), limit=1)
    return render_template(
        "admin/quarantine_item.html",
        item=item,
        shown=show_bytes(item.body),
        held=held[0] if held else None,
        waits=item.reason in WAITING,
    )


def _item(connection: Connection, item_id: int) -> QuarantineItem:
    found = store.get_items(connection, [item_id])
    return found[0] if found else abort(404)


@blueprint.post("/quarantine/replay")
def replay() -> ResponseReturnValue:
    """Request replay runs for the items chosen, or for all waiting ones of a source and reason."""
    with write_catalogue() as connection:
        items = _chosen_items(connection)
        deletions = sum(item.reason in WAITING for item in items)
        items = [item for item in items if item.reason not in WAITING]
        if not items:
            flash(_decided_there() if deletions else _("Nothing that waits was chosen."), "warning")
            return redirect(url_for("admin.quarantine"))
        run_ids = _request_replays(connection, items)
    text = ngettext(
        "One item is to be parsed again; a worker does it.",
        "%(num)d items are to be parsed again; a worker does it.",
        len(items),
    )
    flash(text, "success")
    return redirect(url_for("admin.run", run_id=run_ids[-1]))


def _decided_there() -> str:
    told: str = _(
        "These are deletions: parsing them again changes nothing. Decide about them on the page of the run that waits."
    )
    return told


def _chosen_items(connection: Connection) -> list[QuarantineItem]:
    if numbers := numbers_of_form("item", _AT_ONCE):
        found = store.get_items(connection, numbers)
        return [item for item in found if item.resolved_at is None]
    source, reason = request.form.get("source"), request.form.get("reason")
    if not source or not reason:
        return []
    return store.list_quarantine(connection, source=source, reason=reason, limit=_AT_ONCE)


def _request_replays(connection: Connection, items: Sequence[QuarantineItem]) -> list[int]:
    """One run a source, as a run belongs to one source; the numbers of the runs."""
    by_source: dict[str, list[int]] = defaultdict(list)
    for item in items:
        by_source[item.source].append(item.id)
    run_ids = []
    for source, numbers in sorted(by_source.items()):
        parameters = RunParameters(quarantine=tuple(sorted(numbers)))
        who = user_name()
        number = request_run(
            connection, source, mode="replay", parameters=parameters, requested_by=who
        )
        record_change(
            connection, who, "replay-requested", source, f"run {number}, {len(numbers)} items"
        )
        run_ids.append(number)
    return run_ids


@blueprint.post("/quarantine/<int:item_id>/dismiss")
def dismiss(item_id: int) -> ResponseReturnValue:
    """Mark an item as dealt with; the note says why. It is kept."""
    note = request.form.get("note", "").strip()[:_LONGEST_NOTE]
    if not note:
        flash(_("Say in a note why the item is dismissed."), "error")
        return redirect(url_for("admin.quarantine_item", item_id=item_id))
    with write_catalogue() as connection:
        item = _item(connection, item_id)
        if item.reason == HELD:
            flash(_decided_there(), "error")
            return redirect(url_for("admin.quarantine_item", item_id=item_id))
        if item.resolved_at is None:
            who = user_name()
            store.resolve(connection, [item_id], f"dismissed by {who}: {note}")
            record_change(connection, who, "quarantine-dismissed", f"{item.source} {item_id}", note)
    flash(_("The item is dismissed; it is kept and can still be looked at."), "success")
    return redirect(url_for("admin.quarantine"))
