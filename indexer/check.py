"""Checks that the catalogue and the index keep their promises, and asks for what is wrong to be derived anew.

The database's own integrity comes first; then what was harvested against its checksums, sums against their lists, links
against their ends, what is derived against what the stages derive today (:mod:`indexer.comparisons`), and the index
against the catalogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Column, Connection, delete, select, update
from sqlalchemy.engine import Engine

from catalogue import checks, sampling
from catalogue.checks import Finding, check_catalogue
from catalogue.database import dialect
from catalogue.database.engine import reading, writing
from catalogue.database.integrity import ensure_sound
from catalogue.derived import set_aside, tasks
from catalogue.harvested import contents
from catalogue.sampling import ALL, Scope
from catalogue.stage_names import PARTED, PUBLISH, AsideName
from catalogue.tables import (
    outbox,
    page,
    pending,
    person_key,
    profile,
    quarantine,
    record,
    reference,
    work,
)
from indexer.comparisons import key_tables, links, one_work, people, records, works
from indexer.drain import is_of_items, reason_of
from indexer.pipeline import STAGES
from indexer.progress import Progress, Silent
from indexer.publish import documents
from indexer.search.interface import SearchBackend
from indexer.stages import cluster, enter, registry_changes
from schemas.ids import public_id

_MOST = 20
SAMPLE = Scope()
"""How much is compared unless all of it is asked for."""

_Compare = Callable[[Connection, Sequence[int]], Iterator[Finding]]


class Report:
    """What was found: all of it, what is shown of it, and how many rows of how many were compared."""

    def __init__(self) -> None:
        self.all: list[Finding] = []
        self.compared: dict[str, tuple[int, int]] = {}
        self.wrong_in_index: list[int] = []

    def add(self, findings: Iterable[Finding]) -> None:
        """Take these in."""
        self.all += findings

    @property
    def findings(self) -> list[Finding]:
        """The first ones of each check, and one line for the others."""
        counts: Counter[str] = Counter()
        shown = []
        for finding in self.all:
            counts[finding.check] += 1
            if counts[finding.check] <= _MOST:
                shown.append(finding)
        return shown + [
            Finding(name, f"and {count - _MOST:,} more")
            for name, count in counts.items()
            if count > _MOST
        ]

    @property
    def sampled(self) -> str:
        """What was compared in part, in words; "" if everything was."""
        parts = [
            f"{few:,} of {every:,} {what}"
            for what, (few, every) in self.compared.items()
            if few < every
        ]
        return ", ".join(parts)


def check(engine: Engine, backend: SearchBackend, *, deep: bool = False) -> list[Finding]:
    """Everything that is wrong; an empty list means that every promise holds. See :func:`examine`."""
    return examine(engine, backend, ALL if deep else SAMPLE).findings


def examine(
    engine: Engine,
    backend: SearchBackend,
    scope: Scope = SAMPLE,
    progress: Progress | None = None,
) -> Report:
    """Look for everything that is wrong; of what is costly to compare, a sample of the scope.

    Raises DamagedCatalogueError if the database itself is damaged: then nothing that it says can be compared.
    """
    watcher, report = progress or Silent(), Report()
    ensure_sound(engine, lambda what: watcher.start(f"integrity: {what}", 0))
    with reading(engine) as connection:
        watcher.start("sums and links", 0)
        report.add(check_catalogue(connection))
        _contents(connection, report, scope, watcher)
        waiting = tasks.waiting(connection)
        report.add(_waiting(connection, waiting))
        report.add(registry_changes.finding(connection))
        report.add(map(_as_finding, set_aside.listed(connection)))
        _keys(connection, report, scope, watcher)
        if not waiting:
            _derived(connection, report, scope, watcher)
        _index(connection, backend, report, watcher)
    return report


def _contents(connection: Connection, report: Report, scope: Scope, watcher: Progress) -> None:
    report.add(contents.documents(connection))
    for name, column, compare in (
        ("pages", page.c.id, contents.pages),
        ("records", record.c.id, contents.records),
        ("items in quarantine", quarantine.c.id, contents.quarantined),
    ):
        done = _counting(connection, report, watcher, name, column, scope)
        report.add(compare(connection, scope, done))
    report.add(contents.descriptions(connection, scope, lambda _rows: None))


def _counting(
    connection: Connection,
    report: Report,
    watcher: Progress,
    name: str,
    column: Column[int],
    scope: Scope,
) -> Callable[[int], None]:
    every = sampling.count(connection, column)
    few = 0
    report.compared[name] = (0, every)
    watcher.start(name, every if scope.most is None else min(every, scope.most))

    def done(rows: int) -> None:
        nonlocal few
        few += rows
        report.compared[name] = (few, every)
        watcher.advance(name, rows)

    return done


_LISTS = {stage.name for stage in STAGES} | {PARTED}


def _as_finding(item: set_aside.SetAside) -> Finding:
    way_out = f"`eaci aside retry {item.stage} {item.item}` has it tried again"
    return Finding("set-aside", f"{item.stage}: {item.what} is set aside: {item.reason}; {way_out}")


def _waiting(connection: Connection, waiting: dict[str, int]) -> Iterator[Finding]:
    for stage, items in waiting.items():
        if stage not in _LISTS:
            yield Finding("pending-stage", f"{items} items wait for {stage!r}, which is no stage")
    if count := sum(waiting.values()):
        problem = f"{count} changes are not indexed yet: run `eaci index`; until then what is derived is not compared"
        yield Finding("up-to-date", problem)


def _keys(connection: Connection, report: Report, scope: Scope, watcher: Progress) -> None:
    for where in key_tables.TABLES:
        watcher.start(where.table.name, 0)
        report.add(key_tables.compare_totals(connection, where))
        column = key_tables.OWNERS[where.of]
        for items in sampling.numbers(connection, column, scope):
            report.add(key_tables.compare(connection, where, items))


def _readable(
    compare: _Compare, connection: Connection, items: Sequence[int], name: str, *, aside: bool
) -> list[Finding]:
    """What the comparison finds; one finding if it meets something that cannot be read, which others name.

    ``aside``: something is set aside, on which the comparison may fail as the stage did. The report names it already.
    """
    try:
        return list(compare(connection, items))
    except (msgspec.DecodeError, UnicodeError) as error:
        problem = (
            f"{name} from {items[0]} to {items[-1]} cannot be compared: something that is derived cannot be read "
            f"({error})"
        )
        return [Finding("unreadable", problem)]
    except Exception as error:
        if not is_of_items(error):
            raise
        if len(items) > 1:
            middle = len(items) // 2
            halves = (items[:middle], items[middle:])
            found = (_readable(compare, connection, half, name, aside=aside) for half in halves)
            return [finding for half in found for finding in half]
        problem = f"{name}: {items[0]} cannot be compared: {reason_of(error)}"
        return [] if aside else [Finding("unreadable", problem)]


def _concerns(finding: Finding, aside: set[tuple[AsideName, int]], stages: set[AsideName]) -> bool:
    """Whether it is about what is set aside: that stands as the stage leaves it behind, not as it derives it."""
    of_all = {
        "record-cluster": "cluster",
        "reference-group": "group",
        "person-mention": "people",
    }.get(finding.check)
    return of_all in stages or not aside.isdisjoint(finding.mended_by)


def _derived(connection: Connection, report: Report, scope: Scope, watcher: Progress) -> None:
    """Compare what the stages have derived. Only when nothing waits for them: else it may well differ."""
    aside = {(each.stage, each.item) for each in set_aside.listed(connection)}
    stages, numbers = {stage for stage, _ in aside}, {item for _, item in aside}
    by_item: tuple[tuple[str, Column[int], tuple[_Compare, ...]], ...] = (
        ("profiles", profile.c.record_id, (records.compare, links.compare_records)),
        ("works", work.c.number, (works.compare,)),
        ("references", reference.c.id, (links.compare_references,)),
        ("blocks of authors", person_key.c.key, (people.compare,)),
    )
    for name, column, comparisons in by_item:
        done = _counting(connection, report, watcher, name, column, scope)
        for items in sampling.numbers(connection, column, scope):
            # what killed a process of the indexer must not kill this one
            safe = [item for item in items if item not in numbers]
            for compare in comparisons:
                found = _readable(compare, connection, safe, name, aside=bool(aside))
                report.add(each for each in found if not _concerns(each, aside, stages))
            done(len(items))
    watcher.start("one work, one count", 0)
    report.add(one_work.compare_texts(connection))
    ghosts = _readable(
        lambda one, _: one_work.compare(one), connection, [0], "works", aside=bool(aside)
    )
    report.add(each for each in ghosts if not _concerns(each, aside, stages))
    if not cluster.curated_is_known(connection):
        some = connection.scalar(select(profile.c.record_id).limit(1))
        problem = "the sources that are noted as curated are not those that are"
        report.add([Finding("curated-sources", problem, (("cluster", some),) if some else ())])


def _index(
    connection: Connection, backend: SearchBackend, report: Report, watcher: Progress
) -> None:
    watcher.start("index", sampling.count(connection, work.c.number))
    known = {each.item: each.reason for each in set_aside.listed(connection, PUBLISH)}
    refused = dict(known)

    def expected() -> Iterator[tuple[int, int]]:
        for item in documents(connection, refused):
            watcher.advance("index", 1)
            if item.number not in refused:
                yield item.number, item.version

    for number, problem in _differences(expected(), backend.ids_and_versions()):
        report.wrong_in_index.append(number)
        report.add([Finding("index", f"work {public_id(number)} {problem}")])
    report.add(
        Finding(
            "work-body",
            f"work {public_id(number)} cannot be read: {refused[number]}",
            (("merge", number), ("describe", number)),
        )
        for number in sorted(refused.keys() - known.keys())
    )


def ask_for_repair(
    engine: Engine, backend: SearchBackend, report: Report | None = None
) -> list[Finding]:
    """Put what is wrong and can be derived anew on the indexer's lists, whose next run mends it; return the rest.

    ``report``: what was found before (default: everything is looked at now). Nothing is derived while a record does not
    say what its hash says, for that would make its fault the truth: such records are marked, so that reading their
    pages again (``eaci reparse``) writes them anew, and only they are returned.
    """
    found = examine(engine, backend, ALL) if report is None else report
    with reading(engine) as connection:
        damaged = contents.damaged_records(connection)
    with writing(engine) as connection:
        if damaged:
            for chunk in dialect.chunks(sorted(damaged)):
                those = dialect.among(connection, record.c.id, chunk)
                connection.execute(update(record).where(those).values(content_hash=""))
            return [finding for finding in found.all if finding.check == contents.RECORD_BODY]
        connection.execute(delete(pending).where(pending.c.stage.not_in(_LISTS)))
        set_aside.put_back(connection)
        checks.put(connection, check_catalogue(connection, None))
        checks.put(connection, found.all)
        _enter_keys_again(connection, {finding.check for finding in found.all})
        checks.derive_sums(connection)
        dialect.bump(connection, outbox, [{"work": number} for number in found.wrong_in_index])
    return [finding for finding in found.all if not _can_be_mended(finding)]


def _enter_keys_again(connection: Connection, checks_failed: set[str]) -> None:
    """Where a list of keys or its key table is not to be believed, the one cannot be written by the other."""
    for where in key_tables.TABLES:
        if checks_failed & {where.stage, f"{where.of}-key-list", "key-list-owner"}:
            enter.enter_again(connection, where, key_tables.owner(where))


_BY_ITSELF = {table.stage for table in key_tables.TABLES} | {
    "index", "key-list-owner", "matrix", "pending-stage", "set-aside", "unreadable", "up-to-date",
}  # fmt: skip


def _can_be_mended(finding: Finding) -> bool:
    return bool(finding.mended_by) or finding.check in _BY_ITSELF


def _differences(
    expected: Iterator[tuple[int, int]], indexed: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, str]]:
    """Walk both streams, sorted by number, side by side; numbers of works, and what is wrong with each."""
    wanted, found = next(expected, None), next(indexed, None)
    while wanted is not None or found is not None:
        if found is None or (wanted is not None and wanted[0] < found[0]):
            assert wanted is not None  # noqa: S101 -- the loop's condition
            yield wanted[0], "is missing from the index"
            wanted = next(expected, None)
        elif wanted is None or found[0] < wanted[0]:
            yield found[0], "is in the index and not in the catalogue"
            found = next(indexed, None)
        else:
            if wanted[1] != found[1]:
                yield wanted[0], "is in the index in another form"
            wanted, found = next(expected, None), next(indexed, None)
