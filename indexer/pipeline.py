"""Runs the stages in order until nothing is left to do, then publishes. Safe to kill and to run again at any point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, delete, select
from sqlalchemy.engine import Engine

from catalogue.database import connections, dialect
from catalogue.database.engine import CatalogueError, now, reading, writing
from catalogue.database.transactions import breathe, start_writing, working
from catalogue.derived import set_aside, slices, tasks
from catalogue.stage_names import FIRST_STAGE, PUBLISH
from catalogue.tables import (
    DERIVED,
    citation,
    meta,
    person,
    person_key,
    profile,
    record,
    reference,
    work,
)
from indexer import workers
from indexer.drain import Stage
from indexer.drain import drain as _drain
from indexer.keys import crowded, tables
from indexer.keys.shared_by_records import MAX_BLOCK, MAX_WEAK_BLOCK
from indexer.keys.strength import STRENGTH_BITS, WEAK
from indexer.killed import work_noted
from indexer.progress import Clock, Progress, Silent
from indexer.publish import publish_all, publish_changes
from indexer.search.interface import SearchBackend
from indexer.stages import (
    asked_again,
    cite,
    cluster,
    count,
    enter,
    group,
    match,
    merge,
    normalise,
    pair,
    people,
    registry_changes,
)
from indexer.stages import person as person_stage

_ENTERED = 50_000  # items whose keys are sorted and entered together: some hundreds of MiB
_PROFILED = select(profile.c.record_id)

STAGES = (
    Stage(FIRST_STAGE, 2000, normalise.run, normalise.without, everything=(select(record.c.id),)),
    Stage(tables.RECORD_KEYS.stage, _ENTERED, enter.run_records, in_slices=True),
    Stage("pair", 2000, pair.run, pair.without, pair.culprits, everything=(_PROFILED,)),
    Stage("cluster", 2000, cluster.run, cluster.without, cluster.culprits, everything=(_PROFILED,)),
    Stage(
        "merge",
        2000,
        merge.run_held,
        merge.held_without,
        everything=(
            select(profile.c.work).where(profile.c.work.is_not(None)),
            select(work.c.number).where(work.c.kind == "held"),
        ),
    ),
    # before the works': these look for the references that they concern
    Stage(tables.REFERENCE_KEYS.stage, _ENTERED, enter.run_references, in_slices=True),
    Stage(tables.WORK_KEYS.stage, _ENTERED, enter.run_works, in_slices=True),
    Stage(tables.PERSON_KEYS.stage, _ENTERED, enter.run_persons, in_slices=True),
    Stage(
        "people",
        2000,
        people.run,
        people.without,
        everything=(select(person_key.c.key),),
    ),
    Stage("person", 2000, person_stage.run, everything=(select(person.c.number),)),
    Stage(
        "match",
        1000,
        match.run,
        match.without,
        match.culprits,
        everything=(select(reference.c.id),),
    ),
    Stage(
        "group",
        2000,
        group.run,
        group.without,
        group.culprits,
        everything=(select(reference.c.id).where(reference.c.status == "cited-only"),),
    ),
    Stage(
        "describe",
        1000,
        merge.run_cited_only,
        merge.cited_only_without,
        everything=(select(work.c.number).where(work.c.kind == "cited-only"),),
    ),
    Stage(
        "cite",
        2000,
        cite.run,
        cite.without,
        everything=(select(work.c.number), select(citation.c.citing)),
    ),
    Stage("count", 5000, count.run, everything=(select(work.c.number),)),
)

# The lists that a rebuild writes. What a stage derives anew puts the rest on the lists; without derived rows that is
# the records alone.
_REBUILT = tuple((stage.name, items) for stage in STAGES for items in stage.everything)

# As long as these have something to do, it is open which sources are curated.
_COMPARING = frozenset({FIRST_STAGE, tables.RECORD_KEYS.stage, "pair"})
_LIMITS = crowded.Limits(MAX_BLOCK, MAX_WEAK_BLOCK, WEAK, STRENGTH_BITS)

# The mark of a rebuild that has begun and not yet published: a run after a kill must end in a whole new index too.
_REBUILDING = "rebuilding"


Rebuild = Literal["in-place", "from-nothing"]


class IndexingBusyError(CatalogueError):
    """Another process is indexing."""


class IndexReport(NamedTuple):
    """What one run of the indexer did: items worked on by stage, works published, and the seconds that each took.

    ``seconds`` has a place for each stage that worked, and "publish" at its end.
    """

    worked: dict[str, int]
    published: int
    seconds: Mapping[str, float] = MappingProxyType({})

    def summary(self) -> str:
        """One line: items and seconds by stage, and works published, with its seconds."""
        worked = ", ".join(
            f"{stage} {count:,}{self._lasted(stage)}" for stage, count in self.worked.items()
        )
        published = f"published {self.published:,} works{self._lasted(PUBLISH)}"
        return f"{worked or 'nothing had changed'}; {published}"

    def _lasted(self, stage: str) -> str:
        return f" ({self.seconds[stage]:.1f} s)" if stage in self.seconds else ""


def index(
    engine: Engine,
    backend: SearchBackend,
    home: Path,
    *,
    rebuild: Rebuild | None = None,
    progress: Progress | None = None,
    processes: int = 1,
) -> IndexReport:
    """Bring works, citations, counts and the search index up to the catalogue's records.

    ``rebuild`` derives everything again: "in-place", where each work stands as it was until its new form is ready, or
    "from-nothing", which empties everything derived first; both end in the same state and in a new search index. Where
    there is no search index, or one of another version of the program, a new one is made in any case.
    ``processes`` says how many share the work. Raises :class:`IndexingBusyError` if another process is indexing, and
    the errors of the search backend.
    """
    watcher = progress or Silent()
    with connections.exclusive(engine, home / "index.lock") as still_ours:
        if still_ours is None:
            raise IndexingBusyError("another process is indexing: wait for it to finish")
        if rebuild:
            with writing(engine) as connection:
                _note_rebuild(connection, rebuild)
        with working(engine, still_ours) as connection:
            _begin_again(connection)
            if _rebuilding(connection) is None:
                registry_changes.put_touched(connection)
        with (
            work_noted(home) as killed,
            workers.processes(processes, careful=killed),
            connections.much_in_memory(engine),
        ):
            clock = Clock()
            worked = _work_off(engine, watcher, still_ours, clock)
        with reading(engine) as connection:
            afresh = _rebuilding(connection) is not None
        publish = publish_changes if backend.usable() and not afresh else publish_all
        with clock.during(PUBLISH):
            published = publish(engine, backend, watcher)
        with working(engine, still_ours) as connection:
            crowded.note_changes(connection, _LIMITS, worked.get(FIRST_STAGE, 0))
            _end(connection)
    return IndexReport(worked, published, clock.seconds)


def _work_off(
    engine: Engine, progress: Progress, still_ours: Callable[[], None], clock: Clock
) -> dict[str, int]:
    """Run the first stage that has something to do until no stage has."""
    worked: dict[str, int] = {}
    sources_known = False
    while True:
        with reading(engine) as connection:
            waiting = tasks.waiting(connection)
        if not waiting:
            return worked
        stage = next((stage for stage in STAGES if stage.name in waiting), None)
        if stage is None:  # lists of no stage, which `eaci check` names
            return worked
        if stage.name in _COMPARING:
            sources_known = False
        elif not sources_known:
            with working(engine, still_ours) as connection:
                cluster.refresh_curated(connection)
            sources_known = True
            continue
        progress.start(stage.name, waiting[stage.name])
        with clock.during(stage.name):
            done = _drain(engine, stage, progress, still_ours)
        worked[stage.name] = worked.get(stage.name, 0) + done


class _Rebuilding(msgspec.Struct, frozen=True):
    """The mark of a rebuild that has begun: how, and how many of its tables are emptied and its lists written."""

    kind: Rebuild
    emptied: int = 0
    listed: int = 0


def _note_rebuild(connection: Connection, rebuild: Rebuild) -> None:
    before = _rebuilding(connection)
    if before and before.kind == "from-nothing" and before.emptied < len(DERIVED):
        # what is half emptied has to be emptied, whatever is asked for now
        _mark(connection, replace(before, listed=0))
    else:
        _mark(connection, _Rebuilding(rebuild))


def _mark(connection: Connection, mark: _Rebuilding) -> None:
    value = msgspec.json.encode(mark).decode()
    dialect.upsert(connection, meta, [{"key": _REBUILDING, "value": value}])


def _rebuilding(connection: Connection) -> _Rebuilding | None:
    value = connection.scalar(select(meta.c.value).where(meta.c.key == _REBUILDING))
    if value is None:
        return None
    try:
        return msgspec.json.decode(value, type=_Rebuilding)
    except (
        msgspec.DecodeError
    ):  # of an earlier version, which wrote the time when all lists were written
        return _Rebuilding("in-place", len(DERIVED), len(_REBUILT))


def _begin_again(connection: Connection) -> None:
    """Empty tables and write lists as far as the mark of a rebuild says that it has not been done."""
    mark = _rebuilding(connection)
    if mark is None or mark.listed == len(_REBUILT):
        return
    start_writing(connection)
    set_aside.put_back(connection)
    if mark.kind == "from-nothing":
        connection.execute(delete(meta).where(meta.c.key == asked_again.BEGUN))
        for table in DERIVED[mark.emptied :]:
            slices.empty(connection, table)
            mark = replace(mark, emptied=mark.emptied + 1)
            _mark(connection, mark)
    for stage, items in _REBUILT[mark.listed :]:
        slices.put_all(connection, stage, items)
        mark = replace(mark, listed=mark.listed + 1)
        _mark(connection, mark)
        breathe(connection)


def _end(connection: Connection) -> None:
    start_writing(connection)
    connection.execute(delete(meta).where(meta.c.key == _REBUILDING))
    registry_changes.note(connection)
    dialect.upsert(connection, meta, [{"key": "indexed_at", "value": now()}])
