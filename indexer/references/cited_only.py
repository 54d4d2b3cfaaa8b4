"""When two references that no held work matches cite the same work: exact keys, hence conservative.

A key stands for one sure ground: the same DOI or EDN; the same folded title, year, first author, volume and numerals;
the same host, year, volume, issue and first page. Folded texts that are equal are a ground too, but need no key: they
share the number of the reference.

A host is printed in many ways, so there is one ground more: the same first author, year, volume, issue and first page,
if :mod:`indexer.text.hosts` finds the names of the hosts to be one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations_with_replacement, pairwise

from indexer.profiles.profile import Profile
from indexer.text.folding import skeleton
from indexer.text.host_names import names_no_host
from indexer.text.hosts import same_host_names

_TELLING = 12  # letters of a title that is no mere "Introduction"
_FAMILIES = 4  # spellings of the first author's family name


_MOST_NAMES = 64  # of hosts at one place of one author; of more, whose names are written to harm, none is compared
_PLACE = "h:"


def cited_only_keys(profile: Profile) -> frozenset[str]:
    """The grounds on which a reference can be grouped with others; empty if it has none."""
    return frozenset(_keys(profile))


def same_cited(left: Profile, right: Profile) -> bool:
    """Whether two unmatched references cite the same work beyond doubt; DOIs that differ forbid it."""
    if _other_doi(left, right):
        return False
    shared = cited_only_keys(left) & cited_only_keys(right)
    return any(not _is_place(key) for key in shared) or (
        bool(shared) and _same_host(left.container, right.container)
    )


def links(profiles: Mapping[int, Profile]) -> Iterator[tuple[int, int]]:
    """Pairs that connect all references for which :func:`same_cited` holds, without comparing each with each.

    Where a key is shared by a reference without a DOI, it is the same as every other with that key, and so connects
    them all; where all have DOIs, only those with a DOI in common are the same, and that is a key of its own.
    """
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for item, profile in profiles.items():
        for key in cited_only_keys(profile):
            blocks[key].append(item)
    for key, block in blocks.items():
        for same in _at_one_place(profiles, block) if _is_place(key) else (block,):
            if key.startswith("doi:") or not all(profiles[item].doi for item in same):
                yield from pairwise(sorted(same))


def _at_one_place(profiles: Mapping[int, Profile], block: list[int]) -> Iterator[list[int]]:
    """The references of a block whose hosts are one, two names at a time.

    Too many names for that are taken for one: so more references never part those that fewer have joined.
    """
    named: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for item in block:
        named[profiles[item].container].append(item)
    if len(named) > _MOST_NAMES:
        yield block
        return
    for one, other in combinations_with_replacement(named, 2):
        if one == other:
            yield named[one]
        elif _same_host(one, other):
            yield [*named[one], *named[other]]


def _same_host(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(same_host_names(mine, theirs) for mine in one for theirs in other)


def _is_place(key: str) -> bool:
    return key.startswith(_PLACE)


def _other_doi(left: Profile, right: Profile) -> bool:
    return bool(left.doi and right.doi) and not set(left.doi) & set(right.doi)


def _keys(profile: Profile) -> Iterator[str]:
    yield from (f"doi:{doi}" for doi in profile.doi)
    yield from (f"edn:{edn}" for edn in profile.edn)
    numbers = f"{profile.volume}:{','.join(profile.numerals)}"
    if profile.year:
        for family in _first_families(profile):
            for title in profile.titles:
                if len(title) >= _TELLING:
                    yield f"t:{_northern(title)}:{profile.year}:{family}:{numbers}"
    if profile.first_page and profile.volume and profile.year:
        place = f"{profile.year}:{profile.volume}:{profile.issue}:{profile.first_page}"
        named = (name for name in profile.container if not names_no_host(name))
        hosts: Iterable[str] = (*profile.issn, *map(_northern, named))
        yield from (f"p:{host}:{place}" for host in hosts)
        if profile.container:
            yield from (f"{_PLACE}{family}:{place}" for family in _first_families(profile))


def _first_families(profile: Profile) -> list[str]:
    """The consonants of the first author's family name: its spellings differ in vowels most."""
    first = profile.people[0] if profile.people else ()
    return list(dict.fromkeys(skeleton(key.family) for key in first if key.family))[:_FAMILIES]


def _northern(folded: str) -> str:
    """Belarusian and Ukrainian г is romanised as h and as g: both as g."""
    return folded.replace("h", "g")
