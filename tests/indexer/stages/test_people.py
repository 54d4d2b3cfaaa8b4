"""The stages "people" and "person": authors become people with numbers that last, and judgements overrule."""

from __future__ import annotations

from collections import defaultdict

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.decided import people as decided
from catalogue.derived.people import get_person, may_be_the_same, resolve_person
from catalogue.derived.state import state_hashes
from catalogue.settings import Settings
from catalogue.tables import person, person_mention, work
from indexer.check import check
from indexer.pipeline import index
from indexer.stages.person import main_name
from schemas import Contributor, HarvestedRecord, Identifier, LocalizedText, PersonName
from schemas.ids import public_id
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex

ORCID = Identifier("orcid", "0000-0002-1825-0097")
OTHER_ORCID = Identifier("orcid", "0000-0001-5109-3700")
TITLES = {
    "a": "Перенос наносов в устьях рек Каспийского моря",
    "b": "Ледники Тянь-Шаня и сток горных рек",
    "c": "Grain boundaries of nickel alloys under load",
    "d": "Почвы сухих степей и их плодородие",
}


def author(*names: str, by: Identifier | None = None) -> Contributor:
    forms = tuple(PersonName(literal=name) for name in names)
    return Contributor(names=forms, identifiers=(by,) if by else ())


def paper(name: str, *authors: Contributor, title: str | None = None) -> HarvestedRecord:
    return HarvestedRecord(
        identifier=name,
        titles=(LocalizedText(title or TITLES[name]),),
        contributors=authors,
        year=2015,
        type="article",
    )


@pytest.fixture
def run(engine: Engine, settings: Settings, backend: MemoryIndex) -> Run:
    return Run(engine, settings, backend)


class Run:
    def __init__(self, engine: Engine, settings: Settings, backend: MemoryIndex) -> None:
        self.engine, self.settings, self.backend = engine, settings, backend

    def index(self) -> None:
        index(self.engine, self.backend, self.settings.home)
        assert check(self.engine, self.backend, deep=True) == []

    def rebuild(self) -> None:
        with reading(self.engine) as connection:
            before = state_hashes(connection)
        index(self.engine, self.backend, self.settings.home, rebuild="from-nothing")
        with reading(self.engine) as connection:
            assert state_hashes(connection) == before

    def people(self) -> list[set[str]]:
        """The titles of each person's works, by their first letter: "a", "b" …"""
        letter = {title: name for name, title in TITLES.items()}
        query = (
            select(person_mention.c.person, work.c.title)
            .join(work, work.c.number == person_mention.c.work)
            .order_by(work.c.title)
        )
        found = defaultdict(set)
        with reading(self.engine) as connection:
            for number, title in connection.execute(query):
                found[number].add(letter[title])
        return sorted(found.values(), key=sorted)

    def person_of(self, name: str, position: int = 1) -> int:
        query = (
            select(person_mention.c.person)
            .join(work, work.c.number == person_mention.c.work)
            .where(work.c.title == TITLES[name], person_mention.c.position == position)
        )
        with reading(self.engine) as connection:
            return connection.execute(query).scalar_one()

    def judge(self, one: str, other: str, verdict: decided.Verdict) -> None:
        with writing(self.engine) as connection:
            authors = [
                decided.author_at(
                    connection,
                    connection.execute(
                        select(work.c.number).where(work.c.title == TITLES[name])
                    ).scalar_one(),
                    1,
                )
                for name in (one, other)
            ]
            decided.judge(connection, *authors, verdict, "maria", "asked him")


def test_an_identifier_makes_one_person_of_two_spellings(run: Run, harvest: Harvest) -> None:
    harvest([paper("a", author("Щербаков И. В.", by=ORCID))])
    run.index()
    first = run.person_of("a")
    harvest([paper("b", author("Shcherbakov Ivan", by=ORCID))])
    run.index()
    assert run.people() == [{"a", "b"}]
    assert run.person_of("b") == first  # named after the oldest mention
    found = {each.people for each in run.backend.documents.values()}
    assert found == {(public_id(first),)}
    run.rebuild()


def test_who_is_joined_and_parted_keeps_a_number_that_leads_on(run: Run, harvest: Harvest) -> None:
    harvest([paper("a", author("Иванов Иван Петрович", by=ORCID))])
    harvest([paper("b", author("Иванов Иван Петрович", by=OTHER_ORCID))])
    run.index()
    assert run.people() == [{"a"}, {"b"}]
    first, second = run.person_of("a"), run.person_of("b")
    harvest([paper("b", author("Иванов Иван Петрович", by=ORCID))])
    run.index()
    assert run.people() == [{"a", "b"}]
    with reading(run.engine) as connection:
        assert get_person(connection, second) is None
        assert resolve_person(connection, second) == first
        assert resolve_person(connection, first) == first
        assert resolve_person(connection, first ^ 1) is None
    harvest([paper("b", author("Иванов Иван Петрович", by=OTHER_ORCID))])
    run.index()
    assert (run.person_of("a"), run.person_of("b")) == (first, second)


