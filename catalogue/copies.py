"""Checks of columns and rows that repeat what other rows say: each has to say the same, and to have its other end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from catalogue.findings import Check
from catalogue.stage_names import FIRST_STAGE
from catalogue.tables import (
    citation,
    description,
    judgement,
    mentions,
    page,
    pair,
    pending,
    person,
    person_mention,
    person_perhaps,
    profile,
    quarantine,
    record,
    reference,
    run,
    work,
    work_author,
    work_country,
    work_institution,
    work_journal,
    work_region,
)

_LINKED = reference.c.status.in_(("matched", "cited-only"))
_A_RECORD = 65_536  # references that have numbers of one record; see indexer.stages.normalise


def checks() -> Iterator[Check]:
    """All of them."""
    yield from _harvested()
    yield from _records_and_profiles()
    yield from _works()
    yield from _people()
    yield from _citations()


def _harvested() -> Iterator[Check]:
    counted = (
        select(func.count()).select_from(page).where(page.c.run_id == run.c.id).scalar_subquery()
    )
    yield Check(
        "run-page-count",
        select(run.c.id, run.c.pages).where(run.c.pages != counted),
        "run {id}: it counts {pages} pages, and has another number",
    )
    yield Check(
        "page-source",
        select(page.c.id, page.c.source, run.c.source.label("other"))
        .join(run, run.c.id == page.c.run_id)
        .where(run.c.source != page.c.source),
        "page {id} is of {source}, and its run of {other}",
    )
    yield Check(
        "description-record",
        select(description.c.number)
        .outerjoin(record, record.c.number == description.c.number)
        .where(record.c.id.is_(None)),
        "a description is of the record with the number {number}, which is not there",
    )
    yield Check(
        "quarantine-page",
        select(quarantine.c.id)
        .join(page, page.c.id == quarantine.c.page_id)
        .where(
            or_(
                quarantine.c.source != page.c.source,
                quarantine.c.run_id != page.c.run_id,
                quarantine.c.format != page.c.format,
            )
        ),
        "item {id} in quarantine is not of its page's source, run and format",
    )
    yield Check(
        "record-page",
        select(record.c.identifier, record.c.source, page.c.source.label("other"))
        .join(page, page.c.id == record.c.page_id)
        .where(page.c.source != record.c.source),
        "record {identifier} of {source} is from a page of {other}",
    )
    for column in (record.c.first_run, record.c.last_run):
        own = exists().where(run.c.id == column, run.c.source == record.c.source)
        yield Check(
            f"record-{column.name.replace('_', '-')}",
            select(record.c.identifier, record.c.source, column.label("number")).where(~own),
            f"record {{identifier}} of {{source}}: its {column.name} {{number}} is no run of its source",
        )
    for side in ("left", "right"):
        there = exists().where(
            record.c.source == judgement.c[f"{side}_source"],
            record.c.identifier == judgement.c[f"{side}_identifier"],
        )
        yield Check(
            f"judgement-{side}",
            select(judgement.c.id).where(judgement.c.withdrawn_at.is_(None), ~there),
            f"judgement {{id}}: its {side} record is not in the catalogue; withdraw it",
        )


def _records_and_profiles() -> Iterator[Check]:
    live = exists().where(record.c.id == profile.c.record_id, record.c.deleted.is_(False))
    yield Check(
        "profile-record",
        select(profile.c.record_id).where(
            ~live, ~exists().where(pending.c.item == profile.c.record_id)
        ),
        "the profile of record {record_id} has no record",
        ((FIRST_STAGE, "record_id"),),
    )
    oldest = (
        select(profile.c.work, func.min(profile.c.record_id).label("oldest"))
        .where(profile.c.work.is_not(None))
        .group_by(profile.c.work)
        .subquery()
    )
    yield Check(
        "work-number",
        select(oldest.c.work, oldest.c.oldest)
        .join(record, record.c.id == oldest.c.oldest)
        .where(record.c.number != oldest.c.work),
        "work {work} is not named after its oldest record {oldest}",
        (("cluster", "oldest"), ("merge", "work")),
    )
    for column in (pair.c.left_id, pair.c.right_id):
        yield Check(
            f"pair-{column.name.removesuffix('_id')}",
            select(pair.c.left_id, pair.c.right_id).where(
                ~exists().where(profile.c.record_id == column)
            ),
            "the compared pair {left_id}, {right_id} names a record without a profile",
            (("pair", "left_id"), ("pair", "right_id")),
        )
    yield Check(
        "reference-record",
        select(reference.c.id, reference.c.record_id).where(
            ~exists().where(profile.c.record_id == reference.c.record_id)
        ),
        "reference {id} is of a record that is not there",
        ((FIRST_STAGE, "record_id"),),
    )
    yield Check(
        "reference-number",
        select(
            reference.c.id,
            reference.c.record_id,
            reference.c.id.op("/")(_A_RECORD).label("owner"),
        ).where(reference.c.record_id * _A_RECORD + reference.c.position != reference.c.id),
        "reference {id} is not numbered by its record and position",
        ((FIRST_STAGE, "record_id"), (FIRST_STAGE, "owner")),
    )
    yield Check(
        "reference-unlinked",
        select(reference.c.id, reference.c.status, reference.c.record_id).where(
            ~_LINKED, reference.c.target.is_not(None)
        ),
        "reference {id} is {status} and names a work",
        (("match", "id"), ("group", "id")),
    )


def _works() -> Iterator[Check]:
    held = exists().where(profile.c.work == work.c.number)
    yield Check(
        "work-records",
        select(work.c.number).where(work.c.kind == "held", ~held),
        "work {number} is held and has no record",
        (("merge", "number"),),
    )
    cited = exists().where(reference.c.target == work.c.number, reference.c.status == "cited-only")
    yield Check(
        "work-references",
        select(work.c.number).where(work.c.kind == "cited-only", ~cited),
        "work {number} is cited only, and nothing cites it",
        (("describe", "number"),),
    )
    yield Check(
        "work-kind",
        select(work.c.number, work.c.kind).where(work.c.kind.not_in(("held", "cited-only"))),
        "work {number} is {kind}, which is no kind of work",
        (("describe", "number"), ("merge", "number")),
    )
    tables = (work_author, work_country, work_institution, work_region, work_journal, mentions)
    for table in tables:
        yield Check(
            table.name.replace("_", "-"),
            select(table.c.work)
            .where(~exists().where(work.c.number == table.c.work))
            .group_by(table.c.work),
            f"{table.name} has rows of work {{work}}, which does not exist",
            (("merge", "work"),),
        )


def _people() -> Iterator[Check]:
    """Each author of a held work is a person, each person an author; whom he may be is there too."""
    author = and_(
        work_author.c.work == person_mention.c.work,
        work_author.c.position == person_mention.c.position,
    )
    yield Check(
        "person-author",
        select(person_mention.c.work, person_mention.c.position, person_mention.c.person)
        .outerjoin(work_author, author)
        .where(work_author.c.work.is_(None)),
        "person {person} is author {position} of work {work}, which has no such author",
        (("merge", "work"), ("person", "person")),
    )
    works = func.count(person_mention.c.work.distinct())
    counted = (
        select(person_mention.c.person, works.label("works"))
        .group_by(person_mention.c.person)
        .subquery()
    )
    yield Check(
        "person-works",
        select(counted.c.person.label("number"), person.c.works)
        .outerjoin(person, person.c.number == counted.c.person)
        .where(or_(person.c.number.is_(None), person.c.works != counted.c.works)),
        "person {number} is described with {works} works, and is the author of another number",
        (("person", "number"),),
    )
    yield Check(
        "person",
        select(person.c.number).where(~exists().where(person_mention.c.person == person.c.number)),
        "person {number} is the author of nothing",
        (("person", "number"),),
    )
    for column in (person_perhaps.c.person, person_perhaps.c.other):
        yield Check(
            "person-other",
            select(person_perhaps.c.person, person_perhaps.c.other).where(
                ~exists().where(person.c.number == column)
            ),
            "person {person} may be the same as person {other}, and one of them is not there",
            (("person", "person"), ("person", "other")),
        )


def _citations() -> Iterator[Check]:
    """A citation is there because a reference of the citing work is linked to the cited one, and for each such."""
    own: Any = (
        select(reference.c.id)
        .join(profile, profile.c.record_id == reference.c.record_id)
        .where(
            reference.c.id == citation.c.reference_id,
            reference.c.target == citation.c.cited,
            profile.c.work == citation.c.citing,
            _LINKED,
        )
    )
    yield Check(
        "citation-reference",
        select(citation.c.citing, citation.c.cited).where(~own.exists()),
        "the citation of work {cited} by work {citing} stands on no reference",
        (("cite", "citing"),),
    )
    yield Check(
        "reference-citation",
        select(reference.c.id, profile.c.work, reference.c.target)
        .join(profile, profile.c.record_id == reference.c.record_id)
        .outerjoin(
            citation,
            (citation.c.citing == profile.c.work) & (citation.c.cited == reference.c.target),
        )
        .where(
            _LINKED,
            reference.c.target.is_not(None),
            reference.c.target != profile.c.work,
            citation.c.citing.is_(None),
        ),
        "reference {id} links work {work} to work {target}, and there is no such citation",
        (("cite", "work"),),
    )
