"""An item that makes a stage fail is found and set aside; all its neighbours are there; it can be tried again.

Each stage meets one planted item: its pure part raises, kills its process or takes all memory for it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database.engine import reading, writing
from catalogue.derived import set_aside, tasks
from catalogue.derived.state import state_hashes
from catalogue.settings import Settings
from catalogue.tables import citation, outbox, profile, record, work
from indexer import drain as drain_module
from indexer import pipeline, workers
from indexer.check import check
from indexer.drain import is_of_items
from indexer.pipeline import index
from indexer.search.errors import SearchUnavailable
from indexer.search.interface import SearchDocument
from indexer.stages import match, merge, normalise
from indexer.stages import pair as pair_stage
from schemas import HarvestedRecord, LocalizedText, Reference
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex
from tests.indexer.stages.test_pipeline import GOST, TITLE_LATN, TITLE_RU, UNKNOWN, cited, person

HOSTILE = "Lombard"
"""The word of the planted record, in its title and its references."""


def hostile_of(body: Any) -> bool:
    return (
        HOSTILE.casefold() in str(body, "utf-8").casefold()
        if isinstance(body, bytes)
        else (HOSTILE.casefold() in str(body).casefold())
    )


def corpus(harvest: Harvest) -> None:
    """The planted record stands between others: it is like two of them, and cites and is cited."""
    harvest([cited(TITLE_RU, "Щербаков И. В.")], source="a")
    harvest([cited(TITLE_LATN, "Shcherbakov I.V.", identifier="b1")], source="b")
    harvest(
        [
            cited(f"{TITLE_RU} {HOSTILE}", "Щербаков И. В.", identifier="bad"),
            _citing("before", GOST, UNKNOWN),
            _citing(f"{HOSTILE} и другие", GOST, f"{UNKNOWN} {HOSTILE}", identifier="bad citing"),
            _citing("after", GOST, UNKNOWN),
        ],
        source="c",
    )


def _citing(title: str, *raw: str, identifier: str | None = None) -> HarvestedRecord:
    return HarvestedRecord(
        identifier=identifier or title,
        titles=(LocalizedText(f"{title}: дельта реки Урал, наблюдения"),),
        contributors=(person(f"{title.split(maxsplit=1)[0].capitalize()}ов А. А."),),
        year=2021,
        type="article",
        references=tuple(Reference(raw=text, position=n) for n, text in enumerate(raw, start=1)),
    )


def hashes(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return state_hashes(connection)


def aside(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as connection:
        return [(each.stage, each.what) for each in set_aside.listed(connection)]


def raising(module: Any, name: str, bad: Callable[[Any], bool]) -> Callable[..., Any]:
    original = getattr(module, name)

    def planted(*arguments: Any, **named: Any) -> Any:
        if any(map(bad, arguments)):
            raise ValueError("planted")
        return original(*arguments, **named)

    return planted


def _in_rows(rows: Any) -> bool:
    return any(hostile_of(row[2]) for row in rows)


def _in_bundles(bundles: Any) -> bool:
    return any(hostile_of(body) for bundle in bundles for body in bundle.profiles.values())


def _in_questions(questions: Any) -> bool:
    return any(hostile_of(question.raw) for question in questions)


def _in_works(works: Any) -> bool:
    return any(hostile_of(part.record) for _, parts in works for part in parts)


def _in_profiles(profiles: Any) -> bool:
    return isinstance(profiles, dict) and any(
        HOSTILE.casefold() in str(each) for each in profiles.values()
    )


def _in_references(parts: Any) -> bool:
    return isinstance(parts, list) and any(hostile_of(part.raw) for part in parts)


def _in_component(profiles: Any) -> bool:
    return isinstance(profiles, dict) and any(
        HOSTILE.casefold() in str(each).casefold() for each in profiles.values()
    )


PLANTED: dict[str, tuple[Any, str, Callable[[Any], bool], list[str]]] = {
    "normalise": (normalise, "derive", _in_rows, ["c bad", "c bad citing"]),
    "pair": (pair_stage, "compare_bundles", _in_bundles, ["c bad", "c bad citing"]),
    "match": (match, "decide_all", _in_questions, ["c bad citing, reference 2"]),
    "merge": (merge, "write_held", _in_works, []),
    "describe": (merge, "write_cited_only", _in_references, []),
}


@pytest.mark.parametrize("stage", PLANTED)
def test_a_planted_item_is_set_aside_and_its_neighbours_are_there(
    engine: Engine,
    settings: Settings,
    harvest: Harvest,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
) -> None:
    module, name, bad, expected = PLANTED[stage]
    backend = MemoryIndex()
    corpus(harvest)
    with monkeypatch.context() as patched:
        patched.setattr(module, name, raising(module, name, bad))
        index(engine, backend, settings.home)
        found = aside(engine)
        assert found
        assert {each for each, _ in found} == {stage}
        if expected:
            assert sorted(what for _, what in found) == expected
        # a record that is compared with none stands beside its double, and a citation may mean either
        _neighbours_are_there(engine, linked=stage != "pair")
        told = check(engine, backend)
        assert {each.check for each in told} == {"set-aside"}
        assert "planted" in told[0].problem
        before = hashes(engine)
        index(engine, backend, settings.home, rebuild="from-nothing")
        assert hashes(engine) == before
        assert aside(engine) == found
        index(engine, backend, settings.home, rebuild="in-place")
        assert hashes(engine) == before
        assert aside(engine) == found
    # mended, and tried again by hand: as if nothing had been
    with writing(engine) as connection:
        assert set_aside.put_back(connection) == len(found)
    index(engine, backend, settings.home)
    assert aside(engine) == []
    assert check(engine, backend) == []
    after = hashes(engine)
    index(engine, backend, settings.home, rebuild="from-nothing")
    assert hashes(engine) == after


def _neighbours_are_there(engine: Engine, *, linked: bool) -> None:
    with reading(engine) as connection:
        works = dict(
            connection.execute(
                select(record.c.identifier, profile.c.work).join(
                    profile, profile.c.record_id == record.c.id
                )
            ).all()
        )
        assert works["cited"] == works["b1"]  # merged across scripts
        assert {"before", "after"} <= works.keys()
        found = set(connection.execute(select(citation.c.citing, citation.c.cited)).all())
        for name in ("before", "after") if linked else ():
            assert (works[name], works["cited"]) in found
        assert tasks.waiting(connection) == {}


@pytest.mark.parametrize("stage", [stage.name for stage in pipeline.STAGES])
def test_any_stage_sets_aside_the_item_on_which_it_fails(
    engine: Engine,
    settings: Settings,
    harvest: Harvest,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
) -> None:
    """Whatever the reason: the stage raises whenever this item is among its items."""
    corpus(harvest)
    backend = MemoryIndex()
    bad: list[int] = []

    def planted(original: pipeline.Stage) -> pipeline.Stage:
        def run(connection: Any, items: Sequence[int]) -> None:
            bad[:] = bad or [items[len(items) // 2]]
            if bad[0] in items:
                raise RuntimeError("planted")
            original.run(connection, items)

        return original._replace(run=run)

    with monkeypatch.context() as patched:
        stages = tuple(planted(s) if s.name == stage else s for s in pipeline.STAGES)
        patched.setattr(pipeline, "STAGES", stages)
        index(engine, backend, settings.home)
    with reading(engine) as connection:
        found = [(each.stage, each.item) for each in set_aside.listed(connection)]
        # a component or group is done as a whole with any of its members
        done_together = {"cluster", "group", "people"}
        assert found == [(stage, *bad)] or (not found and stage in done_together)
        assert tasks.waiting(connection) == {}
    with writing(engine) as connection:
        set_aside.put_back(connection, stage, bad[0])
    index(engine, backend, settings.home)
    assert aside(engine) == []
    assert check(engine, backend) == []
    before = hashes(engine)
    index(engine, backend, settings.home, rebuild="from-nothing")
    assert hashes(engine) == before


def test_a_record_that_changes_is_tried_again(
    engine: Engine, settings: Settings, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = MemoryIndex()
    corpus(harvest)
    monkeypatch.setattr(normalise, "derive", raising(normalise, "derive", _in_rows))
    index(engine, backend, settings.home)
    assert len(aside(engine)) == 2
    harvest([cited(f"{TITLE_RU} II", "Щербаков И. В.", identifier="bad")], source="c")
    index(engine, backend, settings.home)
    assert aside(engine) == [("normalise", "c bad citing")]
    harvest([HarvestedRecord(identifier="bad citing", deleted=True)], source="c")
    index(engine, backend, settings.home)
    assert aside(engine) == []
    assert check(engine, backend) == []


# ---------------------------------------------------------------- what kills a process


def killing(items: Sequence[int]) -> list[int]:
    if 13 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(items)


def greedy(items: Sequence[int]) -> list[int]:
    if 13 in items:
        return [len(bytearray(workers.MEMORY + (1 << 28)))]
    return list(items)


def crashing(items: Sequence[int]) -> list[int]:
    if 13 in items:
        os.abort()
    return list(items)


@pytest.mark.parametrize(
    ("function", "reason"),
    [(killing, "killed"), (crashing, "killed"), (greedy, "GiB of memory")],
)
def test_an_item_that_kills_a_process_is_found(
    engine: Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    function: Callable[[Sequence[int]], list[int]],
    reason: str,
) -> None:
    worked: set[int] = set()

    def run(_connection: Any, items: Sequence[int]) -> None:
        worked.update(workers.spread(function, list(items), chunk=4))

    monkeypatch.setattr(pipeline, "STAGES", (pipeline.Stage("count", 100, run),))
    with writing(engine) as connection:
        tasks.put(connection, "count", range(70))
    index(engine, MemoryIndex(), settings.home, processes=2)
    assert worked == {*range(70)} - {13}
    with reading(engine) as connection:
        (found,) = set_aside.listed(connection)
    assert (found.stage, found.item) == ("count", 13)
    assert reason in found.reason


def test_processes_that_cannot_work_at_all_are_not_the_items_fault(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_begin", os.abort)

    def run(_connection: Any, items: Sequence[int]) -> None:
        list(workers.spread(killing, list(items), chunk=1))

    monkeypatch.setattr(pipeline, "STAGES", (pipeline.Stage("count", 100, run),))
    with writing(engine) as connection:
        tasks.put(connection, "count", range(40))
    with pytest.raises(workers.BrokenProcessPool):
        index(engine, MemoryIndex(), settings.home, processes=2)
    assert aside(engine) == []


def test_after_a_kill_other_processes_do_what_may_have_caused_it(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The indexer itself was killed, by a batch so small that it was done in the same process."""
    (settings.home / "indexing").touch()

    def run(_connection: Any, items: Sequence[int]) -> None:
        list(workers.spread(killing, list(items), chunk=4))

    monkeypatch.setattr(pipeline, "STAGES", (pipeline.Stage("count", 100, run),))
    with writing(engine) as connection:
        tasks.put(connection, "count", [12, 13])
    index(engine, MemoryIndex(), settings.home)
    with reading(engine) as connection:
        assert [each.item for each in set_aside.listed(connection)] == [13]
    assert not (settings.home / "indexing").exists()


