"""What is compared of a mention, ready to be intersected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.people.mention import Mention
from indexer.people.places import language_of, telling_words
from indexer.text.name_key import NameKey

Names = tuple[NameKey, ...]


class Where(NamedTuple):
    """Where a person works: ids of the registry, folded texts that it does not know, the telling words and the
    languages of these.
    """

    institutions: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Whether there is a place."""
        return bool(self.institutions or self.places)


class Item(NamedTuple):
    """A mention as it is compared with others of its component.

    ``name`` and ``place`` number the names and the whereabouts of the component: to look a pair of numbers up is much
    faster than a pair of names.
    """

    work: int
    name: int
    names: Names
    patronymics: tuple[str, ...]
    identifiers: frozenset[str]
    coauthors: frozenset[str]
    place: int
    where: Where
    host: str
    subjects: frozenset[str]
    year: int | None


def items_of(mentions: Sequence[Mention]) -> list[Item]:
    """The items of the mentions of a component, in their order."""
    names: dict[Names, int] = {}
    places: dict[Where, int] = {}
    return [_item(mention, names, places) for mention in mentions]


def _item(mention: Mention, names: dict[Names, int], places: dict[Where, int]) -> Item:
    where = _where(mention.institutions, mention.places)
    return Item(
        mention.work,
        names.setdefault(mention.names, len(names)),
        mention.names,
        mention.patronymics,
        frozenset(mention.identifiers),
        frozenset(mention.coauthors),
        places.setdefault(where, len(places)),
        where,
        mention.host,
        frozenset(mention.subjects),
        mention.year,
    )


@lru_cache(maxsize=1 << 14)
def _where(institutions: tuple[str, ...], places: tuple[str, ...]) -> Where:
    return Where(
        frozenset(institutions),
        frozenset(places),
        telling_words(places),
        frozenset(map(language_of, places)),
    )
