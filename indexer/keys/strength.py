"""Hashed blocking keys, and how telling each is: two items are worth comparing if they share enough.

How telling a key is depends on its kind alone, and is written into the key itself, so that a database can add it up.
"""

from __future__ import annotations

from collections.abc import Iterable

from schemas.ids import hash63

ENOUGH = 6
"""What the keys that a reference and a work share have to come to: one of the stronger, or two or three weaker ones."""

IDENTIFIER = 15
"""The strength of a DOI, an EDN or another identifier."""

TITLE = 12
"""The strength of a whole title."""

AUTHOR_AND_PAGE = 9
"""The strength of an author with the year and first page."""

PLACE = 8
"""The strength of a host with volume or issue and first page. Of two records it is not enough alone, for many hosts
begin alike ("Вестник университета"); a reference that names nothing else is found by it."""

YEARBOOK = 7
"""The strength of a host with the year and first page, of which the same holds, only more so."""

BEGINNING = 6
"""The strength of a title's beginning: between the telling keys and the weak ones."""

PEOPLE = 5
"""The strength of a surname with a word of the title, or with another surname and the year."""

WORDS = 2
"""The strength of two words of a title, the weakest that counts: a reference and a work want three words, which are
three pairs, or a surname beside two. With two, ``eaci evaluate matching`` finds no more on the labelled sets."""

WEAK = frozenset({BEGINNING, PEOPLE, WORDS})
"""The strengths of keys that ever more items share as a catalogue grows, so that fewer may have one."""

SEARCH = 3
"""The strength of search keys (:mod:`indexer.keys.search`), and of no other: it tells them in a table."""

_STRENGTH = {
    "doi": IDENTIFIER, "edn": IDENTIFIER, "id": IDENTIFIER,
    "t": TITLE,
    "a": AUTHOR_AND_PAGE,
    "p": PLACE,
    "y": YEARBOOK,
    "s": BEGINNING,
    "f": PEOPLE, "n": PEOPLE,
    # any other kind, as two words of a title ("w"): WORDS
    "x": SEARCH,
    "c": 0,  # grounds of cited-only works: no held work has one
}  # fmt: skip
STRENGTH_BITS = 0b1111
"""The bits of a hashed key that say how telling it is."""


def hashed(keys: Iterable[str]) -> set[int]:
    """Keys as whole numbers of 63 bits, whose lowest four say how telling they are (:func:`strength`)."""
    return {
        hash63(key) & ~STRENGTH_BITS | _STRENGTH.get(key.partition(":")[0], WORDS) for key in keys
    }


def strength(key: int) -> int:
    """How telling a hashed key is, 0..15."""
    return key & STRENGTH_BITS
