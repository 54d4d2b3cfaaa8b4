"""The review queue: pairs that score between "no" and "yes", for a person to decide; and taking a record out of a work.

The queue is a query, not a table: a pair leaves it by being judged, or when its score moves.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, Exists, FromClause, and_, exists, select

from catalogue.decided.judgements import UnknownRecordError, judge
from catalogue.tables import judgement, pair, profile, record
from schemas import HarvestedRecord

Key = tuple[str, str]


class ReviewItem(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that waits for a decision, with both records as harvested and what speaks for the merge."""

    left_key: Key
    right_key: Key
    left: HarvestedRecord
    right: HarvestedRecord
    left_id: int
    right_id: int
    score: float
    rule: str
    features: dict[str, float]


def list_reviews(
    connection: Connection, *, low: float, high: float, limit: int = 50, offset: int = 0
) -> list[ReviewItem]:
    """Unjudged pairs with low ≤ score < high and no veto whose records are in different works, likeliest first."""
    left, right = record.alias("left_record"), record.alias("right_record")
    mine, theirs = profile.alias("left_profile"), profile.alias("right_profile")
    query = (
        select(
            pair,
            left.c.source.label("left_source"),
            left.c.identifier.label("left_identifier"),
            left.c.body.label("left_body"),
            right.c.source.label("right_source"),
            right.c.identifier.label("right_identifier"),
            right.c.body.label("right_body"),
        )
        .join(left, left.c.id == pair.c.left_id)
        .join(right, right.c.id == pair.c.right_id)
        .join(mine, mine.c.record_id == pair.c.left_id)
        .join(theirs, theirs.c.record_id == pair.c.right_id)
        .where(
            pair.c.score >= low,
            pair.c.score < high,
            pair.c.veto.is_(None),
            mine.c.work != theirs.c.work,
            ~_judged(left, right),
            ~_judged(right, left),
        )
        .order_by(pair.c.score.desc(), pair.c.left_id, pair.c.right_id)
        .limit(limit)
        .offset(offset)
    )
    return [
        ReviewItem(
            left_key=(row.left_source, row.left_identifier),
            right_key=(row.right_source, row.right_identifier),
            left=msgspec.json.decode(row.left_body, type=HarvestedRecord),
            right=msgspec.json.decode(row.right_body, type=HarvestedRecord),
            left_id=row.left_id,
            right_id=row.right_id,
            score=row.score,
            rule=row.rule,
            features=msgspec.json.decode(row.features),
        )
        for row in connection.execute(query)
    ]


def _judged(left: FromClause, right: FromClause) -> Exists:
    return exists().where(
        judgement.c.left_source == left.c.source,
        judgement.c.left_identifier == left.c.identifier,
        judgement.c.right_source == right.c.source,
        judgement.c.right_identifier == right.c.identifier,
        judgement.c.withdrawn_at.is_(None),
    )


def keys_of(connection: Connection, ids: Sequence[int]) -> list[Key]:
    """(source, identifier) of records, in the order asked; raises UnknownRecordError for one that is not there."""
    query = select(record.c.id, record.c.source, record.c.identifier).where(record.c.id.in_(ids))
    found = {row.id: (row.source, row.identifier) for row in connection.execute(query)}
    for record_id in ids:
        if record_id not in found:
            raise UnknownRecordError(f"no record number {record_id} in the catalogue")
    return [found[record_id] for record_id in ids]


def take_out(connection: Connection, key: Key, made_by: str, note: str | None = None) -> int:
    """Judge a record different from every other record of its work; return how many these were.

    The record, its references and the citations that they make become a work of its own with the next index.
    """
    mine, other = profile.alias("mine"), profile.alias("other")
    own = record.alias("own")
    query = (
        select(record.c.source, record.c.identifier)
        .join(other, other.c.record_id == record.c.id)
        .join(mine, and_(mine.c.work == other.c.work, mine.c.record_id != other.c.record_id))
        .join(own, own.c.id == mine.c.record_id)
        .where(own.c.source == key[0], own.c.identifier == key[1])
    )
    others = [(row.source, row.identifier) for row in connection.execute(query)]
    for each in others:
        judge(connection, key, each, "different", made_by, note)
    return len(others)
