"""The pages of one work: the work itself, who cites it, whom it cites, its exports; addresses outlive merges."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.wrappers import Response as ResponseBase

from catalogue.derived.works import (
    WorkEntry,
    cited_works,
    citing_works,
    get_work,
    get_works,
    merges_of,
    records_of,
    references_of,
    resolve,
)
from schemas.ids import public_id, work_number
from webapp.addresses import takes
from webapp.exports import formatted, to_bibtex, to_csl, to_ris
from webapp.exports.lists import KINDS
from webapp.exports.media_types import MEDIA_TYPES
from webapp.language import negotiated
from webapp.metadata.pages import links_of, of_work
from webapp.scholars import labels
from webapp.scholars.blueprint import blueprint, root
from webapp.scholars.paging import Paging
from webapp.scholars.references import (
    count_of,
    entries_of,
    fitting,
    reference_lists,
    with_works,
    works_named,
)
from webapp.scholars.results import plain
from webapp.services import read_catalogue

_Address = Callable[[str], str]
_ROOM_FOR_REFERENCES = 150_000  # bytes of a work's page; the others stand on pages of their own


def held_work(connection: Connection, identifier: str, address: _Address) -> WorkEntry:
    """The work of a public id; leads on to the work that holds it now, and ends in 404 if nobody does."""
    number = work_number(identifier)
    if number is None:
        abort(404)
    if identifier != public_id(number):
        abort(redirect(address(public_id(number)), 301))
    entry = get_work(connection, number)
    if entry is None:
        abort(_led_on(resolve(connection, number), address))
    return entry


def _led_on(now: int | None, address: _Address) -> ResponseBase:
    if now is None:
        abort(404)
    response = redirect(address(public_id(now)), 308)
    # A merge can be undone: the old address then has a work of its own again, so browsers must ask.
    response.cache_control.no_cache = True
    return response


@root.get("/works/<identifier>")
def permalink(identifier: str) -> ResponseReturnValue:
    """The address of a work without a language: leads to its page in the browser's language."""
    response = redirect(url_for("scholars.work", identifier=identifier, lang=negotiated()))
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/works/<identifier>")
def work(identifier: str) -> ResponseReturnValue:
    """Everything that is known of a work, and from whom."""
    with read_catalogue() as connection:
        entry = held_work(
            connection, identifier, lambda held: url_for("scholars.work", identifier=held)
        )
        records = records_of(connection, entry.number)
        references = reference_lists(references_of(connection, entry.number), records)
        shown = fitting(references, _ROOM_FOR_REFERENCES)
        merges = merges_of(connection, records)
        works = get_works(connection, works_named(entries_of(shown)))
        citing = citing_works(connection, entry.number, size=5)
        possible = citing_works(connection, entry.number, possible_only=True, size=1)
    page = render_template(
        "scholars/work.html",
        metadata=of_work(entry, [each.raw for each in entries_of(shown)]),
        work=entry,
        body=entry.body,
        records={record.id: record for record in records},
        reference_lists=with_works(shown, works),
        references_shown=count_of(shown),
        references_total=count_of(references),
        merges=merges,
        citing=[plain(each) for each in citing.entries],
        citing_total=citing.total,
        possible_self=possible.total,
        sources=labels.source_titles(),
        citations=formatted(entry.body),
        bibtex=to_bibtex(entry.body),
        labels=labels,
    )
    return page, {"Link": links_of(entry.body)}


@blueprint.get("/works/<identifier>/citing")
@takes("others", "possible", "page")
def citing(identifier: str) -> ResponseReturnValue:
    """The works that cite this one; ``?others=1``: without self-citations, ``?possible=1``: those possibly such."""
    paging = Paging.of_request()
    mode = next(
        (name for name in ("others", "possible") if request.args.get(name) == "1"), "citing"
    )
    with read_catalogue() as connection:
        entry = held_work(
            connection, identifier, lambda held: url_for("scholars.citing", identifier=held)
        )
        found = citing_works(
            connection,
            entry.number,
            others_only=mode == "others",
            possible_only=mode == "possible",
            page=paging.page,
            size=paging.size,
        )
    return render_template(
        "scholars/around_work.html",
        mode=mode,
        work=plain(entry),
        total=found.total,
        results=[plain(each) for each in found.entries],
        paging=paging.over(found.total),
        kinds=KINDS,
        file_url=partial(_citing_file, entry.body.id, mode),
    )


def _citing_file(identifier: str, mode: str, ending: str) -> str:
    flags: dict[str, Any] = {} if mode == "citing" else {mode: 1}
    return url_for("scholars.citing_file", identifier=identifier, ending=ending, **flags)


@blueprint.get("/works/<identifier>/cited")
@takes("page")
def cited(identifier: str) -> ResponseReturnValue:
    """The works that this one cites."""
    paging = Paging.of_request()
    with read_catalogue() as connection:
        entry = held_work(
            connection, identifier, lambda held: url_for("scholars.cited", identifier=held)
        )
        found = cited_works(connection, entry.number, page=paging.page, size=paging.size)
    return render_template(
        "scholars/around_work.html",
        mode="cited",
        work=plain(entry),
        total=found.total,
        results=[plain(each) for each in found.entries],
        paging=paging.over(found.total),
        kinds=KINDS,
        file_url=lambda ending: url_for(
            "scholars.cited_file", identifier=entry.body.id, ending=ending
        ),
    )


def _export(identifier: str, ending: str) -> WorkEntry:
    with read_catalogue() as connection:
        return held_work(connection, identifier, lambda held: f"/works/{held}.{ending}")


def _file(text: str, kind: str, name: str) -> Response:
    response = Response(text, content_type=f"{kind}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@root.get("/works/<identifier>.bib")
def bibtex_file(identifier: str) -> ResponseReturnValue:
    """The work as BibTeX."""
    body = _export(identifier, "bib").body
    return _file(to_bibtex(body), MEDIA_TYPES["bib"], f"{body.id}.bib")


@root.get("/works/<identifier>.ris")
def ris_file(identifier: str) -> ResponseReturnValue:
    """The work as RIS."""
    body = _export(identifier, "ris").body
    return _file(to_ris(body), MEDIA_TYPES["ris"], f"{body.id}.ris")


@root.get("/works/<identifier>.json")
def csl_file(identifier: str) -> ResponseReturnValue:
    """The work as CSL-JSON: a list of one item, as reference managers expect."""
    body = _export(identifier, "json").body
    text = msgspec.json.encode([to_csl(body)]).decode()
    return _file(text, MEDIA_TYPES["json"], f"{body.id}.json")
