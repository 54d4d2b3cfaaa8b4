"""What the page of a work has no room for, on pages of its own: all its references, all its people."""

from __future__ import annotations

import msgspec
from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from catalogue.derived.works import get_works, records_of, references_of
from webapp.addresses import takes
from webapp.scholars import labels
from webapp.scholars.blueprint import blueprint
from webapp.scholars.paging import Paging
from webapp.scholars.references import (
    count_of,
    entries_of,
    page_of,
    reference_lists,
    with_works,
    works_named,
)
from webapp.scholars.results import plain
from webapp.scholars.works import held_work
from webapp.services import read_catalogue

_REFERENCES = 50  # on a page


@blueprint.get("/works/<identifier>/references")
@takes("page")
def work_references(identifier: str) -> ResponseReturnValue:
    """All reference lists of a work, page by page."""
    paging = msgspec.structs.replace(Paging.of_request(), size=_REFERENCES)
    with read_catalogue() as connection:
        entry = held_work(
            connection,
            identifier,
            lambda held: url_for("scholars.work_references", identifier=held),
        )
        records = records_of(connection, entry.number)
        lists = reference_lists(references_of(connection, entry.number), records)
        shown = page_of(lists, (paging.page - 1) * paging.size, paging.size)
        works = get_works(connection, works_named(entries_of(shown)))
    return render_template(
        "scholars/work_references.html",
        work=plain(entry),
        reference_lists=with_works(shown, works),
        several=len(lists) > 1,
        sources=labels.source_titles(),
        paging=paging.over(count_of(lists)),
        labels=labels,
    )


@blueprint.get("/works/<identifier>/people")
@takes("page")
def work_people(identifier: str) -> ResponseReturnValue:
    """All authors and other contributors of a work with every form of their names, page by page."""
    paging = Paging.of_request()
    with read_catalogue() as connection:
        entry = held_work(
            connection, identifier, lambda held: url_for("scholars.work_people", identifier=held)
        )
    people = entry.named
    before = (paging.page - 1) * paging.size
    return render_template(
        "scholars/work_people.html",
        work=plain(entry),
        people=people[before : before + paging.size],
        sources=labels.source_titles(),
        paging=paging.over(len(people)),
        labels=labels,
    )
