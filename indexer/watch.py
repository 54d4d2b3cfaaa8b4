"""Indexes whenever something waits, until it is stopped. It waits while a server is unavailable, then catches up."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database.engine import reading
from catalogue.stats import backlog
from indexer.pipeline import IndexingBusyError, IndexReport
from indexer.search.errors import SearchUnavailable

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds before the next try, doubled each time
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})

Indexing = Callable[[], IndexReport]
Wait = Callable[[float], bool]
"""Waits so many seconds, or shorter if the program shall end; True if it shall."""


def watch(engine: Engine, run: Indexing, *, every: float, wait: Wait) -> None:
    """Look every so many seconds whether anything waits, and if so ``run`` the indexer, until ``wait`` says to end.

    An unavailable search server or database, a full disk, or another process that is indexing is logged; after a pause
    the watch tries again. What was done before stays done. Any other failure is raised.
    """
    pause = 0.0
    while not wait(pause or every):
        try:
            if _waiting(engine):
                _tell(run())
            pause = 0.0
        except (SearchUnavailable, OperationalError, IndexingBusyError, OSError) as error:
            if isinstance(error, OSError) and error.errno not in _NO_ROOM:
                raise
            pause = min(max(_FIRST_PAUSE, 2 * pause), _LONGEST_PAUSE)
            _log.warning("indexing pauses for %g s: %s", pause, _reason(error))


def _waiting(engine: Engine) -> bool:
    with reading(engine) as connection:
        found = backlog(connection)
    return bool(found.pending or found.outbox)


def _tell(report: IndexReport) -> None:
    _log.info("indexed: %s", report.summary())


def _reason(error: Exception) -> str:
    """One line: the driver's own words of a database error, without the statement."""
    told = error.orig if isinstance(error, OperationalError) else error
    return " ".join(str(told).split())
