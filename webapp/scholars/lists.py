"""Lists beside the search: journals, citations from country to country."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from catalogue.derived.national import citations_between
from indexer.search.interface import FacetCount, SearchRequest
from schemas.vocabularies import countries
from webapp.addresses import takes
from webapp.formatting import fit
from webapp.grounds import ground_of_request
from webapp.scholars.blueprint import blueprint
from webapp.scholars.paging import Paging
from webapp.scholars.query import search_url
from webapp.scholars.results import plain
from webapp.services import read_catalogue, search

MOST_JOURNALS = 500
_ROOM_FOR_JOURNALS = 240_000  # bytes of their names; each stands in two addresses too


@blueprint.get("/journals")
def journals() -> ResponseReturnValue:
    """The journals with the most held works; each opens its list. What references name is no list of journals."""
    asked = SearchRequest(
        filters={"kind": ("held",)}, size=0, facets=("journal",), facet_size=MOST_JOURNALS
    )
    found = search(asked)
    most_works = fit(found.facets["journal"], _ROOM_FOR_JOURNALS)
    listed = sorted(most_works, key=_by_title)
    return render_template(
        "scholars/journals.html",
        journals=[
            (each.value, each.count, search_url(kind="held", journal=each.value)) for each in listed
        ],
        cut=len(listed) < len(found.facets["journal"]) or len(listed) == MOST_JOURNALS,
    )


def _by_title(entry: FacetCount) -> str:
    return entry.value.casefold().lstrip("«\"'„“ ")


@blueprint.get("/citations")
@takes("from", "to", "self", "basis", "page")
def citations() -> ResponseReturnValue:
    """Citations by works of the country ``from`` of works of ``to`` (absent: of any); ``self=1``: self-citations.

    ``self=possible``: those that may be such.
    ``basis=affiliation``: of works that count for the country by affiliations alone.
    """
    ground = ground_of_request()
    selves = request.args.get("self", "")
    sides = {side: _country(request.args.get(side)) for side in ("from", "to")}
    paging = Paging.of_request()
    with read_catalogue() as connection:
        found = citations_between(
            connection,
            sides["from"],
            sides["to"],
            self_only=selves == "1",
            possible_only=selves == "possible",
            ground=ground,
            page=paging.page,
            size=paging.size,
        )
    return render_template(
        "scholars/citations.html",
        citing_country=sides["from"],
        cited_country=sides["to"],
        selves=selves,
        ground=ground,
        total=found.total,
        pairs=[(plain(each.citing), plain(each.cited), each) for each in found.entries],
        paging=paging.over(found.total),
    )


def _country(code: str | None) -> str | None:
    if not code:
        return None
    if code not in countries():
        abort(404)
    return code
