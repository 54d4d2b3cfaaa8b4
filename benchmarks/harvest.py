"""The table of harvests: ``benchmarks/run harvest [--records N]``, of a generated repository on this machine.

The repository is served by a process of its own. Ours is timed in three steps (parsing alone, fetching and parsing, the
whole run into SQLite); beside it oaipmh-scythe and sickle fetch and parse the same pages and keep nothing.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click
import requests
from lxml import etree

from benchmarks import oai_server
from benchmarks.report import ROOT, circumstances, markdown, replace_section
from catalogue.database.engine import open_engine, reading, upgrade
from catalogue.harvested.runs import Run, RunParameters, get_run
from catalogue.settings import Settings
from crawler.formats import SourceHints, parse_page
from crawler.runs.claims import begin_run
from crawler.sources.definition import find_source

_HEADER = ("what", "records", "records/s", "records/s of processor time", "peak memory", "target")
_TURNS = 9
_PEERS = ("oaipmh-scythe", "sickle")
_HINTS = SourceHints(source="benchmark")
_SOURCE = """name = "generated-oai"
title = {{ ru = "Проба", en = "Trial" }}
country = "KZ"
protocol = "oai-pmh"
format = "oai_dc"
endpoint = "{url}"
generated = true
politeness = {{ delay = 0.0 }}
"""


class Timed(NamedTuple):
    """What one way of harvesting took; memory only where the way is a process of its own."""

    records: int
    seconds: float
    processor: float
    memory: tuple[tuple[int, float], ...] = ()
    started: tuple[int, float, float] = (0, 0.0, 0.0)
    """Records, seconds and processor seconds when the first pages were seen to be committed."""

    def steady(self) -> Timed:
        """The part after the start."""
        records, seconds, processor = self.started
        return Timed(self.records - records, self.seconds - seconds, self.processor - processor)

    def row(self, what: str, target: str = "–") -> tuple[str, ...]:
        wall, processor = self.records / self.seconds, self.records / self.processor
        memory = f"{max(mib for _, mib in self.memory):,.0f} MiB" if self.memory else "–"
        return what, f"{self.records:,}", f"{wall:,.0f}", f"{processor:,.0f}", memory, target


@click.command()
@click.option("--records", default=20_000, show_default=True, type=click.IntRange(min=2000))
@click.option("--endurance", is_flag=True, help="Only the whole run, to see its memory.")
def main(records: int, endurance: bool) -> None:
    """Time the harvest of RECORDS generated records, a hundred a page."""
    with served(records) as url:
        if endurance:
            whole = end_to_end(url)
            click.echo("\n".join(slope(whole)))
            text = f"{circumstances()}\n\n" + "\n".join(f"- {line}" for line in slope(whole))
            replace_section("harvest-memory", text)
            return
        table = markdown(_HEADER, rows(url, records))
    told = f"{table}\n\n{in_turns(pages_of(2000))}"
    click.echo(told)
    replace_section("harvest", f"{circumstances()}\n\n{told}")


def rows(url: str, records: int) -> Iterator[tuple[str, ...]]:
    """The table, line by line."""
    pages = pages_of(2000)
    yield timed(lambda: repeated(pages, _touch)).row("lxml: parse, read tag, text and attributes")
    yield timed(lambda: repeated(pages, _parse)).row("ours: parsing", "15,000")
    yield timed(lambda: fetched(url)).row("ours: fetching and parsing")
    for name in _PEERS:
        yield peer(name, url).row(f"{name}: fetching and parsing")
    whole = end_to_end(url)
    yield whole.row("ours: the whole run into SQLite", "3,000")
    yield whole.steady().row("ours: the same, without its start")


def pages_of(records: int) -> list[bytes]:
    """Generated answers, a hundred records each."""
    texts = oai_server.written(records)
    return [oai_server.answer({"verb": ["ListRecords"]}, [text], records).strip() for text in texts]


def in_turns(pages: list[bytes]) -> str:
    """How fast ours is beside lxml alone, one after the other so often that a crowded machine harms both alike."""
    pairs = [
        (timed(lambda: repeated(pages, _touch)), timed(lambda: repeated(pages, _parse)))
        for _ in range(_TURNS)
    ]
    ratios = sorted(lxml.processor / ours.processor for lxml, ours in pairs)
    return (
        f"Parsing in {_TURNS} turns with lxml alone: {statistics.median(ratios):.2f} of its records/s "
        f"of processor time ({ratios[0]:.2f}–{ratios[-1]:.2f}; 15,000 of 32,000 are 0.47)."
    )


@contextmanager
def served(records: int) -> Iterator[str]:
    """The address of a repository of so many records."""
    command = [sys.executable, "-m", "benchmarks.oai_server", "--records", str(records)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def timed(work: Callable[[], int]) -> Timed:
    """What a piece of work took that gives the number of its records."""
    begun = time.perf_counter(), time.process_time()
    records = work()
    return Timed(records, time.perf_counter() - begun[0], time.process_time() - begun[1])


def repeated(pages: list[bytes], work: Callable[[bytes], int]) -> int:
    """The pages five times."""
    return sum(work(page) for _ in range(5) for page in pages)


def _touch(page: bytes) -> int:
    seen = [(e.tag, e.text, e.items()) for e in etree.fromstring(page).iter()]
    return sum(str(tag).endswith("}record") for tag, _, _ in seen)


def _parse(page: bytes) -> int:
    return len(parse_page("oai_dc", page, source=_HINTS).records)


def fetched(url: str) -> int:
    """Page after page with the simplest client there is."""
    arguments, count = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}, 0
    with requests.Session() as session:
        while True:
            answer = session.get(url, params=arguments, timeout=60)
            page = parse_page("oai_dc", answer.content, source=_HINTS)
            count += len(page.records)
            if page.resumption_token is None:
                return count
            arguments = {"verb": "ListRecords", "resumptionToken": page.resumption_token}


def peer(name: str, url: str) -> Timed:
    """A peer in its own environment."""
    python = ROOT / "benchmarks/peers/.venv/bin/python"
    if not python.is_file():
        raise click.ClickException("the peers are not installed: run benchmarks/peers/setup")
    command = [
        str(python),
        "-W",
        "ignore",
        str(ROOT / "benchmarks/peers/harvest_oai.py"),
        name,
        url,
    ]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return Timed(found["records"], found["seconds"], found["processor"])


def end_to_end(url: str) -> Timed:
    """A run of ours in a process and a catalogue of its own, as a worker does it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sources").mkdir()
        source = Path(folder) / "sources/generated-oai.toml"
        source.write_text(_SOURCE.format(url=url), encoding="utf-8")
        settings = Settings.from_environment({"EACI_HOME": folder})
        engine = open_engine(settings)
        upgrade(engine)
        definition = find_source(settings, "generated-oai")
        run_id = begin_run(engine, definition, "full", RunParameters())

        def look() -> Run:
            with reading(engine) as connection:
                run = get_run(connection, run_id)
            assert run is not None
            return run

        return _watched(run_id, folder, look)


