"""That nothing counts twice: no cited-only work stands at the place of a held one, or of another cited-only one.

The rule is that of the matcher and of the groups (:mod:`indexer.dedupe.one_article`), asked of all pairs that share the
first author, the year and the first page. These share a key. The keys are read a stretch of them at a time, and only
what shares one is compared, so that memory does not grow with the catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, func, select

from catalogue.database import dialect
from catalogue.findings import Finding
from catalogue.tables import reference, reference_key, work, work_key
from indexer.dedupe.one_article import is_one_article
from indexer.keys.strength import AUTHOR_AND_PAGE, STRENGTH_BITS
from indexer.profiles.profile import Profile, decoded
from indexer.references.cited_only import same_cited
from indexer.references.matching import decide
from indexer.stages.match import SET_ASIDE
from schemas.ids import public_id
from schemas.work import NO_WORK

CHECK = "one-work"
_TOGETHER = 100_000  # keys of references that are read together
_HIGHEST = 1 << 63
_MOST_FORMS = 400  # at one key; as many as the groups compare


class _Cited(NamedTuple):
    """A reference, and the cited-only work that it stands for."""

    reference: int
    work: int


class _Read(NamedTuple):
    """What a reference says: its text and its profile."""

    raw: str
    profile: Profile


class _AtKey(NamedTuple):
    """What shares one first author, year and first page."""

    held: list[int]
    cited: list[_Cited]


def compare(connection: Connection) -> Iterator[Finding]:
    """Each cited-only work that is at the place of another work, with one of its references."""
    seen: set[tuple[int, int]] = set()
    for low, high in _stretches(connection):
        blocks = [block for block in _blocks(connection, low, high) if _may_be_two(block)]
        for found, other in _ghosts(connection, blocks):
            if (found.work, other) not in seen:
                seen.add((found.work, other))
                yield _finding(found, other)


def compare_texts(connection: Connection) -> Iterator[Finding]:
    """Each text that stands in references with different targets; but for those that are set aside."""
    target = func.coalesce(reference.c.target, 0)
    query = (
        select(func.min(reference.c.id), func.count(target.distinct()))
        .where(
            reference.c.status.in_(("matched", "cited-only", "unmatched")),
            func.coalesce(reference.c.reason, "").not_in((*NO_WORK, SET_ASIDE)),
        )
        .group_by(reference.c.number)
        .having(func.count(target.distinct()) > 1)
    )
    for item, count in connection.execute(query):
        problem = f"the text of reference {item} has {count} targets, and one text cites one work"
        yield Finding("one-text", problem, (("match", item), ("group", item)))


def _finding(found: _Cited, other: int) -> Finding:
    problem = (
        f"the cited-only work {public_id(found.work)} and work {public_id(other)} are one article: "
        "their authors, year, numbers and first page are the same"
    )
    return Finding(CHECK, problem, (("match", found.reference), ("group", found.reference)))


def _stretches(connection: Connection) -> Iterator[tuple[int, int]]:
    """Stretches of keys that hold about as many; hashed keys are spread evenly."""
    rows = connection.scalar(select(func.count()).select_from(reference_key)) or 0
    parts = rows // _TOGETHER + 1
    ends = [_HIGHEST * part // parts for part in range(parts + 1)]
    yield from pairwise(ends)


def _blocks(connection: Connection, low: int, high: int) -> Iterator[_AtKey]:
    """What shares a key of the stretch with a reference to a cited-only work."""
    blocks: defaultdict[int, _AtKey] = defaultdict(lambda: _AtKey([], []))
    cited = (
        select(reference_key.c.key, reference.c.id, reference.c.target)
        .join(reference, reference.c.id == reference_key.c.reference_id)
        .where(reference.c.status == "cited-only", reference.c.target.is_not(None))
    )
    for key, item, target in connection.execute(_telling(cited, reference_key.c.key, low, high)):
        blocks[key].cited.append(_Cited(item, target))
    held = _telling(select(work_key.c.key, work_key.c.work), work_key.c.key, low, high)
    for key, number in connection.execute(held):
        if key in blocks:
            blocks[key].held.append(number)
    yield from blocks.values()


def _telling(query: Select[Any], key: Any, low: int, high: int) -> Select[Any]:
    """The query for keys of a first author with year and first page, in the stretch."""
    telling = key.bitwise_and(STRENGTH_BITS) == AUTHOR_AND_PAGE
    return query.where(key >= low, key <= high - 1, telling)


def _may_be_two(block: _AtKey) -> bool:
    return bool(block.held) or len({each.work for each in block.cited}) > 1


def _ghosts(connection: Connection, blocks: Sequence[_AtKey]) -> Iterator[tuple[_Cited, int]]:
    """References to cited-only works, and the works that are the same."""
    read = _references(connection, {each.reference for one in blocks for each in one.cited})
    works = _works(connection, {number for block in blocks for number in block.held})
    for block in blocks:
        forms = _forms(block.cited, read)
        for each, number in product(forms, block.held):
            if number in works and _is_work(read[each.reference], works[number]):
                yield each, number
        for one, other in combinations(forms, 2):
            if one.work != other.work and same_cited(
                read[one.reference].profile, read[other.reference].profile
            ):
                yield max(one, other), min(one.work, other.work)


def _is_work(cited: _Read, held: Profile) -> bool:
    """Whether the reference is to the held work, and the matcher has no veto ("erratum" in the text alone)."""
    if not is_one_article(cited.profile, held):
        return False
    reason = decide(cited.profile, cited.raw, [(0, held)]).reason or ""
    return not reason.startswith("veto:")


def _forms(cited: Sequence[_Cited], read: Mapping[int, _Read]) -> list[_Cited]:
    """One reference of those of a work that are printed alike."""
    found: dict[tuple[int, Profile], _Cited] = {}
    for each in sorted(cited):
        if each.reference in read:
            found.setdefault((each.work, read[each.reference].profile), each)
    return list(found.values())[:_MOST_FORMS]


def _references(connection: Connection, items: Collection[int]) -> dict[int, _Read]:
    query = select(reference.c.id, reference.c.profile, reference.c.raw)
    rows = dialect.rows_in(connection, query, reference.c.id, items)
    return {row.id: _Read(row.raw, found) for row in rows if (found := _profile(row.profile))}


def _works(connection: Connection, items: Collection[int]) -> dict[int, Profile]:
    rows = dialect.rows_in(connection, select(work.c.number, work.c.profile), work.c.number, items)
    return {row.number: found for row in rows if (found := _profile(row.profile))}


def _profile(body: bytes) -> Profile | None:
    """The profile, or None for one that cannot be read, which has a finding of its own."""
    try:
        return decoded(body)
    except (msgspec.DecodeError, UnicodeError):
        return None
