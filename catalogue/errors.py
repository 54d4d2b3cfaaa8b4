"""The errors of the catalogue as a whole; :mod:`schemas.errors` draws the tree they belong to."""

from __future__ import annotations

from schemas.errors import ExpectedError


class CatalogueError(ExpectedError):
    """The catalogue cannot be used as it is. One line that names the way out; the command line prints it."""


class VersionError(CatalogueError):
    """The catalogue's tables are those of another version of the program, older or newer."""


class DamagedCatalogueError(CatalogueError):
    """What the database stores is not what was written; nothing that is read from it can be trusted."""

    def __init__(self, problem: str) -> None:
        told = " ".join(problem.split()) or "it cannot be read"
        super().__init__(
            f"the catalogue is damaged: {told}. Stop all processes, move it away and restore a backup "
            "(`eaci restore FILE`)"
        )
        self.problem = told
