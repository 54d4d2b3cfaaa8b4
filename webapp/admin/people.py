"""Judgements about people: that two are one person, that a work is hers or is not. They outlive every rebuild."""

from __future__ import annotations

from typing import Literal, cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalogue.audit import record_change
from catalogue.decided import people as store
from catalogue.decided.person_reviews import judge_named, list_doubts
from webapp.addresses import takes
from webapp.admin.blueprint import blueprint, user_name
from webapp.services import read_catalogue, write_catalogue

_FIELDS = ("one", "other", "note")
_DOUBTS = 50


def _page(values: dict[str, str]) -> str:
    with read_catalogue() as connection:
        return render_template(
            "admin/people.html",
            judgements=store.decisions(connection),
            doubts=list_doubts(connection, _DOUBTS),
            values=values,
        )


@blueprint.get("/people")
@takes(*_FIELDS)
def people() -> ResponseReturnValue:
    """Who may be the same, the decisions in force, and a form for a new one (the address may fill it in)."""
    return _page({name: request.args.get(name, "") for name in _FIELDS})


@blueprint.post("/people")
def judge_people() -> ResponseReturnValue:
    """Write a decision; it replaces an earlier one about the same two."""
    values = {name: request.form.get(name, "").strip() for name in _FIELDS}
    verdict = request.form.get("verdict", "")
    if verdict not in {"same", "different"}:
        abort(400, _("Say whether they are the same or different."))
    who, note = user_name(), values["note"] or None
    try:
        with write_catalogue() as connection:
            kind = cast("Literal['same', 'different']", verdict)
            judge_named(connection, values["one"], values["other"], kind, who, note)
            subject = f"{values['one']} / {values['other']}"
            record_change(connection, who, f"people-judged-{verdict}", subject, note)
    except store.UnknownAuthorError:
        flash(
            _("Name two: each by the id of a person, or of a work with the author's place."),
            "error",
        )
        return _page(values), 422
    flash(_("The decision is kept; the next indexing follows it."), "success")
    return redirect(url_for("admin.people"))


@blueprint.post("/people/<int:judgement_id>/withdraw")
def withdraw_people(judgement_id: int) -> ResponseReturnValue:
    """Take a decision back."""
    with write_catalogue() as connection:
        store.withdraw(connection, judgement_id)
        record_change(connection, user_name(), "people-judgement-withdrawn", str(judgement_id))
    flash(_("The decision is withdrawn; the next indexing works it out again."), "success")
    return redirect(url_for("admin.people"))
