"""Checkpoints of SQLite's write-ahead log, made between the transactions: nobody waits for one who checkpoints.

SQLite makes them inside of a commit, whosever it is: at 128 MiB a click on the site would now and then take seconds.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

_DUE = 128 * 2**20
"""Bytes in the log. A page is then written once however often it has changed: the random keys of indexing cost two
fifths fewer writes than at SQLite's 4 MiB."""
PAGES_AT_MOST = 4 * _DUE // 4096
"""Pages at which SQLite makes one itself, where only those write who leave it to others."""
BYTES_KEPT = 4 * 2**20
"""To what SQLite cuts the log when it begins again at its start: so its size tells how much is in it."""
LEFT_TO_OTHERS = {"eaci_checkpoints": False}
"""Options of an engine whose writers are people that wait."""

_checkpointed: dict[Path, int] = {}
"""How long each log was when this process last made a checkpoint. (No look into the files: whoever closes one of them
takes SQLite's locks from this process.)"""


def make_if_due(connection: Connection) -> None:
    """Write the log into the database if it has grown long. The connection is in no transaction."""
    engine = connection.engine
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    if not engine.get_execution_options().get("eaci_checkpoints", True):
        return
    log = Path(f"{engine.url.database}-wal")
    size = _size(log)
    if size < _checkpointed.get(log, 0):  # it has begun again
        _checkpointed[log] = 0
    if size - _checkpointed.get(log, 0) >= _DUE:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        _checkpointed[log] = size


def _size(log: Path) -> int:
    with suppress(FileNotFoundError):
        return log.stat().st_size
    return 0
