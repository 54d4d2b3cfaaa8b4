"""The root of all expected errors: those that a person can do something about.

Each line names a class, the module that defines it, and what went wrong::

    ExpectedError
    ├── SettingError               catalogue.settings             a setting cannot be used
    ├── CatalogueError             catalogue.errors               the catalogue cannot be used as it is
    │   ├── VersionError           catalogue.errors               its tables are of another version of the program
    │   ├── DamagedCatalogueError  catalogue.errors               the database does not hold what was written
    │   ├── BackupError            catalogue.database.appendix    a backup cannot be made or restored
    │   ├── DamagedPageError       catalogue.harvested.reparse    the stored bytes of a page are not what was received
    │   ├── UnknownRecordError     catalogue.decided.judgements   a judgement names a record that is not there
    │   ├── UnknownAuthorError     catalogue.decided.people       a judgement names an author who is not there
    │   └── IndexingBusyError      indexer.pipeline               another process is indexing
    ├── ApprovalError              catalogue.harvested.approvals  a run cannot be approved or rejected
    ├── UndoError                  catalogue.harvested.undo       the deletions of a run cannot be undone
    ├── AccountError               catalogue.decided.accounts     an account cannot be made or changed so
    ├── CrawlerError               crawler.errors                 a source, a file or a run
    ├── SearchError                indexer.search.errors          a query or the search index
    ├── SetError                   indexer.evaluate.sets          a labelled set
    ├── CannotCheckError           webapp.checking.errors         a reference list cannot be checked
    └── RegistryFileError          indexer.institutions.cli       a file for the registry of institutions

:mod:`crawler.errors` and :mod:`indexer.search.errors` draw their own branches.

The command line prints the message and exits with status 1; the site shows it on a page. Everything else is a fault
of the program and keeps its traceback.
"""

from __future__ import annotations


class ExpectedError(Exception):
    """Its message is one line that names the thing and the way out."""
