"""Two publications under one identifier: told from corrections, kept both, found again under their names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.harvested.conflicts import (
    apart_on_page,
    is_other_entry,
    is_other_publication,
    other_name,
    told,
)
from catalogue.harvested.runs import Ledger, read_log, request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, read_records, store_page
from schemas import Container, HarvestedRecord, Identifier, LocalizedText
from schemas.limits import RECORD

Store = Callable[..., Ledger]


def titled(title: str, identifier: str = "1", doi: str = "", **more: object) -> HarvestedRecord:
    if doi:
        more["identifiers"] = (Identifier("doi", doi),)
    return HarvestedRecord(identifier=identifier, titles=(LocalizedText(title),), **more)  # type: ignore[arg-type]


def placed(volume: str, page: str) -> Container:
    return Container(kind="journal", volume=volume, first_page=page)


RIVERS = titled("О реках степи", year=2020, container=placed("5", "31"))
HILLS = replace(RIVERS, titles=titled("О горах пустыни").titles)


@pytest.mark.parametrize(
    ("one", "two", "on_page", "later"),
    [
        (RIVERS, HILLS, True, True),
        (RIVERS, RIVERS, False, False),
        # a correction: on one page it is a second entry all the same
        (RIVERS, replace(RIVERS, titles=titled("О реках степи и лесостепи").titles), True, False),
        (titled("Реки степи"), titled("Рекы степи"), True, False),
        # the same heading in every issue
        (titled("От редакции", year=2015), titled("От редакции", year=2016), True, False),
        (
            titled("От редакции", year=2015, container=placed("1", "3")),
            titled("От редакции", year=2016, container=placed("2", "3")),
            *(True, True),
        ),
        (titled("Отчёт за 2019 год"), titled("Отчёт за 2020 год"), True, True),
        # an identifier of both settles it
        (titled("О реках степи", doi="10.5555/1"), titled("О горах", doi="10.5555/1"), False, False),
        (titled("О реках степи", doi="10.5555/1"), titled("О реках степи", doi="10.5555/2"), True, False),
        (titled("О реках степи", doi="10.5072/1"), titled("О горах пустыни", doi="10.5072/1"), True, True),
        # a title in the other language alone
        (RIVERS, replace(RIVERS, titles=titled("On rivers of the steppe").titles), True, False),
        (titled("О реках степи"), titled("On rivers of the steppe"), True, True),
        # titles that say nothing
        (titled("А"), titled("Б"), False, False),
        (titled("О реках"), HarvestedRecord(identifier="1", deleted=True), False, False),
    ],
)  # fmt: skip
def test_another_publication_and_a_correction(
    one: HarvestedRecord, two: HarvestedRecord, on_page: bool, later: bool
) -> None:
    assert is_other_entry(one, two) == is_other_entry(two, one) == on_page
    assert is_other_publication(one, two) == is_other_publication(two, one) == later


def test_the_other_name_is_the_same_every_time_and_within_the_limit() -> None:
    assert (
        other_name(RIVERS)
        == other_name(replace(RIVERS, abstracts=RIVERS.titles))
        != other_name(HILLS)
    )
    long = replace(RIVERS, identifier="x" * RECORD["identifier"].most)
    assert len(other_name(long)) == RECORD["identifier"].most


def test_on_a_page_the_first_keeps_the_name() -> None:
    gone = HarvestedRecord(identifier="1", deleted=True)
    found = apart_on_page([gone, RIVERS, HILLS, RIVERS, titled("О лугах", "2")])
    assert [r.identifier for r in found] == ["1", "1", other_name(HILLS), "1", "2"]
    assert "another publication" in found[2].warnings[-1]


@pytest.fixture
def store(engine: Engine) -> Store:
    """Stores a page of records as a run of its own, or in the run before."""
    runs: list[int] = []

    def stored(
        *records: HarvestedRecord, url: str = "file:a.ris", same_run: bool = False
    ) -> Ledger:
        with writing(engine) as connection:
            register_source(connection, SourceEntry(name="base", definition={}))
            if not same_run:
                runs.append(request_run(connection, "base"))
                start_run(connection, runs[-1], "test")
            page = FetchedPage(source="base", format="ris", body=b"x", url=url)
            return store_page(connection, runs[-1], page, records)

    return stored


def names(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return {r.identifier: r.titles[0].text for _, r in read_records(connection, "base")}


BOTH = {"1": "О реках степи", other_name(HILLS): "О горах пустыни"}


def test_a_second_entry_of_a_file_is_kept_beside_the_first(engine: Engine, store: Store) -> None:
    assert store(RIVERS, HILLS) == Ledger(received=2, new=2)
    assert names(engine) == BOTH
    with reading(engine) as connection:
        (line,) = read_log(connection, 1)
    assert line["level"] == "warning"
    assert other_name(HILLS) in line["message"]
    # the file again, in another order, and one of them alone
    assert store(RIVERS, HILLS) == store(HILLS, RIVERS) == Ledger(received=2, unchanged=2)
    assert store(HILLS) == Ledger(received=1, unchanged=1)
    assert names(engine) == BOTH


def test_another_file_overwrites_nothing_and_a_corrected_one_corrects(
    engine: Engine, store: Store
) -> None:
    store(RIVERS)
    assert store(HILLS, url="file:b.ris") == Ledger(received=1, new=1)
    assert names(engine) == BOTH
    corrected = replace(HILLS, abstracts=HILLS.titles)
    assert store(corrected, url="file:b.ris") == Ledger(received=1, updated=1)
    assert store(replace(RIVERS, titles=titled("О реках степи.").titles)) == Ledger(
        received=1, updated=1
    )


def test_a_server_may_change_what_it_holds_but_not_within_a_run(
    engine: Engine, store: Store
) -> None:
    store(RIVERS, url="https://x.example/1")
    assert store(HILLS, url="https://x.example/1") == Ledger(received=1, updated=1)
    assert store(RIVERS, url="https://x.example/2", same_run=True) == Ledger(received=1, new=1)
    assert set(names(engine).values()) == set(BOTH.values())


def test_a_name_that_another_record_of_the_page_has_is_not_taken(
    engine: Engine, store: Store
) -> None:
    store(RIVERS)
    squatter = titled("О лугах", other_name(HILLS))
    assert store(squatter, HILLS).received == 2
    assert len(names(engine)) == 2


def test_the_log_names_few() -> None:
    many = apart_on_page([RIVERS, *(titled(f"Глава о {n}") for n in range(30))])[1:]
    assert len(told(many)) == 21
    assert "10 more" in told(many)[-1]
