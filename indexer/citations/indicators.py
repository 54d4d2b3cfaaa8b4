"""Indicators of bibliometrics as pure formulas over the citation counts of a set of works.

Each says whose definition it is. None looks at anything but its arguments, so the same numbers give the same result in
the site, in an export and in a check.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def h_index(citations: Iterable[int]) -> int:
    """The greatest h such that h works have at least h citations each.

    Hirsch, "An index to quantify an individual's scientific research output", PNAS 102 (2005) 16569.
    """
    ranked = sorted(citations, reverse=True)
    return sum(1 for rank, cited in enumerate(ranked, start=1) if cited >= rank)


def g_index(citations: Iterable[int]) -> int:
    """The greatest g such that the g most cited works together have at least g² citations.

    Egghe, "Theory and practise of the g-index", Scientometrics 69 (2006) 131.
    As there, g is at most the number of works.
    """
    ranked = sorted(citations, reverse=True)
    best = total = 0
    for rank, cited in enumerate(ranked, start=1):
        total += cited
        if total >= rank * rank:
            best = rank
    return best


def i10_index(citations: Iterable[int]) -> int:
    """The number of works with at least ten citations (Google Scholar Metrics, 2011)."""
    return sum(1 for cited in citations if cited >= 10)


def mean_citations(citations: Iterable[int]) -> Fraction | None:
    """Citations per work (CPP); None without works."""
    counted = list(citations)
    return Fraction(sum(counted), len(counted)) if counted else None


def share(part: int, whole: int) -> Fraction | None:
    """``part`` of ``whole`` as a fraction; None of nothing."""
    return Fraction(part, whole) if whole else None


def fractional(parties: Iterable[int]) -> Fraction:
    """Fractional counting: a work with n parties (countries, institutions) gives each of them 1/n.

    Takes n for each work of one party, returns the sum. Waltman and van Eck, "Field-normalized citation impact
    indicators and the choice of an appropriate counting method", Journal of Informetrics 9 (2015) 872, section 3.
    Zero is refused with ValueError: a work cannot belong to a party and have none.
    """
    total = Fraction(0)
    for number in parties:
        if number < 1:
            raise ValueError("a counted work has at least one party")
        total += Fraction(1, number)
    return total


def pair_fraction(countries: int) -> Fraction:
    """The weight of one work in one pair of its n countries: 2 / (n (n − 1)), so that a work's pairs sum to 1.

    Leydesdorff and Park, "Full and fractional counting in bibliometric networks", Journal of Informetrics 11 (2017)
    117. ValueError below two countries.
    """
    return Fraction(2, countries) * link_fraction(countries)


def link_fraction(countries: int) -> Fraction:
    """The weight of one work in the link of two of its n countries: 1 / (n − 1), so that each country's links sum to 1.

    Perianes-Rodriguez, Waltman and van Eck, "Constructing bibliometric networks", Journal of Informetrics 10 (2016)
    1178; so does VOSviewer. ValueError below two countries.
    """
    if countries < 2:
        raise ValueError("a pair needs two countries")
    return Fraction(1, countries - 1)
