"""``python -m benchmarks.types HOME``: how many works of a catalogue each type has, and what BibTeX makes of them.

Above all the share that goes out as ``@misc`` of the works with a host or a publisher: those say enough for a type.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
import msgspec
from sqlalchemy import select

from benchmarks.report import markdown
from catalogue.database.engine import open_engine, reading
from catalogue.settings import Settings
from catalogue.tables import work
from schemas import Work
from webapp.exports import to_bibtex

_AIM = "5 %"


@click.command()
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(home: Path) -> None:
    """Count the types of the works in the catalogue of HOME."""
    types: Counter[tuple[str, str]] = Counter()
    placed: Counter[bool] = Counter()
    with reading(open_engine(Settings.from_environment({"EACI_HOME": str(home)}))) as connection:
        for kind, body in connection.execute(select(work.c.kind, work.c.body)):
            item = msgspec.json.decode(body, type=Work)
            entry = to_bibtex(item).partition("{")[0]
            types[kind, entry] += 1
            if is_placed(item):
                placed[entry == "@misc"] += 1
    rows = [(*key, f"{count:,}") for key, count in sorted(types.items())]
    click.echo(markdown(("works", "entry", "how many"), rows))
    every = placed.total()
    click.echo(
        f"@misc of those with a host or a publisher: {placed[True]:,} of {every:,} "
        f"({placed[True] / max(1, every):.1%}; at most {_AIM})"
    )


def is_placed(item: Work) -> bool:
    """Whether the work has a host or a publisher."""
    host = item.container
    return bool(item.publishers or (host and (host.titles or host.issn)))


if __name__ == "__main__":
    main()
