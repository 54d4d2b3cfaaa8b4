"""Sizing: what a corpus of another size would take, from what this one took. Pure arithmetic; nothing else is known."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from benchmarks.experiment import Experiment
from benchmarks.sidebyside.account import NAMES, Account, Measured, Name

SIZES = (1_000_000, 20_000_000, 60_000_000)
COPIES = {"embedded": 1, "production": 2}
"""How often each work lies in the index: on a cluster, on two nodes."""

_LEAST = (
    0.5  # seconds of processor time at the smaller size; what took less is too short to be compared
)


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """What one held work took on a side, with all that belongs to it (its records, references, cited-only works).

    Bytes on disk; processor seconds of one core, the servers' included; seconds for what the disk does.
    """

    works: int
    catalogue: float
    index: float
    backup: float
    indexing: float
    publishing: float
    backing_up: float
    restoring: float


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What a size needs: GiB, and hours of one core or of the clock."""

    works: int
    catalogue: float
    index: float
    backup: float
    indexing: float
    publishing: float
    backing_up: float
    restoring: float


class Growth(msgspec.Struct, frozen=True, kw_only=True):
    """A stage at two sizes: milliseconds of processor time for an item."""

    stage: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """How much more an item costs at the larger size."""
        return self.large / self.small


def needs(rates: Rates, works: int, copies: int = 1) -> Need:
    """In proportion to the works; the index as often as it is copied."""
    gib, hour = 2**30, 3600
    return Need(
        works=works,
        catalogue=works * rates.catalogue / gib,
        index=works * rates.index * copies / gib,
        backup=works * rates.backup / gib,
        indexing=works * rates.indexing / hour,
        publishing=works * rates.publishing / hour,
        backing_up=works * rates.backing_up / hour,
        restoring=works * rates.restoring / hour,
    )


def rates(account: Account, name: Name) -> Rates | None:
    """One side's rates, or None if it has not been measured to the end.

    Of the catalogue's bytes a work at the two sizes the larger are taken: a copied catalogue is more compact than one
    that has grown.
    """
    measured, options = account.side(name), account.options
    indexing = _indexing(account, name)
    if not (indexing and measured.sizes and measured.published and measured.backup):
        return None
    works, mib = options.works, 2**20
    grown = measured.pipeline_sizes
    filled = ((measured.sizes, works), *(((grown, options.pipeline),) if grown else ()))
    return Rates(
        works=works,
        catalogue=max((sizes.catalogue - measured.empty) * mib / size for sizes, size in filled),
        index=measured.sizes.index * mib / works,
        backup=measured.backup.mib * mib / works,
        indexing=indexing,
        publishing=measured.published.processor / works,
        backing_up=measured.backup.backing_up / works,
        restoring=measured.backup.restoring / works,
    )


def _indexing(account: Account, name: Name) -> float | None:
    """Processor seconds a work of all stages before publishing, at the full size.

    The production side's is the embedded one's there, times what the two had to each other where both were measured.
    """
    mine, large = account.side(name).pipeline, account.embedded.corpus
    if mine is None or large is None:
        return _derived(mine) if mine else None
    small = account.embedded.pipeline
    return _derived(large) * (_derived(mine) / _derived(small) if small else 1.0)


def _derived(run: Experiment) -> float:
    stages = run.parts[0].stages
    spent = sum(cost.processor for stage, cost in stages.items() if stage != "publish")
    return spent / run.options.works


def grown(measured: Measured) -> Iterator[Growth]:
    """Each stage at the pipeline's two sizes that took long enough to tell; nothing if it ran at one only."""
    if measured.pipeline is None or measured.corpus is None:
        return
    small, large = (run.parts[0].stages for run in (measured.pipeline, measured.corpus))
    for stage, cost in small.items():
        if cost.processor >= _LEAST and stage in large and large[stage].items:
            yield Growth(
                stage=stage,
                small=cost.processor / cost.items * 1000,
                large=large[stage].processor / large[stage].items * 1000,
            )


def all_rates(account: Account) -> dict[Name, Rates]:
    """The rates of the sides that have been measured to the end."""
    found = ((name, rates(account, name)) for name in NAMES)
    return {name: each for name, each in found if each is not None}
