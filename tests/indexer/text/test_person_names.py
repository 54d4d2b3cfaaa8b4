from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.agreement import Agreement, compare_names, compare_people
from indexer.text.name_key import NameKey
from indexer.text.names import (
    Name,
    name_key,
    name_keys,
    parse_name,
)

# literal, family, given, patronymic, initials
PARSED = [
    ("И.И. Иванов", "Иванов", "", "", "ii"),
    ("Иванов И. И.", "Иванов", "", "", "ii"),
    ("Иванов И.И.", "Иванов", "", "", "ii"),
    ("Иванов, Иван Иванович", "Иванов", "Иван", "Иванович", "ii"),
    ("Иванов Иван Иванович", "Иванов", "Иван", "Иванович", "ii"),
    ("Иван Иванович Иванов", "Иванов", "Иван", "Иванович", "ii"),
    ("Ivanov, Ivan I.", "Ivanov", "Ivan", "", "ii"),
    ("Ivan I. Ivanov", "Ivanov", "Ivan", "", "ii"),
    ("Ivanov II", "Ivanov", "", "", "ii"),
    ("ИВАНКОВ П.Л.", "ИВАНКОВ", "", "", "pl"),
    ("РЫБДЫЛОВ ДАНЗАН ДОРЖИЕВИЧ", "РЫБДЫЛОВ", "ДАНЗАН", "ДОРЖИЕВИЧ", "dd"),
    ("Сидоренко Анна", "Сидоренко", "Анна", "", "a"),
    ("P. Жуйков", "Жуйков", "", "", "r"),  # Latin P
    ("Жуйков P.", "Жуйков", "", "", "r"),
    ("Салтыков-Щедрин М.Е.", "Салтыков-Щедрин", "", "", "me"),
    ("проф. Петров А. Б.", "Петров", "", "", "ab"),
    ("Нұрсұлтан Әбішұлы Назарбаев", "Назарбаев", "Нұрсұлтан", "Әбішұлы", "na"),
    ("Назарбаев Нұрсұлтан Әбішұлы", "Назарбаев", "Нұрсұлтан", "Әбішұлы", "na"),
    ("Мамедов Али Гасан оглы", "Мамедов", "Али", "Гасан", "ag"),
    ("Асанова Айгүл Бакыт кызы", "Асанова", "Айгүл", "Бакыт", "ab"),
    ("Іваноў Пятро Сцяпанавіч", "Іваноў", "Пятро", "Сцяпанавіч", "ps"),
    ("Խաչատրյան Ա. Ս.", "Խաչատրյան", "", "", "as"),
    ("Արամ Խաչատրյան", "Խաչատրյան", "Արամ", "", "a"),
    ("Дж. Смит", "Смит", "", "", "z"),
    ("Levinas Eh", "Levinas", "", "", "e"),  # Э of GOST 16876-71
    ("Хабермас Ю. и др.", "Хабермас", "", "", "i"),
    ("Smith JA et al.", "Smith", "", "", "ia"),
    ("ТОЛСТОЙ ЛЕВ НИКОЛАЕВИЧ", "ТОЛСТОЙ", "ЛЕВ", "НИКОЛАЕВИЧ", "ln"),
    ("ИВАНОВ ИИ", "ИВАНОВ", "", "", "ii"),
    ("Сартр Ж.-П.", "Сартр", "", "", "zp"),
    ("Popova AV", "Popova", "", "", "av"),
    ("Petrov AL", "Petrov", "", "", "al"),  # not a particle
    ("Иванов", "Иванов", "", "", ""),
    ("Иванов И.И., мл.", "Иванов", "", "", "ii"),
]


@pytest.mark.parametrize(("literal", "family", "given", "patronymic", "initials"), PARSED)
def test_parse_name(literal: str, family: str, given: str, patronymic: str, initials: str) -> None:
    name = parse_name(literal)
    found = (name.family, name.given, name.patronymic, name.initials)
    assert found == (family, given, patronymic, initials)
    assert not name.ambiguous


@pytest.mark.parametrize(
    "literal", ["van der Berg J.", "Van Der Berg J.", "J. van der Berg", "Berg, J. van der"]
)
def test_particles_are_kept_apart_and_searched_both_ways(literal: str) -> None:
    name = parse_name(literal)
    assert (name.family, name.particles.lower(), name.initials) == ("Berg", "van der", "i")
    assert {key.family for key in name_keys(name)} == {"berg", "van der berg"}


