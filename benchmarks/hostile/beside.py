"""``python -m benchmarks.hostile.beside [--records N] [--pairs N]``: what parsing in a child costs a harvest.

The same generated repository is harvested in turns, with the pages parsed in the child and in the crawl itself, each
run in a process and a catalogue of its own. Told are records/s and processor seconds, those of the child among them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.harvest import _SOURCE, served
from benchmarks.report import ROOT, circumstances, markdown, replace_section
from catalogue.database.engine import open_engine, reading, upgrade
from catalogue.harvested.runs import RunParameters, get_run
from catalogue.settings import Settings
from crawler.runs.claims import begin_run
from crawler.sources.definition import find_source

_MAIN = "import sys; from crawler.run import main; sys.exit(main(sys.argv[1:]))"
_INLINE = (
    "import crawler.runs.harvest, crawler.formats; from crawler.parsing import parent;"
    "crawler.runs.harvest.parse_limited = crawler.formats.parse_page; parent.start = lambda: None;"
)
_HEADER = ("pair", "in the child", "in the crawl", "ratio of records/s", "ratio of processor time")


class Cost(NamedTuple):
    """Of one harvest."""

    rate: float
    processor: float


def harvested(url: str, program: str) -> Cost:
    """One harvest by a program."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sources").mkdir()
        source = Path(folder) / "sources/generated-oai.toml"
        source.write_text(_SOURCE.format(url=url), encoding="utf-8")
        settings = Settings.from_environment({"EACI_HOME": folder})
        engine = open_engine(settings)
        upgrade(engine)
        definition = find_source(settings, "generated-oai")
        number = begin_run(engine, definition, "full", RunParameters())
        begun = time.perf_counter()
        command = [sys.executable, "-c", program, str(number)]
        process = subprocess.Popen(command, cwd=ROOT, env={"EACI_HOME": folder})
        _, process.returncode, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        with reading(engine) as connection:
            run = get_run(connection, number)
    if run is None or run.state != "succeeded":
        raise click.ClickException(f"the run failed: {run and run.message}")
    return Cost(run.ledger.received / seconds, used.ru_utime + used.ru_stime)


@click.command()
@click.option("--records", default=6000, show_default=True, type=click.IntRange(min=2000))
@click.option("--pairs", default=5, show_default=True, type=click.IntRange(min=1))
def main(records: int, pairs: int) -> None:
    """Harvest RECORDS generated records in PAIRS of runs."""
    rows, rates, costs = [], [], []
    with served(records) as url:
        harvested(url, _MAIN)  # to have read the files once
        for pair in range(1, pairs + 1):
            first = harvested(url, _MAIN if pair % 2 else _INLINE + _MAIN)
            second = harvested(url, _INLINE + _MAIN if pair % 2 else _MAIN)
            child, inline = (first, second) if pair % 2 else (second, first)
            rates.append(child.rate / inline.rate)
            costs.append(child.processor / inline.processor)
            told = [f"{c.rate:,.0f}/s, {c.processor:.1f} s" for c in (child, inline)]
            rows.append((str(pair), *told, f"{rates[-1]:.2f}", f"{costs[-1]:.2f}"))
    middle = f"{statistics.median(rates):.2f}", f"{statistics.median(costs):.2f}"
    text = f"{circumstances()}\n\n{markdown(_HEADER, [*rows, ('median', '', '', *middle)])}"
    click.echo(text)
    replace_section("parsing-child", text)


if __name__ == "__main__":
    main()
