"""``python -m benchmarks.forms OUT``: a labelled set of rendered references, as ``eaci evaluate parsing`` reads it."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from benchmarks.forms.render import references

_PARTS = {"seen": False, "unseen": True}


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=1, show_default=True)
@click.option("--count", default=8000, show_default=True)
@click.option(
    "--forms", "part", type=click.Choice(sorted(_PARTS)), default="seen", show_default=True
)
def main(out: Path, seed: int, count: int, part: str) -> None:
    """Write generated references to OUT: in the forms of training, or in those that are kept out of it."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "references.jsonl").open("wb") as lines:
        for item in references(seed, count, held=_PARTS[part]):
            lines.write(msgspec.json.encode(item) + b"\n")


if __name__ == "__main__":
    main()
