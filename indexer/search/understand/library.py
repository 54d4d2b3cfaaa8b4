"""What the search box asks of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from catalogue.derived.citing_numbers import across
from indexer.resolving import resolve
from indexer.search.understand.asking import Library
from indexer.search.understand.citations import MOST_FOUND
from indexer.search.understand.references import Recognised
from schemas import Reference


def catalogue_library(read: Callable[[], AbstractContextManager[Connection]]) -> Library:
    """The answers of a catalogue; ``read`` opens a transaction that reads."""

    def recognise(text: str) -> Recognised | None:
        with read() as connection:
            (found,) = resolve(connection, [Reference(raw=text, position=1)])
        if found.work is None:
            return None
        return Recognised(work=found.work, score=found.score, fields=found.fields)

    def related(cited: bool, works: Sequence[int]) -> Sequence[int]:
        with read() as connection:
            return across(connection, "cited" if cited else "citing", works, MOST_FOUND)

    return Library(recognise=recognise, across=related)
