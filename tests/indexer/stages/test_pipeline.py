"""The pipeline as a whole: what comes out, that it can be repeated, cut up and killed, and that the checks bite."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import Engine

from catalogue.checks import check_catalogue
from catalogue.database import transactions
from catalogue.database.connections import writes
from catalogue.database.engine import open_engine, reading, writing
from catalogue.decided import people as people_decided
from catalogue.decided.judgements import UnknownRecordError, in_force, judge, withdraw
from catalogue.derived import slices, tasks
from catalogue.derived.state import state_hashes
from catalogue.settings import Settings
from catalogue.stats import statistics
from catalogue.tables import (
    citation,
    page,
    pair,
    person_mention,
    profile,
    quarantine,
    record,
    reference,
    run,
    work,
)
from indexer import pipeline
from indexer.check import ask_for_repair, check
from indexer.pipeline import IndexingBusyError, index
from indexer.search.interface import SearchDocument
from indexer.stages import cite, cluster, count, enter, group, match, merge, normalise, people
from indexer.stages import pair as pair_stage
from indexer.stages import person as person_stage
from schemas import (
    Affiliation,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Reference,
)
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex
from tests.support.fresh import make_tables, store_harvest
from tests.support.wanted import LONG

SHCHERBAKOV = "Щербаков И. В."
TITLE_RU = "Моделирование переноса наносов в устьях рек Каспийского моря"
TITLE_LATN = "Modelirovanie perenosa nanosov v ust'yakh rek Kaspijskogo morya"
GOST = (
    "Щербаков И. В. Моделирование переноса наносов в устьях рек Каспийского моря // "
    "Водные ресурсы. — 2018. — Т. 45, № 3. — С. 211—219."
)
UNKNOWN = (
    "Гримм В. А. Очерк истории ирригации Семиречья // Известия общества. — 1927. — Т. 2. — С. 5—40."
)


CITING = {
    "citing": "Дельта реки Урал: наблюдения и расчёты",
    "second": "Жайық өзенінің балық қоры",
}


def person(literal: str, *affiliations: Affiliation) -> Contributor:
    return Contributor(names=(PersonName(literal=literal),), affiliations=affiliations)


def cited(title: str, *authors: str, identifier: str = "cited") -> HarvestedRecord:
    return HarvestedRecord(
        identifier=identifier,
        titles=(LocalizedText(title),),
        contributors=tuple(person(name) for name in authors),
        year=2018,
        type="article",
        container=Container(
            titles=(LocalizedText("Водные ресурсы"),),
            volume="45",
            issue="3",
            first_page="211",
            last_page="219",
        ),
    )


def citing(*raw: str, identifier: str = "citing", author: str = "Бекова А.") -> HarvestedRecord:
    return HarvestedRecord(
        identifier=identifier,
        titles=(LocalizedText(CITING[identifier]),),
        contributors=(person(author),),
        year=2021,
        type="article",
        references=tuple(
            Reference(raw=text, position=position) for position, text in enumerate(raw, start=1)
        ),
    )


def targets(engine: Engine) -> list[tuple[str, str | None]]:
    """Each reference's status and the title of the work that it cites."""
    query = (
        select(reference.c.status, work.c.title)
        .outerjoin(work, work.c.number == reference.c.target)
        .order_by(reference.c.id)
    )
    with reading(engine) as connection:
        return [(row.status, row.title) for row in connection.execute(query)]


def test_a_reference_finds_its_work_in_another_script(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_LATN, "Shcherbakov, I. V.")], source="kz", country="KZ")
    harvest([citing(GOST)], source="ru")
    index(engine, backend, settings.home)
    assert targets(engine) == [("matched", TITLE_LATN)]
    with reading(engine) as connection:
        found = connection.execute(select(work).where(work.c.title == TITLE_LATN)).one()
        assert (found.cited_by, found.cited_by_others, found.cites) == (1, 1, 0)
        assert backend.documents[found.number].citations == 1
    assert check(engine, backend) == []


