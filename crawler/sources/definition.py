"""Source files: a national base or repository is one TOML file, ``sources/NAME.toml``.

Files come from this package, from ``sources/`` in the data folder and from the folders of ``EACI_SOURCES``; a later
folder's file of the same name wins.
A new source starts with ``enabled = false`` and ``verified = "never"`` until a person has tried its endpoint.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import msgspec
from croniter import croniter
from sqlalchemy import Connection

from catalogue.harvested.sources import SourceEntry, register_sources
from catalogue.harvested.told import Formats
from catalogue.settings import Settings
from crawler.errors import SourceError
from crawler.formats import FORMATS, OAI_PREFIXES
from crawler.formats.tables.table_mapping import TableMapping
from crawler.hosts import named_internally, places
from crawler.urls import host_of, problem
from schemas.vocabularies import countries

BUILT_IN = Path(__file__).parent
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
_YEAR = 366 * 86_400.0
_MOST_AT_ONCE = 64
_MOST_RETRIES = 100
_MOST_DAYS = 36_600


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The source's name for people."""

    ru: str
    en: str


class Politeness(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How gently a source is asked. ``robots``: whether robots.txt is obeyed (None: for pages yes, for OAI-PMH no).

    Seconds: ``max_retry_after`` is the longest wait that a busy server may ask for, ``timeout`` what one answer may
    take, ``deadline`` what one run may take.
    """

    delay: float = 2.0
    concurrency: int = 1
    robots: bool | None = None
    max_retry_after: float = 3600.0
    timeout: float = 60.0
    deadline: float = 86_400.0
    retries: int = 3
    verify_tls: bool = True


class SourceDefinition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source file.

    ``country`` is that of the base, and counts as a work's where nothing else tells it; a base of the whole world whose
    files are imported has none.
    ``also`` is the prefix of a second format, which fills what the first leaves out.
    ``endpoint`` is the OAI-PMH base address, or for ``rsci-files`` the drop folder (relative to the data folder).
    Article pages come from ``urls``, from ``urls_file`` (one a line), or with ``follow = "record urls"`` from the
    records of ``follow_source`` whose address matches ``url_pattern``. ``mirror`` fetches addresses with the first
    prefix from the second instead. ``internal`` says that the hosts named here are on a network of our own.
    A source of protocol ``import`` has no interface: its files come by ``eaci import``, and ``table`` says what the
    columns of its tables mean.
    ``full_every`` is after how many days a scheduled run is a full one, which notices records that vanished; 0: never.
    """

    name: str
    title: Title
    country: str | None = None
    protocol: Literal["oai-pmh", "rsci-files", "article-pages", "import"]
    format: str
    endpoint: str | None = None
    metadata_prefix: str = "oai_dc"
    also: str | None = None
    sets: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    urls_file: str | None = None
    follow: Literal["record urls"] | None = None
    follow_source: str | None = None
    url_pattern: str | None = None
    mirror: dict[str, str] = {}
    homepage: str | None = None
    language: str | None = None
    schedule: str | None = None
    enabled: bool = False
    verified: str = "never"
    generated: bool = False
    note: str | None = None
    internal: bool = False
    full_every: int = 90
    table: TableMapping | None = None
    politeness: Politeness = Politeness()

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The metadata prefixes to ask for; the first leads."""
        return (self.metadata_prefix, self.also) if self.also else (self.metadata_prefix,)

    @property
    def formats(self) -> Formats | None:
        """The two formats of a source that describes its records in two."""
        return Formats(self.format, self.format_of(self.also)) if self.also else None

    def format_of(self, prefix: str) -> str:
        """The format that reads what comes under one of the prefixes."""
        return OAI_PREFIXES[prefix] if prefix == self.also else self.format

    @property
    def obeys_robots(self) -> bool:
        """OAI-PMH is an interface for robots; pages are not."""
        if self.politeness.robots is not None:
            return self.politeness.robots
        return self.protocol == "article-pages"

    @property
    def internal_hosts(self) -> frozenset[str]:
        """Host and port of what may be asked though it is internal: what this file itself names."""
        own = [*([self.endpoint] if self.endpoint else []), *self.urls, *self.mirror.values()]
        if self.internal:
            return places(own)
        inside = named_internally(own)
        return places(url for url in own if host_of(url) in inside)


def load_source(path: Path) -> SourceDefinition:
    """Read one source file. Raises SourceError naming the file and the key."""
    try:
        definition = msgspec.convert(
            tomllib.loads(path.read_text(encoding="utf-8")), SourceDefinition
        )
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8; save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"{path}: not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise SourceError(f"{path}: {_readable(error)}") from error
    for fault in check(definition, path.stem):
        raise SourceError(f"{path}: {fault}")
    return definition


def _readable(error: msgspec.ValidationError) -> str:
    return re.sub(r"`\$\.?([^`]*)`", r"`\1`", str(error)).replace("``", "the file")


def check(definition: SourceDefinition, file_name: str) -> list[str]:
    """What is wrong with a definition, one line a problem, each beginning with the key."""
    problems = [
        *_check_identity(definition, file_name),
        *_check_access(definition),
        *_check_pages(definition),
    ]
    if definition.schedule is not None and not croniter.is_valid(definition.schedule):
        problems.append(
            f"schedule: {definition.schedule!r} is no cron expression (like '0 3 * * *')"
        )
    return problems


def _check_identity(definition: SourceDefinition, file_name: str) -> Iterable[str]:
    if definition.name != file_name:
        yield f"name: {definition.name!r} differs from the file's name {file_name!r}"
    if not _NAME.fullmatch(definition.name):
        yield f"name: {definition.name!r} must be small Latin letters, digits and hyphens"
    if definition.country is None and definition.protocol != "import":
        yield "country: name the base's country (like 'KZ'); only an imported base may have none"
    elif definition.country is not None and definition.country not in countries():
        yield f"country: {definition.country!r} is not in the vocabulary of countries (like 'KZ')"
    if definition.format not in FORMATS:
        yield f"format: {definition.format!r} is not one of {', '.join(FORMATS)}"


def _check_access(definition: SourceDefinition) -> Iterable[str]:
    if definition.protocol == "oai-pmh" and not _is_http(definition.endpoint):
        yield "endpoint: an OAI-PMH source needs an http(s) base address"
    expected = OAI_PREFIXES.get(definition.metadata_prefix, definition.format)
    if definition.protocol == "oai-pmh" and expected != definition.format:
        yield f"format: metadata_prefix {definition.metadata_prefix!r} is read by format {expected!r}"
    yield from _check_second(definition)
    if definition.protocol == "import" and definition.schedule is not None:
        yield "schedule: a source without an interface cannot be harvested by schedule; leave it out"
    if definition.format == "table" and definition.table is None:
        yield "table: say what the columns mean in a [table] (identifier and title at least)"
    if definition.protocol == "rsci-files" and not definition.endpoint:
        yield "endpoint: name the drop folder, relative to the data folder"
    yield from _check_numbers(definition)


def _check_second(definition: SourceDefinition) -> Iterable[str]:
    also = definition.also
    if also is None:
        return
    if definition.protocol != "oai-pmh":
        yield "also: only an OAI-PMH source can be asked for a second format"
    elif also not in OAI_PREFIXES:
        yield f"also: {also!r} is no metadata prefix that is read here ({', '.join(OAI_PREFIXES)})"
    elif OAI_PREFIXES[also] == definition.format:
        told = f"{also!r} is read by format {definition.format!r}, as the first is"
        yield f"also: {told}; name a prefix of another format, or leave it out"


def _check_numbers(definition: SourceDefinition) -> Iterable[str]:
    gentle = definition.politeness
    if not 0 <= gentle.delay <= _YEAR or not 1 <= gentle.concurrency <= _MOST_AT_ONCE:
        yield f"politeness: delay must not be negative, concurrency must be at least 1 and at most {_MOST_AT_ONCE}"
    for name in ("max_retry_after", "timeout", "deadline"):
        if not 0 < getattr(gentle, name) <= _YEAR:
            yield f"politeness: {name} is a number of seconds, above 0 and up to a year"
    if not 0 <= gentle.retries <= _MOST_RETRIES:
        yield f"politeness: retries is a number from 0 to {_MOST_RETRIES}"
    if not 0 <= definition.full_every <= _MOST_DAYS:
        yield f"full_every: a number of days from 0 (never) to {_MOST_DAYS}"


def _check_pages(definition: SourceDefinition) -> Iterable[str]:
    if definition.protocol != "article-pages":
        return
    if not (definition.urls or definition.urls_file or definition.follow):
        yield 'urls: name the pages with urls, urls_file, or follow = "record urls"'
    if definition.follow and not definition.follow_source:
        yield "follow_source: name the source whose records are followed"
    if bad := [url for url in definition.urls if not _is_http(url)]:
        yield f"urls: {bad[0]!r} is not an http(s) address"
    try:
        re.compile(definition.url_pattern or "")
    except (re.error, OverflowError, RecursionError) as error:
        yield f"url_pattern: not a regular expression: {error}"


def _is_http(url: str | None) -> bool:
    return bool(url) and problem(url or "", users=True) is None


class SourceFiles(msgspec.Struct, frozen=True):
    """All source files by name: what the sound ones say, and of the others what is wrong, with the way out."""

    sound: dict[str, SourceDefinition]
    faults: dict[str, str]


def source_paths(settings: Settings) -> dict[str, Path]:
    """The file of each source: built-in, in the data folder, in a folder of ``EACI_SOURCES``; the last counts."""
    folders = (BUILT_IN, settings.home / "sources", *settings.source_folders)
    found = (path for folder in folders for path in folder.glob("*.toml"))
    # a hidden file is an editor's
    paths = {path.stem: path for path in found if not path.name.startswith(".")}
    return dict(sorted(paths.items()))


def read_sources(settings: Settings) -> SourceFiles:
    """Read all source files. A wrong one is a fault of its own source only, though a sound one stands behind it."""
    sound, faults = {}, {}
    for name, path in source_paths(settings).items():
        try:
            sound[name] = load_source(path)
        except SourceError as error:
            told = " ".join(str(error).split())  # a file's name may have lines
            faults[name] = f"{told}; mend the file, then run `eaci sources check {name}`"
    return SourceFiles(sound, faults)


def load_sources(settings: Settings) -> dict[str, SourceDefinition]:
    """All sources by name, where each file has to be sound. Raises SourceError naming the first that is not."""
    files = read_sources(settings)
    for fault in files.faults.values():
        raise SourceError(fault)
    return files.sound


def own_folder(settings: Settings) -> Path:
    """Where a source that is added here is written: the first folder of ``EACI_SOURCES``, else the data folder's."""
    return next(iter(settings.source_folders), settings.home / "sources")


def find_source(settings: Settings, name: str) -> SourceDefinition:
    """The source of that name. Raises SourceError, with the fault of its file or the names that come near."""
    files = read_sources(settings)
    if name in files.faults:
        raise SourceError(files.faults[name])
    known = files.sound
    if name not in known:
        near = get_close_matches(name, known, 3)
        way_out = f"did you mean {', '.join(near)}?" if near else "see `eaci sources list`"
        raise SourceError(f"no source is called {name!r}; {way_out}")
    return known[name]


def register(connection: Connection, definitions: Iterable[SourceDefinition]) -> None:
    """Write the definitions into the catalogue, where runs and the site read them."""
    register_sources(connection, [entry_of(definition) for definition in definitions])


def entry_of(definition: SourceDefinition) -> SourceEntry:
    """A definition as the catalogue holds it."""
    return SourceEntry(
        name=definition.name,
        definition=msgspec.to_builtins(definition),
        country=definition.country,
        generated=definition.generated,
        enabled=definition.enabled,
        schedule=definition.schedule,
    )


def definition_of(entry: SourceEntry) -> SourceDefinition:
    """The definition that the catalogue holds."""
    try:
        return msgspec.convert(entry.definition, SourceDefinition)
    except msgspec.ValidationError as error:
        raise SourceError(f"source {entry.name}: {_readable(error)}; run `eaci init`") from error
