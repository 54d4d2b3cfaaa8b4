"""The program ``eaci``: a thin shell that mounts the commands of every room, loading a room only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from schemas.errors import ExpectedError

# Name of the command → (its room, what it does). A test holds that none is forgotten.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": (
        "crawler.cli",
        "Create the data folder and the catalogue, or upgrade an older catalogue.",
    ),
    "sources": (
        "crawler.cli",
        "List, check, probe and add sources: the bases and repositories to harvest.",
    ),
    "crawl": ("crawler.cli", "Harvest a source now."),
    "import": ("crawler.cli", "Import files of a format into a source."),
    "parse": (
        "crawler.cli",
        "Show what would be read of files or of a live repository; nothing is stored.",
    ),
    "quarantine": ("crawler.cli", "List, show and replay items that could not be used."),
    "runs": (
        "crawler.cli",
        "List and show harvest runs; approve, reject or undo their deletions.",
    ),
    "reparse": ("crawler.cli", "Parse a source's stored pages again with the current parsers."),
    "worker": ("crawler.cli", "Run the harvests that are scheduled or requested."),
    "index": ("indexer.cli", "Bring works, citations, counts and the search index up to date."),
    "search": ("indexer.cli", "Search the index."),
    "references": (
        "webapp.checking.cli",
        "Check the reference list of a file against the index.",
    ),
    "review": ("indexer.review_cli", "List uncertain pairs of records, and decide about them."),
    "aside": ("indexer.aside_cli", "List items that the indexer failed on, and retry them."),
    "stats": ("catalogue.cli", "Show how much the catalogue holds."),
    "backup": ("catalogue.cli", "Write the catalogue to a file."),
    "restore": ("catalogue.cli", "Create the catalogue from a backup."),
    "check": ("indexer.cli", "Verify the catalogue and the search index."),
    "evaluate": ("indexer.cli", "Measure the indexer on a labelled set."),
    "institutions": (
        "indexer.institutions.cli",
        "Make files of the registry of institutions out of ROR's dump and swot's domains.",
    ),
    "serve": ("webapp.serve", "Serve the site."),
    "account": ("webapp.accounts_cli", "Add, list, disable and enable accounts; set passwords."),
}


class Program(click.Group):
    """Finds commands in :data:`COMMANDS`; says expected failures in one line, with status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, loaded with its room; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        found: list[click.Command] = import_module(COMMANDS[cmd_name][0]).COMMANDS
        return next((command for command in found if command.name == cmd_name), None)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview of ``eaci --help``, without loading any room."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an expected failure becomes a click error."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise  # said by click itself; --help ends so
        except Exception as error:
            if message := _expected(error):
                raise click.ClickException(message) from error
            raise


def _expected(error: Exception) -> str | None:
    """One line for a failure that a person can do something about, None for a fault of the program."""
    from sqlalchemy.exc import InternalError, OperationalError  # noqa: PLC0415 -- only when something failed

    if isinstance(error, ExpectedError):
        return str(error)
    if isinstance(error, OperationalError | InternalError):
        return f"the catalogue failed: {' '.join(str(error.orig).split())}"
    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        return f"{error.object[:80]!a} is not UTF-8"
    if isinstance(error, OSError) and error.strerror and not isinstance(error, BrokenPipeError):
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return None


@click.group(cls=Program)
@click.version_option(package_name="eaci")
def main() -> None:
    """Eurasian Citation Index: harvest, index, search and serve. Settings come from EACI_… variables."""