def test_a_cited_only_work_links_up_when_its_record_arrives(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([citing(GOST, UNKNOWN), citing(GOST, identifier="second")], source="ru")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        before = statistics(connection)
    assert (before.works, before.cited_only_works, before.citations) == (2, 2, 3)
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="other")
    report = index(engine, backend, settings.home)
    with reading(engine) as connection:
        after = statistics(connection)
    assert (after.works, after.cited_only_works, after.citations) == (3, 1, 3)
    # only what the new record touches was matched again: the two references to it, not the third
    assert report.worked["match"] == 2
    assert report.seconds.keys() == report.worked.keys() | {"publish"}
    assert all(seconds > 0 for seconds in report.seconds.values())
    assert check(engine, backend) == []


def test_self_citations_are_told_apart_and_nothing_cites_itself(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    own = cited(TITLE_RU, SHCHERBAKOV)
    looped = HarvestedRecord(
        identifier="loop",
        titles=own.titles,
        contributors=own.contributors,
        year=own.year,
        type=own.type,
        container=own.container,
        references=(Reference(raw=GOST, position=1),),
    )
    harvest([looped], source="a")
    harvest([citing(GOST, author="Shcherbakov Ivan V.")], source="b")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        rows = connection.execute(select(citation)).all()
    assert [row.self_citation for row in rows] == [True]
    assert check(engine, backend) == []


def test_one_work_cites_another_once_however_often_it_is_listed(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    harvest([citing(GOST, f"2. {GOST}")], source="b")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        figures = statistics(connection)
    assert (figures.references_matched, figures.citations) == (2, 1)


def test_a_back_reference_counts_once_and_papers_are_no_work(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_LATN, SHCHERBAKOV)], source="kz")
    same = (UNKNOWN, "Там же. С. 7.", GOST, "Ibid.", "Гримм В. А. Указ. соч. С. 9.")
    papers = ("РГАЛИ. Ф. 613. Оп. 1. Д. 4325. Л. 12.", "Там же. Л. 3.")
    harvest([citing(*same, *papers), citing("Там же.", identifier="second")], source="ru")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        statuses = statistics(connection).references_by_status
        assert connection.scalar(select(func.count()).select_from(citation)) == 2
        assert connection.scalar(select(func.count()).where(work.c.kind == "cited-only")) == 1
    assert statuses == {"matched": 1, "cited-only": 1, "back-reference": 4, "unmatched": 2}
    harvest([citing(GOST, *same[1:2])], source="ru")  # "Там же" now means another entry
    index(engine, backend, settings.home)
    assert [status for status, _ in targets(engine)] == ["matched", "back-reference", "unmatched"]
    assert check(engine, backend, deep=True) == []


