"""What is asked of references that nobody has stored is answered as the pipeline answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy import Connection, select
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading
from catalogue.tables import record, reference
from indexer.pipeline import index
from indexer.resolving import resolve
from schemas import HarvestedRecord, Reference
from schemas.work import BY_LIST
from tests.indexer.conftest import MemoryIndex
from tests.support.corpus import harvest_corpus


@pytest.fixture
def catalogue(engine: Engine, tmp_path, backend: MemoryIndex) -> Iterator[Connection]:
    harvest_corpus(engine, 60)
    index(engine, backend, tmp_path)
    with reading(engine) as connection:
        yield connection


def stored(connection):
    """The reference lists of the catalogue, each with its rows by position."""
    lists = defaultdict(dict)
    for row in connection.execute(select(reference)):
        lists[row.record_id][row.position] = row
    for key, rows in lists.items():
        body = connection.scalar(select(record.c.body).where(record.c.id == key))
        yield msgspec.json.decode(body, type=HarvestedRecord).references, rows


def test_every_stored_list_means_what_the_index_says(catalogue):
    met = defaultdict(int)
    for references, rows in stored(catalogue):
        for found in resolve(catalogue, references):
            row = rows[found.given.position]
            met[found.status] += 1
            stands_for = row.paired_with if row.status in BY_LIST else None
            target = None if row.status in BY_LIST else row.target
            assert (found.status, found.same_as, found.work) == (row.status, stands_for, target)
    assert met["matched"] > 50
    assert met["cited-only"] > 50


def test_nothing_is_known_of_what_nobody_holds(catalogue):
    unheld = Reference(raw="Нездешний Н. Н. О том, чего нет. М.: Нигде, 1911. 77 с.", position=1)
    (found,) = resolve(catalogue, [unheld])
    assert (found.status, found.work, found.reason) == ("unmatched", None, "no-candidate")
    assert found.fields.year == 1911


def test_a_back_reference_means_the_entry_above_it(catalogue):
    references, rows = next(
        (refs, rows) for refs, rows in stored(catalogue) if rows[1].status == "matched"
    )
    given = [references[0], Reference(raw="Там же. С. 12.", position=2)]
    first, second = resolve(catalogue, given)
    assert first.work == rows[1].target
    assert (second.status, second.same_as) == ("back-reference", 1)


def test_an_empty_list_is_no_fault(catalogue):
    assert resolve(catalogue, []) == []