def _watched(run_id: int, folder: str, look: Callable[[], Run]) -> Timed:
    """Execute the run and look at its memory every two seconds."""
    command = [sys.executable, "-m", "crawler.run", str(run_id)]
    memory: list[tuple[int, float]] = []
    begun, processor, started = time.perf_counter(), 0.0, (0, 0.0, 0.0)
    with subprocess.Popen(command, cwd=ROOT, env={"EACI_HOME": folder}) as process:
        while process.poll() is None:
            memory.append((look().ledger.received, _resident(process.pid)))
            processor = _processor(process.pid) or processor
            if not started[0]:
                started = memory[-1][0], time.perf_counter() - begun, processor
            time.sleep(0.2 if time.perf_counter() - begun < 30 else 2)
    run = look()
    if run.state != "succeeded":
        raise click.ClickException(f"the run failed: {run.message}")
    seconds = time.perf_counter() - begun
    return Timed(run.ledger.received, seconds, processor, tuple(memory), started)


def _resident(pid: int) -> float:
    """MiB that the process holds now."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(found[0]) / 1024 if found else 0


def _processor(pid: int) -> float:
    """Seconds of processor time so far; 0 if the process has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / 100  # user and system, in ticks of 10 ms


def slope(whole: Timed) -> Iterator[str]:
    """How memory went: at each quarter, and how steep the second half was."""
    yield (
        f"{whole.records:,} records in {whole.seconds:,.0f} s, "
        f"{whole.records / whole.seconds:,.0f} records/s, {whole.records / whole.processor:,.0f} of processor time"
    )
    quarters = [
        next(mib for count, mib in whole.memory if count >= whole.records * part / 4 * 0.99)
        for part in (1, 2, 3)
    ]
    last = [mib for count, mib in whole.memory if mib][-1]
    told = ", ".join(f"{mib:,.0f}" for mib in (*quarters, last))
    steep = (last - quarters[1]) / (whole.records / 2) * 100_000
    yield f"memory after each quarter: {told} MiB; in the second half {steep:+.1f} MiB for 100,000 records"


if __name__ == "__main__":
    main()
