"""The tables of a run: what was measured where, in Markdown; and the table of sizing for the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.experiment import Experiment
from benchmarks.report import markdown
from benchmarks.sidebyside.account import NAMES, OURS, SERVERS, Account, Cell, Measured
from benchmarks.sidebyside.latency import CLIENTS
from benchmarks.sidebyside.sizing import COPIES, SIZES, Need, Rates, all_rates, grown, needs

_SIDES = ("what", "embedded", "production")
_STAGES = (
    "stage", "items", "embedded, s", "processor s", "production, s", "processor s, servers included",
)  # fmt: skip
_GROWTH = ("stage", "ms an item at {:,} works", "at {:,} works", "ratio")
_PEAKS = {
    "pipeline": "the pipeline",
    "corpus": "the pipeline at full size",
    "publishing": "publishing",
    "searches": "searches",
}
_NOTHING = "–"


def tables(account: Account) -> str:
    """All that has been measured so far."""
    options = account.options
    blocks = (
        _corpus(account),
        f"**The whole pipeline on both sides, {options.pipeline:,} works**",
        markdown(_STAGES, _stages(account)),
        _states(account),
        f"**Publishing, sizes, backups, {options.works:,} works**",
        markdown(_SIDES, _figures(account)),
        f"**Searches, {options.works:,} works**: p50 / p99 in milliseconds by side and number of clients at once; "
        f"{options.requests:,} questions each",
        markdown(_latency_header(), _latencies(account)),
        _agreement(account),
        *_growth(account),
    )
    return "\n\n".join(block for block in blocks if block)


def _corpus(account: Account) -> str:
    options = account.options
    command = (
        f"`benchmarks/run sidebyside --works {options.works} --pipeline {options.pipeline} "
        f"--references {options.references} --requests {options.requests} --processes {options.processes}`"
    )
    found = account.embedded.indexed()
    told = f"Generated: {options.works:,} works"
    if found:
        part = found.parts[0]
        told += f", {part.records:,} records, {part.references:,} references"
    if options.carried:
        told += (
            f". At {options.works:,} works the pipeline ran on the embedded side only; the finished catalogue was "
            f"carried over to PostgreSQL by COPY{_copying(account)}"
        )
    return f"{told}. {account.servers}. {command}".replace("..", ".")


def _copying(account: Account) -> str:
    measured = account.production
    if measured.carried is None or measured.carried_differs is None:
        return ""
    rows, seconds = measured.carried.items, measured.carried.seconds
    state = (
        f"**other in {', '.join(measured.carried_differs)}**"
        if measured.carried_differs
        else "the same"
    )
    return f" ({rows:,} rows in {seconds:,.0f} s; its state hashes are {state})"


def _stages(account: Account) -> Iterator[tuple[str, ...]]:
    """Loading, each stage, and all of them."""
    runs = [account.side(name).pipeline for name in NAMES]
    parts = [run.parts[0] if run else None for run in runs]
    names = dict.fromkeys(
        name for part in parts if part for name, cost in part.stages.items() if cost.items
    )
    for name in ("loading", *names, "all stages"):
        cells: list[str] = []
        items = _NOTHING
        for part in parts:
            if part is None:
                cells += [_NOTHING, _NOTHING]
                continue
            whole = {"loading": part.loading, "all stages": part.indexing()}
            cost = whole.get(name) or part.stages.get(name)
            items = f"{cost.items:,}" if cost else items
            cells += [f"{cost.seconds:,.1f}", f"{cost.processor:,.1f}"] if cost else [_NOTHING] * 2
        yield name, items, *cells


def _states(account: Account) -> str:
    mine, other = account.embedded.state, account.production.state
    if not mine or not other:
        return ""
    differs = [part for part in mine if mine[part] != other.get(part)]
    if differs:
        return f"**The two catalogues ended in different states**: {', '.join(differs)}."
    return f"Both catalogues ended in the same state ({len(mine)} hashes alike)."


def _figures(account: Account) -> Iterator[tuple[str, ...]]:
    sides = [account.side(name) for name in NAMES]
    for what, rows in (
        ("publishing to a new index, s", [_seconds(side) for side in sides]),
        ("— works a second", [_rate(side) for side in sides]),
        ("— processor s, servers included", [_processor(side) for side in sides]),
        ("catalogue, MiB", [_size(side, "catalogue") for side in sides]),
        ("search index, MiB", [_size(side, "index") for side in sides]),
        (
            f"catalogue after the pipeline at {account.options.pipeline:,} works, MiB",
            [
                f"{side.pipeline_sizes.catalogue:,.1f}" if side.pipeline_sizes else _NOTHING
                for side in sides
            ],
        ),
        *_backups(sides),
    ):
        yield what, *rows
    yield from _memory(sides)


def _seconds(side: Measured) -> str:
    return f"{side.published.seconds:,.1f}" if side.published else _NOTHING


def _rate(side: Measured) -> str:
    found = side.published
    return f"{found.items / found.seconds:,.0f}" if found else _NOTHING


def _processor(side: Measured) -> str:
    return f"{side.published.processor:,.1f}" if side.published else _NOTHING


def _size(side: Measured, of: str) -> str:
    return f"{getattr(side.sizes, of):,.1f}" if side.sizes else _NOTHING


def _backups(sides: Sequence[Measured]) -> Iterator[tuple[str, list[str]]]:
    for what, name, form in (
        ("backup while another process writes, s", "backing_up", "{:,.1f}"),
        ("— pages that were committed meanwhile", "committed", "{:,}"),
        ("— size, MiB", "mib", "{:,.1f}"),
        ("restore, s", "restoring", "{:,.1f}"),
    ):
        backups = [side.backup for side in sides]
        yield what, [form.format(getattr(each, name)) if each else _NOTHING for each in backups]
    yield "— restored state", [_restored(side) for side in sides]


def _restored(side: Measured) -> str:
    return side.backup.restored if side.backup else _NOTHING


def _memory(sides: Sequence[Measured]) -> Iterator[tuple[str, ...]]:
    """Peaks by step: our processes together, and each server."""
    for step, told in _PEAKS.items():
        if any(step in side.peaks for side in sides):
            yield f"peak memory, {told}, MiB", *(_peaks(side.peaks.get(step, {})) for side in sides)


def _peaks(found: dict[str, float]) -> str:
    names = (OURS, *SERVERS)
    return ", ".join(f"{name} {found[name]:,.0f}" for name in names if name in found) or _NOTHING


def _latency_header() -> tuple[str, ...]:
    sides = (f"{name}, {count}" for count in CLIENTS for name in NAMES)
    most = max(CLIENTS)
    rates = (f"{name}, searches/s by {most}" for name in NAMES)
    return "search", "script", "works found, median", *sides, *rates


def _latencies(account: Account) -> Iterator[tuple[str, ...]]:
    cells = {
        (each.kind, each.script, name, each.clients): each
        for name in NAMES
        for each in account.side(name).latencies
    }
    for kind, script in dict.fromkeys(key[:2] for key in cells):
        row = [cells.get((kind, script, name, count)) for count in CLIENTS for name in NAMES]
        rates = row[-len(NAMES) :]
        shown = ", ".join(dict.fromkeys(_found(each) for each in row if each))
        yield (
            kind,
            script,
            shown,
            *map(_times, row),
            *(f"{each.a_second:,.0f}" if each else _NOTHING for each in rates),
        )


def _found(cell: Cell) -> str:
    found = f"{sorted(cell.totals)[len(cell.totals) // 2]:,}"
    offered = f"; {cell.suggested / len(cell.totals):.0%} offered another" if cell.suggested else ""
    return found + offered


def _times(cell: Cell | None) -> str:
    if cell is None:
        return _NOTHING
    failed = f" (**{cell.failed} failed**)" if cell.failed else ""
    return f"{cell.p50:,.1f} / {cell.p99:,.1f}{failed}"


def _agreement(account: Account) -> str:
    """Whether both sides found the same numbers of works."""
    mine, other = (
        {
            (each.kind, each.script, each.clients): each.totals
            for each in account.side(name).latencies
        }
        for name in NAMES
    )
    pairs = [
        (script, *pair)
        for kind, script, count in mine.keys() & other.keys()
        for pair in zip(mine[kind, script, count], other[kind, script, count], strict=False)
    ]
    if not pairs:
        return ""
    unlike = Counter(script for script, one, two in pairs if one != two)
    alike = f"{len(pairs) - unlike.total():,} of {len(pairs):,} questions"
    empty = sum(one == 0 for _, one, _ in pairs)
    told = f"Both sides found the same number of works for {alike} ({empty:,} found none)"
    parts = ", ".join(f"{script} {times:,}" for script, times in sorted(unlike.items()))
    return f"{told}; **another number** for the rest: {parts}." if parts else f"{told}."


def _growth(account: Account) -> Iterator[str]:
    found = list(grown(account.embedded))
    if found:
        options = account.options
        header = [each.format(size) for each, size in zip(
            _GROWTH, ("", options.pipeline, options.works, ""), strict=True
        )]  # fmt: skip
        yield "**What an item costs at the two sizes**, embedded, processor time; a ratio over 1 is no longer linear"
        yield markdown(
            header,
            [
                (each.stage, f"{each.small:,.2f}", f"{each.large:,.2f}", f"{each.ratio:.2f}")
                for each in found
            ],
        )


_SIZING = (
    "works", "catalogue, GiB", "search index, GiB", "a backup, GiB", "pipeline, hours of one core",
    "publishing, hours of one core", "backing up, hours", "restoring, hours",
)  # fmt: skip


def sizing(account: Account) -> str:
    """What 1, 20 and 60 million works need, and how far that is from what was measured."""
    blocks = [block for name, found in all_rates(account).items() for block in _sized(name, found)]
    return "\n\n".join([_basis(account), *blocks, *_grew(account), *_carried(account)])


def _sized(name: str, found: Rates) -> Iterator[str]:
    copies = COPIES["production" if name == "production" else "embedded"]
    kept = ", the index on two nodes" if copies > 1 else ""
    yield (
        f"**{name.capitalize()}**{kept}: a work takes {found.catalogue:,.0f} bytes in the catalogue, "
        f"{found.index:,.0f} in the index, {found.indexing * 1000:,.1f} ms of one core in the pipeline, "
        f"{found.publishing * 1000:,.2f} ms to publish"
    )
    yield markdown(_SIZING, (_needed(needs(found, works, copies)) for works in SIZES))


def _needed(need: Need) -> tuple[str, ...]:
    figures = (
        need.catalogue, need.index, need.backup, need.indexing, need.publishing, need.backing_up, need.restoring,
    )  # fmt: skip
    return f"{need.works:,}", *(f"{each:,.1f}" for each in figures)


def _basis(account: Account) -> str:
    found = account.embedded.indexed()
    if found is None:
        return "Nothing has been measured yet."
    part, works = found.parts[0], found.options.works
    shape = (
        f"{part.records / works:.1f} records and {part.references / works:.1f} references a work"
    )
    return (
        f"Computed from {works:,} generated works ({shape}; cited-only works come on top). {account.circumstances} "
        f"All of it is extrapolated in proportion, to {SIZES[0] // works:,}, {SIZES[1] // works:,} and "
        f"{SIZES[2] // works:,} times that size."
    )


def _grew(account: Account) -> Iterator[str]:
    """Which stages cost more an item at the larger size."""
    found = [each for each in grown(account.embedded) if each.ratio > _NOTICED]
    if found:
        told = ", ".join(f"{each.stage} {each.ratio:.1f} times" for each in found)
        sizes: tuple[Experiment | None, ...] = (account.embedded.pipeline, account.embedded.corpus)
        small, large = (f"{each.options.works:,}" for each in sizes if each)
        yield (
            f"Not in proportion: from {small} to {large} works an item came to cost more in these stages: {told}. Take "
            "the hours of the pipeline as the least that a larger corpus needs."
        )


def _carried(account: Account) -> Iterator[str]:
    options = account.options
    if options.carried and account.production.pipeline:
        yield (
            f"The production side's pipeline ran at {options.pipeline:,} works; its time for {options.works:,} is the "
            "embedded side's, times what the two took there."
        )


_NOTICED = 1.1
