"""The state of the catalogue as one hash, for comparing two catalogues that should have come to the same end.

Row numbers, times and runs are left out: what is compared is what was harvested and what was derived from it, named by
natural keys (source and identifier, work number, position).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from catalogue.tables import (
    citation,
    country_flow,
    country_set,
    mentions,
    pair,
    person,
    person_mention,
    person_perhaps,
    profile,
    record,
    reference,
    work,
    work_author,
    work_country,
    work_institution,
    work_journal,
    work_region,
)


def _queries() -> dict[str, Select[Any]]:
    left, right = record.alias("left_record"), record.alias("right_record")
    citing = record.alias("citing_record")
    return {
        "records": select(
            record.c.source, record.c.identifier, record.c.deleted, record.c.content_hash
        ).order_by(record.c.source, record.c.identifier),
        "members": select(record.c.number, profile.c.work, profile.c.body)
        .join(profile, profile.c.record_id == record.c.id)
        .order_by(record.c.number),
        "pairs": select(
            left.c.number, right.c.number, pair.c.score, pair.c.rule, pair.c.veto, pair.c.features
        )
        .join(left, left.c.id == pair.c.left_id)
        .join(right, right.c.id == pair.c.right_id)
        .order_by(left.c.number, right.c.number),
        "works": select(work).order_by(work.c.number),
        "authors": select(work_author).order_by(work_author.c.work, work_author.c.position),
        "countries": select(work_country).order_by(work_country.c.work, work_country.c.country),
        "institutions": select(work_institution).order_by(
            work_institution.c.work, work_institution.c.institution
        ),
        "journals": select(work_journal).order_by(work_journal.c.work, work_journal.c.journal),
        "regions": select(work_region).order_by(work_region.c.work, work_region.c.region),
        "mentions": select(mentions).order_by(mentions.c.work),
        "authors of works": select(person_mention).order_by(
            person_mention.c.work, person_mention.c.position
        ),
        "people": select(person).order_by(person.c.number),
        "people who may be the same": select(person_perhaps).order_by(
            person_perhaps.c.person, person_perhaps.c.other
        ),
        "references": _references(citing),
        "citations": select(
            citation.c.citing,
            citation.c.cited,
            citation.c.self_citation,
            citation.c.possible_self,
        ).order_by(citation.c.citing, citation.c.cited),
        "country sets": select(country_set).order_by(country_set.c.countries),
        "country flows": select(country_flow).order_by(country_flow.c.citing, country_flow.c.cited),
    }


def _references(citing: Any) -> Select[Any]:
    left_out = ("id", "record_id")
    columns = [column for column in reference.c if column.name not in left_out]
    return (
        select(citing.c.number.label("citing"), *columns)
        .join(citing, citing.c.id == reference.c.record_id)
        .order_by(citing.c.number, reference.c.position)
    )


def state_hashes(connection: Connection) -> dict[str, str]:
    """A hash for each part of the state; equal states have equal hashes on any database."""
    return {name: _hash(connection, query) for name, query in _queries().items()}


def _hash(connection: Connection, query: Select[Any]) -> str:
    digest = blake2b(digest_size=16)
    for row in connection.execution_options(yield_per=5000).execute(query):
        digest.update(msgspec.msgpack.encode(tuple(row)))
    return digest.hexdigest()
