"""What is cut off before a reference, and what belongs to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.opening import opened, unsignalled

_REFERENCE = "Громов П. А. Почвы степей // Природа. 2010. № 3. С. 40–43."


MARKS = (
    "• |* |— |– |▪ |12 |1.1. |2.10.3 |¹ |12) |[5]. |№ 5. |N 5 |а) |1. • |"
    "См.: |См. |См. также: |Цит. по: |Подробнее об этом см.: |Ср.: |Ср. |Напр., |5. См.: |"
    "Гл.: |Гл. таксама: |Цыт. па: |Қараңыз: |Қар.: |Караңыз: |Кара. |"
    "Տե՛ս |Տե՛ս նաև՝ |Հմմտ. |See: |See also |Cf. |Cited in: |Sm.: "
)


@pytest.mark.parametrize("mark", MARKS.split("|"))
def test_marks_are_cut_off(mark: str) -> None:
    assert opened(mark + _REFERENCE) == _REFERENCE


@pytest.mark.parametrize(
    "text",
    [
        "12 стульев. М.: Наука, 1975. 210 с.",
        "2010 год. Итоги. М.: Наука, 2011. 210 с.",
        "Ср. Азия в XIX в. М.: Наука, 1975. 210 с.",
        "Гл. города Сибири. М.: Наука, 1975. 210 с.",
        "See and Land. M.: Nauka, 1975. 210 s.",
        "3D-печать. М.: Наука, 1975. 210 с.",
        "1984. Роман. М.: Наука, 1975. 210 с.",
        "———, Почвы. М.: Наука, 1975. 210 с.",
        "-логия. М.: Наука, 1975. 210 с.",
        "См.",
        "—",
        "7",
    ],
)
def test_titles_stay(text: str) -> None:
    assert opened(text) == text


def test_a_word_needs_its_mark_or_a_person() -> None:
    assert unsignalled("См. Почвы степей. М., 1975.") == "Почвы степей. М., 1975."
    assert unsignalled("Ср. Почвы степей. М., 1975.") == "Ср. Почвы степей. М., 1975."


@given(st.text(max_size=60))
def test_something_is_left(text: str) -> None:
    assert text.endswith(opened(text))
    assert bool(opened(text)) == bool(text)
