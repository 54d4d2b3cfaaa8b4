"""Names in two parts."""

from __future__ import annotations

import pytest

from schemas import PersonName
from webapp.exports.media_types import MEDIA_TYPES
from webapp.exports.name_parts import name_parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (
            PersonName(literal="Қасымов Нұрлан", family="Қасымов", given="Нұрлан"),
            ("Қасымов", "Нұрлан"),
        ),
        (PersonName(literal="Қасымов", family="Қасымов"), ("Қасымов", "")),
        (PersonName(literal="Петров П. П."), ("Петров", "П. П.")),
        (PersonName(literal="Խաչատրյան Ա."), ("Խաչատրյան", "Ա.")),
        (PersonName(literal="Аристотель"), ("Аристотель", "")),
        (PersonName(literal="  "), ("  ", "")),
    ],
)
def test_a_name_in_two_parts(name, parts):
    assert name_parts(name) == parts


def test_each_kind_of_file_has_a_media_type():
    assert MEDIA_TYPES.keys() == {"bib", "ris", "json"}
