from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.decided.judgements import UnknownRecordError, judge
from catalogue.decided.reviews import keys_of, list_reviews, take_out
from catalogue.settings import Settings
from catalogue.stats import statistics
from catalogue.tables import pair, profile, record
from indexer.pipeline import index
from schemas import Container, Contributor, HarvestedRecord, LocalizedText, PersonName, Reference
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex


def article(title: str, *references: str) -> HarvestedRecord:
    return HarvestedRecord(
        identifier="1",
        titles=(LocalizedText(title),),
        contributors=(Contributor(names=(PersonName(literal="Әбішев Қ."),)),),
        container=Container(titles=(LocalizedText("Хабаршы"),), volume="3", first_page="17"),
        year=2019,
        type="article",
        references=tuple(Reference(raw=raw, position=n) for n, raw in enumerate(references, 1)),
    )


def ids(engine: Engine) -> list[int]:
    with reading(engine) as connection:
        return list(connection.scalars(select(record.c.id).order_by(record.c.id)))


def test_the_queue_shows_the_band_until_it_is_judged(
    engine: Engine, settings: Settings, harvest: Harvest
) -> None:
    harvest([article("Шу өзенінің режимі")], source="a")
    harvest([article("Тіл тарихының мәселелері")], source="b")
    index(engine, MemoryIndex(), settings.home)
    left, right = ids(engine)
    with writing(engine) as connection:
        values = {
            "left_id": left,
            "right_id": right,
            "score": 0.4,
            "rule": "weak",
            "features": b"{}",
        }
        connection.execute(pair.delete())
        connection.execute(insert(pair).values(values))
        (item,) = list_reviews(connection, low=0.2, high=0.5)
        assert (item.left_key, item.right_key, item.score) == (("a", "1"), ("b", "1"), 0.4)
        assert list_reviews(connection, low=0.2, high=0.4) == []
        # vetoed pairs and pairs of one work are nobody's work
        connection.execute(update(pair).values(veto="different-doi"))
        assert list_reviews(connection, low=0.2, high=0.5) == []
        connection.execute(update(pair).values(veto=None))
        judge(connection, ("b", "1"), ("a", "1"), "same", "maria")
        assert list_reviews(connection, low=0.2, high=0.5) == []


def test_numbers_of_records_are_looked_up_in_the_order_asked(
    engine: Engine, harvest: Harvest
) -> None:
    harvest([article("А")], source="a")
    harvest([article("Б")], source="b")
    left, right = ids(engine)
    with reading(engine) as connection:
        assert keys_of(connection, [right, left]) == [("b", "1"), ("a", "1")]
        with pytest.raises(UnknownRecordError, match="no record number 99"):
            keys_of(connection, [left, 99])


def test_one_record_leaves_a_bulk_merge_with_its_citations(
    engine: Engine, settings: Settings, harvest: Harvest
) -> None:
    cited = "Омаров А. Дала өсімдіктері // Хабаршы. — 2001. — Т. 5. — С. 40—48."
    for source in ("a", "b"):
        harvest([article("Шу өзенінің гидрологиялық режимі")], source=source)
    harvest([article("Шу өзенінің гидрологиялық режимі", cited)], source="c")
    backend = MemoryIndex()
    index(engine, backend, settings.home)
    with writing(engine) as connection:
        assert statistics(connection).works == 1
        assert take_out(connection, ("c", "1"), "maria", "another river") == 2
        assert take_out(connection, ("x", "1"), "maria") == 0
    for rebuild in (None, "in-place", "from-nothing"):
        index(engine, backend, settings.home, rebuild=rebuild)
        with reading(engine) as connection:
            works = dict(
                connection.execute(
                    select(record.c.source, profile.c.work).join(
                        profile, profile.c.record_id == record.c.id
                    )
                ).all()
            )
            assert works["a"] == works["b"] != works["c"]
            assert [backend.documents[works[s]].citations for s in ("a", "c")] == [0, 0]
            assert statistics(connection).citations == 1
