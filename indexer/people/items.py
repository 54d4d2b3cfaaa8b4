"""What is compared of a mention, ready to be intersected."""

from __future__ import annotations

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
    """A mention as it is compared with others of its component."""

    work: int
    names: Names
    patronymics: frozenset[str]
    identifiers: frozenset[str]
    coauthors: frozenset[str]
    where: Where
    host: str
    subjects: frozenset[str]
    year: int | None


def item_of(mention: Mention) -> Item:
    """The item of a mention."""
    return Item(
        work=mention.work,
        names=mention.names,
        patronymics=frozenset(mention.patronymics),
        identifiers=frozenset(mention.identifiers),
        coauthors=frozenset(mention.coauthors),
        where=Where(
            frozenset(mention.institutions),
            frozenset(mention.places),
            telling_words(mention.places),
            frozenset(map(language_of, mention.places)),
        ),
        host=mention.host,
        subjects=frozenset(mention.subjects),
        year=mention.year,
    )