def test_the_number_outlives_the_merger_of_the_work_with_an_older_one(
    run: Run, harvest: Harvest
) -> None:
    doi = (Identifier("doi", "10.1000/7"),)
    harvest([HarvestedRecord(identifier="x", titles=(LocalizedText("?"),), identifiers=doi)])
    harvest([paper("a", author("Щербаков И. В."))])
    run.index()
    before = run.person_of("a")
    twin = paper("x", author("Щербаков И. В."), title=TITLES["a"])
    harvest([twin])
    run.index()
    after = run.person_of("a")
    with reading(run.engine) as connection:
        assert resolve_person(connection, before) == after
    run.rebuild()


def test_judgements_overrule_and_outlive_a_rebuild(run: Run, harvest: Harvest) -> None:
    harvest([paper("a", author("Ким А.")), paper("c", author("Smith John"))])
    one = author("Щербаков И. В.", by=ORCID)
    harvest([paper("b", one), paper("d", one)])
    run.index()
    assert run.people() == [{"a"}, {"b", "d"}, {"c"}]
    run.judge("a", "c", "same")
    run.judge("b", "d", "different")
    run.index()
    assert run.people() == [{"a", "c"}, {"b"}, {"d"}]
    run.rebuild()
    assert run.people() == [{"a", "c"}, {"b"}, {"d"}]
    with writing(run.engine) as connection:
        for each in decided.decisions(connection):
            assert (each.made_by, each.note) == ("maria", "asked him")
            decided.withdraw(connection, each.id)
    run.index()
    assert run.people() == [{"a"}, {"b", "d"}, {"c"}]
    run.rebuild()


def test_a_later_judgement_about_the_same_two_replaces_the_earlier(
    run: Run, harvest: Harvest
) -> None:
    harvest([paper("a", author("Ким А.")), paper("c", author("Smith John"))])
    run.index()
    run.judge("a", "c", "same")
    run.judge("c", "a", "different")
    run.index()
    assert run.people() == [{"a"}, {"c"}]
    with reading(run.engine) as connection:
        (only,) = decided.decisions(connection)
        assert only.verdict == "different"
        assert {only.left.name, only.right.name} == {"Ким А.", "Smith John"}
        assert decided.decisions(connection, only.left) == [only]
        with pytest.raises(decided.UnknownAuthorError):
            decided.author_at(connection, 5, 1)


def test_a_judgement_waits_for_a_record_that_is_gone(run: Run, harvest: Harvest) -> None:
    harvest([paper("a", author("Ким А.")), paper("c", author("Smith John"))])
    run.index()
    run.judge("a", "c", "same")
    harvest([HarvestedRecord(identifier="c", deleted=True)])
    run.index()
    assert run.people() == [{"a"}]
    harvest([paper("c", author("Smith John"))])
    run.index()
    assert run.people() == [{"a", "c"}]


def test_an_author_who_is_no_longer_named_leaves_nobody(run: Run, harvest: Harvest) -> None:
    harvest([paper("a", author("Ким А."), author("Бекова Г."))])
    run.index()
    with reading(run.engine) as connection:
        assert len(connection.execute(select(person)).all()) == 2
    harvest([paper("a", author("Ким А."))])
    run.index()
    harvest([HarvestedRecord(identifier="a", deleted=True)])
    run.index()
    with reading(run.engine) as connection:
        for table in ("person", "person_mention", "person_key", "mentions", "person_perhaps"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0  # noqa: S608


def test_who_may_be_the_same_is_said_of_both(run: Run, harvest: Harvest) -> None:
    harvest([paper("a", author("Иванов И."))])
    harvest([paper("c", author("Ivanov I. I."))])
    run.index()
    one, other = run.person_of("a"), run.person_of("c")
    with reading(run.engine) as connection:
        found = [[each.number for each in may_be_the_same(connection, n)] for n in (one, other)]
    assert found in ([[other], [one]], [[], []] if one == other else None)


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (["Ким А.", "Kim A.", "Ким А."], "Ким А."),
        (["КИМ АНТОН", "Ким А."], "Ким А."),
        (["Ким А.", "Ким Антон"], "Ким Антон"),
    ],
)
def test_the_main_name(names: list[str], main: str) -> None:
    assert main_name(names) == main
    assert main_name(names[::-1]) == main
