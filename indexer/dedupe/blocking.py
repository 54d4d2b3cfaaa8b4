"""Blocking keys: two profiles are compared only if they share enough of them.

Each key is cheap, short and prefixed by its type, so that the pipeline can join them in one set pass. Several weak keys
in different parts of the record make up for whatever one source leaves out or spoils: every word of a title may be
damaged, only not all at once. A weak key that few share is enough, as is a telling one; common weak keys count in twos,
and two words of a title, which parallel titles repeat in each language, in threes or with a key of another kind. Who
shares no telling key is compared only if the years agree, roughly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from indexer.key_strength import BEGINNING, ENOUGH, WORDS, strength
from indexer.profiles import Profile
from indexer.text.folding import skeleton

MAX_BLOCK = 200
"""Keys that more profiles share say too little ("editor notes"): the caller drops such blocks and reports how many.

At 200 a block costs at most 19,900 comparisons; true duplicates in it share rarer keys too.
"""
MAX_WEAK_BLOCK = 100
"""The same for weak keys and beginnings of titles, whose blocks fill up as a catalogue grows."""
FEW = 10
"""Where no more profiles share a weak key, it is enough alone.

Measured by ``python -m benchmarks.candidates`` on generated works, against comparing all who share any key.
"""
FEW_BEGINNINGS = 20
"""The same for the beginning of a title."""

YEARS_APART = 3
"""How far apart the years of two may be who share weak keys only.

Measured in the same way: of 12.3 candidates a record among 100,000 generated works 5.1 were left, with the same recall;
of the true pairs of DBLP–Scholar and of Cora .0015 were lost.
"""

_TITLES = 4  # parallel titles looked at; more are rare and add keys without adding pairs
_LONG_WORDS = 4
_START = 16  # letters of a title's beginning: found again when the subtitle is missing
_CONTAINER = 10
_FAMILIES = 3


def blocking_keys(profile: Profile) -> list[str]:
    """The keys of a profile, sorted, each once; empty if it says nothing to go by."""
    keys: set[str] = set()
    for part in (_identifier_keys, _title_keys, _place_keys, _author_keys):
        keys.update(part(profile))
    return sorted(keys)


class Share(NamedTuple):
    """What sharing a key says: enough where at most ``few`` have it, ``weight`` up to ``most``, and then nothing."""

    few: int
    most: int
    weight: int


def share_of(key: int) -> Share:
    """What sharing a hashed key says, by how telling it is."""
    telling = strength(key)
    if telling > BEGINNING:
        return Share(MAX_BLOCK, MAX_BLOCK, ENOUGH)
    few = FEW_BEGINNINGS if telling == BEGINNING else FEW
    return Share(few, MAX_WEAK_BLOCK, ENOUGH // 3 if telling == WORDS else 4)


def limits(key: int) -> tuple[int, ...]:
    """The sizes of a hashed key's block beyond which sharing it says less; beyond the last one it says nothing."""
    share = share_of(key)
    return tuple(sorted({share.few, share.most}))


class Sharing(NamedTuple):
    """Who shares a telling key, and who shares enough, but weak keys only."""

    telling: set[int]
    weak: set[int]

    def near(self, year: int | None, years: Mapping[int, int | None]) -> set[int]:
        """Those of them to compare with one of this year; ``years``: of each that shares weak keys only."""
        return self.telling | {item for item in self.weak if near(year, years[item])}


def near(year: int | None, other: int | None) -> bool:
    """Whether two years may be those of one publication, as far as weak keys are to be believed."""
    return year is None or other is None or abs(year - other) <= YEARS_APART


def candidates(keys: Iterable[int], blocks: Mapping[int, Collection[int]]) -> Sharing:
    """Who shares enough of these hashed keys; ``blocks``: who has a key, as a whole or not at all."""
    telling: set[int] = set()
    shared: defaultdict[int, int] = defaultdict(int)
    for key in keys:
        block = blocks.get(key, ())
        weight = _weight(key, len(block))
        if weight and strength(key) > BEGINNING:
            telling.update(block)
        elif weight:
            for item in block:
                shared[item] += weight
    return Sharing(
        telling,
        {item for item, weight in shared.items() if weight >= ENOUGH and item not in telling},
    )


def share_enough(keys: Iterable[int], sizes: Mapping[int, int], *, years_near: bool) -> bool:
    """Whether two who share just these keys, with blocks of these sizes, are compared."""
    weights = [(_weight(key, sizes[key]), key) for key in keys]
    if any(weight and strength(key) > BEGINNING for weight, key in weights):
        return True
    return years_near and sum(weight for weight, _ in weights) >= ENOUGH


def _weight(key: int, size: int) -> int:
    """What sharing the key says where so many have it."""
    share = share_of(key)
    if size > share.most:
        return 0
    return ENOUGH if size <= share.few else share.weight


def _identifier_keys(profile: Profile) -> Iterator[str]:
    yield from (f"doi:{doi}" for doi in profile.doi)
    yield from (f"edn:{edn}" for edn in profile.edn)
    yield from (f"id:{other}" for other in profile.ids)


def _title_keys(profile: Profile) -> Iterator[str]:
    families = _first_families(profile)
    for title in profile.titles[:_TITLES]:
        words = [skeleton(word) for word in title.split()]
        joined = "".join(words)
        if not joined:
            continue
        yield f"t:{joined[:60]}"
        yield f"s:{joined[:_START]}"
        longest = sorted(set(words), key=lambda word: (-len(word), word))[:_LONG_WORDS]
        yield from (f"w:{a}:{b}" for a, b in combinations(sorted(longest), 2))
        yield from (f"f:{family}:{word}" for family in families for word in longest[:_LONG_WORDS])


def _place_keys(profile: Profile) -> Iterator[str]:
    if not profile.first_page:
        return
    hosts = [*profile.issn, *(_joined_skeleton(title)[:_CONTAINER] for title in profile.container)]
    numbers = [f"v{profile.volume}", f"i{profile.issue}", *_year_buckets(profile.year)]
    for host in hosts:
        for number in numbers:
            if host and len(number) > 1:
                yield f"p:{host}:{number}:{profile.first_page}"


def _author_keys(profile: Profile) -> Iterator[str]:
    families = _first_families(profile)
    for bucket in _year_buckets(profile.year):
        if profile.first_page:
            yield from (f"a:{family}:{bucket}:{profile.first_page}" for family in families)
        for second in _families(profile, 1):
            yield from (f"n:{':'.join(sorted((family, second)))}:{bucket}" for family in families)


def _year_buckets(year: int | None) -> Iterator[str]:
    """Two overlapping buckets of two years: years that differ by one share a bucket."""
    if year:
        yield f"e{year // 2}"
        yield f"o{(year + 1) // 2}"


def _first_families(profile: Profile) -> list[str]:
    return _families(profile, 0)


def _families(profile: Profile, position: int) -> list[str]:
    if position >= len(profile.people):
        return []
    families = {_joined_skeleton(key.family) for key in profile.people[position]}
    return sorted(filter(None, families))[:_FAMILIES]


@lru_cache(maxsize=1 << 15)
def _joined_skeleton(text: str) -> str:
    return "".join(skeleton(word) for word in text.split())
