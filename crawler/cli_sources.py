"""The commands about sources: what there is, whether it is sound, what strangers' addresses answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click
import msgspec

from catalogue.settings import Settings
from crawler.errors import SourceError
from crawler.hosts import named_internally, places
from crawler.sources.endpoints import load_endpoints
from crawler.urls import problem, shown
from schemas.vocabularies import countries

if TYPE_CHECKING:
    from crawler.sources.definition import SourceDefinition
    from crawler.sources.probe import Probe

Target = tuple[str, str, frozenset[str]]  # name, address, the internal hosts that it may be on


def load_sources(settings: Settings) -> dict[str, SourceDefinition]:
    """The sources whose files are sound; what is wrong with the others is said on standard error."""
    from crawler.sources.definition import read_sources  # noqa: PLC0415 -- keeps `eaci --help` fast

    files = read_sources(settings)
    for fault in files.faults.values():
        click.echo(f"left out: {fault}", err=True)
    return files.sound


@click.group()
def sources() -> None:
    """List, check, probe and add sources: the national bases and repositories to harvest."""


@sources.command("list")
def sources_list() -> None:
    """List all sources."""
    from rich.console import Console  # noqa: PLC0415 -- keeps `eaci --help` fast
    from rich.table import Table  # noqa: PLC0415 -- likewise

    table = Table("name", "country", "protocol", "format", "enabled", "verified", "title", box=None)
    for source in load_sources(Settings.from_environment()).values():
        enabled = "yes" if source.enabled else "no"
        table.add_row(
            source.name,
            source.country,
            source.protocol,
            source.format
            if source.formats is None
            else " + ".join(msgspec.structs.astuple(source.formats)),
            enabled,
            source.verified,
            source.title.en,
        )
    # in a pipe a line stays a line
    Console(width=None if sys.stdout.isatty() else 240).print(table)


@sources.command("show")
@click.argument("name")
def sources_show(name: str) -> None:
    """Show the definition of one source."""
    from crawler.sources.definition import find_source  # noqa: PLC0415 -- keeps `eaci --help` fast

    source = find_source(Settings.from_environment(), name)
    for field in source.__struct_fields__:
        value = getattr(source, field)
        if value not in (None, (), {}):
            click.echo(f"{field}: {value}")


@sources.command("check")
@click.argument("name", required=False)
@click.option("--online", is_flag=True, help="Also send Identify to each OAI-PMH endpoint.")
def sources_check(name: str | None, online: bool) -> None:
    """Check the source files; with --online, check also that their endpoints answer."""
    from crawler.sources.definition import SourceFiles, find_source, read_sources  # noqa: PLC0415 -- keeps `eaci --help` fast

    settings = Settings.from_environment()
    files = read_sources(settings)
    if name:
        files = SourceFiles({name: find_source(settings, name)}, {})
    for fault in files.faults.values():
        click.echo(fault, err=True)
    asked = [s for s in files.sound.values() if online and s.protocol == "oai-pmh"]
    silent = [s.name for s in asked if _ask(settings, _target(s)).identify is None]
    if silent:
        raise click.ClickException(f"no OAI-PMH answer from {', '.join(silent)}")
    if files.faults:
        raise click.ClickException(f"{', '.join(files.faults)}: not usable as they stand")
    count = len(files.sound)
    click.echo(f"{count} source{'s' if count != 1 else ''} checked, no fault found")


@sources.command("probe")
@click.argument("name", required=False)
@click.option("--country", help="Probe every known address in this country (for example KZ).")
@click.option("--limit", type=click.IntRange(min=1), help="Probe at most this many addresses.")
def sources_probe(name: str | None, country: str | None, limit: int | None) -> None:
    """Probe one source, or every known address of a country, and report what is unusual.

    For one source, the probe also reads ten records in each format and says which format is the most complete.
    """
    if (name is None) == (country is None):
        raise click.UsageError("name one source, or a country with --country")
    settings = Settings.from_environment()
    found = _named(settings, name) if name else _of_country(settings, country or "")
    results = [_ask(settings, target, samples=bool(name)) for target in islice(found, limit)]
    answered = sum(result.identify is not None for result in results)
    click.echo(f"{answered} of {len(results)} answered")
    if not answered:
        raise click.ClickException("no OAI-PMH answer")


@sources.command("add")
@click.argument("url")
@click.option("--name", help="The source's name. Default: made from the address.")
@click.option(
    "--country",
    help="The source's country (for example KZ). Needed where the address does not show it.",
)
@click.option("--title", help="The title that people see. Default: the repository's own name.")
def sources_add(url: str, name: str | None, country: str | None, title: str | None) -> None:
    """Probe the OAI-PMH repository at URL and write a source file for it."""
    from crawler.sources.write import write_source  # noqa: PLC0415 -- keeps `eaci --help` fast

    settings = Settings.from_environment()
    if (wrong := problem(url, users=True)) is not None:
        raise click.UsageError(f"{shown(url)} is no http(s) address: {wrong}")
    inside = places([url]) if named_internally([url]) else frozenset()
    result = _ask(settings, (url, url, inside), samples=True)
    path = write_source(settings, result, name=name, country=country, title=title)
    click.echo(
        f"written: {path}; look at it, and at a sample: `eaci crawl {path.stem} --limit 200`"
    )
    click.echo("To harvest it by its schedule: set enabled = true there, then run `eaci init`.")


def _ask(settings: Settings, target: Target, *, samples: bool = False) -> Probe:
    """Probe an address and print what it is; with ``samples`` a few records in each of its formats are read too."""
    from crawler.asking.addresses import guarded_session  # noqa: PLC0415 -- keeps `eaci --help` fast
    from crawler.asking.politeness import user_agent  # noqa: PLC0415 -- likewise
    from crawler.sources.probe import probe, report_lines, with_samples  # noqa: PLC0415 -- likewise

    name, url, internal = target
    with guarded_session(internal, user_agent(settings)) as session:
        result = probe(url, session)
        if samples:
            result = with_samples(result, session)
    for line in report_lines(result):
        click.echo(f"{name}: {line}", err=result.identify is None)
    return result


def _target(source: SourceDefinition) -> Target:
    return source.name, source.endpoint or "", source.internal_hosts


def _named(settings: Settings, name: str) -> Iterator[Target]:
    """A source, or an address of the table, of this name."""
    from crawler.sources.definition import find_source, source_paths  # noqa: PLC0415 -- keeps `eaci --help` fast

    known = next((e for e in load_endpoints() if e.name == name), None)
    if known is not None and name not in source_paths(settings):
        yield known.name, known.url, frozenset()
        return
    source = find_source(settings, name)
    if source.protocol != "oai-pmh":
        raise SourceError(f"{name} does not speak OAI-PMH; there is nothing to probe")
    yield _target(source)


def _of_country(settings: Settings, country: str) -> Iterator[Target]:
    """The sources of a country, then the addresses of the table that no source has."""
    code = country.upper()
    if code not in countries():
        raise SourceError(f"--country: {country!r} is not in the vocabulary of countries (like KZ)")
    own = [s for s in load_sources(settings).values() if s.protocol == "oai-pmh"]
    yield from (_target(source) for source in own if source.country == code)
    taken = {source.endpoint for source in own}
    for known in load_endpoints():
        if known.country == code and known.url not in taken:
            yield known.name, known.url, frozenset()
