"""The commands ``eaci review people`` (indexer.people_cli), and how they name authors (person_reviews)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from catalogue.audit import list_changes
from catalogue.database.engine import reading, writing
from catalogue.decided.people import UnknownAuthorError, decisions
from catalogue.decided.person_reviews import judge_named, list_doubts
from catalogue.settings import Settings
from catalogue.tables import person, person_perhaps, work
from schemas.ids import public_id
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex
from tests.indexer.stages.test_people import ORCID, TITLES, Run, author, paper
from webapp.cli import main

Eaci = Callable[..., str]


@pytest.fixture
def run(engine: Engine, settings: Settings, backend: MemoryIndex) -> Run:
    return Run(engine, settings, backend)


@pytest.fixture
def eaci(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Eaci:
    monkeypatch.setenv("EACI_HOME", str(settings.home))
    monkeypatch.setenv("EACI_DATABASE_URL", settings.database_url)

    def said(*arguments: str, fails: bool = False) -> str:
        result = CliRunner().invoke(main, ["review", "people", *arguments])
        assert result.exit_code == int(fails), result.output
        return result.output

    return said


def id_of(run: Run, name: str) -> str:
    return public_id(run.person_of(name))


def author_in(run: Run, name: str, position: int = 1) -> str:
    with reading(run.engine) as connection:
        query = select(work.c.number).where(work.c.title == TITLES[name])
        return f"{public_id(connection.execute(query).scalar_one())}:{position}"


def test_two_people_are_judged_one_and_that_is_taken_back(
    run: Run, harvest: Harvest, eaci: Eaci
) -> None:
    harvest([paper("a", author("Ким А.")), paper("c", author("Smith John"))])
    run.index()
    said = eaci("same", id_of(run, "a"), id_of(run, "c"), "--by", "maria", "--note", "she says so")
    assert said.startswith("1 decisions written")
    run.index()
    assert run.people() == [{"a", "c"}]
    shown = eaci("judged")
    assert "same" in shown
    assert "Ким А." in shown
    assert "maria  she says so" in shown
    with reading(run.engine) as connection:
        (number,) = [str(each.id) for each in decisions(connection)]
        assert [each.action for each in list_changes(connection)][:1] == ["people-judged-same"]
    assert "no decision 99" in eaci("withdraw", "99", fails=True)
    eaci("withdraw", number)
    run.index()
    assert run.people() == [{"a"}, {"c"}]


def test_a_work_is_hers_or_not(run: Run, harvest: Harvest, eaci: Eaci) -> None:
    one = author("Щербаков И. В.", by=ORCID)
    harvest([paper("a", one), paper("b", one), paper("d", one), paper("c", author("Smith John"))])
    run.index()
    assert run.people() == [{"a", "b", "d"}, {"c"}]
    # said of each other work, so that it stays apart whoever joins them
    assert eaci("different", id_of(run, "a"), author_in(run, "d")).startswith("2 decisions")
    run.index()
    assert run.people() == [{"a", "b"}, {"c"}, {"d"}]
    eaci("same", author_in(run, "c"), id_of(run, "a"))
    run.index()
    assert run.people() == [{"a", "b", "c"}, {"d"}]
    run.rebuild()


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("nobody", "{a}", "neither the id of a person nor WORK:PLACE"),
        ("0000000000000", "{a}", "no person has the id"),
        ("{a}", "{a}", "are one author of one work"),
        ("{work}", "{a}", "are one author of one work"),
        ("{work}x", "{a}", "neither the id"),
        ("{work}7", "{a}", "no author at place 17"),
    ],
)
def test_names_of_nobody_are_refused(
    run: Run, harvest: Harvest, one: str, other: str, said: str
) -> None:
    harvest([paper("a", author("Ким А."))])
    run.index()
    names = {"a": id_of(run, "a"), "work": author_in(run, "a")}
    with writing(run.engine) as connection, pytest.raises(UnknownAuthorError, match=said):
        judge_named(connection, one.format(**names), other.format(**names), "same", "maria")


def test_doubts_are_listed_once_each_those_of_most_works_first(engine: Engine, eaci: Eaci) -> None:
    pairs = ((1, 2), (2, 1), (3, 4), (4, 3), (5, 6))  # the sixth is gone
    with writing(engine) as connection:
        for number in range(1, 6):
            row = {"number": number, "name": f"Ким {number}", "works": number}
            connection.execute(insert(person).values(row))
        rows = [{"person": one, "other": other} for one, other in pairs]
        connection.execute(insert(person_perhaps), rows)
        found = list_doubts(connection)
    assert [(each.one.number, each.other.number) for each in found] == [(3, 4), (1, 2)]
    said = eaci("list")
    assert f"{public_id(3)}  Ким 3  (3 works)" in said
    assert "2 pairs shown" in said
