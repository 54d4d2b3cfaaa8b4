from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from catalogue.derived.flows import FlowRow, PairRow
from indexer.citations.matrix import build_matrix, survey
from schemas.vocabularies import member_countries

COUNTRIES = ("RU", "BY", "KZ")


def _flow(citing: str, cited: str, parties: tuple[int, int], counts: tuple[int, int]) -> FlowRow:
    return FlowRow(
        citing=citing,
        cited=cited,
        citing_parties=parties[0],
        cited_parties=parties[1],
        citations=counts[0],
        self_citations=counts[1],
    )


def test_the_survey_scores_every_pair_of_members() -> None:
    found = survey()
    scores = [found.score(left, right) for left, right in combinations(member_countries(), 2)]
    assert len(found.scores) == len(scores)
    assert all(score and found.lowest <= score <= found.highest for score in scores)
    assert found.score("RU", "BY") == found.score("BY", "RU") == 8.5
    assert found.score("KG", "AM") == 4.1
    assert found.score("RU", "DE") is None
    assert (found.lowest, found.highest, found.asked, found.answered) == (1, 10, 103, 53)


def test_works_of_several_countries_are_shared_among_their_pairs() -> None:
    rows = [
        PairRow(left="KZ", right="RU", parties=2, works=3),
        PairRow(left="KZ", right="RU", parties=3, works=1),
        PairRow(left="BY", right="KZ", parties=3, works=1),
        PairRow(left="BY", right="RU", parties=3, works=1),
        PairRow(left="RU", right="UZ", parties=2, works=9),
    ]
    matrix = build_matrix(COUNTRIES, rows, [])
    found = {(pair.left, pair.right): (pair.works, pair.works_by_pairs) for pair in matrix.pairs}
    assert found == {
        ("RU", "BY"): (1, Fraction(1, 3)),
        ("RU", "KZ"): (4, Fraction(10, 3)),
        ("BY", "KZ"): (1, Fraction(1, 3)),
    }
    assert sum(pair.works_by_pairs for pair in matrix.pairs) == 4
    by_partners = {(pair.left, pair.right): pair.works_by_partners for pair in matrix.pairs}
    assert by_partners["RU", "KZ"] == 3 + Fraction(1, 2)
    assert by_partners["BY", "KZ"] == by_partners["RU", "BY"] == Fraction(1, 2)


def test_what_is_generated_is_told_apart() -> None:
    pairs = [PairRow(left="KZ", right="RU", parties=2, works=3)]
    flows = [_flow("RU", "KZ", (1, 1), (5, 2)), _flow("KZ", "KZ", (1, 1), (9, 2))]
    made = [PairRow(left="KZ", right="RU", parties=2, works=1)]
    made_flows = [_flow("RU", "KZ", (1, 1), (4, 0)), _flow("KZ", "KZ", (1, 1), (2, 0))]
    matrix = build_matrix(COUNTRIES, pairs, flows, (made, made_flows))
    assert matrix.cells["RU", "KZ"].generated == 4
    assert matrix.cells["RU", "KZ"].citations == 5
    assert matrix.cells["KZ", "RU"].generated == 0
    assert [pair.generated_works for pair in matrix.pairs] == [0, 1, 0]
    assert matrix.across == (1, 4)
    assert build_matrix(COUNTRIES, pairs, flows).across == (0, 0)


def test_directions_are_kept_apart_and_so_are_self_citations() -> None:
    rows = [
        _flow("RU", "KZ", (1, 1), (5, 2)),
        _flow("RU", "KZ", (2, 1), (4, 0)),
        _flow("KZ", "RU", (1, 2), (1, 1)),
        _flow("KZ", "KZ", (1, 1), (7, 3)),
        _flow("UZ", "RU", (1, 1), (9, 0)),
    ]
    matrix = build_matrix(COUNTRIES, [], rows)
    (pair,) = [pair for pair in matrix.pairs if {pair.left, pair.right} == {"RU", "KZ"}]
    assert (pair.forth.citations, pair.forth.self_citations, pair.forth.by_others) == (9, 2, 7)
    assert pair.forth.fractional == 7
    assert (pair.back.citations, pair.back.by_others) == (1, 0)
    assert pair.back.fractional == Fraction(1, 2)
    assert matrix.cells["KZ", "KZ"].citations == 7
    assert matrix.cells["BY", "RU"].citations == 0
    assert len(matrix.cells) == 9
