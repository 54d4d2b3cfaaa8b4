"""One hostile record does not stop the index: not when it comes, and not where an old catalogue holds it already."""

from __future__ import annotations

import time
import tracemalloc
from random import Random

import msgspec
import pytest
from sqlalchemy import func, select, update

from benchmarks.one_record import KINDS, measure, person, words
from catalogue.database.engine import reading, writing
from catalogue.tables import outbox, record, work
from indexer.dedupe.features import evidence, features
from indexer.pipeline import index
from indexer.profiles.of_record import record_profile
from indexer.publish import document
from indexer.search.authors import asked_tokens, indexed_tokens
from indexer.search.fields import text_fields
from indexer.text.name_key import NameKey
from indexer.works import SourcedRecord, describe_held
from schemas import (
    Container,
    Contributor,
    HarvestedRecord,
    LocalizedText,
    PersonName,
    Reference,
    Subject,
    Work,
)
from schemas.within import read_work, within_limits

TITLE = (LocalizedText("Гидрохимический режим Аральского моря"),)
NAME = "Иванов " + "А." * 120_000


def test_tokens_of_a_name_do_not_grow_with_its_square():
    for length in (20, 2_000, 200_000):
        tokens = indexed_tokens(NameKey("f" * length, "i" * length, "g" * length))
        assert sum(map(len, tokens)) < 40_000
        assert len(tokens) < 40
        assert asked_tokens(NameKey("f" * length, "i" * length, "g" * length)) & tokens


@pytest.mark.parametrize("initials", ["i", "ii", "iiii", "abcdefgh"])
def test_names_within_the_limits_have_all_their_prefixes(initials):
    tokens = indexed_tokens(NameKey("ivanov", initials, "ivan"))
    for end in range(1, len(initials) + 1):
        assert f"ivanov/ivan/{initials[:end]}" in tokens
        assert f"ivanov//{initials[:end]}" in tokens
    assert f"ivanov//={initials}" in tokens


@pytest.mark.parametrize("kind", ["name-240-kb", "name-1-mb"])
def test_the_name_that_took_gigabytes_takes_little(kind):
    tracemalloc.start()
    measure(KINDS[kind]())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60_000_000


def few(kind: str, share: int) -> HarvestedRecord:
    """The record of the kind with a part of its people and references only."""
    made = KINDS[kind]()
    return msgspec.structs.replace(
        made,
        contributors=made.contributors[: len(made.contributors) // share],
        references=made.references[: len(made.references) // share],
    )


@pytest.mark.parametrize("kind", ["namesakes", "people", "affiliations", "references", "two-lists"])
def test_twice_as_much_takes_no_more_than_its_share(kind):
    measure(few(kind, 64))
    once, twice = (sum(measure(few(kind, share))[0]) for share in (32, 16))
    assert twice < 4 * once + 0.5


def test_a_record_of_many_namesakes_is_described_in_its_own_size():
    people = tuple(person("Иванов И.") for _ in range(5_000))
    parts = [
        SourcedRecord(
            source=name, record=HarvestedRecord(identifier="1", titles=TITLE, contributors=people)
        )
        for name in ("one", "two")
    ]
    before = time.process_time()
    described = describe_held(1, parts).work
    assert time.process_time() - before < 5
    assert len(described.contributors) == 5_000
    assert len(msgspec.json.encode(described)) < 4_000_000


def _pairs() -> dict[str, tuple[HarvestedRecord, HarvestedRecord]]:
    def hosts(seed):
        titles = tuple(LocalizedText(words(1_990, seed + n)) for n in range(50))
        return HarvestedRecord(identifier="1", titles=TITLE, container=Container(titles=titles))

    def titles(seed):
        return HarvestedRecord(
            identifier="1", titles=tuple(LocalizedText(words(3_990, seed + n)) for n in range(50))
        )

    def short_words(seed):
        text = " ".join("абвгдежзик"[(seed + n) % 10] + "лмнопрстуф"[n % 7] for n in range(1_300))
        return HarvestedRecord(identifier="1", titles=(LocalizedText(text),))

    def people(seed):
        names = [person(*(words(290, seed + 20 * n + m) for m in range(20))) for n in range(12)]
        return HarvestedRecord(identifier="1", titles=TITLE, contributors=tuple(names))

    return {made.__name__: (made(0), made(5_000)) for made in (hosts, titles, short_words, people)}


@pytest.mark.parametrize("kind", ["hosts", "titles", "short_words", "people"])
def test_two_hostile_records_are_compared_in_a_moment(kind):
    left, right = (record_profile(within_limits(each)[0], "x") for each in _pairs()[kind])
    before = time.process_time()
    features(left, right, evidence(left, right))
    assert time.process_time() - before < 2


def test_an_old_catalogue_with_a_hostile_record_can_be_indexed(engine, harvest, backend, settings):
    harvest([HarvestedRecord(identifier=str(n), titles=TITLE, year=2000 + 5 * n) for n in range(3)])
    hostile = HarvestedRecord(
        identifier="1",
        titles=(LocalizedText("слово " * 90_000),),
        contributors=(Contributor(names=(PersonName(literal=NAME),)),),
        year=10**15,
    )
    with writing(engine) as connection:  # as a version without limits stored it
        connection.execute(
            update(record)
            .where(record.c.identifier == "1")
            .values(body=msgspec.json.encode(hostile))
        )
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(outbox)) == 0
        bodies = list(connection.scalars(select(work.c.body)))
    assert len(backend.documents) == len(bodies) == 3
    assert max(map(len, bodies)) < 50_000


def test_a_record_as_long_as_the_limits_fits_the_database(engine, harvest, backend, settings):
    chance = Random(7)

    def letters(count):  # four bytes each, and nothing to compress
        return "".join(chr(chance.randrange(0x10000, 0x10FFFF)) for _ in range(count))

    long = HarvestedRecord(
        identifier=letters(512),
        titles=(LocalizedText(letters(4_000)),),
        contributors=(person("".join(chance.choices("абвгдежзик", k=2_000))),),
        subjects=(Subject(scheme="keyword", value=letters(1_000)),),
        references=(Reference(raw=letters(10_000), position=1),),
        country=letters(100),
        type=letters(100),
        datestamp=letters(100),
    )
    assert within_limits(long) == (long, ())
    harvest([long], source="base")
    index(engine, backend, settings.home)
    assert len(backend.documents) >= 1


def test_an_old_work_of_a_hostile_record_can_be_published():
    name = PersonName(literal=NAME, family="Иванов" * 90_000)
    old = Work(
        id="1",
        kind="held",
        contributors=({"contributor": Contributor(names=(name,)), "key": "k" * 240_000},),  # type: ignore[arg-type]
    )
    item = read_work(msgspec.json.encode(old))
    fields = text_fields(document(item, 1, 0))
    assert sum(len(value) for values in fields.values() for value in values) < 100_000


def test_a_hostile_name_is_cut_the_same_in_any_order():
    kept, _ = within_limits(
        HarvestedRecord(identifier="1", titles=TITLE, contributors=(person(NAME),))
    )
    assert len(kept.contributors[0].names[0].literal) <= 2_000