def test_a_deleted_record_takes_its_work_and_leaves_the_citation(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    harvest([citing(GOST)], source="b")
    index(engine, backend, settings.home)
    harvest([HarvestedRecord(identifier="cited", deleted=True)], source="a")
    index(engine, backend, settings.home)
    assert [status for status, _ in targets(engine)] == ["cited-only"]
    with reading(engine) as connection:
        assert statistics(connection).citations == 1
    assert check(engine, backend) == []


def test_human_judgements_overrule_and_outlive_a_rebuild(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    harvest([cited(TITLE_LATN, "Shcherbakov I.V.")], source="b")
    index(engine, backend, settings.home)
    with writing(engine) as connection:
        assert statistics(connection).works == 1
        judge(connection, ("a", "cited"), ("b", "cited"), "different", "maria")
        with pytest.raises(UnknownRecordError, match="no record 'x' of source 'a'"):
            judge(connection, ("a", "x"), ("b", "cited"), "same", "maria")
    for rebuild in (None, "in-place", "from-nothing"):
        index(engine, backend, settings.home, rebuild=rebuild)
        with reading(engine) as connection:
            assert statistics(connection).works == 2
    with writing(engine) as connection:
        (judgement,) = in_force(connection)
        withdraw(connection, judgement.id)
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        assert statistics(connection).works == 1
    assert check(engine, backend) == []


def test_countries_come_from_affiliations_before_the_source(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    place = Affiliation(names=(LocalizedText("Белорусский государственный университет"),))
    yerevan = Affiliation(names=(LocalizedText("Ереван"),), country="AM")
    item = cited(TITLE_RU)
    joint = HarvestedRecord(
        identifier="joint",
        titles=item.titles,
        contributors=(person("Янка Купала", place), person("Խաչատրյան Ա.", yerevan)),
    )
    harvest([joint, citing()], source="ru", country="RU")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        assert statistics(connection).works_by_country == {"AM": 1, "BY": 1, "RU": 1}


def numbered(number: int, identifier: str) -> HarvestedRecord:
    """One of many records that have nothing in common; the same number gives the same publication."""
    chance = random.Random(number)
    letters = "бвгджзклмнпрст"
    words = ["".join(chance.choices(letters + "аеиоу", k=9)).capitalize() for _ in range(5)]
    return HarvestedRecord(
        identifier=identifier,
        titles=(LocalizedText(" ".join(words)),),
        contributors=(person(f"{words[0]} А. Б."),),
        year=1990 + number % 30,
        type="article",
    )


def test_a_curated_source_holds_a_work_once(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    def works() -> int:
        with reading(engine) as connection:
            return statistics(connection).works

    harvest([numbered(n, f"r{n}") for n in range(110)])
    index(engine, backend, settings.home)
    harvest([numbered(1, "again")])
    index(engine, backend, settings.home)
    assert (
        works() == 111
    )  # hardly any record of the source has a double: it is another "Editor's notes"
    harvest([numbered(1, "elsewhere")], source="other")
    index(engine, backend, settings.home)
    assert works() == 111  # another source's record is merged with one of them
    harvest([numbered(n, f"double{n}") for n in range(2, 40)])
    index(engine, backend, settings.home)
    assert works() == 110  # so many doubles that the source is none that takes care
    before = hashes(engine)
    index(engine, backend, settings.home, rebuild="from-nothing")
    assert hashes(engine) == before
    assert check(engine, backend) == []


# ---------------------------------------------------------------- the same end by every way

WORDS = ("перенос", "наносы", "ирригация", "устье", "климат", "почва", "ледник", "озеро", "степь")


ABOVE = ["Там же. С. 5.", "Бекова А. Б. Указ. соч. С. 7.", "РГАЛИ. Ф. 1. Оп. 2. Д. 3. Л. 5."]


NAMED = (
    ("Иванов А. Б.", "Ivanov Alexey"), ("Иванов А. Б.",), ("Ivanov A.",), ("Бекова А. Б.",), ("Бекова Айгуль",),
    ("Саркисян А. Б.",), ("Саркисян Арам Б.", "Sargsyan Aram"),
)  # fmt: skip
ORCIDS = ("0000-0002-1825-0097", "0000-0001-5109-3700")
PLACES = ("Томский государственный университет, Томск", "КазНУ им. аль-Фараби, Алматы")


def random_people(chance: random.Random) -> tuple[Contributor, ...]:
    """Namesakes in several forms, some with an identifier or a place."""
    return tuple(
        Contributor(
            names=tuple(PersonName(literal=name) for name in names),
            identifiers=(Identifier("orcid", chance.choice(ORCIDS)),) * (chance.random() < 0.2),
            affiliations=(Affiliation(names=(LocalizedText(chance.choice(PLACES)),)),)
            * (chance.random() < 0.3),
        )
        for names in chance.sample(NAMED, chance.randint(1, 3))
    )


def random_record(chance: random.Random, identifier: str) -> HarvestedRecord:
    if chance.random() < 0.15:
        return HarvestedRecord(identifier=identifier, deleted=True)
    known = [
        f"{name} А. Б. {a.capitalize()} и {b}: опыт изучения {c} // Журнал. — {y}. — Т. {v}. — С. {v}1—{v}9."
        for name in ("Иванов", "Бекова", "Саркисян")
        for a, b, c, y, v in [
            [*chance.choices(WORDS, k=3), chance.choice((2001, 2002)), chance.choice((1, 2))]
        ]
    ]
    a, b, c = (chance.choice(WORDS[:4]) for _ in range(3))
    volume = chance.choice((1, 2))
    return HarvestedRecord(
        identifier=identifier,
        titles=(LocalizedText(f"{a.capitalize()} и {b}: опыт изучения {c}"),),
        contributors=random_people(chance),
        year=chance.choice((2001, 2002)),
        container=Container(
            titles=(LocalizedText("Журнал"),), volume=str(volume), first_page=f"{volume}1"
        ),
        identifiers=(Identifier("doi", f"10.1000/{chance.randrange(3)}"),) * chance.randrange(2),
        references=tuple(
            Reference(raw=raw, position=n)
            for n, raw in enumerate(chance.sample(known + ABOVE, chance.randrange(5)), start=1)
        ),
    )


def catalogue_of(folder: Path) -> tuple[Engine, Path]:
    settings = Settings.from_environment({"EACI_HOME": str(folder)})
    settings.make_home()
    engine = open_engine(settings)
    make_tables(engine)
    return engine, settings.home


def hashes(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return state_hashes(connection)


@pytest.mark.parametrize("seed", range(12 if LONG else 4))
def test_any_way_of_cutting_the_work_ends_in_the_same_state(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    changes = [
        (chance.choice(("a", "b")), random_record(chance, f"r{chance.randrange(12)}"))
        for _ in range(40)
    ]
    whole, whole_home = catalogue_of(tmp_path / "whole")
    pieces, pieces_home = catalogue_of(tmp_path / "pieces")
    at_once, piecewise = MemoryIndex(), MemoryIndex()
    for source, item in changes:
        store_harvest(whole, [item], source)
        store_harvest(pieces, [item], source)
        if chance.random() < 0.3:
            index(pieces, piecewise, pieces_home)
    index(whole, at_once, whole_home)
    index(pieces, piecewise, pieces_home)
    assert hashes(pieces) == hashes(whole)
    assert piecewise.documents == at_once.documents
    assert check(pieces, piecewise) == []
    before = hashes(whole)
    assert index(whole, at_once, whole_home).worked == {}
    index(whole, at_once, whole_home, rebuild="from-nothing")
    assert hashes(whole) == before
    index(pieces, piecewise, pieces_home, rebuild="in-place")
    assert hashes(pieces) == before
    whole.dispose()
    pieces.dispose()


class _Between:
    """Lets others write while an indexer is at work: whenever it is about to write, and between its slices."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
        self.active = True
        self.times = 0

        def acting(original: Callable[[Connection], None]) -> Callable[[Connection], None]:
            def said(connection: Connection) -> None:
                if self.active and not writes(connection):
                    self.active = False
                    try:
                        act()
                    finally:
                        self.active, self.times = True, self.times + 1
                original(connection)

            return said

        monkeypatch.setattr(transactions, "SLICE", 0.0)  # every breath lets others in
        for module in (pipeline, *_STAGES):
            for name in ("start_writing", "breathe"):
                if hasattr(module, name):
                    monkeypatch.setattr(module, name, acting(getattr(transactions, name)))


_STAGES = (
    cite,
    cluster,
    count,
    enter,
    group,
    match,
    merge,
    normalise,
    pair_stage,
    people,
    person_stage,
)


@pytest.mark.parametrize("seed", range(6 if LONG else 3))
def test_what_others_change_while_a_stage_is_at_work_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Records change and judgements come between a stage's reading and its writing; some stages are killed."""
    chance = random.Random(seed)
    busy, home = catalogue_of(tmp_path / "busy")
    backend = MemoryIndex()
    for number in range(15):
        store_harvest(busy, [random_record(chance, f"r{number}")], "a")

    def act() -> None:
        if chance.random() < 0.1:
            raise _Killed
        if chance.random() < 0.4:
            name = f"r{chance.randrange(20)}"
            store_harvest(busy, [random_record(chance, name)], chance.choice("ab"))
        if chance.random() < 0.2:
            _judge_at_random(busy, chance)

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "STAGES", tuple(s._replace(batch=4) for s in pipeline.STAGES))
        between = _Between(patched, act)
        for rebuild in (None, "in-place", "from-nothing", None):
            with suppress(_Killed):
                index(busy, MemoryIndex(), home, rebuild=rebuild)
        assert between.times
    backend = MemoryIndex()
    index(busy, backend, home)
    assert check(busy, backend) == []
    before = hashes(busy)
    index(busy, backend, home, rebuild="from-nothing")
    assert hashes(busy) == before
    assert check(busy, backend) == []
    busy.dispose()


def _judge_at_random(engine: Engine, chance: random.Random) -> None:
    with writing(engine) as connection:
        _judge_people_at_random(connection, chance)
        live = select(record.c.source, record.c.identifier).where(record.c.deleted.is_(False))
        known = [(row[0], row[1]) for row in connection.execute(live.order_by(record.c.id))]
        judgements = in_force(connection)
        if judgements and chance.random() < 0.5:
            withdraw(connection, chance.choice(judgements).id)
        elif len(known) > 1:
            left, right = chance.sample(known, 2)
            judge(connection, left, right, chance.choice(("same", "different")), "maria")


def _judge_people_at_random(connection: Connection, chance: random.Random) -> None:
    known = connection.execute(select(person_mention).order_by(person_mention.c.work)).all()
    decided = people_decided.decisions(connection)
    if decided and chance.random() < 0.3:
        people_decided.withdraw(connection, chance.choice(decided).id)
    elif len(known) > 1:
        sides = [(row.work, row.position) for row in chance.sample(known, 2)]
        with suppress(people_decided.UnknownAuthorError):
            one, other = (people_decided.author_at(connection, *side) for side in sides)
            people_decided.judge(
                connection, one, other, chance.choice(("same", "different")), "maria"
            )


@pytest.mark.parametrize("killed_at", range(4))
@pytest.mark.parametrize("kind", ["in-place", "from-nothing"])
def test_a_rebuild_that_is_killed_goes_on_with_the_next_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: pipeline.Rebuild, killed_at: int
) -> None:
    chance = random.Random(killed_at)
    engine, home = catalogue_of(tmp_path)
    store_harvest(engine, [random_record(chance, f"r{number}") for number in range(15)], "a")
    backend = MemoryIndex()
    index(engine, backend, home)
    before = hashes(engine)
    with writing(engine) as connection:  # what only a rebuild finds
        connection.execute(update(work).values(title="?", body=b"{}"))
    said = 0

    def dying(connection: Connection) -> None:
        nonlocal said
        said += 1
        transactions.breathe(connection)
        if said == 7 * killed_at + 1:
            raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(transactions, "SLICE", 0.0)
        patched.setattr(slices, "_PUT", 5)
        patched.setattr(slices, "_DELETED", 5)
        patched.setattr(slices, "breathe", dying)
        with suppress(_Killed):
            index(engine, backend, home, rebuild=kind)
    index(engine, backend, home)
    assert hashes(engine) == before
    assert check(engine, backend) == []
    engine.dispose()


# What an older version of the program may have derived otherwise, stage by stage.
OLDER = {
    "normalise": update(profile).values(body=b"{}"),
    "pair": update(pair).values(score=0.3),
    "cluster": update(profile).values(work=profile.c.record_id),
    "merge": update(work).where(work.c.kind == "held").values(title="?", profile=b"{}"),
    "match": update(reference).where(reference.c.status == "matched").values(score=0.1, rule="?"),
    "group": update(reference).where(reference.c.status == "cited-only").values(target=7),
    "describe": update(work).where(work.c.kind == "cited-only").values(title="?", body=b"{}"),
    "cite": update(citation).values(reference_id=0),  # its sums for the matrix stay what they were
    "count": update(work).values(cited_by=99),
}


@pytest.mark.parametrize("stage", OLDER)
def test_a_rebuild_in_place_renews_what_each_stage_derived_and_never_shows_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    chance = random.Random(stage)
    engine, home = catalogue_of(tmp_path)
    for number in range(30):
        store_harvest(engine, [random_record(chance, f"r{number % 20}")], chance.choice("ab"))
    backend = MemoryIndex()
    index(engine, backend, home)
    sound, held = hashes(engine), _held(engine)
    with writing(engine) as connection:
        assert connection.execute(OLDER[stage]).rowcount > 0
    seen = []

    def watched(one: pipeline.Stage) -> pipeline.Stage:
        def run(connection: Connection, items: Sequence[int]) -> None:
            one.run(connection, items)
            seen.append(connection.scalar(select(func.count()).where(work.c.kind == "held")))

        return one._replace(run=run, batch=3)

    monkeypatch.setattr(pipeline, "STAGES", tuple(map(watched, pipeline.STAGES)))
    index(engine, backend, home, rebuild="in-place")
    assert hashes(engine) == sound
    assert check(engine, backend) == []
    if stage != "cluster":
        assert min(seen) == held
    engine.dispose()


def _held(engine: Engine) -> int | None:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).where(work.c.kind == "held"))


class _Killed(BaseException):
    """Stands for a kill: nothing catches it."""


@pytest.mark.parametrize("stage", [stage.name for stage in pipeline.STAGES])
def test_a_kill_in_any_stage_loses_and_repeats_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    chance = random.Random(stage)
    items = [random_record(chance, f"r{n}") for n in range(20)]
    healthy, healthy_home = catalogue_of(tmp_path / "healthy")
    killed, killed_home = catalogue_of(tmp_path / "killed")
    for engine in (healthy, killed):
        store_harvest(engine, items, "a")
    index(healthy, MemoryIndex(), healthy_home)

    def dying(original: pipeline.Stage) -> pipeline.Stage:
        def run_and_die(connection: object, items: object) -> None:
            original.run(connection, items)  # type: ignore[arg-type]
            raise _Killed

        return original._replace(batch=3, run=run_and_die)

    broken = tuple(dying(s) if s.name == stage else s._replace(batch=3) for s in pipeline.STAGES)
    monkeypatch.setattr(pipeline, "STAGES", broken)
    with pytest.raises(_Killed):
        index(killed, MemoryIndex(), killed_home)
    monkeypatch.undo()
    backend = MemoryIndex()
    index(killed, backend, killed_home)
    assert hashes(killed) == hashes(healthy)
    assert check(killed, backend) == []
    healthy.dispose()
    killed.dispose()


def test_a_kill_between_index_and_outbox_publishes_again(
    engine: Engine, settings: Settings, harvest: Harvest
) -> None:
    class Dying(MemoryIndex):
        def apply(self, upserts, deletes=()) -> None:  # type: ignore[no-untyped-def]
            super().apply(upserts, deletes)
            raise _Killed

    harvest([cited(TITLE_RU, SHCHERBAKOV)])
    with pytest.raises(_Killed):
        index(engine, Dying(), settings.home)
    backend = MemoryIndex()
    assert index(engine, backend, settings.home).published == 1
    assert check(engine, backend) == []


def test_an_index_of_another_version_is_filled_anew(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)])
    assert index(engine, backend, settings.home).published == 1
    assert index(engine, backend, settings.home).published == 0
    backend.documents, backend.of_this_version = {}, False
    report = index(engine, backend, settings.home)
    assert (report.published, report.worked) == (1, {})
    assert check(engine, backend) == []


