"""Checks that the index equals the catalogue, and the catalogue's own checks; asks for what is wrong to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from catalogue import checks, dialect, set_aside, tasks
from catalogue.checks import Finding, check_catalogue
from catalogue.engine import reading, writing
from catalogue.integrity import ensure_sound
from catalogue.set_aside import SetAside
from catalogue.tables import outbox
from indexer.publish import documents
from indexer.search.interface import SearchBackend
from schemas.ids import public_id

_MOST = 20


def check(engine: Engine, backend: SearchBackend) -> list[Finding]:
    """Everything that is wrong; an empty list means that every promise holds.

    Raises DamagedCatalogueError if the database itself is damaged: then nothing that it says can be compared.
    """
    ensure_sound(engine)
    with reading(engine) as connection:
        findings = list(check_catalogue(connection))
        waiting = sum(tasks.waiting(connection).values())
        if waiting:
            problem = f"{waiting} changes are not indexed yet: run `eaci index`"
            findings.append(Finding("up-to-date", problem))
        findings += map(_told, islice(set_aside.listed(connection), _MOST))
        differences = _differences(_expected(connection), backend.ids_and_versions())
        findings += (
            Finding("index", f"work {public_id(number)} {problem}")
            for number, problem in islice(differences, _MOST)
        )
    return findings


def _told(item: SetAside) -> Finding:
    way_out = f"`eaci aside retry {item.stage} {item.item}` has it tried again"
    return Finding("set-aside", f"{item.stage}: {item.what} is set aside: {item.reason}; {way_out}")


def _expected(connection: Connection) -> Iterator[tuple[int, int]]:
    """What the index should hold: all works but those that it refuses."""
    refused = {each.item: each.reason for each in set_aside.listed(connection, set_aside.PUBLISH)}
    for item in documents(connection, refused):
        if item.number not in refused:
            yield item.number, item.version


def ask_for_repair(engine: Engine, backend: SearchBackend) -> None:
    """Put everything wrong that can be derived anew on the indexer's lists; its next run mends it."""
    with reading(engine) as connection:
        differences = _differences(_expected(connection), backend.ids_and_versions())
        wrong = [number for number, _ in differences]
    with writing(engine) as connection:
        checks.ask_for_repair(connection)
        set_aside.put_back(connection)
        dialect.bump(connection, outbox, [{"work": number} for number in wrong])


def _differences(
    expected: Iterator[tuple[int, int]], indexed: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, str]]:
    """Walk both streams, sorted by number, side by side; numbers of works, and what is wrong with each."""
    wanted, found = next(expected, None), next(indexed, None)
    while wanted is not None or found is not None:
        if found is None or (wanted is not None and wanted[0] < found[0]):
            assert wanted is not None  # noqa: S101 -- the loop's condition
            yield wanted[0], "is missing from the index"
            wanted = next(expected, None)
        elif wanted is None or found[0] < wanted[0]:
            yield found[0], "is in the index and not in the catalogue"
            found = next(indexed, None)
        else:
            if wanted[1] != found[1]:
                yield wanted[0], "is in the index in another form"
            wanted, found = next(expected, None), next(indexed, None)
