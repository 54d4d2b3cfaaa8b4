"""The indexer's commands: ``index``, ``search``, ``check`` and ``evaluate``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from catalogue.cli import open_catalogue, print_json
from catalogue.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID
    from sqlalchemy.engine import Engine

    from indexer.check import Report
    from indexer.pipeline import Rebuild
    from indexer.search.interface import SearchBackend

EVALUATIONS = (
    "dedupe", "parsing", "matching", "bilingual", "above", "names", "stems", "institutions", "search", "authors",
)  # fmt: skip


class _Bars:
    """Progress as bars on the terminal, one a stage."""

    def __init__(self, bars: RichProgress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def start(self, stage: str, waiting: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=0)
        self._bars.update(self._tasks[stage], total=(self._total(stage) + waiting))

    def advance(self, stage: str, items: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=None)
        self._bars.advance(self._tasks[stage], items)

    def _total(self, stage: str) -> int:
        task = self._bars.tasks[self._tasks[stage]]
        return int(task.completed)


@contextmanager
def _progress(*, only_meanwhile: bool = False) -> Iterator[_Bars]:
    """Bars on the terminal; ``only_meanwhile``: gone at the end, and none where nobody looks."""
    from rich.console import Console  # noqa: PLC0415 -- keeps `eaci --help` fast
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 -- likewise
    from rich.progress import Progress as RichProgress  # noqa: PLC0415 -- likewise

    console = Console(stderr=True)
    hidden = only_meanwhile and not console.is_terminal
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with RichProgress(*columns, console=console, transient=only_meanwhile, disable=hidden) as bars:
        yield _Bars(bars)


@contextmanager
def _search_index(settings: Settings) -> Iterator[SearchBackend]:
    from indexer.search.backends import open_search  # noqa: PLC0415 -- keeps `eaci --help` fast

    backend = open_search(settings)
    try:
        yield backend
    finally:
        backend.close()


@click.command()
@click.option(
    "--rebuild",
    is_flag=True,
    help="Derive everything again from the harvested records. The site stays up.",
)
@click.option(
    "--from-nothing",
    is_flag=True,
    help="With --rebuild: first delete everything derived. The site shows nothing until the end.",
)
@click.option(
    "--processes", type=click.IntRange(min=1), help="Number of processes. Default: one per core."
)
@click.option(
    "--watch",
    is_flag=True,
    help="Keep running: index whenever something changes, and wait while a server is unavailable.",
)
@click.option(
    "--every", default=10.0, show_default=True, help="With --watch: seconds between two checks."
)
def index(
    *, rebuild: bool, from_nothing: bool, processes: int | None, watch: bool, every: float
) -> None:
    """Bring works, citations, counts and the search index up to date."""
    if watch and rebuild:
        raise click.UsageError("--watch goes on for ever, --rebuild is done once: say one of them")
    if from_nothing and not rebuild:
        raise click.UsageError("--from-nothing is said together with --rebuild")
    kind: Rebuild | None = None
    if rebuild:
        kind = "from-nothing" if from_nothing else "in-place"
    settings, engine = open_catalogue()
    with _search_index(settings) as backend:
        if watch:
            _watch(settings, engine, backend, processes, every)
        else:
            _index_once(settings, engine, backend, processes, kind)


def _index_once(
    settings: Settings,
    engine: Engine,
    backend: SearchBackend,
    processes: int | None,
    rebuild: Rebuild | None = None,
) -> None:
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.derived import set_aside  # noqa: PLC0415 -- likewise
    from catalogue.derived.blocks import oversized_blocks  # noqa: PLC0415 -- likewise
    from indexer.pipeline import index as run  # noqa: PLC0415 -- likewise
    from indexer.workers import cores  # noqa: PLC0415 -- likewise

    with _progress() as bars:
        report = run(
            engine,
            backend,
            settings.home,
            rebuild=rebuild,
            progress=bars,
            processes=processes or cores(),
        )
    click.echo(f"Indexed: {report.summary()}.")
    with reading(engine) as connection:
        found = oversized_blocks(connection)
        aside = sum(set_aside.counted(connection).values())
    if aside:
        click.echo(
            f"{aside:,} items are set aside, because the indexer failed on them: see `eaci aside list`."
        )
    if found and (lost := found.records.without_key + found.works.without_key):
        click.echo(
            f"{lost:,} records and works share every key with more than {found.limit} others and are "
            "compared with none: see `eaci stats`."
        )


def _watch(
    settings: Settings,
    engine: Engine,
    backend: SearchBackend,
    processes: int | None,
    every: float,
) -> None:
    from catalogue import logs  # noqa: PLC0415 -- keeps `eaci --help` fast
    from indexer.pipeline import index as run  # noqa: PLC0415 -- likewise
    from indexer.watch import watch  # noqa: PLC0415 -- likewise
    from indexer.workers import cores  # noqa: PLC0415 -- likewise

    logs.configure(settings.log, settings.log_level)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    count = processes or cores()
    watch(
        engine,
        lambda: run(engine, backend, settings.home, processes=count),
        every=every,
        wait=ended.wait,
    )


@click.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--size", default=10, show_default=True, type=click.IntRange(1, 1000), help="Works to print."
)
@click.option(
    "--sort",
    default="relevance",
    show_default=True,
    help="The order of the works.",
    type=click.Choice(["relevance", "citations", "year", "year_asc"]),
)
def search(query: str, size: int, sort: Any, *, as_json: bool) -> None:
    """Search the index, in any script: words, "phrases", author: title: year:[2015 TO 2020] country:KZ …"""
    from sqlalchemy import select  # noqa: PLC0415 -- keeps `eaci --help` fast

    from catalogue.database.dialect import rows_in  # noqa: PLC0415 -- likewise
    from catalogue.database.engine import reading  # noqa: PLC0415 -- likewise
    from catalogue.tables import work  # noqa: PLC0415 -- likewise
    from indexer.search.interface import SearchRequest  # noqa: PLC0415 -- likewise
    from indexer.search.understand.asking import ask  # noqa: PLC0415 -- likewise
    from indexer.search.understand.library import catalogue_library  # noqa: PLC0415 -- likewise

    settings, engine = open_catalogue()
    with _search_index(settings) as backend:
        request = SearchRequest(query=query, size=size, sort=sort)
        asked = ask(backend, request, (), catalogue_library(lambda: reading(engine)))
    results = asked.results
    if as_json:
        print_json(results)
        return
    for chip in asked.chips:
        click.echo(f"understood: {chip.kind} {chip.text}")
    found = select(work.c.number, work.c.title, work.c.year, work.c.cited_by)
    with reading(engine) as connection:
        shown = rows_in(connection, found, work.c.number, [hit.number for hit in results.hits])
        works = {row.number: row for row in shown}
    click.echo(f"{results.total:,} {'work' if results.total == 1 else 'works'}")
    for hit in results.hits:
        row = works.get(hit.number)
        if row is not None:
            click.echo(f"{hit.id}  {row.year or '----'}  cited {row.cited_by:>3}  {row.title}")


@click.command()
@click.option("--deep", is_flag=True, help="Compare all derived data, not a sample.")
@click.option("--repair", is_flag=True, help="Derive again what is wrong, then check again.")
def check(*, deep: bool, repair: bool) -> None:
    """Verify the database, checksums, ledgers, counts, links, derived data and the search index.

    Costly comparisons use a sample, a new one each time. With --deep they compare everything.
    """
    settings, engine = open_catalogue()
    with _search_index(settings) as backend:
        report = _examine(engine, backend, deep=deep)
        if repair and report.all:
            report = _repair(settings, engine, backend, report, deep=deep)
    if report.sampled:
        click.echo(f"Compared as a sample: {report.sampled}; `eaci check --deep` compares all.")
    for finding in report.findings:
        click.echo(f"{finding.check}: {finding.problem}", err=True)
    if report.all:
        raise click.ClickException(f"{len(report.all)} findings")
    click.echo(
        "Every ledger balances, every count equals its list, the index equals the catalogue."
    )


def _examine(engine: Engine, backend: SearchBackend, *, deep: bool) -> Report:
    from catalogue.sampling import ALL  # noqa: PLC0415 -- keeps `eaci --help` fast
    from indexer.check import SAMPLE, examine  # noqa: PLC0415 -- likewise
    from indexer.workers import cores, processes  # noqa: PLC0415 -- likewise

    with _progress(only_meanwhile=True) as bars, processes(cores() if deep else 1):
        return examine(engine, backend, ALL if deep else SAMPLE, bars)


_ROUNDS = 3  # what mends one fault may bring another to light


def _repair(
    settings: Settings, engine: Engine, backend: SearchBackend, report: Report, *, deep: bool
) -> Report:
    from catalogue.harvested.contents import RECORD_BODY  # noqa: PLC0415 -- keeps `eaci --help` fast
    from indexer.check import ask_for_repair  # noqa: PLC0415 -- likewise

    for _ in range(_ROUNDS):
        beyond = ask_for_repair(engine, backend, report)
        mended = len(report.all) - len(beyond)
        click.echo(f"{len(report.all)} findings; deriving anew what {mended} of them are about")
        if not mended or any(finding.check == RECORD_BODY for finding in beyond):
            break
        _index_once(settings, engine, backend, None)
        report = _examine(engine, backend, deep=deep)
        if not report.all:
            return report
    click.echo("What is left cannot be derived from the records; each line says what can be done.")
    return _examine(engine, backend, deep=deep)


@click.command()
@click.argument("kind", type=click.Choice(EVALUATIONS))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(kind: str, folder: Path, *, as_json: bool) -> None:
    """Measure how well one kind of thing (records, authors …) is read and joined on the labelled set in FOLDER."""
    outcome = _evaluation(kind)(folder)
    if as_json:
        print_json(outcome)
        return
    from indexer.evaluate.show import as_text  # noqa: PLC0415 -- keeps `eaci --help` fast

    sys.stdout.write(as_text(outcome))


def _evaluation(kind: str) -> Callable[[Path], dict[str, Any]]:
    found: Callable[[Path], dict[str, Any]] = getattr(
        import_module(f"indexer.evaluate.{kind}"), f"evaluate_{kind}"
    )
    return found


COMMANDS: list[click.Command] = [index, search, check, evaluate]
