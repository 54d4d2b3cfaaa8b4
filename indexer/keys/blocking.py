"""Blocking keys: two profiles are compared only if they share enough of them (:mod:`indexer.keys.shared_by_records`).

Each key is cheap, short and prefixed by its type, so that the pipeline can join them in one set pass. Several weak keys
in different parts of the record make up for whatever one source leaves out or spoils: every word of a title may be
damaged, only not all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from indexer.keys.cut_titles import beginning_and_people, cut_titles
from indexer.profiles.profile import Profile
from indexer.text.folding import skeleton
from indexer.text.surnames import family_skeleton

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


def record_keys(profile: Profile) -> list[str]:
    """The same of a record, with those of its title without what may be misplaced at the end.

    Works and references have none of these: a reference meets works by the pieces of its text.
    """
    if profile.year and profile.people and profile.container:
        return blocking_keys(profile)
    return sorted({*blocking_keys(profile), *_cut_title_keys(profile)})


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


def _cut_title_keys(profile: Profile) -> Iterator[str]:
    """What a title without its misplaced end has in common with the clean one."""
    families = _first_families(profile)
    for title in cut_titles(profile):
        words = [skeleton(word) for word in title.split()]
        yield f"t:{''.join(words)[:60]}"
        yield from (f"f:{family}:{word}" for family in families for word in words[:_LONG_WORDS])
    first, last = beginning_and_people(profile)
    for word in map(skeleton, first):
        yield from (f"f:{family}:{word}" for family in map(skeleton, last))


def _place_keys(profile: Profile) -> Iterator[str]:
    if not profile.first_page:
        return
    hosts = [*profile.issn, *(_joined_skeleton(title)[:_CONTAINER] for title in profile.container)]
    numbers = [f"v{profile.volume}", f"i{profile.issue}"]
    for host in filter(None, hosts):
        yield from (f"p:{host}:{part}:{profile.first_page}" for part in numbers if len(part) > 1)
        for bucket in _year_buckets(profile.year):
            yield f"y:{host}:{bucket}:{profile.first_page}"


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
    families = {family_skeleton(key.family) for key in profile.people[position]}
    return sorted(filter(None, families))[:_FAMILIES]


@lru_cache(maxsize=1 << 15)
def _joined_skeleton(text: str) -> str:
    return "".join(skeleton(word) for word in text.split())
