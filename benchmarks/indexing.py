"""Times the whole index of generated works, stage by stage: ``python -m benchmarks.indexing --works 5000``.

Prints a JSON object: for each part (the works, each increment, the rebuild) seconds and processor seconds by stage,
peak memory and sizes on disk, and whether the rebuild ended in the state of the increments. On a machine that others
use too, the processor seconds are the figure to compare.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from benchmarks.experiment import FILE, Experiment, Options, carry_out, planned, resumed
from indexer.workers import cores

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FOLDER = click.Path(file_okay=False, path_type=Path)
_COMMON = (
    click.option("--processes", default=cores, type=click.IntRange(min=1), help="[default: cores]"),
    click.option(
        "--increment",
        "increments",
        multiple=True,
        default=(0.001, 0.01),
        show_default=True,
        type=click.FloatRange(0, 0.5, min_open=True),
        help="A share of the works that comes later; may be given several times.",
    ),
    click.option(
        "--held-back/--new",
        default=True,
        show_default=True,
        help="What comes later: works that others cite already, or works that nobody cites.",
    ),
    click.option("--rebuild/--no-rebuild", default=True, show_default=True),
    click.option("--seed", default=7, show_default=True, type=click.IntRange(min=0)),
    click.option("--home", type=_FOLDER, help="Where to keep the index and what was measured."),
    click.option("--resume", is_flag=True, help="Go on with the run that was begun in --home."),
)


def run_options(*, works: int, references: int, citing: int) -> Callable[[_Command], _Command]:
    """The command-line options of an experiment, with these sizes unless others are given."""
    sizes = (
        _size("--works", works, 20, "How many works."),
        _size("--references", references, 0, "The mean length of a reference list."),
        _size("--citing", citing, 0, "Only so many further works carry lists; 0: all do."),
    )

    def with_options(command: _Command) -> _Command:
        for option in reversed((*sizes, *_COMMON)):
            command = option(command)
        return command

    return with_options


def _size(name: str, default: int, least: int, told: str) -> Callable[[_Command], _Command]:
    kind = click.IntRange(min=least)
    return click.option(name, default=default, show_default=True, type=kind, help=told)


def measured(home: Path | None, *, resume: bool, **asked: Any) -> Experiment:
    """Carry the experiment out, in a folder that is kept or in a passing one."""
    options = Options(**asked)
    with nullcontext(home) if home else tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        if not resume and (place / FILE).exists():
            raise click.ClickException(f"{place} holds a run: name a new folder, or say --resume")
        try:
            experiment = resumed(place, options) if resume else planned(options)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        carry_out(place, experiment)
    return experiment


def summary(experiment: Experiment) -> dict[str, Any]:
    """The experiment's account as plain data, with the sums a part."""
    parts = {}
    for part in experiment.parts:
        whole = part.indexing()
        parts[part.name] = {
            "records": part.records,
            "references": part.references,
            "loading": _rounded(part.loading),
            "seconds": round(whole.seconds, 2),
            "processor_seconds": round(whole.processor, 2),
            "stages": {name: _rounded(cost) for name, cost in part.stages.items()},
            "peak_memory_mib": _rounded(part.memory),
            "database_mib": round(part.database_mib, 1),
            "search_mib": round(part.search_mib, 1),
        }
    return {
        "generated": True,
        "options": msgspec.to_builtins(experiment.options),
        "figures": msgspec.to_builtins(experiment.figures),
        "parts": parts,
        "rebuild_differs_in": experiment.differs,
    }


def _rounded(figures: msgspec.Struct) -> dict[str, float]:
    return {key: round(value, 2) for key, value in msgspec.structs.asdict(figures).items()}


@click.command()
@run_options(works=5000, references=10, citing=0)
def main(home: Path | None, *, resume: bool, **asked: Any) -> None:
    """Load and index generated works, then increments, then everything again; print what it cost as JSON."""
    found = summary(measured(home, resume=resume, **asked))
    click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())


if __name__ == "__main__":
    main()
