"""Blocks: two mentions can be one person only if they share one. Names that may be one share one; so do identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from indexer.people.fit import consonants
from indexer.people.mention import Mention
from indexer.text.chinese import in_palladius, is_pinyin
from indexer.text.folding import fold
from indexer.text.given_names import first_letters
from indexer.text.name_key import NameKey
from schemas.ids import hash63

_BELARUSIAN = re.compile("[ўі]")
_ULADZIMIR = {"u": "v", "v": "u"}  # У. is Владимир in Belarusian, and hardly any other name


def blocks(mention: Mention) -> frozenset[int]:
    """The hashed keys of a mention; none if it has neither a name nor an identifier."""
    named = (block for key in mention.names for block in _of_name(key))
    return frozenset((*named, *(hash63("identifier", each) for each in mention.identifiers)))


@lru_cache(maxsize=1 << 16)
def _of_name(key: NameKey) -> tuple[int, ...]:
    """A family name with each letter that the given name may begin with; without one, the family name alone."""
    families = dict.fromkeys(_families(key))
    return tuple(hash63("name", family, first) for family in families for first in _firsts(key))


def _families(key: NameKey) -> Iterator[str]:
    yield key.family
    if not key.written:
        return
    # Where two spellings are compared by rule, the consonants are what they share: Хайдеггер, Heidegger.
    yield f"~{consonants(key.family)}"
    if is_pinyin(key.written):
        yield from (fold(cyrillic) for cyrillic in sorted(in_palladius(key.written)))


def _firsts(key: NameKey) -> Iterable[str]:
    first = key.initials[:1]
    found = {first, *first_letters(key.given)} if key.given else {first}
    if first in _ULADZIMIR and _BELARUSIAN.search(key.written):
        found.add(_ULADZIMIR[first])
    return sorted(found)
