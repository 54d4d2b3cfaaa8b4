"""The promise that nothing counts for two works (indexer.comparisons.one_work), with planted ghosts. Generated."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select, update

from catalogue.database.engine import reading, writing
from catalogue.settings import Settings
from catalogue.tables import reference, work
from indexer.check import ask_for_repair, check, examine
from indexer.comparisons import one_work
from indexer.pipeline import index
from schemas import Container, Contributor, HarvestedRecord, LocalizedText, PersonName, Reference
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex

HELD = HarvestedRecord(
    identifier="held",
    titles=(LocalizedText("Ацэнка запасаў вугляроду ў балотах"),),
    contributors=(
        Contributor(names=(PersonName(literal="Жукоўская М. І."),)),
        Contributor(names=(PersonName(literal="Кавалёнак А. В."),)),
    ),
    year=2017,
    type="article",
    container=Container(
        titles=(LocalizedText("Веснік навукі"),),
        volume="17",
        issue="2",
        first_page="71",
        last_page="80",
    ),
)
TO_HELD = (
    "Жуковская М. И., Ковалёнок А. В. Оценка запасов углерода // Вестник науки. 2017. Т. 17, № 2. С. 71–80.",
    "Zhukovskaya M. I., Kovalenok A. V. Carbon in mires // Herald. 2017. Vol. 17, no. 2. P. 71–80.",
)
TO_NOBODY = (
    "Бекова А. С. Ледники Тянь-Шаня и их таяние // Известия. 1998. Т. 3, № 1. С. 7–12.",
    "Bekova A. S. The glaciers of Tien Shan // News. 1998. Vol. 3, no. 1. P. 7–12.",
)
ERRATUM = "Жуковская М. И., Ковалёнок А. В. Поправка к статье // Вестник науки. 2017. Т. 17, № 2. С. 71–80."


def citing(number: int, *raw: str) -> HarvestedRecord:
    return HarvestedRecord(
        identifier=f"citing{number}",
        titles=(LocalizedText(f"Обзор {number}", "ru"),),
        references=tuple(
            Reference(raw=text, position=place) for place, text in enumerate(raw, start=1)
        ),
    )


@pytest.fixture
def indexed(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> MemoryIndex:
    lists = zip(TO_HELD, TO_NOBODY, strict=True)
    harvest([HELD, *(citing(n, *raw) for n, raw in enumerate(lists)), citing(9, ERRATUM)])
    index(engine, backend, settings.home)
    return backend


def test_each_language_counts_for_one_work(engine: Engine, indexed: MemoryIndex) -> None:
    with reading(engine) as connection:
        cited = select(work.c.kind, work.c.cited_by).where(work.c.cited_by > 0)
        assert sorted(map(tuple, connection.execute(cited))) == [
            ("cited-only", 1),  # the erratum
            ("cited-only", 2),
            ("held", 2),
        ]
        assert list(one_work.compare(connection)) == []
    assert check(engine, indexed, deep=True) == []


@pytest.mark.parametrize("raw", [TO_HELD[1], TO_NOBODY[1]])
def test_a_ghost_is_named_and_goes(
    engine: Engine, settings: Settings, indexed: MemoryIndex, raw: str
) -> None:
    """Of a held work, and of a cited-only one."""
    with writing(engine) as connection:
        own = connection.execute(select(reference).where(reference.c.raw == raw)).one()
        ghost = {"kind": "cited-only", "title": raw, "type": "article", "body": b"{}"}
        connection.execute(work.insert().values(number=own.number, profile=b"{}", **ghost))
        planted = update(reference).where(reference.c.id == own.id)
        alone = {"status": "cited-only", "target": own.number, "reason": "weak"}
        connection.execute(planted.values(**alone))
    report = examine(engine, indexed)
    (found,) = [each for each in report.findings if each.check == one_work.CHECK]
    assert "are one article" in found.problem
    assert ask_for_repair(engine, indexed, report) == []
    index(engine, indexed, settings.home)
    assert check(engine, indexed, deep=True) == []


def test_keys_are_read_in_stretches(
    engine: Engine, indexed: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_work, "_TOGETHER", 3)
    with writing(engine) as connection:
        own = connection.execute(select(reference).where(reference.c.raw == TO_NOBODY[1])).one()
        moved = update(reference).where(reference.c.id == own.id).values(target=own.number)
        connection.execute(moved)
        assert len(list(one_work.compare(connection))) == 1
