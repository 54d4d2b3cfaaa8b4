"""References of several records derived together come out as those of each record alone. The lists are invented."""

from __future__ import annotations

from indexer.references.derive import derive_lists, derive_references
from schemas import Reference

LISTS = (
    (
        "Иванов И. И. Влияние температуры на рост пшеницы // Агрохимия. 2015. Т. 3, № 2. С. 12–20.",
        "Smith, J., & Brown, A. (2010). Flow of granular matter. Physica, 125(2), 251–258.",
    ),
    (),
    ("Նազարյան Ա. Բառերի պատմություն. — Եր.: Լույս, 1990. — 120 էջ.",),
    (
        "Lee K. Measuring soils. Soil Sci. 1999;12(3):4-9.",
        "Нұрпейісова Г. С. Қазақ тілінің дамуы // ҚазҰУ хабаршысы. – 2019. – № 2. – Б. 12-18.",
        "Lee K. Measuring soils. Soil Sci. 1999;12(3):4-9.",
    ),
)


def _references(texts: tuple[str, ...]) -> list[Reference]:
    return [Reference(raw=raw, position=place) for place, raw in enumerate(texts, 1)]


def test_lists_together_give_what_each_gives_alone() -> None:
    lists = [_references(texts) for texts in LISTS]
    together = derive_lists(lists)
    assert together == [derive_references(references) for references in lists]
    assert [len(found) for found in together] == [2, 0, 1, 3]
    assert together[0][1].fields.authors == ("Smith, J.", "Brown, A.")


def test_of_three_lists_the_first_item_speaks_for_all() -> None:
    texts = {
        "kk": "Қасымов Ә. Б. Дала топырақтары // Табиғат. 2010. № 3. Б. 40–43.",
        "ru": "Касымов А. Б. Почвы степей // Природа. 2010. № 3. С. 40–43.",
        "en": "Kasymov A. B. Steppe soils. Nature, 2010, no. 3, pp. 40–43.",
    }
    given = [
        Reference(raw=raw, position=place, list_id=name)
        for place, (name, raw) in enumerate(texts.items(), 1)
    ]
    first, *twins = derive_references(given)
    assert (first.status, first.paired_with) == ("pending", 2)
    assert [(twin.status, twin.paired_with, twin.keys) for twin in twins] == [("paired", 1, ())] * 2
    assert len(first.profile.titles) == 3
