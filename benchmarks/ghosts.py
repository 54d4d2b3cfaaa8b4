"""``python -m benchmarks.ghosts``: which works count twice in a catalogue of generated ones, by the truth.

The generator knows which work each reference cites, in whatever language its list prints it. A cited-only work is a
ghost if its references cite a work that a source holds, or one that another cited-only work stands for already. Both
have to say what tells one article, and to say it rightly: authors, year, first page and volume (lists and
records leave some out, or are a year off). Beside them stands what ``eaci check`` finds, and what that costs.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, select
from sqlalchemy.engine import Engine

from benchmarks.generator.citations import World
from benchmarks.generator.corpus import described
from benchmarks.generator.works import Work
from benchmarks.loading import load
from catalogue.database.engine import open_engine, reading, upgrade
from catalogue.settings import Settings
from catalogue.tables import profile, record, reference, work
from indexer.comparisons import one_work
from indexer.pipeline import index
from indexer.profiles.profile import Profile, decoded
from indexer.search.backends import open_backend

_JOURNALS = 20


@click.command()
@click.option("--works", default=3000, show_default=True, type=click.IntRange(min=10))
@click.option("--references", default=30_000, show_default=True, type=click.IntRange(min=0))
@click.option("--seed", default=7, show_default=True)
def main(works: int, references: int, seed: int) -> None:
    """Load and index generated works, and count the ghosts; print the figures as JSON."""
    world = World(seed, works, references, journals=max(_JOURNALS, works // 250))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"EACI_HOME": folder})
        engine = open_engine(settings)
        upgrade(engine)
        load(engine, world, range(works), lambda *_: None)
        index(engine, open_backend(settings.search_url), Path(folder))
        found = {"generated": True, "works": works, **figures(engine, world)}
    click.echo(json.dumps(found, indent=2))


def figures(engine: Engine, world: World) -> dict[str, Any]:
    """What is counted in the catalogue of a world."""
    with reading(engine) as connection:
        started = time.process_time()
        named = len(list(one_work.compare(connection)))
        check = time.process_time() - started
        held, groups = _cited_only(connection, world)
    twice = sum(len(group) - 1 for group in groups.values() if len(group) > 1)
    every = len({target for group in groups.values() for target in group} | held)
    return {
        "cited_only_works_with_a_place": every,
        "ghosts_of_held_works": len(held),
        "ghosts_of_cited_only_works": twice,
        "share": round((len(held) + twice) / max(1, every), 5),
        "named_by_check": named,
        "check_processor_s": round(check, 2),
    }


def _cited_only(connection: Connection, world: World) -> tuple[set[int], dict[int, set[int]]]:
    """Cited-only works that stand for held ones; and by each work that is not held those that stand for it.

    A group may hold a reference to another work by mistake, so most of its references say which it stands for.
    """
    meant: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for true_work, target in _targets(connection, world):
        meant[target][true_work] += 1
    told = _held(connection, world)
    held: set[int] = set()
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for number, counts in meant.items():
        true_work = counts.most_common(1)[0][0]
        if true_work in told:
            held.add(number)
        elif true_work >= world.works:
            groups[true_work].add(number)
    return held, groups


def _targets(connection: Connection, world: World) -> Iterator[tuple[int, int]]:
    """The true work of each reference to a cited-only work that prints its place, and the cited-only work."""
    query = (
        select(record.c.source, record.c.identifier, reference.c.position, reference.c.target)
        .add_columns(reference.c.profile)
        .join(reference, reference.c.record_id == record.c.id)
        .where(reference.c.status == "cited-only")
    )
    found = {tuple(row[:3]): (row[3], row[4]) for row in connection.execute(query)}
    for item in described(world, range(world.works)):
        for position, cited in enumerate(item.cited, start=1):
            target, body = found.get((item.source, item.record.identifier, position), (None, b""))
            if target is not None and prints(decoded(body), world.work(cited.work)):
                yield cited.work, target


def _held(connection: Connection, world: World) -> set[int]:
    """The true works whose held works say their place."""
    query = (
        select(record.c.identifier, work.c.profile)
        .join(profile, profile.c.record_id == record.c.id)
        .join(work, work.c.number == profile.c.work)
    )
    rows = ((int(row[0].removeprefix("w")), row[1]) for row in connection.execute(query))
    return {number for number, body in rows if prints(decoded(body), world.work(number))}


def prints(says: Profile, true: Work) -> bool:
    """Whether a profile says, and rightly, what tells one article."""
    place = says.year == true.year and says.first_page == str(true.page)
    return bool(says.people and place and says.volume == str(true.volume) and true.journal)


if __name__ == "__main__":
    main()
