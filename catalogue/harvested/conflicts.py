"""Two publications under one identifier of one source: the second is kept beside the first, under a name of its own.

Identifiers are unique by promise only. Reference managers count their entries up in every file, tables have row
numbers, repositories share the default prefix of their program, and two short notes may share a page. What comes
second would overwrite the first without a word. So it is kept as ``IDENTIFIER#digest``, where the digest is made of
its title, year and page, and is found again under this name whenever it comes.

A change of the same publication is an update and no conflict. On one page a list has each entry once, so there a
second entry with another title is another publication. Later pages and files may bring corrections: there both must
have little in common (:func:`is_other_publication`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from difflib import SequenceMatcher
from hashlib import blake2b

import msgspec

from schemas import HarvestedRecord
from schemas.identifiers import bare, scheme_of
from schemas.limits import RECORD
from schemas.reach import is_global

_OF_OTHER_THINGS = frozenset({"isbn", "issn", "orcid", "url", "isni", "ror"})
"""Schemes that several publications share: of a host, of a person, of a page."""
_WORD = re.compile(r"[^\W_]{3,}|\d+")
_MOST_COMPARED = 300  # letters of a title
_SHORTEST = 5  # letters of a title that tells one publication from another
_SIMILAR = 0.8
_SHARED_WORDS = 0.5


def other_name(item: HarvestedRecord) -> str:
    """The name under which a record is kept whose identifier is that of another publication."""
    host = item.container
    page = (host.first_page or host.pages or "") if host else ""
    told = "\n".join([*_titles(item)[:1], str(item.year or ""), page.strip().casefold()])
    digest = blake2b(told.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    most = RECORD["identifier"].most
    return f"{item.identifier[: most - len(digest) - 1]}#{digest}"


def renamed(item: HarvestedRecord) -> HarvestedRecord:
    """The record under its other name, with a warning that says why."""
    told = f"{item.identifier} is also the identifier of another publication of this source"
    return msgspec.structs.replace(
        item, identifier=other_name(item), warnings=(*item.warnings, told)
    )


def apart_on_page(
    items: Iterable[HarvestedRecord], kept: Container[str] = frozenset()
) -> list[HarvestedRecord]:
    """The records of one page, with a second publication under an identifier renamed.

    ``kept`` are the other names that the catalogue has: what was renamed before is the second again.
    """
    first: dict[str, HarvestedRecord] = {}
    found: list[HarvestedRecord] = []
    for item in items:
        if item.deleted:
            found.append(item)
        elif other_name(item) in kept:
            found.append(renamed(item))
        else:
            before = first.setdefault(item.identifier, item)
            apart = before is not item and is_other_entry(before, item)
            found.append(renamed(item) if apart else item)
    return found


def is_other_entry(one: HarvestedRecord, two: HarvestedRecord) -> bool:
    """Whether two records of one page under one identifier are two publications."""
    if not (one.titles and two.titles) or _share_identifier(one, two):
        return False
    if not _say_little(one, two) and set(_titles(one)).isdisjoint(_titles(two)):
        return True
    return _contradictions(one, two) > 0 or _other_dois(one, two)


def is_other_publication(known: HarvestedRecord, came: HarvestedRecord) -> bool:
    """Whether a record that comes later under the same identifier is another publication and no correction."""
    if not (known.titles and came.titles) or _share_identifier(known, came):
        return False
    contradictions = _contradictions(known, came)
    if _say_little(known, came) or _are_similar(known, came):
        return contradictions > 1
    same_place = contradictions == 0 and bool(_place(known) and _place(known) == _place(came))
    return not (same_place and _scripts(known).isdisjoint(_scripts(came)))


def _titles(item: HarvestedRecord) -> list[str]:
    """The letters and digits of the titles, in lower case."""
    return ["".join(c for c in title.text.casefold() if c.isalnum()) for title in item.titles]


def _say_little(*items: HarvestedRecord) -> bool:
    return any(max(map(len, _titles(item))) < _SHORTEST for item in items)


def _share_identifier(one: HarvestedRecord, two: HarvestedRecord) -> bool:
    return not _identifiers(one).isdisjoint(_identifiers(two))


def _identifiers(item: HarvestedRecord) -> set[tuple[str, str]]:
    return {
        (scheme_of(each.scheme), bare(each.scheme, each.value))
        for each in item.identifiers
        if scheme_of(each.scheme) not in _OF_OTHER_THINGS and is_global(each.scheme, each.value)
    }


def _other_dois(one: HarvestedRecord, two: HarvestedRecord) -> bool:
    first, second = (
        {value for scheme, value in _identifiers(item) if scheme == "doi"} for item in (one, two)
    )
    return bool(first and second and first.isdisjoint(second))


def _place(item: HarvestedRecord) -> tuple[str, ...]:
    """Year, volume, issue and first page; empty if the record tells none of the last three."""
    host = item.container
    within = (host.volume, host.issue, host.first_page) if host else ()
    return (str(item.year or ""), *(part or "" for part in within)) if any(within) else ()


def _contradictions(one: HarvestedRecord, two: HarvestedRecord) -> int:
    """How many of year, volume, issue and first page both have, and not alike."""
    pairs = [(str(one.year or ""), str(two.year or ""))]
    if one.container and two.container:
        for name in ("volume", "issue", "first_page"):
            pairs.append((getattr(one.container, name) or "", getattr(two.container, name) or ""))
    return sum(bool(a and b and a != b) for a, b in pairs)


def _are_similar(one: HarvestedRecord, two: HarvestedRecord) -> bool:
    return any(_alike(a.text, b.text) for a in one.titles[:4] for b in two.titles[:4])


def _alike(one: str, two: str) -> bool:
    """Most of the shorter title's words are in the longer one, or most letters are; numbers must not differ."""
    one, two = one.casefold()[:_MOST_COMPARED], two.casefold()[:_MOST_COMPARED]
    words, others = set(_WORD.findall(one)), set(_WORD.findall(two))
    numbers, other_numbers = ({w for w in found if w.isdecimal()} for found in (words, others))
    if numbers and other_numbers and numbers.isdisjoint(other_numbers):
        return False
    fewest = min(len(words), len(others))
    shared = len(words & others) / fewest if fewest else 0.0
    return shared > _SHARED_WORDS or SequenceMatcher(None, one, two).ratio() >= _SIMILAR


def _scripts(item: HarvestedRecord) -> set[bool]:
    """Whether titles are in Latin letters: only titles in one script can be compared."""
    letters = ("".join(c for c in title.text if c.isalpha()) for title in item.titles)
    return {text.isascii() for text in letters if text}


def told(items: Sequence[HarvestedRecord], most: int = 20) -> list[str]:
    """Lines for the log of a run that name records kept under another name."""
    lines = [
        f"{item.warnings[-1]}: it is kept beside it as {item.identifier}" for item in items[:most]
    ]
    more = len(items) - most
    return [*lines, f"{more} more are kept under another name"] if more > 0 else lines
