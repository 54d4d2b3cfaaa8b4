"""``python -m benchmarks.generator --works N --references M --seed S OUT``: a generated corpus with its truth."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from benchmarks.generator.citations import World
from benchmarks.generator.output import write_corpus, write_labelled
from benchmarks.meter import memory_of

_REFERENCES_A_WORK = 4


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--works", default=10_000, show_default=True, type=click.IntRange(min=10))
@click.option("--references", default=100_000, show_default=True, type=click.IntRange(min=0))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option(
    "--labelled",
    default=2_000,
    show_default=True,
    help="Works in the labelled sets for `eaci evaluate`; 0 for none.",
)
def main(out: Path, works: int, references: int, seed: int, labelled: int) -> None:
    """Write a generated corpus to the new folder OUT. The same options give the same bytes."""
    if out.exists() and any(out.iterdir()):
        raise click.ClickException(f"{out} is not empty; name a new folder")
    out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    counts = write_corpus(_world(works, references, seed), out)
    if labelled:
        # a world of its own: the corpus's references mostly cite what a small set could not hold
        write_labelled(_world(labelled, labelled * _REFERENCES_A_WORK, seed + 1), out)
    manifest = {"generated": True, "seed": seed, **counts, "labelled_works": labelled}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    seconds = time.perf_counter() - started
    cost = {"seconds": round(seconds, 1), "peak_memory_mib": round(memory_of("self")[1], 1)}
    click.echo(json.dumps({**manifest, **cost}))


def _world(works: int, references: int, seed: int) -> World:
    return World(seed, works, references, journals=max(20, works // 250))


if __name__ == "__main__":
    main()
