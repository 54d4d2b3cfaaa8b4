"""Files into the catalogue by the way of every page: parse, one transaction a file, the same ledger.

They are given to ``eaci import``, or lie in a source's drop folder. No reactor starts to read them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from catalogue.database.engine import now, reading
from catalogue.harvested.store import FetchedPage, page_hashes
from crawler.errors import InputFileError
from crawler.formats import PageError
from crawler.formats.page import MAX_BYTES
from crawler.runs.harvest import Harvest
from crawler.runs.outcome import DEADLINE, Outcome


def harvest_files(harvest: Harvest, format: str, paths: Sequence[Path]) -> None:
    """Parse and commit each file; an unreadable one is quarantined whole."""
    for path in paths:
        harvest_file(harvest, format, path)


def harvest_folder(harvest: Harvest, outcome: Outcome, folder: Path) -> None:
    """Harvest every ``*.xml`` of a drop folder in order of name; an incremental run leaves out what was read before."""
    if not folder.is_dir():
        outcome.fail(f"{folder}: no such folder; create it and put the issue files there")
        return
    known = _known(harvest)
    ends = time.monotonic() + harvest.definition.politeness.deadline
    for path in sorted(folder.glob("*.xml")):
        if harvest.limit_reached:
            return
        if time.monotonic() > ends:
            outcome.fail(DEADLINE)
            return
        _harvest_new(harvest, outcome, path, known)


def _known(harvest: Harvest) -> set[str]:
    if harvest.run.mode != "incremental":
        return set()
    with reading(harvest.engine) as connection:
        return page_hashes(connection, harvest.definition.name)


def _harvest_new(harvest: Harvest, outcome: Outcome, path: Path, known: set[str]) -> None:
    try:
        if fingerprint(path) not in known:
            harvest_file(harvest, harvest.definition.format, path)
    except (InputFileError, OSError) as error:
        outcome.notes.append(f"{path.name} could not be read")
        harvest.log("error", f"{path.name}: {error}")


def harvest_file(harvest: Harvest, format: str, path: Path) -> None:
    """Parse and commit one file."""
    body = _read(path)
    page = FetchedPage(
        source=harvest.definition.name,
        format=format,
        body=body,
        url=f"file:{path.name}",
        fetched_at=now(),
    )
    try:
        parsed = harvest.parse(page)
    except PageError as error:
        harvest.commit_unreadable(page, error)
        harvest.log("error", f"{path.name}: {error}")
        return
    harvest.commit(page, parsed)


def _read(path: Path) -> bytes:
    """The file, or its beginning if it is over the limit (enough for the parser to refuse it by size)."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputFileError(f"{path}: cannot be read: {error.strerror}") from error


def fingerprint(path: Path) -> str:
    """The hash by which a drop folder's file is known again."""
    with path.open("rb") as file:
        return sha256(file.read(MAX_BYTES + 1)).hexdigest()
