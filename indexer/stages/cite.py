"""Stage "cite": the citations of a citing work. A work never cites itself; one work cites another at most once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, and_, bindparam, delete, func, select

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.derived import flow_sums, tasks
from catalogue.tables import citation, person_mention, profile, reference, work_author
from indexer.citations.own import Author, self_citation

Citations = dict[tuple[int, int], tuple[int, bool, bool]]
"""(citing, cited) → (reference, certainly a self-citation, possibly one)."""


def run(connection: Connection, items: Sequence[int]) -> None:
    """Derive the citations of these citing works again; ask for the counts that they touch."""
    _write(connection, _written(connection, items), _derived(connection, items))


def without(connection: Connection, items: Sequence[int]) -> None:
    """Works that are set aside cite nothing."""
    _write(connection, _written(connection, items), {})


def _write(connection: Connection, before: Citations, after: Citations) -> None:
    gone = before.keys() - after.keys()
    changed = {both for both in after if before.get(both) != after[both]}
    start_writing(connection)
    flow_sums.citations_changed(
        connection,
        [(*both, *before[both][1:]) for both in (*gone, *(changed & before.keys()))],
        [(*both, *after[both][1:]) for both in changed],
    )
    statement = delete(citation).where(
        citation.c.citing == bindparam("gone_citing"), citation.c.cited == bindparam("gone_cited")
    )
    rows = [{"gone_citing": citing, "gone_cited": cited} for citing, cited in gone]
    dialect.execute_many(connection, statement, rows)
    dialect.upsert(connection, citation, [_row(both, after[both]) for both in sorted(changed)])
    tasks.put(connection, "count", {key for both in gone | changed for key in both})


def _row(both: tuple[int, int], value: tuple[int, bool, bool]) -> dict[str, object]:
    names = ("citing", "cited", "reference_id", "self_citation", "possible_self")
    return dict(zip(names, (*both, *value), strict=True))


def _written(connection: Connection, items: Collection[int]) -> Citations:
    return {
        (row.citing, row.cited): (
            row.reference_id,
            row.self_citation,
            row.possible_self,
        )
        for row in dialect.rows_in(connection, select(citation), citation.c.citing, items)
    }


def _derived(connection: Connection, items: Collection[int]) -> Citations:
    query = (
        select(profile.c.work, reference.c.target, func.min(reference.c.id).label("first"))
        .join(profile, profile.c.record_id == reference.c.record_id)
        .where(
            reference.c.status.in_(("matched", "cited-only")),
            reference.c.target.is_not(None),
            reference.c.target != profile.c.work,
        )
        .group_by(profile.c.work, reference.c.target)
    )
    found = list(dialect.rows_in(connection, query, profile.c.work, items))
    authors = authors_of(connection, {key for row in found for key in (row.work, row.target)})
    owns = [self_citation(authors[row.work], authors[row.target]) for row in found]
    return {
        (row.work, row.target): (row.first, own == "certain", own == "possible")
        for row, own in zip(found, owns, strict=True)
    }


def derived(connection: Connection, items: Collection[int]) -> tuple[Citations, Citations]:
    """The citations of these works as they are written, and as the stage would write them; reads only."""
    return _written(connection, items), _derived(connection, items)


def authors_of(connection: Connection, works: Collection[int]) -> defaultdict[int, list[Author]]:
    """The authors of each work, with who they are: by these, self-citations are recognised."""
    authors: defaultdict[int, list[Author]] = defaultdict(list)
    query = (
        select(
            work_author.c.work,
            work_author.c.key,
            work_author.c.name,
            work_author.c.orcid,
            person_mention.c.person,
        )
        .outerjoin(
            person_mention,
            and_(
                person_mention.c.work == work_author.c.work,
                person_mention.c.position == work_author.c.position,
            ),
        )
        .order_by(work_author.c.work, work_author.c.position)
    )
    for number, *author in dialect.rows_in(connection, query, work_author.c.work, works):
        authors[number].append(Author(*author))
    return authors
