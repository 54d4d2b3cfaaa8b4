"""The errors of this room::

    CrawlerError          one line for a person; caught by the run boundary (run.py) and by the command line
    ├── SourceError       a source file cannot be used, or no source has the name asked for
    └── InputFileError    a file to import cannot be read

``crawler.formats.PageError`` stays below: whoever parses a page turns it into one of these or into quarantine.
"""

from __future__ import annotations

from schemas.errors import ExpectedError


class CrawlerError(ExpectedError):
    """What went wrong and the way out, in one line."""


class SourceError(CrawlerError):
    """A source file cannot be used, or no source has the name asked for."""


class InputFileError(CrawlerError):
    """A file to import cannot be read."""
