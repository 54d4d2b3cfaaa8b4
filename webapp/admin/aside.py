"""What the indexer has set aside: which items, why, and having them tried again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from catalogue.audit import record_change
from catalogue.derived import set_aside as store
from catalogue.stage_names import ASIDE_NAMES
from webapp.admin.blueprint import blueprint, user_name
from webapp.numbers import number_of_form
from webapp.services import read_catalogue, write_catalogue

_SHOWN = 500


@blueprint.get("/set-aside")
def set_aside() -> ResponseReturnValue:
    """Items by stage, each with its reason."""
    with read_catalogue() as connection:
        return render_template(
            "admin/set_aside.html",
            items=store.listed(connection, limit=_SHOWN),
            counts=store.counted(connection),
        )


@blueprint.post("/set-aside/retry")
def retry() -> ResponseReturnValue:
    """Put an item back on its stage's list, or all of them; the next index tries it again."""
    wanted = request.form.get("stage")
    stage = next((name for name in ASIDE_NAMES if name == wanted), None)
    item = number_of_form("item")
    with write_catalogue() as connection:
        # an unknown stage has nothing, and does not mean all
        count = 0 if wanted and stage is None else store.put_back(connection, stage, item)
        if count:
            subject = " ".join(str(each) for each in (stage, item) if each is not None) or "all"
            record_change(connection, user_name(), "set-aside-retried", subject, f"{count} items")
    if not count:
        flash(_("Nothing like that is set aside."), "warning")
    else:
        text = ngettext(
            "One item is tried again by the next index.",
            "%(num)d items are tried again by the next index.",
            count,
        )
        flash(text, "success")
    return redirect(url_for("admin.set_aside"))
