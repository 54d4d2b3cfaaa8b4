"""The facets of a search page as links. A count is what its link opens: the value alone, under every other filter."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from indexer.search.interface import Facet, FacetCount, SearchResults
from webapp.scholars.labels import FACETS, facet_value
from webapp.scholars.links import QueryLinks
from webapp.scholars.query import SearchQuery


class FacetLink(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet. ``url`` shows this value alone (if active: takes it away), ``add_url`` adds it to others.

    Neither is there where the page has no room for the address.
    """

    label: str
    count: int
    url: str | None
    active: bool
    add_url: str | None = None


class FacetView(msgspec.Struct, frozen=True, kw_only=True):
    """A facet with its values; ``open`` if it should be seen at once."""

    name: str
    title: str
    values: tuple[FacetLink, ...]
    open: bool


class ActiveFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A filter in force and the address without it, if the page has room for it."""

    title: str
    label: str
    url: str | None


_MOST = 12  # values of a facet that are shown
_OPEN = {"country", "year", "type", "language"}


def facet_views(
    query: SearchQuery, results: SearchResults, names: dict[str, str]
) -> list[FacetView]:
    """The facets that tell works apart, each with its values."""
    views = []
    links = QueryLinks(query)
    for facet, title in FACETS.items():
        chosen = query.filters.get(facet, ())
        if facet not in results.facets:
            continue
        counts = results.facets[facet]
        if facet == "year":
            counts = tuple(sorted(counts, key=lambda each: each.value, reverse=True))
        shown = [each for n, each in enumerate(counts) if n < _MOST or each.value in chosen]
        if len(counts) < 2 and not chosen:
            continue
        views.append(
            FacetView(
                name=facet,
                title=str(title),
                values=tuple(_link(query, links, facet, each, names) for each in shown),
                open=facet in _OPEN or bool(chosen),
            )
        )
    return views


def _link(
    query: SearchQuery,
    links: QueryLinks,
    facet: Facet,
    each: FacetCount,
    names: dict[str, str],
) -> FacetLink:
    chosen = query.filters.get(facet, ())
    active = each.value in chosen
    changed = links.without if active else links.only
    return FacetLink(
        label=facet_value(facet, each.value, names),
        count=each.count,
        url=changed(facet, each.value),
        active=active,
        add_url=links.with_value(facet, each.value) if chosen and not active else None,
    )


def active_filters(query: SearchQuery, names: dict[str, str]) -> Iterator[ActiveFilter]:
    """Every filter in force."""
    links = QueryLinks(query)
    for facet, values in query.filters.items():
        for value in values:
            yield ActiveFilter(
                title=str(FACETS[facet]),
                label=facet_value(facet, value, names),
                url=links.without(facet, value),
            )
    if query.year_from is not None or query.year_to is not None:
        yield ActiveFilter(
            title=str(FACETS["year"]),
            label=f"{query.year_from or '…'}–{query.year_to or '…'}",
            url=links.without_years(),
        )
