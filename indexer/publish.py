"""Publishes works to the search index: changed ones through the outbox, or all of them into a new index."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.engine import Engine

from catalogue import dialect, tasks
from catalogue.engine import reading, writing
from catalogue.tables import outbox, work
from indexer.progress import Progress
from indexer.search.interface import SearchBackend, SearchDocument
from schemas import Identifier, LocalizedText, Work

BATCH = 2000
_WORKS = select(work.c.number, work.c.body, work.c.cited_by)


def document(item: Work, number: int, cited_by: int) -> SearchDocument:
    """What the search index holds of a work."""
    container = item.container
    people = [person.contributor for person in item.contributors]
    names = [name for person in people for name in person.names]
    return SearchDocument(
        number=number,
        id=item.id,
        kind=item.kind,
        titles=tuple(LocalizedText(title.text, title.lang) for title in item.titles),
        names=tuple(dict.fromkeys(names)),
        journal=container.titles[0].text if container and container.titles else None,
        containers=tuple(title.text for title in container.titles) if container else (),
        abstracts=item.abstracts,
        keywords=tuple(s.value for s in item.subjects if s.scheme == "keyword"),
        year=item.year,
        countries=item.countries,
        languages=item.languages,
        type=item.type,
        sources=tuple(dict.fromkeys(record.source for record in item.records)),
        institutions=item.institutions,
        institution_names=tuple(
            dict.fromkeys(
                name.text for person in people for a in person.affiliations for name in a.names
            )
        ),
        identifiers=tuple(dict.fromkeys(_identifiers(item))),
        citations=cited_by,
        generated=item.generated,
    )


def _identifiers(item: Work) -> Iterator[Identifier]:
    """The work's own, those of its journal or book, and its people's ORCID iDs."""
    yield from item.identifiers
    if item.container:
        yield from (Identifier("issn", value) for value in item.container.issn)
        yield from (Identifier("isbn", value) for value in item.container.isbn)
    for person in item.contributors:
        yield from (name for name in person.contributor.identifiers if name.scheme == "orcid")


def documents(connection: Connection, *, batch: int = BATCH) -> Iterator[SearchDocument]:
    """Every work of the catalogue as the index should hold it, by ascending number, as a stream."""
    streamed = connection.execution_options(yield_per=batch)
    for row in streamed.execute(_WORKS.order_by(work.c.number)):
        yield document(msgspec.json.decode(row.body, type=Work), row.number, row.cited_by)


def publish_changes(engine: Engine, backend: SearchBackend, progress: Progress) -> int:
    """Empty the outbox into the index; return how many works went out.

    A batch leaves the outbox only when the index has it, so a kill in between repeats it, to no effect.
    """
    published = 0
    while True:
        with reading(engine) as connection:
            query = select(outbox.c.work, outbox.c.revision).order_by(outbox.c.work).limit(BATCH)
            taken = dict(connection.execute(query).all())
            upserts = _documents_of(connection, list(taken))
        if not taken:
            return published
        backend.apply(upserts, taken.keys() - {item.number for item in upserts})
        with writing(engine) as connection:
            _sent(connection, taken)
        published += len(taken)
        progress.advance("publish", len(taken))


def publish_all(engine: Engine, backend: SearchBackend, progress: Progress) -> int:
    """Build a new index from the catalogue and put it in the old one's place; return its size."""
    published = 0

    def counted(stream: Iterator[SearchDocument]) -> Iterator[SearchDocument]:
        nonlocal published
        for item in stream:
            published += 1
            progress.advance("publish", 1)
            yield item

    numbers, revisions = array("q"), array("l")  # 16 bytes a work, for there may be millions
    with reading(engine) as connection:
        query = select(outbox.c.work, outbox.c.revision)
        for number, revision in connection.execute(query, execution_options={"yield_per": BATCH}):
            numbers.append(number)
            revisions.append(revision)
        with backend.rebuild() as writer:
            writer.apply(counted(documents(connection)))
    for start in range(0, len(numbers), BATCH):
        end = start + BATCH
        with writing(engine) as connection:
            _sent(connection, dict(zip(numbers[start:end], revisions[start:end], strict=True)))
    return published


def _documents_of(connection: Connection, numbers: Sequence[int]) -> list[SearchDocument]:
    return [
        document(msgspec.json.decode(row.body, type=Work), row.number, row.cited_by)
        for row in tasks.rows_in(connection, _WORKS, work.c.number, numbers)
    ]


def _sent(connection: Connection, taken: dict[int, int]) -> None:
    statement = delete(outbox).where(
        outbox.c.work == bindparam("sent"), outbox.c.revision == bindparam("sent_revision")
    )
    rows = [{"sent": number, "sent_revision": revision} for number, revision in taken.items()]
    dialect.execute_many(connection, statement, rows)
