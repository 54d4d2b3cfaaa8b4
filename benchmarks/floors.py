"""The regression floors: ``python -m benchmarks.floors`` measures them and raises what has risen.

``tests/benchmarks/floors.toml`` holds the best figure that each measure has reached; ``scripts/test`` allows a point
less. A figure is lowered only with ``--lower REASON``, which stays beside it; a test compares the file with its own
history, so that a lower figure without a reason does not pass.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from benchmarks.generator.citations import World
from benchmarks.generator.output import write_labelled
from benchmarks.report import ROOT
from benchmarks.tasks import value
from indexer.cli import _evaluation as evaluation_of

FLOORS = ROOT / "tests/benchmarks/floors.toml"
DATA = ROOT / "tests/data"
POINT = 0.01
_HEAD = """\
# The best that each measure has reached; tests/benchmarks/test_floors.py allows one point (0.01) below.
# Written by `python -m benchmarks.floors`. "lowered" says from what, to what and why a figure was lowered.
"""


class Lowered(msgspec.Struct, frozen=True):
    """A figure that was lowered on purpose."""

    before: float
    to: float
    why: str


class Floor(msgspec.Struct):
    """A set with the measures that must not fall; ``generated`` sets are made anew, others stand in ``tests/data``."""

    kind: str
    set: str
    generated: bool
    reached: dict[str, float]
    lowered: dict[str, Lowered] = {}


def read_floors(text: str) -> list[Floor]:
    """The floors of a file's text."""
    return msgspec.convert(tomllib.loads(text)["floor"], list[Floor])


def generated_sets(folder: Path) -> None:
    """Write the generated sets that the floors are measured on."""
    write_labelled(World(seed=11, works=250, references=1000, journals=20), folder)


def measured(floor: Floor, generated: Path, evaluate: Callable[[str], Any]) -> dict[str, Any]:
    """What the evaluation gives of a floor's set."""
    found: dict[str, Any] = evaluate(floor.kind)(
        (generated if floor.generated else DATA) / floor.set
    )
    return found


def moved(floor: Floor, found: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    """(measure, reached, found) of what has risen, or has fallen by more than a point."""
    for measure, reached in floor.reached.items():
        now = value(found, measure)
        if now > reached or now < reached - POINT:
            yield measure, reached, now


def settle(floor: Floor, measure: str, now: float, why: str) -> None:
    """Take the figure as reached; a lower one with its reason, which goes when the figure is regained."""
    before = max(floor.reached[measure], getattr(floor.lowered.get(measure), "before", 0.0))
    if now < floor.reached[measure]:
        floor.lowered[measure] = Lowered(before, now, why)
    elif now >= before:
        floor.lowered.pop(measure, None)
    floor.reached[measure] = now


def written(floors: list[Floor]) -> str:
    """The file's text."""
    return _HEAD + "".join(f"\n[[floor]]\n{_table(floor)}" for floor in floors)


def _table(floor: Floor) -> str:
    lines = [
        f"kind = {json.dumps(floor.kind)}",
        f"set = {json.dumps(floor.set)}",
        f"generated = {str(floor.generated).lower()}",
        *(f'reached."{measure}" = {figure:.4f}' for measure, figure in floor.reached.items()),
    ]
    for measure, each in floor.lowered.items():
        why = json.dumps(each.why, ensure_ascii=False)
        told = f"{{ before = {each.before:.4f}, to = {each.to:.4f}, why = {why} }}"
        lines.append(f'lowered."{measure}" = {told}')
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--lower", default="", help="Why figures may be lowered to what is found now.")
def main(lower: str) -> None:
    """Measure every floor; raise what has risen; refuse to lower anything without a reason."""
    floors = read_floors(FLOORS.read_text(encoding="utf-8"))
    refused = []
    with tempfile.TemporaryDirectory() as scratch:
        generated_sets(Path(scratch))
        for floor in floors:
            found = measured(floor, Path(scratch), evaluation_of)
            for measure, reached, now in list(moved(floor, found)):
                told = f"{floor.set} {measure}: {reached:.4f} → {now:.4f}"
                if now > reached or lower:
                    click.echo(told)
                    settle(floor, measure, now, lower)
                else:
                    refused.append(told)
    FLOORS.write_text(written(floors), encoding="utf-8")
    if refused:
        raise click.ClickException(
            "fallen, and left as they are without --lower: " + "; ".join(refused)
        )


if __name__ == "__main__":
    main()
