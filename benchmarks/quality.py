"""The table of quality: task, target, ours, distance. ``benchmarks/run quality --sets DIR``.

Every figure is what ``eaci evaluate KIND SET --json`` prints in this very run. The labelled sets are read where they
are; the generated ones are made anew from a fixed seed. The table, the classes of errors behind each distance and what
else was measured go into ``RESULTS.md`` between their markers, and the figures into ``quality.json``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click

from benchmarks.details import Figures, also_measured, anchor, classes, error_tables
from benchmarks.dirty import write_dirty
from benchmarks.report import ROOT, circumstances, markdown, replace_section
from benchmarks.tasks import Task, card_figures, tasks, value

SEED, WORKS = 7, 2000
FORMS = {
    "seen": 3600,
    "unseen": 1500,
}  # references in the forms that the tagger knows, and in others
POINT = 0.01
_KEPT = ROOT / "benchmarks/quality.json"
_HEADER = (
    "task", "measure", "target", "ours", "distance", "held-out works", "set left out", "what \"ours\" is"
)  # fmt: skip


@click.command()
@click.option(
    "--sets", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--only", default="", help="Only the tasks whose set contains this text.")
@click.option("--lower", default="", help="Why a figure may fall by more than a point.")
def main(sets: Path, only: str, lower: str) -> None:
    """Measure every task on the labelled sets in a folder, print the table and refresh RESULTS.md."""
    with tempfile.TemporaryDirectory() as scratch:
        generated = Path(scratch) / "generated"
        generate(generated)
        chosen = [task for task in tasks() if only in task.set]
        move_values(chosen, sets, generated)
        figures = {task.set: _measured(task, _place(task, generated, sets)) for task in chosen}
    table = markdown(_HEADER, [row for task in chosen for row in rows(task, figures[task.set])])
    click.echo(table)
    lost = list(fallen(chosen, json.loads(_KEPT.read_text(encoding="utf-8")), figures))
    if only:
        click.echo("\n".join((error_tables(chosen, figures), *lost)))
        return
    if lost and not lower:
        raise click.ClickException(
            f"more than a point was lost; RESULTS.md stays as it is unless --lower says why: {'; '.join(lost)}"
        )
    told = "".join(f"\n\nLowered: {line}: {lower}." for line in lost)
    replace_section("quality", f"{circumstances()}\n\n{table}{told}")
    replace_section("errors", error_tables(chosen, figures))
    replace_section("measured", also_measured(chosen, figures))
    _KEPT.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def rows(task: Task, figures: dict[str, Any] | None) -> Iterator[tuple[str, ...]]:
    """The table's rows of a task: one a target, or its F1 where no target is set; or one that it was not measured."""
    if figures is None:
        yield task.name, *["–"] * 6, f"not measured: the sets hold no {task.set}"
        return
    for measure, target in task.measures().items():
        found = value(figures, measure)
        distance = _distance(task, found - target, figures) if target else "–"
        aim = f"{target:.3f}" if target else "–"
        unseen = ("–" if seen is None else f"{seen:.4f}" for seen in card_figures(task, measure))
        yield task.name, measure, aim, f"{found:.4f}", distance, *unseen, task.note


def _distance(task: Task, distance: float, figures: dict[str, Any]) -> str:
    """The distance; where it is short of the target, with the way to the classes of errors."""
    if distance >= 0:
        return f"{distance:+.4f}"
    shown = f"**{distance:+.4f}**"
    return f"{shown} ([why](#{anchor(task)}))" if classes(figures) else shown


def fallen(chosen: list[Task], before: Figures, after: Figures) -> Iterator[str]:
    """The measures that are more than a point below the kept ones, in words."""
    for task in chosen:
        was, found = before.get(task.set), after.get(task.set)
        for measure in task.measures() if was and found else ():
            once, today = value(was or {}, measure), value(found or {}, measure)
            if today < once - POINT:
                yield f"{task.set} {measure} from {once:.4f} to {today:.4f}"


@cache
def evaluation(kind: str, folder: Path) -> dict[str, Any]:
    """What ``eaci evaluate`` prints of a set, without the list of errors."""
    program = Path(sys.executable).with_name("eaci")
    command = [str(program), "evaluate", kind, str(folder), "--json"]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    figures: dict[str, Any] = json.loads(output)
    figures.pop("worst", None)
    return figures


def _place(task: Task, generated: Path, sets: Path) -> Path:
    if task.by_hand:
        return ROOT / "tests/data"
    return generated if task.generated else sets


def _measured(task: Task, sets: Path) -> dict[str, Any] | None:
    if not (sets / task.set).is_dir():
        return None
    click.echo(f"measuring {task.set}", err=True)
    return evaluation(task.kind, sets / task.set)


def move_values(chosen: list[Task], sets: Path, out: Path) -> None:
    """Write the sets that are others with values in the wrong attribute, as far as these are there."""
    for task in chosen:
        if task.moved_from and (sets / task.moved_from).is_dir():
            write_dirty(sets / task.moved_from, out / task.set, SEED)


def generate(folder: Path) -> None:
    """Write the generated sets to a new folder."""
    options = ["--works", "10", "--references", "0", "--labelled", str(WORKS), "--seed", str(SEED)]
    command = [sys.executable, "-m", "benchmarks.generator", *options, str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    for part, count in FORMS.items():
        out = str(folder / f"parsing/forms-{part}")
        options = ["--forms", part, "--count", str(count), "--seed", str(SEED)]
        command = [sys.executable, "-m", "benchmarks.forms", *options, out]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


if __name__ == "__main__":
    main()
