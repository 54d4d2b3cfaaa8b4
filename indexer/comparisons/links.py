"""What is decided between several: pairs of records, clusters, links of references, groups of cited-only references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from catalogue.database import dialect
from catalogue.findings import Finding
from catalogue.tables import profile, record
from indexer.keys import tables
from indexer.stages import cluster, group, match, pair


def compare_records(connection: Connection, items: Sequence[int]) -> Iterator[Finding]:
    """What of these records' pairs and clusters is not what the stages "pair" and "cluster" derive."""
    kept, derived = pair.stored_pairs(connection, items), pair.derived_pairs(connection, items)
    for both in sorted(kept.keys() | derived.keys()):
        if kept.get(both) != derived.get(both):
            problem = f"the comparison of records {both[0]} and {both[1]} is not what comparing them gives"
            yield Finding("pair", problem, (("pair", both[0]), ("pair", both[1])))
    yield from _clusters(connection, items)


def _clusters(connection: Connection, items: Sequence[int]) -> Iterator[Finding]:
    oldest = cluster.derived(connection, items)
    query = select(profile.c.record_id, profile.c.work, record.c.number).join(
        record, record.c.id == profile.c.record_id
    )
    rows = {row.record_id: row for row in dialect.rows_in(connection, query, record.c.id, oldest)}
    for member, first in sorted(oldest.items()):
        if rows[member].work != rows[first].number:
            problem = f"record {member} is in work {rows[member].work} and belongs to that of record {first}"
            yield Finding("record-cluster", problem, (("cluster", member),))


def compare_references(connection: Connection, items: Sequence[int]) -> Iterator[Finding]:
    """What of these references' links and keys is not what the stages "match" and "group" derive."""
    outcomes, own = match.derived(connection, items)
    found = tables.keys_of(connection, tables.REFERENCE_KEYS, outcomes)
    for item, (row, outcome) in outcomes.items():
        for name, value in outcome.items():
            if getattr(row, name) != value:
                problem = f"reference {item}: its {name} is {getattr(row, name)}, and matching it gives {value}"
                yield Finding(f"reference-{name}", problem, (("match", item), ("group", item)))
        if found[item] != own[item]:
            problem = f"the keys of reference {item} are not those that matching it gives"
            yield Finding("reference-key-list", problem, (("match", item),))
    alone = [item for item, (row, _) in outcomes.items() if row.status == "cited-only"]
    for row, number in group.derived(connection, alone):
        if row.target != number:
            problem = f"reference {row.id} stands for the cited-only work {row.target}, and its group for {number}"
            yield Finding("reference-group", problem, (("group", row.id),))
