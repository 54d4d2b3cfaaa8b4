"""What a run of both sides has measured so far, kept in a file of its folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

from benchmarks.experiment import Experiment

Name = Literal["embedded", "production"]
NAMES: tuple[Name, ...] = ("embedded", "production")
FILE = "sidebyside.json"
_OF_PIPELINES = ("pipeline", "corpus")
OURS, SERVERS = "ours", ("PostgreSQL", "Elasticsearch")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; ``pipeline``: the size at which the whole pipeline runs on both sides."""

    works: int
    pipeline: int
    references: int
    requests: int
    processes: int
    seed: int = 7

    @property
    def carried(self) -> bool:
        """Whether the catalogue of the production side is a copy of the embedded one."""
        return self.works > self.pipeline


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work: items, seconds, processor seconds with the servers'."""

    items: int
    seconds: float
    processor: float


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """MiB on disk."""

    catalogue: float
    index: float


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """Searches of one kind in one script by so many clients at once; times in milliseconds.

    ``totals``: how many works each question found, in their order, as far as they were asked; ``suggested``: for how
    many of them another query was offered.
    """

    kind: str
    script: str
    clients: int
    p50: float
    p99: float
    a_second: float
    failed: int
    suggested: int
    totals: list[int]


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """A backup while another process wrote, and the catalogue restored from it.

    ``committed``: pages that the writer committed while the backup ran; ``held``: how many pages of it the restored
    catalogue has; ``differs``: the parts of the state in which it is not the source as of that page.
    """

    mib: float
    backing_up: float
    restoring: float
    committed: int
    held: int
    differs: list[str]

    @property
    def restored(self) -> str:
        """What the restored catalogue is, in words."""
        if self.differs:
            return f"**differs: {', '.join(self.differs)}**"
        return f"that of one moment (page {self.held:,})"


class Measured(msgspec.Struct, kw_only=True):
    """One side's account; what has not been measured yet is None.

    ``empty``: MiB of a catalogue in which nothing is. ``pipeline``: at the smaller size; ``corpus``: at the full one,
    on the embedded side. ``peaks``: of memory, in MiB, by step and then by who needed it: our processes together, or a
    server.
    """

    pipeline: Experiment | None = None
    empty: float = 0.0
    pipeline_sizes: Sizes | None = None
    state: dict[str, str] = {}
    corpus: Experiment | None = None
    carried: Work | None = None
    carried_differs: list[str] | None = None
    published: Work | None = None
    sizes: Sizes | None = None
    latencies: list[Cell] = []
    backup: Backup | None = None
    peaks: dict[str, dict[str, float]] = {}

    def forget(self) -> None:
        """What comes after the catalogues is to be measured anew."""
        self.published = self.sizes = self.backup = None
        self.latencies = []
        self.peaks = {step: peaks for step, peaks in self.peaks.items() if step in _OF_PIPELINES}

    def indexed(self) -> Experiment | None:
        """The pipeline's largest run on this side."""
        return self.corpus or self.pipeline


class Account(msgspec.Struct, kw_only=True):
    """Both sides. ``circumstances``: when and on what the last figure was taken; ``servers``: how they were set."""

    options: Options
    embedded: Measured = msgspec.field(default_factory=Measured)
    production: Measured = msgspec.field(default_factory=Measured)
    circumstances: str = ""
    servers: str = ""

    def side(self, name: Name) -> Measured:
        """One side's account."""
        return self.embedded if name == "embedded" else self.production


def begun(home: Path, options: Options) -> Account:
    """The account of the run in the folder, or a new one. :class:`ValueError` if it was begun with other options."""
    path = home / FILE
    found = read(path) if path.is_file() else Account(options=options)
    if found.options != options:
        raise ValueError(f"{path} was begun with other options: {found.options}")
    return found


def read(path: Path) -> Account:
    """The account in a file."""
    return msgspec.json.decode(path.read_bytes(), type=Account)


def write(account: Account, path: Path) -> None:
    """Put the account into a file, all of it or nothing."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.json.encode(account) + b"\n")
    os.replace(fresh, path)  # noqa: PTH105 -- atomic: a kill leaves the old file or the new one
