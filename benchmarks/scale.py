"""The tables of scale: ``benchmarks/run scale [--works N] [--citing K] [--references MEAN]``, on generated works.

First the works alone, without references: deduplication at that size. Then works that cite them: matching against so
many works. Then increments, and a rebuild that must end in the same state. A run of hours is begun with ``--home`` and
gone on with by ``--resume``; ``--table`` writes the tables of what has been measured so far.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks.experiment import Experiment, Part, begun, increments
from benchmarks.indexing import measured, run_options
from benchmarks.meter import Cost
from benchmarks.report import circumstances, markdown, replace_section

_PARTS = (
    "part", "records", "references", "loading, s", "indexing, s", "processor s", "records/s", "references/s",
    "peak MiB: own", "largest worker", "together", "database MiB", "search index MiB",
)  # fmt: skip
_AIMS = ("what", "figure", "target")
_DEDUPE = ("normalise", "record-keys", "pair", "cluster", "merge", "work-keys")
_PARSING = ("normalise", "reference-keys")
_STAGES = ("part", "stage", "items", "s", "items/s", "processor s", "items/s of one core")
_INCREMENTS = ("increment", "records", "references", "processor s", "ms a record", "s")


@click.command()
@run_options(works=20_000, references=20, citing=500)
@click.option("--table", is_flag=True, help="Only write the tables of what --home holds so far.")
def main(home: Path | None, *, resume: bool, table: bool, **asked: Any) -> None:
    """Measure deduplication, matching, increments and a rebuild at size; print the tables and refresh RESULTS.md."""
    if table and home is None:
        raise click.ClickException("--table needs the --home of a run")
    found = begun(home) if table and home else measured(home, resume=resume, **asked)
    if found is None:
        raise click.ClickException(f"{home} holds no run")
    shown = tables(found)
    click.echo(shown)
    replace_section("scale", f"{circumstances()}\n\n{shown}")


def tables(experiment: Experiment) -> str:
    """What was done, the parts, their stages, the increments, and how the rebuild ended, in Markdown."""
    options = experiment.options
    cited = f"{options.works:,} works without references, then {options.citing:,} that cite them"
    what = cited if options.citing else f"{options.works:,} works with references"
    mean = f"lists of {options.references} references on average, one list in six twice"
    processes = "one process" if options.processes == 1 else f"{options.processes} processes"
    told = f"Generated: {what}; {mean}; {processes}."
    begun_parts = [part for part in experiment.parts if part.records or part.stages]
    blocks = (
        told,
        markdown(_AIMS, _aims(experiment)),
        markdown(_PARTS, map(_part_row, begun_parts)),
        markdown(_STAGES, [row for part in begun_parts if _large(part) for row in _stages(part)]),
        markdown(_INCREMENTS, map(_increment_row, _compared(experiment))),
        _ending(experiment),
    )
    return "\n\n".join(blocks)


def _aims(experiment: Experiment) -> Iterator[tuple[str, str, str]]:
    """What the work was asked to reach, and what it reached here."""
    works = experiment.parts[0]
    listing = next(part for part in experiment.parts if part.listing)
    if not works.listing:
        what = f"deduplication ({', '.join(_DEDUPE)}), records/s of one core"
        yield what, _a_second(works.records, _spent(works, _DEDUPE)), "1,000"
        parsing = _spent(listing, _PARSING)
        what = "parsing, profiles and keys of references, references/s of one core"
        yield what, _a_second(listing.references, parsing), "2,000"
    matching = listing.stages.get("match", Cost())
    what = f"matching against {experiment.options.works:,} works, references/s of one core"
    yield what, _a_second(matching.items, matching.processor), "2,000"
    peak = max(part.memory.together for part in experiment.parts)
    yield "peak memory of all processes together", f"{peak / 1024:,.2f} GiB", "≤ 4 GiB"
    sizes = [part.database_mib + part.search_mib for part in experiment.parts if part.done]
    yield "database and search index on disk", f"{max(sizes, default=0) / 1024:,.2f} GiB", "–"


def _spent(part: Part, stages: Sequence[str]) -> float:
    """Processor seconds of these stages."""
    return sum(part.stages[name].processor for name in stages if name in part.stages)


def _part_row(part: Part) -> tuple[str, ...]:
    whole = part.indexing()
    memory = (part.memory.own, part.memory.worker, part.memory.together)
    return (
        part.name if part.done else f"{part.name} (not finished)",
        *(f"{count:,}" for count in (part.records, part.references)),
        *(f"{cost:,.1f}" for cost in (part.loading.seconds, whole.seconds, whole.processor)),
        *(_a_second(count, whole.seconds) for count in (part.records, part.references)),
        *(f"{size:,.0f}" for size in (*memory, part.database_mib, part.search_mib)),
    )


def _a_second(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f}" if count and seconds else "–"


def _large(part: Part) -> bool:
    return not part.rebuild and not part.name.startswith("+")


def _stages(part: Part) -> Iterator[tuple[str, ...]]:
    for name, cost in part.stages.items():
        if cost.items:
            yield part.name, name, f"{cost.items:,}", *_speeds(cost)


def _speeds(cost: Cost) -> tuple[str, ...]:
    whole, core = (_a_second(cost.items, spent) for spent in (cost.seconds, cost.processor))
    return f"{cost.seconds:,.1f}", whole, f"{cost.processor:,.1f}", core


def _compared(experiment: Experiment) -> list[Part]:
    """The first part, to compare with, and the increments."""
    return [experiment.parts[0], *(part for part in increments(experiment) if part.stages)]


def _increment_row(part: Part) -> tuple[str, ...]:
    whole = part.indexing()
    each = f"{whole.processor / part.records * 1000:,.2f}" if part.records else "–"
    counts = (f"{part.records:,}", f"{part.references:,}")
    return part.name, *counts, f"{whole.processor:,.2f}", each, f"{whole.seconds:,.2f}"


def _ending(experiment: Experiment) -> str:
    if experiment.differs is None:
        return "The rebuild was not carried out or not finished."
    if experiment.differs:
        return f"**The rebuild ended in another state**: {', '.join(experiment.differs)}."
    return f"The rebuild ended in the very state of the increments ({len(experiment.state)} hashes alike)."


if __name__ == "__main__":
    main()
