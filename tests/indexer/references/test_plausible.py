"""What no right reading can say: each rule with a reading that keeps it and one that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from indexer.references import plausible
from schemas.reference import ReferenceFields

BOOK = "Громов П. А. Почвы степей. М.: Наука, 1975. 210 с. ISSN 1818-0000"
Rule = Callable[[str, ReferenceFields], bool]


def _pages(first: str, last: str) -> dict[str, Any]:
    return {"first_page": first, "last_page": last}


@pytest.mark.parametrize(
    ("rule", "kept", "broken"),
    [
        (plausible.has_title, {"authors": ("Громов П. А.",), "title": "Почвы"}, {"authors": ("Громов П. А.",)}),
        (plausible.has_title, {"container": "Природа", "first_page": "5"}, {"publisher": "Наука"}),
        (plausible.has_title, {"container": "Природа", "volume": "5"}, {"authors": ("А",), "container": "Природа"}),
        (plausible.is_verbatim, {"title": "Почвы степей"}, {"title": "Почвы Наука"}),
        (plausible.is_verbatim, {"container": "Наука"}, {"container": "Природа"}),
        (plausible.ends_before_numbers, {"title": "Почвы: 1917–1941"}, {"title": "Почвы. М.: Наука"}),
        (plausible.ends_before_numbers, {"title": "В XX веке"}, {"title": "Почвы степей. Природа. 2010;2(3):40-43"}),
        (plausible.ends_before_numbers, {"container": "Природа. Серия 5"}, {"container": "Природа, 1980, № 2"}),
        (plausible.ends_before_numbers, {"publisher": "Наука"}, {"title": "Почвы // Природа"}),
        (plausible.authors_are_people, {"authors": ("Громов П. А.",)}, {"authors": ("Громов П. А. Лесков А. Н.",)}),
        (plausible.authors_are_people, {"authors": ("де ла Крус Х.",)}, {"authors": ("Жук Н. И. Москва",)}),
        (plausible.authors_are_people, {"authors": ("Толкин Дж. Р. Р.",)}, {"authors": ("СП 47.13330",)}),
        (plausible.begins_behind_people, {"title": "А. С. Пушкин и Кавказ"}, {"title": "Лесков А. Н. Почвы степей"}),
        (plausible.publisher_is_no_imprint, {"publisher": "Наука"}, {"publisher": "М.: Наука"}),
        (plausible.publisher_is_no_imprint, {"publisher": "Наука: Сибирь"}, {"publisher": "Алматы"}),
        (plausible.place_is_short, {"place": "Ростов-на-Дону"}, {"place": "Почвы наших южных степей"}),
        (plausible.title_is_no_town, {"title": "Минск: история"}, {"title": "Минск"}),
        (plausible.title_is_no_town, {"title": "Минск", "place": "Мінск"}, {"title": "Երևան"}),
        (plausible.authors_are_people, {"authors": ("ГОРДИН Р",)}, {"authors": ("ГОСТ Р",)}),
        (plausible.authors_are_people, {"authors": ("СТО А.",)}, {"authors": ("Громов П.", "СТБ")}),
        (plausible.pages_are_ordered, _pages("345", "52"), _pages("84", "30")),
        (plausible.pages_are_ordered, _pages("xi", "5"), _pages("120", "119")),
        (plausible.year_is_no_serial_number, {"year": 1975}, {"year": 1818}),
        (plausible.year_is_no_serial_number, {}, {"year": 2001}),
    ],
)  # fmt: skip
def test_a_rule(rule: Rule, kept: dict[str, Any], broken: dict[str, Any]) -> None:
    assert rule(BOOK, ReferenceFields(**kept))
    assert not rule(BOOK, ReferenceFields(**broken))


def test_broken_rules_are_counted() -> None:
    right = ReferenceFields(
        authors=("Громов П. А.",), title="Почвы степей", place="М.", publisher="Наука"
    )
    assert plausible.broken(BOOK, right) == 0
    wrong = ReferenceFields(authors=("ГОСТ Р",), publisher="М.: Наука", year=1818)
    assert plausible.broken(BOOK, wrong) == 4
