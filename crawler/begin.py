"""A crawl, an import or a reparse as a command begins it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from catalogue.database.engine import open_engine
from catalogue.harvested.runs import Run, RunParameters
from catalogue.settings import Settings
from crawler.errors import InputFileError
from crawler.formats import FORMATS
from crawler.run import execute_run
from crawler.runs.claims import begin_run
from crawler.runs.harvest import OnCommit
from crawler.runs.reparse import MODE
from crawler.sources.definition import find_source


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


def reparse_source(settings: Settings, source: str, on_commit: OnCommit | None = None) -> Run:
    """Read the kept pages of a source again as one run and give the closed run.

    Raises SourceError for an unknown source and CrawlerError if another run of it is at work.
    """
    definition = find_source(settings, source)
    run_id = begin_run(open_engine(settings), definition, MODE, RunParameters())
    return execute_run(settings, run_id, on_commit, started=True)
