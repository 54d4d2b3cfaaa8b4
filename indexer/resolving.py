"""What references mean that nobody has stored: found and judged as the stages "match" and "group" do it.

A list is taken as one, so that bilingual pairs and back references are understood. Reads only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, func, select

from catalogue.database import dialect
from catalogue.tables import reference
from indexer.keys import tables
from indexer.profiles.profile import Profile, decoded
from indexer.references.cited_only import cited_only_keys, same_cited
from indexer.references.derive import DerivedReference, derive_references, grouping_key
from indexer.references.matching import Decision
from indexer.stages.match import MEANS_NO_WORK, Printed, by_keys, by_search
from schemas import Reference, ReferenceFields
from schemas.work import ReferenceStatus


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """One reference and what it means.

    ``status`` is "matched" (``work`` is held), "cited-only" (``work`` is known from references alone), "unmatched" (no
    work is known; ``reason`` says why), "paired" or "back-reference" (``same_as`` is the position of the reference of
    the same list that means the same). ``score`` is the probability of the work, or of the best that was refused.
    """

    given: Reference
    fields: ReferenceFields
    status: ReferenceStatus
    work: int | None = None
    rule: str = ""
    score: float = 0.0
    runner_up: int | None = None
    runner_up_score: float = 0.0
    reason: str | None = None
    same_as: int | None = None


def resolve(connection: Connection, references: Sequence[Reference]) -> list[Resolved]:
    """What each reference of a list means, in its order; some hundredths of a second for forty."""
    derived = derive_references(references)
    pending = {at: each for at, each in enumerate(derived) if each.status == "pending"}
    decisions = _decisions(connection, pending)
    left = {
        at: pending[at]
        for at, decision in decisions.items()
        if decision.work is None and decision.reason not in MEANS_NO_WORK
    }
    cited_only = _cited_only(connection, left)
    return [
        _resolved(each, decisions.get(at), cited_only.get(at)) for at, each in enumerate(derived)
    ]


def _decisions(
    connection: Connection, pending: Mapping[int, DerivedReference]
) -> dict[int, Decision]:
    rows = {
        at: Printed(msgspec.json.encode(each.profile), each.given.raw)
        for at, each in pending.items()
    }
    own = {at: tables.hashed(each.keys) for at, each in pending.items()}
    candidates, decisions = by_keys(connection, rows, own)
    _, searched = by_search(connection, rows, own, candidates, decisions)
    return decisions | searched


def _cited_only(connection: Connection, left: Mapping[int, DerivedReference]) -> dict[int, int]:
    """The cited-only works of those that mean the same as a stored reference beyond doubt."""
    grounds = {at: _grounds(each.profile) for at, each in left.items()}
    keyed = _oldest_with(connection, set().union(*grounds.values()))
    stored = _stored(connection, set(keyed.values()))
    named = _named(connection, {each.number for each in left.values()})
    found = {}
    for at, each in left.items():
        near = (stored[one] for key in sorted(grounds[at]) if (one := keyed.get(key)) in stored)
        work = named.get(each.number) or next(_same(each.profile, near), None)
        if work is not None:
            found[at] = work
    return found


def _grounds(profile: Profile) -> set[int]:
    return tables.hashed(map(grouping_key, cited_only_keys(profile)))


def _oldest_with(connection: Connection, grounds: Collection[int]) -> dict[int, int]:
    """For each ground the oldest reference that has it: all that share one are grouped, so one stands for them."""
    where = tables.REFERENCE_KEYS
    query = select(where.key, func.min(where.item)).group_by(where.key)
    return {row[0]: row[1] for row in dialect.rows_in(connection, query, where.key, grounds)}


def _stored(connection: Connection, items: Collection[int]) -> dict[int, tuple[int, bytes]]:
    query = select(reference.c.id, reference.c.target, reference.c.profile)
    cited = query.where(reference.c.status == "cited-only", reference.c.target.is_not(None))
    found = dialect.rows_in(connection, cited, reference.c.id, items)
    return {row.id: (row.target, row.profile) for row in found}


def _named(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """The cited-only works of references whose folded texts are the same."""
    query = select(reference.c.number, reference.c.target)
    cited = query.where(reference.c.status == "cited-only", reference.c.target.is_not(None))
    found = dialect.rows_in(connection, cited, reference.c.number, numbers)
    return {row.number: row.target for row in found}


def _same(profile: Profile, near: Iterator[tuple[int, bytes]]) -> Iterator[int]:
    return (work for work, body in near if same_cited(profile, decoded(body)))


def _resolved(
    each: DerivedReference, decision: Decision | None, cited_only: int | None
) -> Resolved:
    if decision is None:
        return Resolved(
            given=each.given,
            fields=each.fields,
            status=each.status,
            reason=each.reason,
            same_as=each.paired_with,
        )
    return Resolved(
        given=each.given,
        fields=each.fields,
        status=_status(decision, cited_only),
        work=decision.work if cited_only is None else cited_only,
        rule=decision.rule,
        score=decision.score,
        runner_up=decision.runner_up,
        runner_up_score=decision.runner_up_score,
        reason=decision.reason,
    )


def _status(decision: Decision, cited_only: int | None) -> ReferenceStatus:
    if decision.work is not None:
        return "matched"
    return "unmatched" if cited_only is None else "cited-only"
