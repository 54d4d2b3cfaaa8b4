"""Where a title may begin inside a reference, and the keys made of it."""

from __future__ import annotations

import pytest

from indexer.keys.reference import pieces


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Петров И. В. Реки: бассейны", [["petrov", "i"], ["v"], ["reki"], ["baseini"]]),
        ("2018 Реки края", [["2018"], ["reki", "kraia"]]),
        ("Реки - озёра", [["reki"], ["ozera"]]),
        ("Северо-Запад", [["severo", "zapad"]]),
        ("гидро- логия рек", [["gidrologia", "rek"]]),  # broken at the end of a printed line
        ("PMID 26871664 100000", [["pmid", "26871664"], ["100000"]]),  # zeros do not part a number
    ],
)
def test_pieces(raw: str, expected: list[list[str]]) -> None:
    assert [piece for piece in pieces(raw) if piece] == expected
