"""Files into the catalogue by the way of every page: parse, one transaction a file, the same ledger."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from catalogue.engine import now
from catalogue.harvest import FetchedPage
from crawler.errors import InputFileError
from crawler.formats import PageError
from crawler.formats.page import MAX_BYTES
from crawler.runs.harvest import Harvest


def harvest_files(harvest: Harvest, format: str, paths: Sequence[Path]) -> None:
    """Parse and commit each file; an unreadable one is quarantined whole."""
    for path in paths:
        harvest_file(harvest, format, path)


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
