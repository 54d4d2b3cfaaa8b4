"""Publishes works to the search index: changed ones through the outbox, or all of them into a new index."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection, Text, bindparam, cast, delete, func, select
from sqlalchemy.engine import Engine

from catalogue.database import dialect
from catalogue.database.engine import now, reading, writing
from catalogue.derived import set_aside
from catalogue.derived.provided import tell
from catalogue.stage_names import PUBLISH
from catalogue.tables import outbox, person_mention, work
from indexer import provided
from indexer.drain import is_of_items, reason_of
from indexer.progress import Progress
from indexer.search.errors import SearchUnavailable
from indexer.search.interface import SearchBackend, SearchDocument, Writer
from indexer.search.numbering import numbering
from schemas import Identifier, LocalizedText, Work
from schemas.ids import public_id
from schemas.within import read_work

_log = logging.getLogger(__name__)

BATCH = 2000
_PEOPLE = (
    select(func.aggregate_strings(cast(person_mention.c.person, Text), " "))
    .where(person_mention.c.work == work.c.number)
    .correlate(work)
    .scalar_subquery()
)
_WORKS = select(work.c.number, work.c.body, work.c.cited_by, _PEOPLE.label("people"))


def document(
    item: Work, number: int, cited_by: int, persons: Collection[int] = ()
) -> SearchDocument:
    """What the search index holds of a work that these persons wrote."""
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
        basis=item.country_basis,
        regions=item.regions,
        languages=item.languages,
        type=item.type,
        sources=tuple(dict.fromkeys(record.source for record in item.records)),
        institutions=item.institutions,
        institution_names=tuple(
            dict.fromkeys(
                name.text for person in people for a in person.affiliations for name in a.names
            )
        ),
        people=tuple(map(public_id, sorted(set(persons)))),
        identifiers=tuple(dict.fromkeys(_identifiers(item))),
        numbering=numbering(container),
        subjects=tuple(dict.fromkeys(s.value for s in item.subjects if s.scheme != "keyword")),
        addresses=tuple(
            dict.fromkeys((*item.urls, *(url for part in item.records for url in part.urls)))
        ),
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


def documents(
    connection: Connection, refused: dict[int, str] | None = None, *, batch: int = BATCH
) -> Iterator[SearchDocument]:
    """Every work of the catalogue as the index should hold it, by ascending number, as a stream.

    Works of which no document can be made are added to ``refused``, with the reason; without it they raise.
    """
    streamed = connection.execution_options(yield_per=batch)
    yield from _made(streamed.execute(_WORKS.order_by(work.c.number)), refused)


def _made(
    rows: Iterable[dialect.AnyRow], refused: dict[int, str] | None
) -> Iterator[SearchDocument]:
    for row in rows:
        try:
            persons = [int(number) for number in (row.people or "").split()]
            made = document(read_work(row.body), row.number, row.cited_by, persons)
        except Exception as error:
            if refused is None or not is_of_items(error):
                raise
            refused[row.number] = reason_of(error)
        else:
            yield made


def apply_all(
    writer: Writer, upserts: Sequence[SearchDocument], deletes: Collection[int] = ()
) -> dict[int, str]:
    """Change the index; return what it refuses, found by halves, with the reason of each. That is not in it then."""
    try:
        writer.apply(upserts, deletes)
    except Exception as error:
        if not upserts or not _is_of_documents(error):
            raise
        if len(upserts) > 1:
            middle = len(upserts) // 2
            refused = apply_all(writer, upserts[:middle], deletes)
            return refused | apply_all(writer, upserts[middle:])
        (one,) = upserts
        writer.apply((), {*deletes, one.number})
        _log.warning("work %s is not published: %s", one.id, reason_of(error))
        return {one.number: reason_of(error)}
    return {}


def _is_of_documents(error: Exception) -> bool:
    if isinstance(error, SearchUnavailable):
        return error.code == "rejected"
    return is_of_items(error)


def _set_aside(connection: Connection, refused: Mapping[int, str]) -> None:
    for number, reason in refused.items():
        set_aside.put(connection, PUBLISH, [number], reason)


def publish_changes(engine: Engine, backend: SearchBackend, progress: Progress) -> int:
    """Empty the outbox into the index; return how many works went out.

    A batch leaves the outbox only when the index has it, so a kill in between repeats it, to no effect.
    """
    published = 0
    while True:
        with reading(engine) as connection:
            query = select(outbox.c.work, outbox.c.revision).order_by(outbox.c.work).limit(BATCH)
            taken = dict(connection.execute(query).all())
            refused: dict[int, str] = {}
            upserts = _documents_of(connection, list(taken), refused)
            changed = provided.changes(connection, taken)
        if not taken:
            return published
        refused |= apply_all(backend, upserts, taken.keys() - {item.number for item in upserts})
        with writing(engine) as connection:
            _sent(connection, taken)
            tell(connection, *changed, now())
            set_aside.forget(connection, PUBLISH, taken)
            _set_aside(connection, refused)
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
        refused: dict[int, str] = {}
        with backend.rebuild() as writer:
            stream = counted(documents(connection, refused))
            while some := list(islice(stream, BATCH)):
                refused |= apply_all(writer, some)
    with writing(engine) as connection:
        set_aside.forget_all(connection, PUBLISH)
        _set_aside(connection, refused)
    for start in range(0, len(numbers), BATCH):
        end = start + BATCH
        with writing(engine) as connection:
            _sent(connection, dict(zip(numbers[start:end], revisions[start:end], strict=True)))
    provided.tell_all(engine)
    return published


def _documents_of(
    connection: Connection, numbers: Sequence[int], refused: dict[int, str]
) -> list[SearchDocument]:
    rows = dialect.rows_in(connection, _WORKS, work.c.number, numbers)
    return list(_made(rows, refused))


def _sent(connection: Connection, taken: dict[int, int]) -> None:
    statement = delete(outbox).where(
        outbox.c.work == bindparam("sent"), outbox.c.revision == bindparam("sent_revision")
    )
    rows = [{"sent": number, "sent_revision": revision} for number, revision in taken.items()]
    dialect.execute_many(connection, statement, rows)
