"""When two references that no held work matches cite the same work: exact keys, hence conservative.

A key stands for one sure ground: the same DOI or EDN; the same folded title, year, first author, volume and numerals;
the same host, year, volume, issue and first page. Folded texts that are equal are a ground too, but need no key: they
share the number of the reference.

Hosts and titles are printed in many ways and languages, so there is one ground more: the same first author and year,
first page, and volume, issue or last page, if the two are one article by their place and people
(:mod:`indexer.dedupe.one_article`), or if they name one host there (:mod:`indexer.text.hosts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from indexer.dedupe.one_article import is_one_article
from indexer.profiles.profile import Profile
from indexer.text.host_names import names_no_host
from indexer.text.hosts import same_host_names
from indexer.text.surnames import family_skeleton

_TELLING = 12  # letters of a title that is no mere "Introduction"
_FAMILIES = 4  # spellings of the first author's family name
_MOST_FORMS = (
    400  # of one author's references at one place; of more, written to harm, none is compared
)
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
        bool(shared) and _at_one_place(left, right)
    )


def links(profiles: Mapping[int, Profile]) -> Iterator[tuple[int, int]]:
    """Pairs that connect all references for which :func:`same_cited` holds, without comparing each with each.

    Where a sure key is shared by a reference without a DOI, it is the same as every other with that key, and so
    connects them all; where all have DOIs, only those with a DOI in common are the same, and that is a key of its own.
    """
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for item, profile in profiles.items():
        for key in cited_only_keys(profile):
            blocks[key].append(item)
    for key, block in blocks.items():
        if _is_place(key):
            yield from _linked_at_place(profiles, sorted(block))
        elif key.startswith("doi:") or not all(profiles[item].doi for item in block):
            yield from pairwise(sorted(block))


def _linked_at_place(
    profiles: Mapping[int, Profile], block: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Links between those of a block that are the same, each form of a reference compared once.

    Too many forms for that are taken for one: so more references never part those that fewer have joined.
    """
    forms: defaultdict[Profile, list[int]] = defaultdict(list)
    for item in block:
        forms[_form(profiles[item])].append(item)
    for same in forms.values():
        yield from pairwise(same)
    firsts = [same[0] for same in forms.values()]
    if len(firsts) > _MOST_FORMS:
        yield from pairwise(firsts)
        return
    groups: list[list[int]] = []
    for item in firsts:
        joined = [group for group in groups if _link_to(profiles, item, group)]
        yield from ((group[0], item) for group in joined)
        groups = [group for group in groups if group not in joined]
        groups.append([*(each for group in joined for each in group), item])


def _link_to(profiles: Mapping[int, Profile], item: int, group: Sequence[int]) -> bool:
    """Whether the reference is the same as one of the group; the newest first, which are most alike."""
    mine = profiles[item]
    return any(
        not _other_doi(mine, profiles[each]) and _at_one_place(mine, profiles[each])
        for each in reversed(group)
    )


def _form(profile: Profile) -> Profile:
    """What :func:`same_cited` looks at, so that references that are printed alike are compared once."""
    return msgspec.structs.replace(profile, publisher=(), place="", source="", ids=(), isbn=())


def _at_one_place(left: Profile, right: Profile) -> bool:
    return is_one_article(left, right) or (
        _numbers(left) == _numbers(right) and _same_host(left.container, right.container)
    )


def _numbers(profile: Profile) -> tuple[int | None, str, str, str]:
    return profile.year, profile.volume, profile.issue, profile.first_page


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
    yield from _place_keys(profile)


def _place_keys(profile: Profile) -> Iterator[str]:
    """The first author with year, first page and one number more: of these two descriptions share one."""
    if not profile.first_page or not profile.year:
        return
    numbers = (("v", profile.volume), ("v", profile.issue), ("l", profile.last_page))
    known = {f"{kind}{number}" for kind, number in numbers if number}
    for family in _first_families(profile):
        yield from (f"{_PLACE}{family}:{profile.year}:{profile.first_page}:{one}" for one in known)


def _first_families(profile: Profile) -> list[str]:
    """The consonants of the first author's family name: its spellings differ in vowels most."""
    first = profile.people[0] if profile.people else ()
    return list(dict.fromkeys(family_skeleton(key.family) for key in first if key.family))[
        :_FAMILIES
    ]


def _northern(folded: str) -> str:
    """Belarusian and Ukrainian г is romanised as h and as g: both as g."""
    return folded.replace("h", "g")
