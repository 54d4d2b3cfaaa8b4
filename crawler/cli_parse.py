"""`eaci parse`: what would be understood of files, or of a few live records, without storing anything."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click
import msgspec

from catalogue.settings import Settings
from crawler.errors import InputFileError, SourceError
from crawler.formats import FORMATS, OAI_PREFIXES, PageError, ParsedPage, ParsedRecord, SourceHints
from crawler.formats.page import MAX_BYTES, Rejected
from crawler.hosts import named_internally, places
from crawler.urls import problem, shown
from schemas import HarvestedRecord
from schemas.record import Container

if TYPE_CHECKING:
    import requests

    from crawler.sources.definition import SourceDefinition

_WIDTH = 240  # in a pipe a line stays a line
_MOST_TITLE = 100  # characters of a title in the table


class Reading(msgspec.Struct, frozen=True):
    """A file or an address, what was read of it, and why there is no more."""

    name: str
    pages: tuple[ParsedPage, ...] = ()
    failure: str | None = None


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="[FORMAT] FILE_OR_URL...")
@click.option("--source", help="Read as this source is read: its format, language and [table].")
@click.option("--prefix", help="The OAI-PMH metadata prefix to ask with; by default the source's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines instead of a table.")
def parse(what: tuple[str, ...], source: str | None, prefix: str | None, as_json: bool) -> None:
    """Show what would be read of files, or of ten records of a live repository. Nothing is stored.

    \b
    eaci parse marcxml export.xml           files of a format
    eaci parse --source kazbc list.csv      files as a source's files are read
    eaci parse --source NAME URL            ten live records of an OAI-PMH address, or an article page

    With --json each record is a line {"outcome", "identifier", "reason", "record"}, and each page ends with a line
    {"page": {"token", "warnings"}}. The exit status is 1 if something could not be read at all.
    """
    from crawler.sources.definition import find_source  # noqa: PLC0415 -- keeps `eaci --help` fast

    settings = Settings.from_environment()
    definition = find_source(settings, source) if source else None
    format, names = _format_and_names(what, definition)
    hints = _hints(definition)
    if format == "table" and hints.table is None:
        raise InputFileError("a table needs --source: its [table] says what the columns mean")
    show = _print_json if as_json else _print_table
    failed = False
    for name in names:
        reading = (
            _live(settings, name, format, hints, definition, prefix)
            if _is_address(name)
            else _file(Path(name), format, hints)
        )
        failed = failed or reading.failure is not None
        show(reading)
    if failed:
        sys.exit(1)


def _format_and_names(
    what: tuple[str, ...], definition: SourceDefinition | None
) -> tuple[str, tuple[str, ...]]:
    """The format, named first or the source's, and the files and addresses."""
    if what[0] in FORMATS:
        format, names = what[0], what[1:]
    elif definition is not None:
        format, names = definition.format, what
    else:
        raise InputFileError(
            f"no format is called {what[0]!r}; there are {', '.join(FORMATS)} (or name a source with --source)"
        )
    if not names:
        raise click.UsageError("name the files or the address to read")
    return format, names


def _hints(definition: SourceDefinition | None) -> SourceHints:
    if definition is None:
        return SourceHints(source="")
    return SourceHints(source=definition.name, language=definition.language, table=definition.table)


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _file(path: Path, format: str, hints: SourceHints) -> Reading:
    from crawler.parsing.parent import parse_limited  # noqa: PLC0415 -- keeps `eaci --help` fast

    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Reading(path.name, failure=f"{path}: cannot be read: {error.strerror}")
    hints = msgspec.structs.replace(hints, url=f"file:{path.name}")
    try:
        return Reading(path.name, (parse_limited(format, data, source=hints),))
    except PageError as error:
        return Reading(path.name, failure=f"{error.reason}: {error.detail}")


def _live(
    settings: Settings,
    url: str,
    format: str,
    hints: SourceHints,
    definition: SourceDefinition | None,
    prefix: str | None,
) -> Reading:
    """Ten records of an OAI-PMH repository; or what stands at the address, if it is a request or an article page."""
    from crawler.asking.addresses import guarded_session  # noqa: PLC0415 -- keeps `eaci --help` fast
    from crawler.asking.politeness import user_agent  # noqa: PLC0415 -- likewise

    if (wrong := problem(url, users=True)) is not None:
        raise SourceError(f"{shown(url)} is no http(s) address: {wrong}")
    inside = places([url]) if named_internally([url]) else frozenset()
    if definition is not None:
        inside |= definition.internal_hosts
    with guarded_session(inside, user_agent(settings)) as session:
        if format not in OAI_PREFIXES.values() or "verb=" in url:
            return _one_page(session, url, format, hints)
        as_source = definition is not None and definition.format == format and prefix is None
        also = definition.also if definition is not None and as_source else None
        prefix = prefix or _prefix(definition, format)
        return _ten_records(session, url, format, hints, prefix, also)


def _prefix(definition: SourceDefinition | None, format: str) -> str:
    """The metadata prefix of the source if it is of this format, else what the format is most often called."""
    if definition is not None and definition.format == format:
        return definition.metadata_prefix
    return next(prefix for prefix, read_by in OAI_PREFIXES.items() if read_by == format)


