"""When two references that no held work matches cite the same work: exact keys, hence conservative.

A key stands for one sure ground: the same DOI or EDN; the same folded title, year, first author, volume and numerals;
the same host, year, volume, issue and first page. Folded texts that are equal are a ground too, but need no key: they
share the number of the reference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from indexer.profiles.profile import Profile
from indexer.text.folding import skeleton

_TELLING = 12  # letters of a title that is no mere "Introduction"
_FAMILIES = 4  # spellings of the first author's family name


def cited_only_keys(profile: Profile) -> frozenset[str]:
    """The grounds on which a reference can be grouped with others; empty if it has none."""
    return frozenset(_keys(profile))


def same_cited(left: Profile, right: Profile) -> bool:
    """Whether two unmatched references cite the same work beyond doubt; DOIs that differ forbid it."""
    return not _other_doi(left, right) and bool(cited_only_keys(left) & cited_only_keys(right))


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
        if key.startswith("doi:") or not all(profiles[item].doi for item in block):
            yield from pairwise(sorted(block))


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
        hosts: Iterable[str] = (*profile.issn, *map(_northern, profile.container))
        yield from (f"p:{host}:{place}" for host in hosts)


def _first_families(profile: Profile) -> list[str]:
    """The consonants of the first author's family name: its spellings differ in vowels most."""
    first = profile.people[0] if profile.people else ()
    return list(dict.fromkeys(skeleton(key.family) for key in first if key.family))[:_FAMILIES]


def _northern(folded: str) -> str:
    """Belarusian and Ukrainian г is romanised as h and as g: both as g."""
    return folded.replace("h", "g")
