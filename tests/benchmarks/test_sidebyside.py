"""Embedded against production: questions, times, sizing, a whole run on the embedded side, and what is carried over."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from benchmarks.experiment import Experiment, planned
from benchmarks.experiment import Options as RunOptions
from benchmarks.generator.citations import World
from benchmarks.meter import Cost
from benchmarks.report import RESULTS
from benchmarks.sidebyside import carry
from benchmarks.sidebyside.__main__ import DOCUMENT, MEASURED, MEASURED_UNCITED
from benchmarks.sidebyside.account import (
    FILE,
    Account,
    Backup,
    Measured,
    Options,
    Sizes,
    Work,
    begun,
    read,
    write,
)
from benchmarks.sidebyside.course import Course
from benchmarks.sidebyside.latency import CLIENTS, Answer, asked, cell, clients, quantile
from benchmarks.sidebyside.questions import KINDS, SCRIPTS, questions
from benchmarks.sidebyside.sizing import Growth, Need, Rates, grown, needs, rates
from benchmarks.sidebyside.tables import sizing, tables
from catalogue.database.engine import open_engine, reading, writing
from catalogue.derived.state import state_hashes
from catalogue.settings import Settings
from catalogue.tables import record, run
from indexer.pipeline import index
from indexer.search.backends import open_backend
from tests.support.corpus import harvest_corpus
from tests.support.fresh import store_harvest

WORLD = World(seed=7, works=500, references=0, journals=20)
NAMES = {"Cyrillic": "CYRILLIC", "Latin": "LATIN", "Armenian": "ARMENIAN"}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("kind", KINDS)
def test_questions_are_in_their_script_and_always_the_same(kind: str, script: str) -> None:
    found = questions(WORLD, kind, script, 30)
    assert len(found) == 30
    assert found == questions(WORLD, kind, script, 30)
    assert found[:7] == questions(WORLD, kind, script, 7)
    letters = {letter for each in found for letter in str(each.query) if letter.isalpha()}
    assert {unicodedata.name(letter).split()[0] for letter in letters} == {NAMES[script]}


@pytest.mark.parametrize(
    ("ordered", "share", "expected"),
    [
        ([1.0], 0.5, 1.0),
        ([1.0], 0.99, 1.0),
        ([1.0, 2.0], 0.5, 1.0),
        ([1.0, 2.0, 3.0], 0.5, 2.0),
        ([float(each) for each in range(1, 101)], 0.99, 99.0),
        ([float(each) for each in range(1, 102)], 0.99, 100.0),
    ],
)
def test_quantiles(ordered: list[float], share: float, expected: float) -> None:
    assert quantile(ordered, share) == expected


def test_a_cell_counts_failures_and_the_time_from_the_first_question_to_the_last_answer() -> None:
    answers = [Answer(0, 10.0, 10.5, 3), Answer(1, 10.5, 12.0, -1), Answer(2, 11.0, 12.5, 0, True)]
    found = cell("term", "Latin", 16, answers)
    assert (found.p50, found.p99, found.a_second) == (1500.0, 1500.0, 1.2)
    assert (found.failed, found.suggested, found.totals) == (1, 1, [3, -1, 0])


def test_clients_answer_every_question_once_in_their_order(engine: Engine, tmp_path: Path) -> None:
    harvest_corpus(engine, 30)
    wanted = questions(World(7, 30, 0, 20), "term", "Cyrillic", 23)
    with closing(open_backend(tmp_path / "search")) as backend:
        index(engine, backend, tmp_path)
        expected = [backend.search(each).total for each in wanted]
    with clients(f"tantivy://{tmp_path / 'search'}") as pipes:
        for count in (*CLIENTS, 3):
            found = asked(pipes, wanted, count)
            assert [each.question for each in found] == list(range(23))
            assert [each.total for each in found] == expected
    assert any(expected)


def test_what_an_index_that_is_away_does_not_answer_has_failed(tmp_path: Path) -> None:
    with clients(f"tantivy://{tmp_path / 'nothing'}") as pipes:
        found = asked(pipes, questions(WORLD, "term", "Latin", 4), 2)
    assert [each.total for each in found] == [-1] * 4


def test_needs_are_in_proportion() -> None:
    found = Rates(
        works=1000,
        catalogue=2**20,
        index=1024,
        backup=512,
        indexing=0.0036,
        publishing=0.00036,
        backing_up=0.000036,
        restoring=0.000072,
    )
    assert needs(found, 1_048_576, copies=2) == Need(
        works=1_048_576,
        catalogue=1024,
        index=2,
        backup=0.5,
        indexing=pytest.approx(1.048576),
        publishing=pytest.approx(0.1048576),
        backing_up=pytest.approx(0.01048576),
        restoring=pytest.approx(0.02097152),
    )
    assert needs(found, 2_000_000).catalogue == 2 * needs(found, 1_000_000).catalogue


def pipeline(works: int, **stages: tuple[int, float]) -> Experiment:
    made = planned(RunOptions(works=works, references=2, increments=(), rebuild=False))
    made.parts[0].stages = {
        name: Cost(items=items, processor=spent) for name, (items, spent) in stages.items()
    }
    return made


def side(small: Experiment, factor: float, corpus: Experiment | None = None) -> Measured:
    return Measured(
        pipeline=small,
        corpus=corpus,
        empty=10,
        pipeline_sizes=Sizes(catalogue=10 + 2 * factor, index=1),
        sizes=Sizes(catalogue=10 + 10 * factor, index=5),
        published=Work(items=1200, seconds=9, processor=3.0),
        backup=Backup(mib=5, backing_up=2, restoring=4, committed=1, held=1, differs=[]),
    )


def measured() -> Account:
    """Two sides, the production one twice as dear; ten times the works, of which each costs twice as much to pair."""
    options = Options(works=1000, pipeline=100, references=2, requests=10, processes=1)
    small = pipeline(100, pair=(200, 1.0), cite=(100, 0.2), publish=(100, 5.0))
    dear = pipeline(100, pair=(200, 2.0), cite=(100, 0.4), publish=(100, 5.0))
    large = pipeline(1000, pair=(2000, 20.0), cite=(1000, 2.0), publish=(1000, 50.0))
    return Account(options=options, embedded=side(small, 1, large), production=side(dear, 2))


def test_rates_leave_publishing_apart_and_carry_the_production_side_to_the_full_size() -> None:
    account = measured()
    embedded, production = rates(account, "embedded"), rates(account, "production")
    assert embedded is not None
    assert production is not None
    assert embedded.indexing == pytest.approx(0.022)
    assert production.indexing == pytest.approx(0.044)
    assert embedded.publishing == 0.003
    # the larger of 2 MiB a hundred works and 10 a thousand, the empty catalogue left out
    assert embedded.catalogue == pytest.approx(2 * 2**20 / 100)
    assert production.catalogue == pytest.approx(4 * 2**20 / 100)
    account.production.backup = None
    assert rates(account, "production") is None


def test_growth_names_what_costs_more_an_item_and_leaves_out_what_is_too_short() -> None:
    assert list(grown(measured().embedded)) == [
        Growth(stage="pair", small=5.0, large=10.0),
        Growth(stage="publish", small=50.0, large=50.0),
    ]
    told = sizing(measured())
    assert "an item came to cost more in these stages: pair 2.0 times" in told
    assert "| 60,000,000 |" in told
    assert "publish 1.0" not in told


def test_a_run_on_the_embedded_side_measures_all_and_goes_on_where_it_was(tmp_path: Path) -> None:
    options = Options(works=40, pipeline=24, references=2, requests=4, processes=1)
    said: list[str] = []
    account = begun(tmp_path, options)
    Course(tmp_path, account, None).run(["embedded"], said.append)
    found = account.embedded
    assert found.backup is not None
    assert found.backup.differs == []
    assert found.published is not None
    assert found.published.items > 40  # cited-only works too
    assert len(found.latencies) == len(KINDS) * len(SCRIPTS) * len(CLIENTS)
    assert found.peaks.keys() == {"pipeline", "corpus", "publishing", "searches"}
    assert all(0 < peaks["ours"] < 4096 for peaks in found.peaks.values())
    assert read(tmp_path / FILE) == account
    shown = tables(account)
    assert "the pipeline ran on the embedded side only" in shown
    assert "| that of one moment (page " in shown
    again = begun(tmp_path, options)
    Course(tmp_path, again, None).run(["embedded"], said.append)
    assert again == account
    again.embedded.forget()
    assert (again.embedded.latencies, again.embedded.backup) == ([], None)
    assert again.embedded.corpus == account.embedded.corpus
    with pytest.raises(ValueError, match="begun with other options"):
        begun(tmp_path, Options(works=41, pipeline=24, references=2, requests=4, processes=1))


def test_a_catalogue_that_is_carried_over_is_the_same_and_goes_on(
    engine: Engine, postgresql: Callable[[], str], tmp_path: Path
) -> None:
    harvest_corpus(engine, 20)
    with closing(open_backend(tmp_path / "search")) as backend:
        index(engine, backend, tmp_path)
    other = open_engine(Settings(home=tmp_path, database_url=postgresql(), search_url=""))
    assert not carry.is_carried(other)
    told: list[int] = []
    copied = carry.carry(engine, other, lambda _table, rows: told.append(rows))
    assert copied == sum(told) == carry.rows(engine)
    assert carry.is_carried(other)
    with reading(engine) as mine, reading(other) as theirs:
        assert state_hashes(mine) == state_hashes(theirs)
        runs = theirs.scalar(select(func.max(run.c.id)))
    harvest = harvested(other)
    assert runs is not None
    assert harvest > runs
    other.dispose()


def harvested(engine: Engine) -> int:
    """A further run, numbered by the database."""
    with reading(engine) as connection:
        before = connection.scalar(select(func.count()).select_from(record))
    number = store_harvest(engine, [], "generated-later")
    with writing(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(record)) == before
    return number


def test_where_the_sides_find_another_number_is_told() -> None:
    account = measured()
    answers = [Answer(each, 0.0, 1.0, 5) for each in range(4)]
    others = [*answers[:3], Answer(3, 0.0, 1.0, 6)]
    account.embedded.latencies = [cell("term", name, 1, answers) for name in SCRIPTS]
    account.production.latencies = [cell("term", "Armenian", 1, others)]
    told = "for 3 of 4 questions (0 found none); **another number** for the rest: Armenian 1."
    assert told in tables(account)
    account.production.latencies = [cell("term", "Armenian", 1, answers)]
    assert "for 4 of 4 questions (0 found none)." in tables(account)


def test_an_account_outlives_its_file(tmp_path: Path) -> None:
    account = measured()
    write(account, tmp_path / "account.json")
    assert read(tmp_path / "account.json") == account
    assert not list(tmp_path.glob("*.new"))


@pytest.mark.parametrize(
    ("measured_in", "path", "name"),
    [
        (MEASURED, RESULTS, "sidebyside"),
        (MEASURED, DOCUMENT, "sizing"),
        (MEASURED_UNCITED, RESULTS, "sidebyside-uncited"),
    ],
)
def test_the_documents_show_what_was_measured(measured_in: Path, path: Path, name: str) -> None:
    account = read(measured_in)
    shown = path.read_text(encoding="utf-8").partition(f"<!-- {name}:begin -->")[2]
    section = shown.partition(f"<!-- {name}:end -->")[0].strip()
    expected = (
        sizing(account) if name == "sizing" else f"{account.circumstances}\n\n{tables(account)}"
    )
    assert section == expected.strip()
