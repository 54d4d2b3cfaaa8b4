"""Stage "group": one look at a group is enough for all who wait. Invented references."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.database.engine import writing
from catalogue.derived import tasks
from catalogue.tables import reference
from indexer.stages import group
from schemas import HarvestedRecord, LocalizedText, Reference
from tests.conftest import Harvest
from tests.indexer.stages.test_pair import drain

POPULAR = "Умаров И. Пастбища Прикаспия // Вестник географии. — 2001. — Т. 5, № 2. — С. 15—21."
OTHER = "Бекова А. Ледники Тянь-Шаня // Известия. — 1998. — Т. 3, № 1. — С. 7—12."


def citing(number: int, raw: str) -> HarvestedRecord:
    return HarvestedRecord(
        identifier=f"citing{number}",
        titles=(LocalizedText(f"Обзор {number}", "ru"),),
        references=(Reference(raw=raw, position=1),),
    )


def test_one_look_at_a_group_is_enough_for_all_who_wait(engine: Engine, harvest: Harvest) -> None:
    harvest([*(citing(number, POPULAR) for number in range(4)), citing(9, OTHER)])
    drain(engine, "normalise", "match")
    query = select(reference.c.id, reference.c.raw, reference.c.target).order_by(reference.c.id)
    with writing(engine) as connection:
        popular = [row.id for row in connection.execute(query) if row.raw == POPULAR]
        (other,) = (row.id for row in connection.execute(query) if row.raw == OTHER)
        assert set(tasks.take(connection, "group", 10)) == {*popular, other}
        group.run(connection, popular[:1])
        assert set(tasks.take(connection, "group", 10)) == {other}
        targets = {row.id: row.target for row in connection.execute(query)}
    assert len({targets[item] for item in popular}) == 1
    assert targets[popular[0]] is not None
    assert targets[other] is None
