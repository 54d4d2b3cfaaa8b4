"""The page of a person with the lists behind its numbers, and the works of a written name, of whomever they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import msgspec
from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from catalogue.derived.metrics import (
    CitationFilter,
    Selves,
    WorkFilter,
    citation_counts,
    count_citations,
    count_works,
    list_citations,
    list_works,
    per_year,
)
from catalogue.derived.people import (
    PersonEntry,
    get_person,
    may_be_the_same,
    people_of_name,
    resolve_person,
)
from catalogue.derived.works import names_of_key, works_of_name
from indexer.citations.indicators import h_index
from schemas.ids import public_id, work_number
from webapp.addresses import takes
from webapp.exports.lists import KINDS
from webapp.numbers import whole_number
from webapp.scholars.blueprint import blueprint
from webapp.scholars.paging import Paging
from webapp.scholars.person_facts import facts_of
from webapp.scholars.query import SearchQuery
from webapp.scholars.results import plain
from webapp.services import read_catalogue

_DESCRIBED = 300
"""Of how many works, the most cited ones, names and affiliations are shown."""
_SELVES: tuple[Selves, ...] = get_args(Selves)


@blueprint.get("/authors/<path:key>")
@takes("year", "page")
def author(key: str) -> ResponseReturnValue:
    """A person by public id; else the works of a written form of a name."""
    with read_catalogue() as connection:
        found = _find(connection, key, lambda held: url_for("scholars.author", key=held))
        return _person_page(connection, found) if found else _name_page(connection, key)


def _find(
    connection: Connection, identifier: str, address: Callable[[str], str]
) -> PersonEntry | None:
    """The person of a public id; leads on to whoever has the works now. None if it is nobody's."""
    number = work_number(identifier)
    if number is None:
        return None
    if (found := get_person(connection, number)) is not None:
        if identifier != public_id(number):
            abort(redirect(address(public_id(number)), 308))
        return found
    now = resolve_person(connection, number)
    if now is not None:
        abort(_led_on(address(public_id(now))))
    return None


def _led_on(address: str) -> Response:
    response = redirect(address, 308)
    # who was joined can be parted again: the old address is then a person's own, so browsers must ask
    response.cache_control.no_cache = True
    return response


def _person_page(connection: Connection, found: PersonEntry) -> str:
    own = WorkFilter(person=found.number)
    chosen = msgspec.structs.replace(own, **_year())
    paging = Paging.of_request()
    offset = (paging.page - 1) * paging.size
    total = count_works(connection, chosen)
    works = list_works(connection, chosen, limit=paging.size, offset=offset)
    counts = citation_counts(connection, own)
    years = per_year(connection, own)
    return render_template(
        "scholars/person.html",
        person=found,
        year=request.args.get("year"),
        total=total,
        results=[plain(each) for each in works],
        paging=paging.over(total),
        works=count_works(connection, own),
        citations={name: _count(connection, own, name) for name in _SELVES},
        h=h_index([cited for cited, several in counts.items() for _ in range(several)]),
        years=years,
        most=max((row.works for row in years), default=0),
        facts=facts_of(found.number, list_works(connection, own, limit=_DESCRIBED)),
        others=may_be_the_same(connection, found.number),
        kinds=KINDS,
        file_url=SearchQuery(filters={"person": (public_id(found.number),)}).file_url,
    )


def _count(connection: Connection, own: WorkFilter, selves: Selves) -> int:
    return count_citations(connection, CitationFilter(cited=own, selves=selves))


def _year() -> dict[str, Any]:
    """The year that the address asks for; "none" for works without one."""
    asked = request.args.get("year", "")
    if asked == "none":
        return {"undated": True}
    return {"year": whole_number(asked, 9999) or abort(404)} if asked else {}


def _name_page(connection: Connection, key: str) -> str:
    paging = Paging.of_request()
    names = names_of_key(connection, key)
    if not names:
        abort(404)
    found = works_of_name(connection, key, page=paging.page, size=paging.size)
    return render_template(
        "scholars/author.html",
        names=names,
        people=people_of_name(connection, key),
        total=found.total,
        results=[plain(each) for each in found.entries],
        paging=paging.over(found.total),
    )


@blueprint.get("/authors/<identifier>/citations")
@takes("selves", "page")
def person_citations(identifier: str) -> ResponseReturnValue:
    """The citations that the person's works received: all, those by others, or self-citations."""
    asked = request.args.get("selves", "all")
    selves = next((known for known in _SELVES if asked == known), None) or abort(404)
    paging = Paging.of_request()
    offset = (paging.page - 1) * paging.size
    with read_catalogue() as connection:
        found = _find(
            connection,
            identifier,
            lambda held: url_for("scholars.person_citations", identifier=held),
        ) or abort(404)
        chosen = CitationFilter(cited=WorkFilter(person=found.number), selves=selves)
        total = count_citations(connection, chosen)
        listed = list_citations(connection, chosen, limit=paging.size, offset=offset)
    return render_template(
        "scholars/person_citations.html",
        person=found,
        selves=selves,
        total=total,
        pairs=[(plain(each.citing), plain(each.cited), each) for each in listed],
        paging=paging.over(total),
    )
