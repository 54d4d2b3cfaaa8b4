"""``benchmarks/run hostile-pages [--only WORD]``: pages that were written to harm, each parsed as a harvest parses it.

Every page is generated here. The table says what each is, its size, the seconds it took, the most memory that the child
held, and how it ended: as records, or refused with a reason. The command fails if one took longer than its limits, if
the child held more than its limit, or if anything but a page or a PageError came of it.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.hostile.pages import Page, pages
from benchmarks.report import circumstances, markdown, replace_section
from crawler.formats import PageError, SourceHints
from crawler.formats.tables.table_mapping import TableMapping
from crawler.limits import MIB, PAGE
from crawler.parsing.parent import Parser, parse_with

_HEADER = ("page", "format", "MiB", "seconds", "peak MiB of the child", "outcome")
_SPARE = 5.0  # seconds over the limit, for a busy machine to notice it
_TABLE = TableMapping(identifier="ID", title="Title")


class Outcome(NamedTuple):
    """What became of a page."""

    size: int
    seconds: float
    peak: float
    told: str

    @property
    def within(self) -> bool:
        """True if it kept the limits."""
        memory = self.peak <= PAGE.memory / MIB + 100  # what the child holds before its first page
        return self.seconds <= PAGE.seconds + _SPARE and memory and self.told != "fault"


def parsed(parser: Parser, page: Page) -> Outcome:
    """Parse it, and look at what the child held meanwhile."""
    data = page.make()
    hints = SourceHints(source="hostile", url="http://example.org/", table=_TABLE)
    parser.start()
    watch = Watch(parser.pid)
    begun = time.perf_counter()
    try:
        read = parse_with(parser, page.format, data, source=hints)
        told = f"{len(read.records):,} records, {len(read.rejected):,} rejected"
    except PageError as error:
        told = f"refused: {error.reason}"
    except Exception as error:  # noqa: BLE001 -- what must not happen is what is looked for
        told = "fault"
        click.echo(f"{page.what} ({page.format}): {error!r}", err=True)
    seconds = time.perf_counter() - begun
    return Outcome(len(data), seconds, watch.end(), told)


class Watch:
    """Looks ten times a second at the most that a process has held; one that has ended tells nothing any more."""

    def __init__(self, pid: int | None) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self._peak = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """The peak in MiB."""
        self._look()
        self._done.set()
        self._thread.join()
        return self._peak

    def _run(self) -> None:
        while not self._done.wait(0.1):
            self._look()

    def _look(self) -> None:
        with suppress(OSError):
            lines = self._status.read_text(encoding="utf-8").splitlines()
            found = [line.split()[1] for line in lines if line.startswith("VmHWM")]
            self._peak = max([self._peak, *(int(kib) / 1024 for kib in found)])


@click.command()
@click.option("--only", default="", help="Only pages whose name or format holds this word.")
def main(only: str) -> None:
    """Parse every hostile page under the limits of a harvest."""
    lines, over = [], []
    for page in pages():
        if only not in f"{page.what} {page.format}":
            continue
        parser = Parser()
        outcome = parsed(parser, page)
        parser.close()
        size = f"{outcome.size / MIB:,.1f}"
        line = (
            page.what,
            page.format,
            size,
            f"{outcome.seconds:.1f}",
            f"{outcome.peak:,.0f}",
            outcome.told,
        )
        lines.append(line)
        click.echo(" | ".join(line), err=True)
        if not outcome.within:
            over.append(f"{page.what} ({page.format})")
    told = f"{circumstances()}\n\n{markdown(_HEADER, lines)}"
    click.echo(told)
    if not only:
        replace_section("hostile-pages", told)
    if over:
        raise click.ClickException(f"over the limits: {', '.join(over)}")


if __name__ == "__main__":
    sys.exit(main())
