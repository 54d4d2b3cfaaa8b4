"""What two items of lists have in common, and what tells them apart. The items are invented."""

from __future__ import annotations

import pytest

from indexer.references.list_items import contradict, item, likenesses, same_place, weights_of

OWN = "Громов П. А. Почвы степей // Природа. 2010. № 3. С. 40–43."
ENGLISH = "Gromov P. A. Steppe soils. Nature, 2010, no. 3, pp. 40–43."


@pytest.mark.parametrize(
    ("one", "other", "apart", "placed"),
    [
        (OWN, ENGLISH, False, True),
        (OWN, ENGLISH.replace("40–43", "44–50"), True, False),
        (OWN, ENGLISH.replace("2010", "2012"), True, False),
        (OWN, ENGLISH.replace(", pp. 40–43", ""), False, False),
        (
            "Лесков А. Н. Язык. М. : Наука, 1987. 312 с.",
            "Leskov A. N. Language. Moscow, 1987. 312 p.",
            False,
            True,
        ),
        (
            "Лесков А. Н. Язык. М. : Наука, 1987. 312 с.",
            "Leskov A. N. Language. Moscow, 1987. 313 p.",
            False,
            False,
        ),
        (
            "Лесков А. Н. Язык. М. : Наука, 1987. 312 с.",
            "Leskov A. N. Language. Moscow, 1987. 210 p.",
            True,
            False,
        ),
        (
            "Лесков А. Н. Язык. М. : Наука, 1987. 312 с.",
            "Leskov A. N. Nature. Speech, 1987, pp. 5–9.",
            True,
            False,
        ),
        (
            "Қасымов Ә. Тіл // Тіл. 2001. Б. 5–9.",
            "Kasymov A. Language. Til, 2001, pp. 5–9.",
            False,
            True,
        ),
        ("A. doi:10.5555/one", "B. doi:10.5555/two", True, False),
        ("Сайт. URL: https://a.org/1990-1995", "Site. URL: https://a.org/1996-1999", False, False),
        ("", "", False, False),
    ],
)
def test_what_contradicts_and_what_agrees(one: str, other: str, apart: bool, placed: bool) -> None:
    left, right = item(one), item(other)
    assert (contradict(left, right), same_place(left, right)) == (apart, placed)
    assert (contradict(right, left), same_place(right, left)) == (apart, placed)


def test_an_address_does_not_make_an_entry_latin() -> None:
    assert item("Курс для начинающих. URL: https://dev.example.org/learning/course/index").native
    assert not item(ENGLISH).native


def test_the_right_near_twin_is_more_alike() -> None:
    items = [item(OWN), item(ENGLISH), item(ENGLISH.replace("40–43", "50–57"))]
    ((right, wrong),) = likenesses(items[:1], items[1:], weights_of(items))
    assert right > wrong + 0.8
