"""The regions of the members that one affiliation points to, as ISO 3166-2 codes. Better none than a wrong one.

An address says it outright: a city or region behind a comma or after "г.". Where there is none, the region of the
institution named; of an academy that says nothing, whose institutes are everywhere, nor of a branch without its city.
Last come places inside names that the registry does not know ("Penza Regional Hospital").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

from indexer.institutions.forms import words
from indexer.institutions.gazetteer import Named, regions, words_beside
from indexer.institutions.registry import Institution
from indexer.institutions.tokens import Token, stem

_REGION = re.compile(r"(\S+) (?:область|край|вобласць|облысы|облусу|region)")


def of_part(
    tokens: Sequence[Token], places: Sequence[Named], named: Sequence[Institution]
) -> set[str]:
    """The regions; ``places`` are those outside the names of the institutions ``named``."""
    addresses = {
        each.place.region for each in places if each.place.region and _is_address(each, tokens)
    }
    if addresses:
        return addresses | _elsewhere(addresses, named)
    if own := _seats(tokens, named):
        return own
    loose = {each.place.region for each in places if each.place.region}
    return loose or _regional(tokens)


def _is_address(place: Named, tokens: Sequence[Token]) -> bool:
    first = tokens[place.first]
    return first.edge or first.bracket or _is_town(tokens[place.first - 1])


def _elsewhere(addresses: set[str], named: Sequence[Institution]) -> set[str]:
    """Of several institutions the regions of those that none of the addresses is of."""
    if len(named) < 2:
        return set()
    seats = [each for each in named if each.region and not each.academy]
    return {each.region for each in seats if each.region and addresses.isdisjoint(each.regions)}


def _seats(tokens: Sequence[Token], named: Collection[Institution]) -> set[str]:
    """Where the institutions are, unless an unknown town or branch is meant, which is somewhere else."""
    if _is_in_town(tokens):
        return set()
    wholes = {each.parent for each in named}
    parts = [each for each in named if each.id not in wholes]
    if any(token.stem in words("branch") for token in tokens):
        parts = [each for each in parts if each.parent]
    return {each.region for each in parts if each.region and not each.academy}


def _is_town(token: Token) -> bool:
    """ "г.", "қ."; in capitals it is an initial."""
    return token.raw.islower() and token.stem in words_beside("town")


def _is_in_town(tokens: Sequence[Token]) -> bool:
    """ "г. …": a town; called when the gazetteer knows none outside the names."""
    return any(_is_town(first) and second.raw[0].isupper() for first, second in pairwise(tokens))


def _regional(tokens: Sequence[Token]) -> set[str]:
    """ "Пензенская областная …", "Краснодарская краевая …": the adjective of a region and that of the word region."""
    known = _adjectives()
    return {
        known[token.stem]
        for at, token in enumerate(tokens, start=1)
        if token.stem in known and at < len(tokens) and tokens[at].stem in words_beside("regional")
    }


@cache
def _adjectives() -> dict[str, str]:
    names = ((name, code) for code, place in regions().items() for name in place.names)
    return {stem(found[1]): code for name, code in names if (found := _REGION.fullmatch(name))}
