"""Stages "merge" and "describe": write held works from their records, and cited-only works from their references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, insert, select

from catalogue import dialect, flow_sums, tasks
from catalogue.tables import (
    citation,
    outbox,
    profile,
    record,
    reference,
    source,
    work,
    work_author,
    work_country,
    work_institution,
)
from indexer.dedupe.blocking import blocking_keys
from indexer.normalise import merge_profiles
from indexer.profiles import Profile
from indexer.references.search_keys import work_search_keys
from indexer.stages import keys
from indexer.stages.cite import author_keys
from indexer.stages.match import put_concerned, put_having
from indexer.text.identifiers import clean_orcid
from indexer.works import (
    Description,
    SourcedRecord,
    SourcedReference,
    authors_of,
    describe_cited_only,
    describe_held,
)
from schemas import HarvestedRecord, ReferenceFields, Work

_PARTS = (work_author, work_country, work_institution)


def run_held(connection: Connection, items: Sequence[int]) -> None:
    """Describe these held works again from their records; those without records go."""
    records, profiles = _members(connection, items)
    described = {number: describe_held(number, parts) for number, parts in records.items()}
    merged = {number: merge_profiles(parts) for number, parts in profiles.items()}
    compared_anew = _write(connection, items, described, merged)
    _write_keys(connection, items, merged, compared_anew)
    # Who is held and by whom decides which references are the work's own.
    tasks.put(connection, "cite", items)


def run_cited_only(connection: Connection, items: Sequence[int]) -> None:
    """Describe these cited-only works again from their references; those without references go."""
    references = _references(connection, items)
    described = {
        number: Description(work=describe_cited_only(number, parts))
        for number, parts in references.items()
    }
    _write(connection, items, described, {number: Profile() for number in described})


def _members(
    connection: Connection, items: Sequence[int]
) -> tuple[dict[int, list[SourcedRecord]], dict[int, list[Profile]]]:
    query = (
        select(
            profile.c.work,
            profile.c.body.label("profile"),
            record.c.source,
            record.c.body,
            source.c.country,
            source.c.generated,
        )
        .join(record, record.c.id == profile.c.record_id)
        .join(source, source.c.name == record.c.source)
        .order_by(record.c.id)
    )
    records: dict[int, list[SourcedRecord]] = defaultdict(list)
    profiles: dict[int, list[Profile]] = defaultdict(list)
    for row in tasks.rows_in(connection, query, profile.c.work, items):
        part = SourcedRecord(
            source=row.source,
            record=msgspec.json.decode(row.body, type=HarvestedRecord),
            source_country=row.country,
            generated=row.generated,
        )
        records[row.work].append(part)
        profiles[row.work].append(msgspec.json.decode(row.profile, type=Profile))
    return records, profiles


def _references(connection: Connection, items: Sequence[int]) -> dict[int, list[SourcedReference]]:
    query = (
        select(
            reference.c.target,
            reference.c.raw,
            reference.c.lang,
            reference.c.fields,
            record.c.source,
            source.c.generated,
        )
        .join(record, record.c.id == reference.c.record_id)
        .join(source, source.c.name == record.c.source)
        .where(reference.c.status == "cited-only")
        .order_by(reference.c.id)
    )
    found: dict[int, list[SourcedReference]] = defaultdict(list)
    for row in tasks.rows_in(connection, query, reference.c.target, items):
        part = SourcedReference(
            source=row.source,
            raw=row.raw,
            lang=row.lang,
            fields=msgspec.json.decode(row.fields, type=ReferenceFields),
            generated=row.generated,
        )
        found[row.target].append(part)
    return found


def _write(
    connection: Connection,
    items: Sequence[int],
    described: dict[int, Description],
    profiles: dict[int, Profile],
) -> set[int]:
    """Write what changed; return the works that compare otherwise than before."""
    query = select(work.c.number, work.c.body, work.c.profile)
    before = {row.number: row for row in tasks.rows_in(connection, query, work.c.number, items)}
    rows = {key: _row(item.work, key, profiles[key]) for key, item in described.items()}
    changed = {key for key, row in rows.items() if not _alike(before.get(key), row)}
    gone = before.keys() - rows.keys()
    _remove(connection, gone)
    names = ("kind", "title", "year", "type", "body", "profile")
    dialect.upsert(connection, work, [rows[key] for key in sorted(changed)], update=names)
    _write_parts(connection, changed, described)
    dialect.bump(connection, outbox, [{"work": key} for key in sorted(changed | gone)])
    tasks.put(connection, "count", changed | gone)
    return gone | {
        key for key in changed if key not in before or before[key].profile != rows[key]["profile"]
    }


def _row(item: Work, number: int, merged: Profile) -> dict[str, Any]:
    return {
        "number": number,
        "kind": item.kind,
        "title": item.titles[0].text if item.titles else "",
        "year": item.year,
        "type": item.type,
        "body": msgspec.json.encode(item),
        "profile": msgspec.json.encode(merged),
    }


def _alike(before: Row[Any] | None, after: dict[str, Any]) -> bool:
    return (
        before is not None and before.body == after["body"] and before.profile == after["profile"]
    )


def _remove(connection: Connection, gone: Collection[int]) -> None:
    query = select(citation.c.citing, citation.c.cited, citation.c.self_citation)
    given = [(*row,) for row in tasks.rows_in(connection, query, citation.c.citing, gone)]
    tasks.put(connection, "count", {cited for _, cited, _ in given})
    flow_sums.citations_changed(connection, given, ())
    tasks.delete_in(connection, citation.c.citing, gone)
    sets = flow_sums.sets_of(connection, gone)
    for table in _PARTS:
        tasks.delete_in(connection, table.c.work, gone)
    flow_sums.countries_changed(connection, sets, set(gone))
    tasks.delete_in(connection, work.c.number, gone)


def _write_parts(
    connection: Connection, changed: Collection[int], described: dict[int, Description]
) -> None:
    before = author_keys(connection, changed)
    sets = flow_sums.sets_of(connection, changed)
    for table in _PARTS:
        tasks.delete_in(connection, table.c.work, changed)
    for table, rows in _parts(changed, described).items():
        dialect.execute_many(connection, insert(table), rows)
    flow_sums.countries_changed(connection, sets, set(changed))
    # Other authors may turn a citation into a self-citation or back.
    after = author_keys(connection, changed)
    renamed = {key for key in changed if before.get(key) != after.get(key)}
    citing = select(citation.c.citing)
    touched = {row[0] for row in tasks.rows_in(connection, citing, citation.c.cited, renamed)}
    tasks.put(connection, "cite", touched)


def _parts(
    changed: Iterable[int], described: dict[int, Description]
) -> dict[Table, list[dict[str, Any]]]:
    rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in _PARTS}
    for number in changed:
        item = described[number]
        for position, person in enumerate(authors_of(item.work), start=1):
            author = {"position": position, "key": person.key, "orcid": None}
            given = (i.value for i in person.contributor.identifiers if i.scheme == "orcid")
            orcids = [valid for value in given if (valid := clean_orcid(value))]
            author["name"] = person.contributor.names[0].literal
            author["orcid"] = orcids[0] if orcids else None
            rows[work_author].append({"work": number} | author)
        for country in item.work.countries:
            rows[work_country].append({"work": number, "country": country})
        for claim in item.institutions:
            evidence = msgspec.json.encode(claim.evidence).decode()
            found = {"institution": claim.institution.id, "evidence": evidence}
            rows[work_institution].append({"work": number} | found)
    return rows


def _write_keys(
    connection: Connection,
    items: Sequence[int],
    merged: dict[int, Profile],
    compared_anew: Collection[int],
) -> None:
    """Replace the works' keys, and have every reference matched again that these works concern before or after."""
    before = keys.keys_of(connection, keys.WORK_KEYS, items)
    after = {
        number: keys.hashed({*blocking_keys(item), *work_search_keys(item)})
        for number, item in merged.items()
    }
    put_concerned(connection, compared_anew)
    crossed = keys.replace(connection, keys.WORK_KEYS, before, after)
    put_concerned(connection, compared_anew)
    put_having(connection, crossed)
