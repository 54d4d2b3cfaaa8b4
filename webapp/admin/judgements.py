"""Judgements: a person's decision that two records are the same publication, or are not. It outlives every rebuild."""

from __future__ import annotations

from typing import Literal, cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalogue.audit import record_change
from catalogue.decided import judgements as store
from webapp.addresses import takes
from webapp.admin.blueprint import blueprint, user_name
from webapp.services import read_catalogue, write_catalogue

_FIELDS = ("left_source", "left_identifier", "right_source", "right_identifier", "note")


def _page(values: dict[str, str]) -> str:
    with read_catalogue() as connection:
        return render_template(
            "admin/judgements.html", judgements=store.decisions(connection), values=values
        )


@blueprint.get("/judgements")
@takes(*_FIELDS)
def judgements() -> ResponseReturnValue:
    """The decisions in force, and a form for a new one (the address may fill it in)."""
    return _page({name: request.args.get(name, "") for name in _FIELDS})


@blueprint.post("/judgements")
def judge() -> ResponseReturnValue:
    """Write a decision; it replaces an earlier one about the same two records."""
    values = {name: request.form.get(name, "").strip() for name in _FIELDS}
    verdict = request.form.get("verdict", "")
    if verdict not in {"same", "different"}:
        abort(400, _("Say whether the records are the same or different."))
    left = (values["left_source"], values["left_identifier"])
    right = (values["right_source"], values["right_identifier"])
    if left == right:
        flash(_("Name two records."), "error")
        return _page(values), 422
    who, note = user_name(), values["note"] or None
    try:
        with write_catalogue() as connection:
            kind = cast("Literal['same', 'different']", verdict)
            store.judge(connection, left, right, kind, who, note)
            subject = f"{' '.join(left)} / {' '.join(right)}"
            record_change(connection, who, f"judged-{verdict}", subject, note)
    except store.UnknownRecordError:
        flash(_("One of these records is not in the catalogue."), "error")
        return _page(values), 422
    flash(_("The decision is kept; the next indexing follows it."), "success")
    return redirect(url_for("admin.judgements"))


@blueprint.post("/judgements/<int:judgement_id>/withdraw")
def withdraw(judgement_id: int) -> ResponseReturnValue:
    """Take a decision back."""
    with write_catalogue() as connection:
        store.withdraw(connection, judgement_id)
        record_change(connection, user_name(), "judgement-withdrawn", str(judgement_id))
    flash(_("The decision is withdrawn; the next indexing works it out again."), "success")
    return redirect(url_for("admin.judgements"))
