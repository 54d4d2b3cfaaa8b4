"""What is compared: one or more mentions that are one person already, with all that they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from indexer.people.mention import Mention
from indexer.text.name_key import NameKey

_SHORTEST_WORD = 3  # letters of a word of an affiliation that tells which one it is
Names = tuple[NameKey, ...]


class Item(msgspec.Struct, kw_only=True):
    """Mentions that are one person; ``members`` are their places among all, ascending."""

    members: tuple[int, ...]
    works: frozenset[int]
    names: frozenset[Names]
    patronymics: frozenset[str]
    identifiers: frozenset[str]
    coauthors: frozenset[str]
    institutions: frozenset[str]
    words: frozenset[str]
    hosts: frozenset[str]
    subjects: frozenset[str]
    years: tuple[int, int] | None

    @property
    def placed(self) -> bool:
        """Whether it is known where the person worked."""
        return bool(self.institutions or self.words)


def item_of(place: int, mention: Mention) -> Item:
    """The item of one mention."""
    return Item(
        members=(place,),
        works=frozenset((mention.work,)),
        names=frozenset((mention.names,)),
        patronymics=frozenset(mention.patronymics),
        identifiers=frozenset(mention.identifiers),
        coauthors=frozenset(mention.coauthors),
        institutions=frozenset(mention.institutions),
        words=_words(mention.places),
        hosts=frozenset((mention.host,)) if mention.host else frozenset(),
        subjects=frozenset(mention.subjects),
        years=(mention.year, mention.year) if mention.year else None,
    )


def joined(items: Sequence[Item]) -> Item:
    """One item of several."""
    if len(items) == 1:
        return items[0]
    years = [year for each in items if each.years for year in each.years]
    return Item(
        members=tuple(sorted(place for each in items for place in each.members)),
        works=frozenset().union(*(each.works for each in items)),
        names=frozenset().union(*(each.names for each in items)),
        patronymics=frozenset().union(*(each.patronymics for each in items)),
        identifiers=frozenset().union(*(each.identifiers for each in items)),
        coauthors=frozenset().union(*(each.coauthors for each in items)),
        institutions=frozenset().union(*(each.institutions for each in items)),
        words=frozenset().union(*(each.words for each in items)),
        hosts=frozenset().union(*(each.hosts for each in items)),
        subjects=frozenset().union(*(each.subjects for each in items)),
        years=(min(years), max(years)) if years else None,
    )


@lru_cache(maxsize=1 << 14)
def _words(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        word for place in places for word in place.split() if len(word) >= _SHORTEST_WORD
    )


def common(items: Iterable[Item], of: str) -> Counter[str]:
    """How many items have each value."""
    return Counter(value for item in items for value in getattr(item, of))