def _one_page(session: requests.Session, url: str, format: str, hints: SourceHints) -> Reading:
    from crawler.asking.small import NoAnswerError  # noqa: PLC0415 -- keeps `eaci --help` fast
    from crawler.sources.sample import read_address  # noqa: PLC0415 -- likewise

    try:
        return Reading(url, (read_address(session, url, format, hints),))
    except NoAnswerError as error:
        return Reading(url, failure=str(error))


def _ten_records(
    session: requests.Session,
    url: str,
    format: str,
    hints: SourceHints,
    prefix: str,
    also: str | None,
) -> Reading:
    """Ten records; with ``also`` joined with what the repository says of them in a second format."""
    from crawler.sources.sample import cut, sample  # noqa: PLC0415 -- keeps `eaci --help` fast
    from crawler.sources.second import joined_pages  # noqa: PLC0415 -- likewise

    address = url.partition("?")[0]
    found = sample(session, address, prefix, format, hints)
    if also is None or also == prefix:
        return Reading(f"{url} ({prefix})", cut(found.pages), found.failure)
    second = sample(session, address, also, OAI_PREFIXES[also], hints)
    pages = joined_pages(cut(found.pages), second)
    return Reading(f"{url} ({prefix} + {also})", pages, found.failure or second.failure)


# As JSON lines


def _print_json(reading: Reading) -> None:
    for page in reading.pages:
        for line in page_lines(page):
            click.echo(line)
    if reading.failure is not None:
        click.echo(msgspec.json.encode(_outcome("rejected", None, reading.failure)))
        click.echo(_page_line(None, ()))


def page_lines(page: ParsedPage) -> Iterator[bytes]:
    """The items of a page as JSON, one each, and at the end what is said of the page."""
    for item in page.items:
        yield msgspec.json.encode(_line(item))
    yield _page_line(page.resumption_token, page.warnings)


def _line(item: ParsedRecord | Rejected) -> dict[str, Any]:
    if isinstance(item, Rejected):
        return _outcome("rejected", item.identifier, item.reason)
    if item.record.deleted:
        return _outcome("deleted", item.record.identifier)
    return _outcome("record", item.record.identifier, record=item.record)


def _outcome(
    outcome: str,
    identifier: str | None,
    reason: str | None = None,
    record: HarvestedRecord | None = None,
) -> dict[str, Any]:
    return {"outcome": outcome, "identifier": identifier, "reason": reason, "record": record}


def _page_line(token: str | None, warnings: tuple[str, ...]) -> bytes:
    return msgspec.json.encode({"page": {"token": token, "warnings": warnings}})


# As a table


def _print_table(reading: Reading) -> None:
    from rich.console import Console  # noqa: PLC0415 -- keeps `eaci --help` fast
    from rich.markup import escape  # noqa: PLC0415 -- likewise
    from rich.table import Table  # noqa: PLC0415 -- likewise

    from crawler.sources.completeness import completeness  # noqa: PLC0415 -- likewise

    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    table = Table("identifier", "type", "year", "authors", "title", "in", "DOI", "lang", "refs")
    items = [item for page in reading.pages for item in page.items]
    live = [i.record for i in items if isinstance(i, ParsedRecord) and not i.record.deleted]
    for record in live:
        table.add_row(*map(escape, _cells(record)))
    console.print(escape(reading.name))
    if live:
        console.print(table)
    for line in _told(items, completeness(live).summary, reading):
        console.print(escape(line))


def _cells(record: HarvestedRecord) -> tuple[str, ...]:
    return (
        record.identifier,
        record.type,
        str(record.year or ""),
        _authors(record),
        shorten(record.titles[0].text, _MOST_TITLE, placeholder="…") if record.titles else "",
        _place(record.container or Container()),
        next((i.value for i in record.identifiers if i.scheme == "doi"), ""),
        ", ".join(record.languages),
        str(len(record.references) or ""),
    )


def _authors(record: HarvestedRecord) -> str:
    names = [who.names[0].literal for who in record.contributors if who.role == "author"]
    return "; ".join([*names[:3], *([f"+{len(names) - 3}"] if len(names) > 3 else [])])


def _place(container: Container) -> str:
    """The journal or book and the place in it, as "Journal, 3(2), 5-10"."""
    issue = f"({container.issue})" if container.issue else ""
    number = f"{container.volume or ''}{issue}"
    title = container.titles[0].text if container.titles else ""
    pages = container.pages or container.first_page or container.article_number or ""
    return ", ".join(part for part in (title, number, pages) if part)


def _told(items: list[ParsedRecord | Rejected], aspects: str, reading: Reading) -> Iterator[str]:
    """How many records say what, what was refused and why, and what was repaired or left out, each with its count."""
    rejected = [item for item in items if isinstance(item, Rejected)]
    records = [item.record for item in items if isinstance(item, ParsedRecord)]
    deleted = sum(record.deleted for record in records)
    yield f"{len(records) - deleted} records, {deleted} deletions, {len(rejected)} rejected"
    if aspects:
        yield f"with {aspects}"
    for item in rejected:
        yield f"rejected: {item.identifier or 'without identifier'}: {item.reason}: {item.detail}"
    warnings = Counter(warning for record in records for warning in record.warnings)
    warnings.update(warning for page in reading.pages for warning in page.warnings)
    for warning, count in warnings.most_common():
        yield f"warning ({count}): {warning}"
    for page in reading.pages:
        yield from (f"the server says: {error.code} {error.message}" for error in page.errors)
    if reading.failure is not None:
        yield f"could not be read: {reading.failure}"
