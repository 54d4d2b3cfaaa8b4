"""The links of a search page. What they say of the query is written once, however many links it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote_plus

from flask import url_for

from indexer.search.interface import FACETS, Facet
from webapp.scholars.query import SearchQuery
from webapp.servers.limits import ADDRESS_BYTES

BUDGET = 60_000
"""Bytes that the links of a page may take together: beyond them values stand there without a link."""


class QueryLinks:
    """Addresses of the searches next to a query, all from their first page.

    An address that the site would refuse, or one beyond the page's budget, is None.
    """

    def __init__(self, query: SearchQuery, budget: int = BUDGET) -> None:
        self._left = budget
        self._path = url_for("scholars.search_page")
        self._text = written("q", query.text) if query.text else ""
        self._chosen = {
            facet: {value: written(facet, value) for value in query.filters.get(facet, ())}
            for facet in FACETS
        }
        self._joined = {facet: "&".join(values.values()) for facet, values in self._chosen.items()}
        self._years = _joined(
            written(name, str(year))
            for name, year in (("from", query.year_from), ("to", query.year_to))
            if year is not None
        )
        self._literally = _joined(written("literally", each) for each in query.literally)
        self._sort = written("sort", query.sort) if query.sort != "relevance" else ""

    def only(self, facet: Facet, value: str) -> str | None:
        """With this value alone of the facet."""
        return self._link(facet, written(facet, value))

    def with_value(self, facet: Facet, value: str) -> str | None:
        """With this value beside those already chosen."""
        return self._link(facet, _joined((self._joined[facet], written(facet, value))))

    def without(self, facet: Facet, value: str) -> str | None:
        """Without this value."""
        values = self._chosen[facet].items()
        return self._link(facet, "&".join(each for name, each in values if name != value))

    def without_years(self) -> str | None:
        """Without a first and a last year."""
        kept = (*self._joined.values(), self._sort, self._literally)
        return self._counted(_joined((self._text, *kept)))

    def _link(self, changed: Facet, content: str) -> str | None:
        facets = (content if facet == changed else each for facet, each in self._joined.items())
        kept = (*facets, self._years, self._sort, self._literally)
        return self._counted(_joined((self._text, *kept)))

    def _counted(self, arguments: str) -> str | None:
        address = f"{self._path}?{arguments}" if arguments else self._path
        if len(address) > min(self._left, ADDRESS_BYTES):
            return None
        self._left -= len(address)
        return address


def written(name: str, value: str) -> str:
    """A name and a value as they stand in an address."""
    return f"{quote_plus(name)}={quote_plus(value, safe=_PLAIN, errors='replace')}"


_PLAIN = "!$'()*,/:;?@"  # what may stand in the query part of an address, as Werkzeug writes it


def _joined(parts: Iterable[str]) -> str:
    return "&".join(part for part in parts if part)
