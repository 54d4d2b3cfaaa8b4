"""Stage "pair": compares records that share enough keys, and keeps the comparison, which explains a later merge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, delete, select

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.derived import set_aside, tasks
from catalogue.stage_names import StageName
from catalogue.tables import pair, profile
from indexer import workers
from indexer.dedupe.scoring import REVIEW_THRESHOLD, compare_all
from indexer.keys import tables
from indexer.keys.shared_by_records import near, share_enough
from indexer.profiles.profile import Profile, decoded

Pair = tuple[int, int]

_STAGE: StageName = "pair"
_READ = 500  # records whose candidates are read before their comparison begins
_TOGETHER = 1000  # pairs; some hundredths of a second of work


class Compared(NamedTuple):
    """A row of the table ``pair``; see there and :class:`indexer.dedupe.scoring.Comparison` for the columns."""

    left_id: int
    right_id: int
    score: float
    rule: str
    veto: str | None
    features: bytes


class Bundle(NamedTuple):
    """Pairs to compare, and the profiles of all their records as stored."""

    pairs: list[Pair]
    profiles: dict[int, bytes]


def run(connection: Connection, items: Sequence[int]) -> None:
    """Compare these records with all that share enough keys; replace what was known of their pairs.

    A pair with a record that waits for this stage too is left to that record's turn, so each is compared once.
    """
    items = sorted(items)
    parts = [_asked(connection, items[at : at + _READ]) for at in range(0, len(items), _READ)]
    later = set().union(*(part.later for part in parts)) - set(items)
    found = chain.from_iterable(chain.from_iterable(part.compared for part in parts))
    after = {row[:2]: row for row in found}
    before = {
        both: row for both, row in _pairs_of(connection, items).items() if later.isdisjoint(both)
    }
    changed = {both for both, row in after.items() if before.get(both) != row}
    gone = before.keys() - after.keys()
    start_writing(connection)
    _delete(connection, gone)
    dialect.upsert(connection, pair, [after[both]._asdict() for both in sorted(changed)])
    tasks.put(connection, "cluster", {*items, *chain.from_iterable(changed | gone)})


def derived_pairs(connection: Connection, items: Sequence[int]) -> dict[Pair, Compared]:
    """The pairs of these records that are worth keeping; reads only."""
    found = chain.from_iterable(_asked(connection, sorted(items)).compared)
    return {row[:2]: row for row in found}


def stored_pairs(connection: Connection, items: Sequence[int]) -> dict[Pair, Compared]:
    """The pairs of these records that are kept."""
    return _pairs_of(connection, items)


class _Asked(NamedTuple):
    """Pairs that are being compared, and who of the candidates waits for a later turn."""

    compared: Iterator[list[Compared]]
    later: set[int]


def _asked(connection: Connection, items: Sequence[int]) -> _Asked:
    """Have these records compared; other processes begin with it while the next ones are read."""
    aside = set_aside.of_stage(connection, _STAGE)
    sharing = {one: others - aside for one, others in tables.sharing(connection, items).items()}
    later = _later(connection, sharing)
    candidates = [
        [(min(one, other), max(one, other)) for other in sorted(others - later)]
        for one, others in sorted(_once(sharing).items())
    ]
    encoded = _encoded(connection, {*chain.from_iterable(chain.from_iterable(candidates))})
    bundles = list(_bundles(candidates, encoded))
    return _Asked(workers.spread(compare_bundles, bundles, chunk=1), later)


def without(connection: Connection, items: Sequence[int]) -> None:
    """Records that are set aside are compared with none."""
    both = _pairs_of(connection, items)
    _delete(connection, both)
    tasks.put(connection, "cluster", {*items, *chain.from_iterable(both)})


def culprits(connection: Connection, item: int) -> list[int]:
    """Those of the record and the ones it is compared with that cannot even be compared with themselves."""
    encoded = _encoded(connection, {item, *tables.sharing(connection, [item])[item]})
    bundles = [Bundle([(key, key)], {key: body}) for key, body in sorted(encoded.items())]
    return [bundle.pairs[0][0] for bundle in workers.failing(compare_bundles, bundles)]


def drop_parted(connection: Connection, grown: set[int]) -> None:
    """Drop kept pairs that no longer share enough, now that so many more have these keys.

    A block that grows can only part pairs. Comparing all its members anew would come to the same, and let an addition
    cost far more than its share.
    """
    both = _inside(connection, tables.all_members(connection, tables.RECORD_KEYS, grown))
    records = {*chain.from_iterable(both)}
    own = tables.keys_of(connection, tables.RECORD_KEYS, records)
    years = tables.years_of(connection, records)
    shared = {(left, right): own[left] & own[right] for left, right in both}
    shared = {each: common for each, common in shared.items() if not common.isdisjoint(grown)}
    sizes = tables.sizes_of(connection, tables.RECORD_KEYS, set().union(*shared.values()))
    parted = [
        (left, right)
        for (left, right), common in shared.items()
        if not share_enough(common, sizes, years_near=near(years[left], years[right]))
    ]
    _delete(connection, parted)
    tasks.put(connection, "cluster", chain.from_iterable(parted))


def _inside(connection: Connection, records: set[int]) -> set[Pair]:
    """The kept pairs of two of the records."""
    query = select(pair.c.left_id, pair.c.right_id)
    found = dialect.rows_in(connection, query, pair.c.left_id, records)
    return {(left, right) for left, right in found if right in records}


def _later(connection: Connection, sharing: tables.Keys) -> set[int]:
    """Those who share enough with one of the items and wait for a later turn: turns come in ascending order."""
    last = max(sharing, default=0)
    beyond = {other for others in sharing.values() for other in others if other > last}
    return set(tasks.revisions(connection, "pair", beyond))


def compare_bundles(bundles: Sequence[Bundle]) -> list[list[Compared]]:
    """The pairs of each bundle that are worth keeping; pure."""
    return [list(_compare(*bundle)) for bundle in bundles]


def _compare(pairs: Sequence[Pair], encoded: Mapping[int, bytes]) -> Iterator[Compared]:
    profiles = {key: decoded(body) for key, body in encoded.items()}
    outcomes = compare_all(
        [(profiles[left], profiles[right]) for left, right in pairs], least=REVIEW_THRESHOLD
    )
    for (left, right), outcome in zip(pairs, outcomes, strict=True):
        if outcome is not None:
            features = msgspec.json.encode(outcome.features)
            yield Compared(left, right, outcome.score, outcome.rule, outcome.veto, features)


def _once(sharing: tables.Keys) -> tables.Keys:
    """Each pair of two of the items under the smaller one only."""
    return {
        one: {other for other in others if other > one or other not in sharing}
        for one, others in sharing.items()
    }


def _bundles(candidates: Iterable[list[Pair]], encoded: Mapping[int, bytes]) -> Iterator[Bundle]:
    """The pairs, those of one item together, in bundles of about one size; pairs without both profiles are left out."""
    pairs: list[Pair] = []
    for of_one in candidates:
        pairs += (both for both in of_one if both[0] in encoded and both[1] in encoded)
        if len(pairs) >= _TOGETHER:
            yield _bundle(pairs, encoded)
            pairs = []
    if pairs:
        yield _bundle(pairs, encoded)


def _bundle(pairs: list[Pair], encoded: Mapping[int, bytes]) -> Bundle:
    return Bundle(pairs, {key: encoded[key] for key in {*chain.from_iterable(pairs)}})


def _encoded(connection: Connection, items: Collection[int]) -> dict[int, bytes]:
    query = select(profile.c.record_id, profile.c.body)
    return {
        row[0]: row[1] for row in dialect.rows_in(connection, query, profile.c.record_id, items)
    }


def read_profiles(connection: Connection, items: Collection[int]) -> dict[int, Profile]:
    """The profiles of the records that have one."""
    encoded = _encoded(connection, items)
    return {key: decoded(body) for key, body in encoded.items()}


def _pairs_of(connection: Connection, items: Sequence[int]) -> dict[Pair, Compared]:
    query = select(*(pair.c[name] for name in Compared._fields))
    return {
        (row[0], row[1]): Compared(*row)
        for column in (pair.c.left_id, pair.c.right_id)
        for row in dialect.rows_in(connection, query, column, items)
    }


def _delete(connection: Connection, gone: Iterable[Pair]) -> None:
    statement = delete(pair).where(
        pair.c.left_id == bindparam("gone_left"), pair.c.right_id == bindparam("gone_right")
    )
    rows = [{"gone_left": left, "gone_right": right} for left, right in gone]
    dialect.execute_many(connection, statement, rows)
