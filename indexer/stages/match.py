"""Stage "match": links references to held works, or says why not.

The works that share enough keys with a reference are validated. What these do not link is searched for: it gets search
keys (:mod:`indexer.keys.search`), and what shares enough of all its keys is validated in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.derived import set_aside, tasks
from catalogue.stage_names import StageName
from catalogue.tables import meta, reference, work
from indexer import workers
from indexer.keys import tables
from indexer.keys.reference import reference_keys
from indexer.keys.search import reference_search_keys
from indexer.keys.shared_with_works import strongest
from indexer.profiles.profile import decoded
from indexer.references.matching import LEFT_OVER, Decision, decide
from indexer.references.one_text import agreed
from indexer.stages.asked_again import BEGUN, put_citing
from schemas.work import BY_LIST, NO_WORK, ReferenceStatus

# These leave no room for a work of its own: which work is meant is open between held ones, or it is no work at all.
MEANS_NO_WORK = frozenset({"tie", "not-a-work"})

SET_ASIDE = "set-aside"
"""The reason of a reference that could not be matched at all."""
_NOTHING: dict[str, Any] = {
    "status": "unmatched",
    "target": None,
    "rule": None,
    "score": None,
    "runner_up": None,
    "runner_up_score": None,
    "reason": SET_ASIDE,
}

_STAGE: StageName = "match"
_TO_MATCH = select(reference).where(
    reference.c.status.not_in(BY_LIST), func.coalesce(reference.c.reason, "").not_in(NO_WORK)
)
_CHUNK = 64  # references; some hundredths of a second of work, against a few thousandths for sending their profiles


class Printed(NamedTuple):
    """What is matched of a reference that is not stored, as of a row of the table: its profile as stored, its text."""

    profile: bytes
    raw: str


class Question(NamedTuple):
    """A reference and the works that it may cite, with profiles as stored: pickled bytes are shared and quick."""

    profile: bytes
    raw: str
    candidates: list[tuple[int, bytes]]


def run(connection: Connection, items: Sequence[int]) -> None:
    """Match these references again, and all that have the same texts: one decision counts for them.

    Those of them that wait for this stage are done with it.
    """
    rows = with_same_texts(connection, to_match(connection, items))
    waiting = tasks.revisions(connection, _STAGE, rows.keys() - set(items))
    found = tables.keys_of(connection, tables.REFERENCE_KEYS, rows)
    own = {item: tables.without_search(mine) for item, mine in found.items()}
    lost: set[int] = set()
    candidates, decisions = by_keys(connection, rows, own, lost)
    wider, searched = by_search(connection, rows, own, candidates, decisions, lost)
    changed = {item: mine for item, mine in (own | wider).items() if mine != found[item]}
    packed = {item: tables.packed(mine) for item, mine in changed.items()}
    decisions = _agreed(rows, decisions | searched)
    changes = [(row, _outcome(row, decisions[item])) for item, row in rows.items()]
    start_writing(connection)
    dialect.upsert(connection, meta, [{"key": BEGUN, "value": ""}], update=())
    tables.put(connection, tables.REFERENCE_KEYS, packed)
    _write(connection, [pair for pair in changes if _differs(*pair)])
    tasks.put(connection, "merge", lost)  # which has the references matched again that they concern
    tasks.done(connection, _STAGE, waiting)


def without(connection: Connection, items: Sequence[int]) -> None:
    """References that are set aside are linked to nothing; those with the same texts are matched without them."""
    rows = to_match(connection, items)
    tasks.put(connection, _STAGE, with_same_texts(connection, rows).keys() - set(items))
    found = tables.keys_of(connection, tables.REFERENCE_KEYS, rows)
    own = {item: tables.packed(tables.without_search(mine)) for item, mine in found.items()}
    tables.put(connection, tables.REFERENCE_KEYS, own)
    changes = [(row, _NOTHING) for row in rows.values()]
    _write(connection, [pair for pair in changes if _differs(*pair)])


def culprits(connection: Connection, item: int) -> list[int]:
    """Those of the reference and the ones with its text that cannot be matched alone."""
    rows = with_same_texts(connection, to_match(connection, [item]))
    return [key for key, row in rows.items() if not _can_be_matched(connection, row)]


def _can_be_matched(connection: Connection, row: Row[Any]) -> bool:
    rows = {row.id: row}
    try:
        own = {row.id: tables.hashed(reference_keys(decoded(row.profile), row.raw))}
        by_search(connection, rows, own, *by_keys(connection, rows, own))
    except SQLAlchemyError:
        raise
    except Exception:  # noqa: BLE001 -- whatever it is
        return False
    return True


def to_match(connection: Connection, items: Collection[int]) -> dict[int, Row[Any]]:
    """Those of these references that stand for themselves, and may name a work, as rows of the table."""
    return {row.id: row for row in dialect.rows_in(connection, _TO_MATCH, reference.c.id, items)}


def with_same_texts(connection: Connection, rows: Mapping[int, Row[Any]]) -> dict[int, Row[Any]]:
    """These references, and all others that have the text of one of them; but for those that are set aside."""
    aside = set_aside.of_stage(connection, _STAGE)
    numbers = {row.number for row in rows.values()}
    same = dialect.rows_in(connection, _TO_MATCH, reference.c.number, numbers)
    return {row.id: row for row in same if row.id not in aside} | dict(rows)


def _agreed(rows: Mapping[int, Row[Any]], decisions: Mapping[int, Decision]) -> dict[int, Decision]:
    return agreed(decisions, {item: row.number for item, row in rows.items()})


def by_keys(
    connection: Connection,
    rows: Mapping[int, Row[Any] | Printed],
    own: tables.Keys,
    lost: set[int] | None = None,
) -> tuple[dict[int, list[int]], dict[int, Decision]]:
    """The works that share enough of these keys with each reference, and the decision between them.

    ``lost`` is called with numbers that have a work's keys but no row: the row was lost.
    """
    candidates = _candidates(connection, own, lost)
    return candidates, _decisions(connection, rows, candidates)


def by_search(
    connection: Connection,
    rows: Mapping[int, Row[Any] | Printed],
    own: tables.Keys,
    candidates: Mapping[int, list[int]],
    decisions: Mapping[int, Decision],
    lost: set[int] | None = None,
) -> tuple[tables.Keys, dict[int, Decision]]:
    """The keys of what the decisions leave over, search keys with them, and the new decisions where there are others
    to decide between."""
    left = [item for item, decision in decisions.items() if decision.reason in LEFT_OVER]
    wider = _with_search_keys(rows, left, own)
    found = _candidates(connection, wider, lost).items()
    searched = {item: works for item, works in found if works != candidates[item]}
    return wider, _decisions(connection, rows, searched)


def decide_all(questions: Sequence[Question]) -> list[Decision]:
    """Answer the questions; pure."""
    return [
        decide(
            decoded(question.profile),
            question.raw,
            [(number, decoded(body)) for number, body in question.candidates],
        )
        for question in questions
    ]


def search_all(references: Sequence[tuple[bytes, str]]) -> list[set[int]]:
    """The hashed search keys of references, from their profiles as stored and their texts; pure."""
    return [tables.hashed(reference_search_keys(decoded(body), raw)) for body, raw in references]


def _candidates(
    connection: Connection, own: tables.Keys, lost: set[int] | None
) -> dict[int, list[int]]:
    """The works to validate for each reference, from its keys."""
    blocks = tables.members(connection, tables.WORK_KEYS, set().union(*own.values()))
    found = {item: strongest(mine, blocks) for item, mine in own.items()}
    gone = _no_works(connection, set().union(*found.values()))
    if lost is not None:
        lost |= gone
    return {item: [each for each in works if each not in gone] for item, works in found.items()}


def _no_works(connection: Connection, numbers: Collection[int]) -> set[int]:
    there = dialect.rows_in(connection, select(work.c.number), work.c.number, numbers)
    return set(numbers) - {row.number for row in there}


def _decisions(
    connection: Connection,
    rows: Mapping[int, Row[Any] | Printed],
    candidates: Mapping[int, list[int]],
) -> dict[int, Decision]:
    wanted = set().union(*candidates.values())
    query = select(work.c.number, work.c.profile)
    found = dialect.rows_in(connection, query, work.c.number, wanted)
    profiles = {row.number: row.profile for row in found}
    questions = [
        Question(rows[item].profile, rows[item].raw, [(each, profiles[each]) for each in works])
        for item, works in candidates.items()
    ]
    return dict(zip(candidates, workers.spread(decide_all, questions, chunk=_CHUNK), strict=True))


def _with_search_keys(
    rows: Mapping[int, Row[Any] | Printed], items: Sequence[int], own: tables.Keys
) -> tables.Keys:
    texts = [(rows[item].profile, rows[item].raw) for item in items]
    found = workers.spread(search_all, texts, chunk=_CHUNK)
    return {item: own[item] | more for item, more in zip(items, found, strict=True)}


def _meaning(row: Row[Any], decision: Decision) -> tuple[ReferenceStatus, int | None]:
    """The reference's status, and the number of its work as far as it is known here."""
    if decision.work is not None:
        return "matched", decision.work
    if decision.reason in MEANS_NO_WORK:
        return "unmatched", None
    return "cited-only", row.target if row.status == "cited-only" else None


