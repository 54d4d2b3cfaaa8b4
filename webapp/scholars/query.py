"""The address of a search page ↔ what is asked of the search index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

import msgspec
from flask import url_for
from werkzeug.datastructures import MultiDict

from indexer.search.asked import check_values
from indexer.search.interface import FACETS, BadRequest, Facet, SearchRequest, Sort
from webapp.numbers import whole_number

SORTS: tuple[Sort, ...] = get_args(Sort)
PAGE_SIZE = 20
_LAST_YEAR = 9999
_MOST_LITERALLY = 20
ARGUMENTS = ("q", *FACETS, "from", "to", "sort", "literally", "cursor")
"""What the address of a search page may hold."""
COUNTED = tuple(facet for facet in FACETS if facet != "basis")
"""The facets that a search page counts. The ground of the country is a filter that pages of countries set."""
_COUNTED_OF_ALL = tuple(facet for facet in COUNTED if facet != "person")
"""Of all works at once nobody wants to choose among all people, who are too many to be counted each time."""
FACET_SIZE = 60  # more than a facet shows, so that the latest years are among them


class SearchQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a search page shows, as its address says it."""

    text: str = ""
    filters: Mapping[Facet, tuple[str, ...]] = {}
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "relevance"
    literally: tuple[str, ...] = ()  # keys of chips that were taken away: what not to understand
    cursor: str | None = None

    @classmethod
    def from_arguments(cls, arguments: MultiDict[str, str]) -> SearchQuery:
        """Read the arguments of an address; raise BadRequest for an invalid year and for too many values."""
        sort: Any = arguments.get("sort")
        values = {facet: arguments.getlist(facet) for facet in FACETS}
        filters = {
            facet: tuple(dict.fromkeys(filter(None, found)))
            for facet, found in values.items()
            if any(found)
        }
        check_values(filters)
        return cls(
            text=arguments.get("q", "").strip(),
            filters=filters,
            year_from=_year(arguments.get("from")),
            year_to=_year(arguments.get("to")),
            sort=sort if sort in SORTS else "relevance",
            literally=tuple(dict.fromkeys(arguments.getlist("literally")))[:_MOST_LITERALLY],
            cursor=arguments.get("cursor") or None,
        )

    def request(self, *, size: int = PAGE_SIZE, facet_size: int = FACET_SIZE) -> SearchRequest:
        """What to ask of the search index."""
        return SearchRequest(
            query=self.text,
            filters=self.filters,
            year_from=self.year_from,
            year_to=self.year_to,
            sort=self.sort,
            size=size,
            cursor=self.cursor,
            facets=COUNTED if self.text or self.filters else _COUNTED_OF_ALL,
            facet_size=facet_size,
            highlight=bool(self.text),
            suggest=bool(self.text),
        )

    def arguments(self) -> dict[str, Any]:
        """The arguments of this query's address, without what is the default anyway."""
        given: dict[str, Any] = {
            "q": self.text,
            **{facet: list(values) for facet, values in self.filters.items()},
            "from": self.year_from,
            "to": self.year_to,
            "sort": self.sort if self.sort != "relevance" else None,
            "literally": list(self.literally),
            "cursor": self.cursor,
        }
        return {name: value for name, value in given.items() if value not in (None, "", [])}

    def url(self) -> str:
        """The address of this query's page."""
        return url_for("scholars.search_page", **self.arguments())

    def file_url(self, ending: str) -> str:
        """The address of all that the query finds as a file of this kind."""
        return url_for("scholars.search_file", ending=ending, **self.change().arguments())

    def only(self, facet: Facet, *values: str) -> SearchQuery:
        """The same query with exactly these values of the facet (none: without the filter), from its first page."""
        filters = {name: chosen for name, chosen in self.filters.items() if name != facet}
        if values:
            filters[facet] = values
        return msgspec.structs.replace(self, filters=filters, cursor=None)

    def change(self, **changes: Any) -> SearchQuery:
        """The same query with other fields, from its first page."""
        return msgspec.structs.replace(self, **{"cursor": None, **changes})


def search_url(text: str = "", **filters: str) -> str:
    """The address of a search with one value a facet."""
    chosen = {cast(Facet, facet): (value,) for facet, value in filters.items()}
    return SearchQuery(text=text, filters=chosen).url()


def _year(text: str | None) -> int | None:
    if not text or not text.strip():
        return None
    year = whole_number(text.strip(), _LAST_YEAR)
    if year is None:
        raise BadRequest("bad_year", value=text.strip()[:40])
    return year
