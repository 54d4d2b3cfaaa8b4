"""The countries that an affiliation points to.

Names of countries and cities count, and the countries of the institutions found. Where there is none of them, a code
that means other things too ("РБ"), and last the adjective of a country or city ("Ташкентский").
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from indexer.institutions.gazetteer import Named, adjectives
from indexer.institutions.tokens import Token


def of_part(
    tokens: Sequence[Token], places: Sequence[Named], institutions: Collection[str]
) -> set[str]:
    """ISO codes; ``institutions`` are the countries of the institutions that the same tokens name."""
    outright = {each.place.country for each in places if each.place.kind != "code"}
    if found := outright | set(institutions):
        return found
    if codes := {each.place.country for each in places}:
        return codes
    weak = [adjectives().get(token.stem) for token in tokens]
    return set(filter(None, weak[:6])) if len(set(filter(None, weak))) == 1 else set()
