"""The short way of a name gives what the long way gives; it looks only at what surely is one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats.values import names
from crawler.formats.values.plain_names import has_special, name_by_comma, plain_person

_PIECES = (
    *("Иванов", "иванов", "Ли", "О'Нил", "Салтыков-Щедрин", "Smith", "Գրիգորյան", "Қасымов", "ИВАНОВ", "Null", "Нет"),
    *("Иван", "И.", "И. ", "И.И.", "И.-П.", "Иванович", "ogly", "уулу", "None", "и.", "И.а", "Институт", "центр"),
    *(" ", "  ", ", ", ",", "1", "*", ".", "-", " и ", "et al.", "Et al.", "И др."),
)  # fmt: skip


def parts(text: str) -> tuple[str | None, str | None] | None:
    found = plain_person(text, "ru", "author")
    return None if found is None else (found.names[0].family, found.names[0].given)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Иванов, Иван Иванович", ("Иванов", "Иван Иванович")),
        ("Ковалёв, Пётр", ("Ковалёв", "Пётр")),
        ("Smith, Margo I.", ("Smith", "Margo I.")),
        ("Иванов, И. И.", ("Иванов", "И. И.")),
        ("Салтыков-Щедрин, М.Е.", ("Салтыков-Щедрин", "М.Е.")),
        ("Գրիգորյան, Ա.", ("Գրիգորյան", "Ա.")),
        ("Қасымов Ә. Б.", (None, None)),
        ("Иванов И.И.", (None, None)),
        ("Луи Альтюссер", (None, None)),
        # near misses: marks, several people, nobody
        ("Иванов, Иван1", None),
        ("Иванов И.И.*", None),
        ("Иванов И.И., Петров П.П.", None),
        ("Иванов И.И.; Петров П.П.", None),
        ("Иванов И.И. / Ivanov I.I.", None),
        ("None, Иван", None),
        ("Нет, данных", None),
        ("иванов, иван", None),
        ("Et al.", None),
    ],
)
def test_what_is_told_at_once(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Институт, Минск", "organisation"),
        ("Министерство, Здравоохранение", "organisation"),
        ("Academy, National", "organisation"),
        ("Центрова, Анна", "organisation"),
        ("Институтов И.И.", "person"),
        ("Иванова, Анна", "person"),
    ],
)
def test_an_organisation_is_told_from_a_person(text, kind):
    found = plain_person(text, None, "author")
    assert found is not None
    assert found.kind == kind


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join))
def test_the_short_way_gives_what_the_long_way_gives(text):
    found = plain_person(text.strip(), None, "author")
    if found is not None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(names, "plain_person", lambda *_: None)
            assert names.contributors(text) == (found,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Иванов", False),
        ("O'Neil-Smith, J. R.", False),
        ("И.А.", False),
        ("Иванов2", True),
        ("Иванов И.И.а", True),
        ("Иванов И.а.", False),
        ("Smith & Sons", True),
    ],
)
def test_what_is_in_no_name(text, expected):
    assert has_special(text) is expected


def test_nobody_beside_a_comma_is_left_out():
    assert name_by_comma("Иванов, None", None).literal == "Иванов"
    assert name_by_comma("None, Иван", None).literal == "Иван"
    assert name_by_comma("Null, Иван", None).family == "Null"
