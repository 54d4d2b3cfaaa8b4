"""A run's heart: it beats in a thread of its own for as long as the run's process lives.

So whatever the run waits for, a busy server's Retry-After of an hour or one long file, nobody takes it for dead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database.engine import writing_within
from catalogue.harvested import runs

EVERY = 30.0
_PATIENCE = 10.0


@contextmanager
def beating(engine: Engine, run_id: int) -> Iterator[None]:
    """Say every :data:`EVERY` seconds that the run is alive, until the block ends."""
    ended = Event()

    def beat() -> None:
        while not ended.wait(EVERY):
            # a catalogue that is away is for the run itself to notice
            with suppress(SQLAlchemyError), writing_within(engine, _PATIENCE) as connection:
                runs.heartbeat(connection, run_id)

    heart = Thread(target=beat, name=f"heart of run {run_id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        ended.set()
        heart.join()