@pytest.mark.parametrize(
    ("literal", "family", "particles"),
    [
        ("Ибн Сина", "Сина", "Ибн"),
        ("Ибн-Сина", "Сина", "Ибн"),
        ("Ван Гог", "Гог", "Ван"),
        ("Ван Вэй", "Вэй", ""),  # Wang Wei, in an order that nothing tells
        ("Аль-Фараби", "Фараби", "Аль"),
        ("Альберт", "Альберт", ""),
    ],
)
def test_a_family_name_may_be_all_there_is(literal: str, family: str, particles: str) -> None:
    name = parse_name(literal)
    assert (name.family, name.particles) == (family, particles)


def test_a_maiden_name_gives_keys_of_its_own() -> None:
    name = parse_name("Ульяновская (Колосова) Е. В.")
    assert (name.family, name.maiden, name.initials) == ("Ульяновская", "Колосова", "ev")
    assert name_keys(name) == (NameKey("ulianovskaia", "ev"), NameKey("kolosova", "ev"))


def test_an_order_that_nothing_tells_gives_keys_for_both() -> None:
    name = parse_name("Луи Альтюссер")
    assert name.ambiguous
    assert NameKey("altiuser", "l", "lui", "альтюссер") in name_keys(name)
    assert NameKey("lui", "a", "altiuser", "луи") in name_keys(name)


@pytest.mark.parametrize(
    ("inverted", "family"), [(True, "Луи"), (False, "Альтюссер"), (None, "Альтюссер")]
)
def test_what_the_source_does_decides_the_order(inverted: bool | None, family: str) -> None:
    assert parse_name("Луи Альтюссер", inverted=inverted).family == family


def test_parts_from_the_source_win_over_the_literal() -> None:
    name = parse_name("Иван Петров", family="Иван", given="Петров")
    assert (name.family, name.given) == ("Иван", "Петров")


@pytest.mark.parametrize("literal", ["", "...", " , ", "()", "et al.", "и др.", "և ուրիշներ"])
def test_no_name_gives_no_key(literal: str) -> None:
    assert parse_name(literal) == Name("")
    assert name_keys(parse_name(literal)) == ()
    assert name_key(parse_name(literal)) is None


COMPARED = [
    ("Иванов И.И.", "Иванов Иван Иванович", Agreement.AGREE),
    ("Иванов И.", "Ivanov I. I.", Agreement.AGREE),
    ("Иванов И.И.", "Иванов П.", Agreement.CONFLICT),
    ("Иванов И.И.", "Иванов И.П.", Agreement.CONFLICT),
    ("Иванов И.И.", "Иваненко И.И.", Agreement.CONFLICT),
    ("Петров А.А.", "Петрова А.А.", Agreement.CONFLICT),
    ("Иванов", "Иванов И.И.", Agreement.MISSING),
    ("Хачатрян А. С.", "Խաչատրյան Ա. Ս.", Agreement.AGREE),
    ("Арутюнян Г.", "Harutyunyan G.", Agreement.AGREE),
    ("Қасым Ә.", "Kassym A.", Agreement.AGREE),
    ("Іваноў А.", "Иванов А.", Agreement.AGREE),
    ("Смит Дж.", "Smith J.", Agreement.MISSING),
    ("Смит Дж.", "Smith P.", Agreement.CONFLICT),
    ("Петров, Сергей", "Petrov, Siarhei", Agreement.AGREE),
    ("Петрова, Мария", "Петрова, Марина", Agreement.MISSING),
    ("Петров, Алексей", "Петров, Антон", Agreement.CONFLICT),
    ("Луи Альтюссер", "Альтюссер Л.", Agreement.AGREE),
]


@pytest.mark.parametrize(("left", "right", "expected"), COMPARED)
def test_compare_people(left: str, right: str, expected: Agreement) -> None:
    a, b = name_keys(parse_name(left)), name_keys(parse_name(right))
    assert compare_people(a, b) is expected
    assert compare_people(b, a) is expected


def test_nobody_neither_agrees_nor_conflicts() -> None:
    assert compare_people((), (NameKey("ivanov", "i"),)) is Agreement.MISSING
    assert compare_names(NameKey("ivanov"), NameKey("petrov")) is Agreement.CONFLICT


@given(st.text() | st.text(alphabet="ИИванов Пetrov.,()-'ԱբQvander ", max_size=30))
def test_names_never_raise_and_agree_with_themselves(literal: str) -> None:
    keys = name_keys(parse_name(literal))
    assert all(key.family for key in keys)
    if keys and keys[0].initials:
        assert compare_people(keys, keys) is Agreement.AGREE


def test_a_name_that_stands_twice_is_given_name_and_patronymic() -> None:
    name = parse_name("Мамедов Али Али")
    assert (name.given, name.patronymic, name.initials) == ("Али", "Али", "aa")


def test_initials_stay_where_only_the_whole_name_shows_their_script() -> None:
    assert parse_name("Dr. A Жуйков").initials == parse_name("Dr. А Жуйков").initials
