"""Files into the catalogue by the way of every page: parse, one transaction a file, the same ledger."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from catalogue.engine import now, open_engine
from catalogue.harvest import FetchedPage
from catalogue.runs import Run, RunParameters
from catalogue.settings import Settings
from crawler.claims import begin_run
from crawler.errors import InputFileError
from crawler.formats import FORMATS, PageError
from crawler.formats.page import MAX_BYTES
from crawler.harvest import Harvest, OnCommit
from crawler.sources import find_source


def import_files(
    settings: Settings,
    format: str,  # the command's own word
    paths: Sequence[Path],
    source: str,
    on_commit: OnCommit | None = None,
) -> Run:
    """Import files into a source as one run and give the closed run.

    Raises SourceError for an unknown source and InputFileError for an unknown format or a file that is not there;
    a file that cannot be parsed goes to quarantine and its neighbours are kept.
    """
    from crawler.run import execute_run  # noqa: PLC0415 -- run.py imports this module for runs that the site requested

    if format not in FORMATS:
        raise InputFileError(f"no format is called {format!r}; there are {', '.join(FORMATS)}")
    for path in paths:
        if not path.is_file():
            raise InputFileError(f"{path}: no such file")
    definition = find_source(settings, source)
    if format == "table" and definition.table is None:
        raise InputFileError(
            f"source {source} does not say what its columns mean; add a [table] to its file"
        )
    parameters = RunParameters(format=format, files=tuple(str(path.absolute()) for path in paths))
    run_id = begin_run(open_engine(settings), definition, "import", parameters)
    return execute_run(settings, run_id, on_commit, started=True)


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
