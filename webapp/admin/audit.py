"""The audit: who changed what."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from catalogue.audit import list_changes
from webapp.addresses import takes
from webapp.admin.blueprint import blueprint
from webapp.admin.runs import SIZE
from webapp.numbers import number_of_address
from webapp.services import read_catalogue


@blueprint.get("/audit")
@takes("before")
def audit() -> ResponseReturnValue:
    """All changes, newest first."""
    with read_catalogue() as connection:
        found = list_changes(connection, limit=SIZE + 1, before=number_of_address("before"))
    more = found[SIZE - 1].id if len(found) > SIZE else None
    return render_template("admin/audit.html", changes=found[:SIZE], more=more)