def _outcome(row: Row[Any], decision: Decision) -> dict[str, Any]:
    status, target = _meaning(row, decision)
    return {
        "status": status,
        "target": target,
        "rule": decision.rule,
        "score": decision.score,
        "runner_up": decision.runner_up,
        "runner_up_score": decision.runner_up_score,
        "reason": decision.reason,
    }


def derived(
    connection: Connection, items: Collection[int]
) -> tuple[dict[int, tuple[Row[Any], dict[str, Any]]], tables.Keys]:
    """These references with what the stage would write of each, and the keys it would give them; reads only."""
    asked = to_match(connection, items)
    rows = with_same_texts(connection, asked)
    found = tables.keys_of(connection, tables.REFERENCE_KEYS, rows)
    own = {item: tables.without_search(mine) for item, mine in found.items()}
    candidates, decisions = by_keys(connection, rows, own)
    wider, searched = by_search(connection, rows, own, candidates, decisions)
    decisions = _agreed(rows, decisions | searched)
    outcomes = {item: (row, _outcome(row, decisions[item])) for item, row in asked.items()}
    return outcomes, own | wider


def _differs(row: Row[Any], outcome: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in outcome.items())


def _write(connection: Connection, changes: Sequence[tuple[Row[Any], dict[str, Any]]]) -> None:
    if not changes:
        return
    statement = update(reference).where(reference.c.id == bindparam("changed"))
    statement = statement.values({name: bindparam(name) for name in changes[0][1]})
    rows = [{"changed": row.id} | change for row, change in changes]
    dialect.execute_many(connection, statement, rows)
    regroup = {
        row.id
        for row, change in changes
        if change["status"] == "cited-only" and row.status != "cited-only"
    }
    left = {
        row.target
        for row, change in changes
        if row.status == "cited-only" and change["status"] != "cited-only" and row.target
    }
    query = select(reference.c.id).where(reference.c.status == "cited-only")
    orphaned = {row[0] for row in dialect.rows_in(connection, query, reference.c.target, left)}
    tasks.put(connection, "group", regroup | orphaned)
    tasks.put(connection, "describe", left)
    moved = {row.record_id for row, change in changes if row.target != change["target"]}
    put_citing(connection, moved)