# ---------------------------------------------------------------- what is not about the items


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("SELECT", None, Exception("database or disk is full")),
        OSError(28, "No space left on device"),
        SearchUnavailable("closed", where="x"),
    ],
)
def test_a_failing_database_disk_or_search_is_not_about_the_items(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def run(_connection: Any, _items: Sequence[int]) -> None:
        raise error

    monkeypatch.setattr(pipeline, "STAGES", (pipeline.Stage("count", 100, run),))
    with writing(engine) as connection:
        tasks.put(connection, "count", [1, 2, 3])
    assert not is_of_items(error)
    with pytest.raises(type(error)):
        index(engine, MemoryIndex(), settings.home)
    with reading(engine) as connection:
        assert tasks.waiting(connection) == {"count": 3}
    assert aside(engine) == []


def test_a_stage_that_fails_on_nearly_everything_ends_the_index(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain_module, "_BORNE", 5)

    def run(_connection: Any, _items: Sequence[int]) -> None:
        raise ValueError("broken program")

    monkeypatch.setattr(pipeline, "STAGES", (pipeline.Stage("count", 100, run),))
    with writing(engine) as connection:
        tasks.put(connection, "count", range(30))
    with pytest.raises(ValueError, match="broken program"):
        index(engine, MemoryIndex(), settings.home)
    with reading(engine) as connection:
        assert tasks.waiting(connection)["count"] > 20


# ---------------------------------------------------------------- publishing


class Choosy(MemoryIndex):
    """Refuses documents with the hostile word, as long as it is told to."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error: Exception | None = error

    def apply(self, upserts: Any, deletes: Any = ()) -> None:
        documents: list[SearchDocument] = list(upserts)
        if self.error and any(HOSTILE in str(each.titles) for each in documents):
            raise self.error
        super().apply(documents, deletes)

    def rebuild(self) -> Any:
        return _rebuilt(self)


class _rebuilt:  # noqa: N801 -- a context manager
    def __init__(self, index_: Choosy) -> None:
        self._index, self._fresh = index_, Choosy(index_.error or ValueError())
        self._fresh.error = index_.error

    def __enter__(self) -> Choosy:
        return self._fresh

    def __exit__(self, *_: object) -> None:
        self._index.documents, self._index.of_this_version = self._fresh.documents, True


@pytest.mark.parametrize("rebuild", [False, True])
@pytest.mark.parametrize(
    "error",
    [ValueError("refused"), SearchUnavailable("rejected", where="x", count=1, reason="refused")],
)
def test_a_document_that_the_search_refuses_does_not_stop_the_others(
    engine: Engine, settings: Settings, harvest: Harvest, error: Exception, rebuild: bool
) -> None:
    backend = Choosy(error)
    corpus(harvest)
    index(engine, backend, settings.home, rebuild="in-place" if rebuild else None)
    refused = aside(engine)
    assert {stage for stage, _ in refused} == {"publish"}
    with reading(engine) as connection:
        works = set(connection.scalars(select(work.c.number)))
        named = {each.item for each in set_aside.listed(connection)}
        assert connection.execute(select(outbox)).all() == []
    assert len(named) == 2
    assert backend.documents.keys() == works - named
    assert {each.check for each in check(engine, backend)} == {"set-aside"}
    backend.error = None
    with writing(engine) as connection:
        set_aside.put_back(connection, "publish")
    index(engine, backend, settings.home)
    assert aside(engine) == []
    assert check(engine, backend) == []


def test_a_search_that_is_away_keeps_the_outbox(
    engine: Engine, settings: Settings, harvest: Harvest
) -> None:
    away = SearchUnavailable("unreachable", where="x", reason="refused")
    corpus(harvest)
    with pytest.raises(SearchUnavailable):
        index(engine, Choosy(away), settings.home)
    with reading(engine) as connection:
        assert connection.execute(select(outbox)).all()
    assert aside(engine) == []


def test_a_body_that_cannot_be_published_is_set_aside(
    engine: Engine, settings: Settings, harvest: Harvest
) -> None:
    backend = MemoryIndex()
    corpus(harvest)
    index(engine, backend, settings.home)
    with writing(engine) as connection:
        number = connection.scalar(select(work.c.number).where(work.c.title.contains(HOSTILE)))
        connection.execute(update(work).where(work.c.number == number).values(body=b"{"))
        set_aside.put(connection, "publish", [number or 0], "?")
        set_aside.put_back(connection, "publish")
    index(engine, backend, settings.home)
    assert [stage for stage, _ in aside(engine)] == ["publish"]
    assert number not in backend.documents