def test_two_indexers_do_not_meet(engine: Engine, settings: Settings, backend: MemoryIndex) -> None:
    class Nosy(MemoryIndex):
        def rebuild(self):  # type: ignore[no-untyped-def]
            with pytest.raises(IndexingBusyError, match="another process is indexing"):
                index(engine, backend, settings.home)
            return super().rebuild()

    index(engine, Nosy(), settings.home, rebuild="from-nothing")


# ---------------------------------------------------------------- planted faults

FAULTS = {
    "run-ledger": update(run).values(received=run.c.received + 1),
    "page-ledger": update(page).values(new=page.c.new + 1),
    "run-pages": update(page).values(received=page.c.received + 1, new=page.c.new + 1),
    "quarantine": insert(quarantine).values(
        source="a", run_id=1, page_id=1, format="x", reason="r", detail="d", body=b"", created_at=""
    ),
    "count-cited_by": update(work).values(cited_by=work.c.cited_by + 1),
    "count-cited_by_others": update(work).values(cited_by_others=7),
    "count-cites": delete(citation),
    "citation-cited": update(citation).values(cited=1),
    "citation-citing": update(citation).values(citing=1),
    "self-loop": update(citation).values(cited=citation.c.citing),
    "reference-target": update(reference).values(target=1),
    "reference-pending": update(reference).values(status="pending"),
    "record-work": update(profile).values(work=1),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest, name: str
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    harvest([citing(GOST)], source="b")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        assert list(check_catalogue(connection)) == []
    with writing(engine) as connection:
        connection.execute(FAULTS[name])
    assert name in {finding.check for finding in check(engine, backend)}


HARVESTED = {"run-ledger", "page-ledger", "run-pages", "quarantine"}


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - HARVESTED))
def test_a_planted_fault_is_mended(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest, name: str
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    harvest([citing(GOST)], source="b")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        sound = state_hashes(connection)
    with writing(engine) as connection:
        connection.execute(FAULTS[name])
    ask_for_repair(engine, backend)
    index(engine, backend, settings.home)
    assert check(engine, backend) == []
    with reading(engine) as connection:
        assert state_hashes(connection) == sound


def test_an_index_that_differs_is_found(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV), citing(GOST)], source="a")
    index(engine, backend, settings.home)
    first, second = sorted(backend.documents)
    del backend.documents[first]
    backend.documents[second] = replace(backend.documents[second], citations=99)
    backend.documents[5] = SearchDocument(number=5, id="x")
    problems = [finding.problem for finding in check(engine, backend)]
    assert sorted(text.split(" ", 2)[2] for text in problems) == [
        "is in the index and not in the catalogue",
        "is in the index in another form",
        "is missing from the index",
    ]
    ask_for_repair(engine, backend)
    index(engine, backend, settings.home)
    assert check(engine, backend) == []


def test_work_that_waits_is_said(engine: Engine, backend: MemoryIndex, harvest: Harvest) -> None:
    harvest([cited(TITLE_RU)])
    assert [finding.check for finding in check(engine, backend)] == ["up-to-date"]


def test_pairs_of_deleted_records_go(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    harvest([cited(TITLE_LATN, "Shcherbakov I.V.")], source="b")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        assert len(connection.execute(select(pair)).all()) == 1
    harvest([HarvestedRecord(identifier="cited", deleted=True)], source="a")
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        assert connection.execute(select(pair)).all() == []
        (left,) = connection.execute(select(work)).all()
        own = select(record.c.number).where(record.c.source == "b")
        assert left.number == connection.scalar(own)
        assert tasks.waiting(connection) == {}
    assert check(engine, backend) == []
