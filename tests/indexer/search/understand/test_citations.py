"""Works by their citations: the query inside, what stands for it, and what is bounded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.search.errors import QuerySyntaxError
from indexer.search.interface import SearchBackend, SearchRequest
from indexer.search.query import parse_query
from indexer.search.tantivy_backend.backend import TantivyBackend
from indexer.search.understand import citations
from indexer.search.understand.asking import Library, ask
from indexer.search.understand.citations import Bounded, has_citations, resolved
from tests.support.documents import document

# generated: the first cites the second and the third, the second cites the third
ONE, TWO, THREE = (
    document("Рост цен", "Иванов И. И.", year=2019, citations=0),
    document("Рынок труда", "Петров П. П.", year=2010, citations=1),
    document("Теория цен", "Сидоров С. С.", year=2000, citations=2),
)
CITES = {(ONE.number, TWO.number), (ONE.number, THREE.number), (TWO.number, THREE.number)}
NAMES = {ONE.number: "one", TWO.number: "two", THREE.number: "three"}


@pytest.fixture
def backend(tmp_path: Path) -> SearchBackend:
    backend = TantivyBackend(tmp_path)
    backend.apply([ONE, TWO, THREE])
    return backend


def across(cited: bool, works: Sequence[int]) -> Sequence[int]:
    if cited:
        return sorted({found for citing, found in CITES if citing in works})
    return sorted({found for found, cited_work in CITES if cited_work in works})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("citedby:(author:Иванов)", {"two", "three"}),
        ("цитируемые:(author:Иванов) рынок", {"two"}),
        ("refersto:(author:Сидоров)", {"one", "two"}),
        ("refersto:(author:Сидоров) NOT year:2019", {"two"}),
        ("refersto:(refersto:Сидоров)", {"one"}),
        ("citedby:(year:2000)", set()),
        ("citedby:(тундра) OR рынок", {"two"}),
    ],
)
def test_works_by_their_citations(backend: SearchBackend, query: str, found: set[str]) -> None:
    answer = ask(backend, SearchRequest(query=query), (), Library(across=across))
    assert {NAMES[hit.number] for hit in answer.results.hits} == found


def test_a_query_inside_that_finds_too_much_is_bounded_and_says_so(
    backend: SearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citations, "MOST_INSIDE", 1)
    asked: list[Sequence[int]] = []
    _, bounded = resolved(
        parse_query("citedby:(цен)"), backend, lambda _, works: asked.append(works) or ()
    )
    assert asked == [[THREE.number]]  # the most cited
    assert bounded == (Bounded(1, 2),)
    answer = ask(backend, SearchRequest(query="citedby:(цен)"), (), Library(across=across))
    assert [chip.key for chip in answer.chips] == ["bounded:1/2"]


def test_without_a_catalogue_it_is_refused(backend: SearchBackend) -> None:
    assert has_citations(parse_query("a (b OR -refersto:c)"))
    assert not has_citations(parse_query("author:a b"))
    with pytest.raises(QuerySyntaxError, match="citations"):
        ask(backend, SearchRequest(query="citedby:a"))


def test_pages_belong_to_the_query(backend: SearchBackend) -> None:
    request = SearchRequest(query="refersto:(author:Сидоров)", size=1)
    first = ask(backend, request, (), Library(across=across)).results
    more = SearchRequest(query=request.query, size=1, cursor=first.next_cursor)
    second = ask(backend, more, (), Library(across=across)).results
    assert {first.hits[0].number, second.hits[0].number} == {ONE.number, TWO.number}
