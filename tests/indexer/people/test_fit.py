"""What two names say of each other."""

from __future__ import annotations

import pytest

from indexer.people.fit import Fit, are_two_patronymics, fit
from indexer.text.name_key import NameKey
from indexer.text.names import name_keys, parse_name

TABLE = [
    ("Wang, Ling-Fei", "Wang, Lingfei", Fit.GIVEN),
    ("Wang, L.F.", "Wang, Lingfei", Fit.INITIALS),
    ("Wang, L.Y.", "Wang, Lingfei", Fit.CONFLICT),
    ("Wang, Lin", "Wang, Lan", Fit.CONFLICT),
    ("Wang, Tian", "Wang, Tianhong", Fit.CONFLICT),
    ("Wang, Wei", "Wang, W. L.", Fit.CONFLICT),
    ("Wang, Fuqiang", "Wang, F.", Fit.INITIAL),
    ("Ван Цян", "Wang Qiang", Fit.INITIALS),
    ("Jun Yang", "Yang Jun", Fit.INITIALS),
    ("Иванов И. И.", "Ivanov I. I.", Fit.INITIALS),
    ("Иванов И. И.", "Иванов И. П.", Fit.CONFLICT),
    ("Иванов", "Иванов И. П.", Fit.FAMILY),
    ("Иванов Иван", "Ivanov, Ivan", Fit.GIVEN),
    ("Касымов А. Б.", "Касимов А. Б.", Fit.CONFLICT),
    ("Касымов А. Б.", "Kasymov A. B.", Fit.INITIALS),
    ("Шевченко Олег", "Шевченко Ольга", Fit.CONFLICT),
    ("Сергей Иванов", "Siarhei Ivanou", Fit.GIVEN),
    ("Alex Smith", "Alexander Smith", Fit.INITIAL),
    ("Mary Smith", "Mark Smith", Fit.CONFLICT),
    ("Ким С.", "Kim S.", Fit.INITIAL),
]


def keys(name: str) -> tuple[NameKey, ...]:
    return name_keys(parse_name(name))


@pytest.mark.parametrize(("one", "other", "expected"), TABLE)
def test_both_ways_alike(one: str, other: str, expected: Fit) -> None:
    assert fit(keys(one), keys(other)) is expected
    assert fit(keys(other), keys(one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("ivanovich",), ("ilich",), True),
        (("ivanovich",), ("ivanavich",), False),
        (("ivanovich",), (), False),
    ],
)
def test_patronymics(one: tuple[str, ...], other: tuple[str, ...], expected: bool) -> None:
    assert are_two_patronymics(one, other) is expected
