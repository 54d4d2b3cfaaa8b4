"""The root of all expected errors: those that a person can do something about::

    ExpectedError
    ├── SettingError        catalogue.settings      a setting cannot be used
    ├── CatalogueError      catalogue.errors        the catalogue cannot be used as it is
    ├── AccountError        catalogue.decided.accounts      an account cannot be made or changed so
    ├── CrawlerError        crawler.errors          a source, a file or a run
    ├── SearchError         indexer.search.errors   a query or the search index
    └── SetError            indexer.evaluate.sets   a labelled set

The command line prints the message and exits with status 1; the site shows it on a page. Everything else is a fault
of the program and keeps its traceback.
"""

from __future__ import annotations


class ExpectedError(Exception):
    """Its message is one line that names the thing and the way out."""
