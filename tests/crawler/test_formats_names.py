"""Names as sources give them: marks, nobody, lists in one string, whole names in a part, two scripts. Invented."""

import pytest

from crawler.formats.values.name_forms import by_patronymic, is_nobody, script_of
from crawler.formats.values.name_marks import orcid_in, taken_off, without_marks
from crawler.formats.values.names import (
    contributors,
    fitting,
    forms_of,
    parted_name,
    person_name,
    split_people,
)
from schemas import Identifier, PersonName
from tests.support.timing import quickest


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Иванов И.И.1", "Иванов И.И."),
        ("Иванов И.И.1,2", "Иванов И.И."),
        ("И.И. Иванов¹,²*", "И.И. Иванов"),
        ("Иванов* И.И.", "Иванов И.И."),
        ("ИВАНОВ1 И.И.", "ИВАНОВ И.И."),
        ("1 Иванов И.И.", "Иванов И.И."),
        ("2) Иванов И.И.", "Иванов И.И."),
        ("Иванов И.И. 1", "Иванов И.И."),
        ("Иванов И.И. (1)", "Иванов И.И."),
        ("Иванов И.И.[1,2]", "Иванов И.И."),
        ("Иванов И.И.а,б", "Иванов И.И."),
        ("Ivanov, Ivan†‡", "Ivanov, Ivan"),
        ("Kassymova A.✉", "Kassymova A."),
        ("Ivanov, Ivan, 1950-2010", "Ivanov, Ivan"),
        ("Иванов, Иван, 1950-", "Иванов, Иван"),
        ("Иванов И.И. (ivanov@example.org)", "Иванов И.И."),
        ("Иванов, Иван https://orcid.org/0000-0002-1825-0097", "Иванов, Иван"),
        # no marks
        ("Иванов И.И.", "Иванов И.И."),
        ("Jennifer 8. Lee", "Jennifer 8. Lee"),
        ("ЦНИИ2", "ЦНИИ2"),
        ("НИИ-160", "НИИ-160"),
        ("Школа 5", "Школа 5"),
        ("Лаборатория №5", "Лаборатория №5"),
        ("M.ª García", "M.ª García"),
        ("Иванов И.И., 2020", "Иванов И.И., 2020"),
        ("O'Neil J.", "O'Neil J."),
    ],
)
def test_marks_are_no_part_of_a_name(text, name):
    assert without_marks(text) == name
    assert bool(taken_off([text])) == (text != name)


def test_taken_off_names_the_first_and_counts_the_others():
    told = taken_off(["Иванов И.И.", "Петров П.П.*", "Ким В.1"])
    assert told == ("repaired: marks were taken off a name: Петров П.П.* and 1 more",)


@pytest.mark.parametrize(
    "text", ["None", "none", "N/A", "-", "—", ".", "NULL", "Не указан", "[Б. а.]", "None, None", ""]
)
def test_nobody_is_no_person(text):
    assert contributors(text) == ()


@pytest.mark.parametrize(
    "text", ["Nonet A.", "Нет А.Б.", "Null, Jennifer", "Unknown, Ann", "Na Li"]
)
def test_people_who_are_called_so_are_people(text):
    assert [c.names[0].literal for c in contributors(text)] == [text]


def test_nobody_beside_a_name():
    assert person_name("Иванов, None").family is None
    assert person_name("Иванов, None").literal == "Иванов"
    assert not is_nobody("Null", beside=True)
    assert is_nobody("N/A", beside=True)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("И.И. Иванов, П.П. Петров", ["И.И. Иванов", "П.П. Петров"]),
        ("Иванов И.И.1, Петров П.П.1,2*", ["Иванов И.И.", "Петров П.П."]),
        ("И.И. Иванов1,2, П.П. Петров2", ["И.И. Иванов", "П.П. Петров"]),
        ("Иванов И.И., Петров П.П. и др.", ["Иванов И.И.", "Петров П.П."]),
        ("Ivanov I., et al.", ["Ivanov I."]),
        ("Иванов И.И. и Петров П.П.", ["Иванов И.И.", "Петров П.П."]),
        ("I. Ivanov and P. Petrov", ["I. Ivanov", "P. Petrov"]),
        ("Ахметов А.А. және Қасым Ә.Б.", ["Ахметов А.А.", "Қасым Ә.Б."]),
        ("Ivanov II, Petrov PP", ["Ivanov II", "Petrov PP"]),
        ("AB Petrov, CD Ivanov, EF Kim", ["AB Petrov", "CD Ivanov", "EF Kim"]),
        ("Ivanov, I., Petrov, P.", ["Ivanov, I.", "Petrov, P."]),
        ("Ivanov, I., Kim, A. B., & Lee, S.", ["Ivanov, I.", "Kim, A. B.", "Lee, S."]),
        (
            "Иванов Иван Иванович, Алиев Вагиф Рашид оглы",
            ["Иванов Иван Иванович", "Алиев Вагиф Рашид оглы"],
        ),
        ("Сидоров И.П. Петров А.Б.", ["Сидоров И.П.", "Петров А.Б."]),
        ("Иванов И.И.|Петров П.П.", ["Иванов И.И.", "Петров П.П."]),
        ("Иванов, Иван||Петров, Пётр", ["Иванов, Иван", "Петров, Пётр"]),
        ("Иванов И.И./Петров П.П.", ["Иванов И.И.", "Петров П.П."]),
        ("Иванов И.И.; Петров П.П., Ким В.А.", ["Иванов И.И.", "Петров П.П.", "Ким В.А."]),
        ("Иванов И.И.; и др.", ["Иванов И.И."]),
        ("Иван Иванов; Пётр Петров", ["Иван Иванов", "Пётр Петров"]),
        (
            "Ivan Ivanov; Anna-Maria Petrova; Lee Sun Kim",
            ["Ivan Ivanov", "Anna-Maria Petrova", "Lee Sun Kim"],
        ),
        ("Ivan Ivanov, Petr Petrov, Anna Kim", ["Ivan Ivanov", "Petr Petrov", "Anna Kim"]),
        # one
        ("Иван Иванов; Институт рек", ["Иван Иванов"]),
        ("Иван Иванов; Алматы Казахстан", ["Иван Иванов"]),
        ("Иванов, Иван; Высшая Школа", ["Иванов, Иван"]),
        ("García Márquez, Gabriel José", ["García Márquez, Gabriel José"]),
        ("Иванов, И.И.", ["Иванов, И.И."]),
        ("КазНУ, Алматы", ["КазНУ, Алматы"]),
        ("MIT Press, Oxford", ["MIT Press, Oxford"]),
        ("Иванов И.И., д.т.н.", ["Иванов И.И., д.т.н."]),
        ("Oil and Gas Society", ["Oil and Gas Society"]),
        ("Институт географии и экологии", ["Институт географии и экологии"]),
        ("МГУ / Физический факультет", ["МГУ / Физический факультет"]),
        ("Иванов, Пётр, Ильич", ["Иванов, Пётр, Ильич"]),
        ("Иванов И.И. Петрова", ["Иванов И.И. Петрова"]),
    ],
)
def test_several_people_in_one_string(text, people):
    assert [c.names[0].literal for c in contributors(text)] == people


def test_split_people_leaves_what_is_no_list():
    assert split_people("Oil, Gas, Coal") == ["Oil, Gas, Coal"]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Иванов И.И. / Ivanov I.I.", [("Иванов И.И.", "ru"), ("Ivanov I.I.", None)]),
        ("Иванов И.И. (Ivanov I.I.)", [("Иванов И.И.", "ru"), ("Ivanov I.I.", None)]),
        ("Ivanov I.I. = Иванов И.И.", [("Ivanov I.I.", None), ("Иванов И.И.", "ru")]),
        ("Иванова (Петрова) А.А.", [("Иванова (Петрова) А.А.", "ru")]),
        ("Ульяновская (Колосова)", [("Ульяновская (Колосова)", "ru")]),
        ("Ульяновская (Алматы)", [("Ульяновская (Алматы)", "ru")]),
    ],
)
def test_a_name_in_two_scripts_is_one_person(text, forms):
    (person,) = contributors(text, "ru")
    assert [(name.literal, name.lang) for name in person.names] == forms


def test_lists_in_two_scripts_are_paired():
    people = contributors("Иванов И.И., Ким В.А. / Ivanov I.I., Kim V.A.", "ru")
    assert [[name.literal for name in person.names] for person in people] == [
        ["Иванов И.И.", "Ivanov I.I."],
        ["Ким В.А.", "Kim V.A."],
    ]


@pytest.mark.parametrize(
    ("lang", "name", "expected"),
    [
        ("ru", "Ivanov", None),
        ("ru", "Иванов", "ru"),
        ("en", "Иванов", None),
        ("hy", "Khachatryan", None),
        ("hy", "Խաչատրյան", "hy"),
        ("kk", "Kassym", "kk"),  # Kazakh is written in both
        (None, "Ivanov", None),
        ("ru", "王", "ru"),
    ],
)
def test_a_language_that_does_not_fit_the_script_is_left_out(lang, name, expected):
    assert fitting(lang, name) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([("Иванов", "ru"), ("Ivanov", "en")], [("Иванов", "ru"), ("Ivanov", "en")]),
        ([("Иванов", "ru"), ("Иванов", "en")], [("Иванов", "ru")]),
        ([("Ivanov", "ru"), ("Ivanov", "en")], [("Ivanov", "en")]),
        ([("Иванов", "ru"), ("Ivanov", "ru")], [("Иванов", "ru"), ("Ivanov", None)]),
        ([("Қасым", "kk"), ("Kassym", "kk")], [("Қасым", "kk"), ("Kassym", "kk")]),
        ([("Иванов", None), ("Ivanov", None)], [("Иванов", None), ("Ivanov", None)]),
        ([("Smith", "ru")], [("Smith", "ru")]),  # one form is as the source says
        ([], []),
    ],
)
def test_forms_of_one_person(given, expected):
    found = forms_of(PersonName(literal=literal, lang=lang) for literal, lang in given)
    assert [(name.literal, name.lang) for name in found] == expected


@pytest.mark.parametrize(
    ("family", "given", "expected"),
    [
        ("Сидоров", "Иван", ("Сидоров Иван", "Сидоров", "Иван")),
        # the whole name in one part
        ("Сидоров Иван Петрович", "", ("Сидоров Иван Петрович", "Сидоров", "Иван Петрович")),
        ("Иван Петрович Сидоров", None, ("Иван Петрович Сидоров", "Сидоров", "Иван Петрович")),
        ("Sidorov Ivan Petrovich", "", ("Sidorov Ivan Petrovich", "Sidorov", "Ivan Petrovich")),
        ("Сидоров И.П.", "", ("Сидоров И.П.", "Сидоров", "И.П.")),
        ("И.П. Сидоров", "", ("И.П. Сидоров", "Сидоров", "И.П.")),
        ("Сидоров, Иван", "", ("Сидоров, Иван", "Сидоров", "Иван")),
        ("", "Сидоров Иван Петрович", ("Сидоров Иван Петрович", "Сидоров", "Иван Петрович")),
        ("Сидоров Иван", "", ("Сидоров Иван", None, None)),
        # in both
        ("Сидоров И.П.", "И.П.", ("Сидоров И.П.", "Сидоров", "И.П.")),
        ("Сидоров И.П.", "И. П.", ("Сидоров И. П.", "Сидоров", "И. П.")),
        (
            "Сидоров Иван Петрович",
            "Иван Петрович",
            ("Сидоров Иван Петрович", "Сидоров", "Иван Петрович"),
        ),
        ("Сидоров Иван Петрович", "И.П.", ("Сидоров Иван Петрович", "Сидоров", "Иван Петрович")),
        ("Сидоров", "Сидоров Иван", ("Сидоров Иван", "Сидоров", "Иван")),
        # nobody
        ("None", "Ivan", ("Ivan", None, "Ivan")),
        ("-", "Иванов Иван", ("Иванов Иван", None, None)),
        ("Сидоров", "None", ("Сидоров", "Сидоров", None)),
        ("Null", "Jennifer", ("Null Jennifer", "Null", "Jennifer")),
        # marks
        ("Сидоров1", "Иван*", ("Сидоров Иван", "Сидоров", "Иван")),
        ("Сидоров,", "И.П.", ("Сидоров И.П.", "Сидоров", "И.П.")),
        # as they are
        ("Сидоров", "", ("Сидоров", "Сидоров", None)),
        ("де ла Круз", "", ("де ла Круз", "де ла Круз", None)),
        ("García Márquez", "Gabriel", ("García Márquez Gabriel", "García Márquez", "Gabriel")),
        ("Ли", "Ли", ("Ли Ли", "Ли", "Ли")),
        ("Алиев", "Вагиф Рашид оглы", ("Алиев Вагиф Рашид оглы", "Алиев", "Вагиф Рашид оглы")),
        ("Кузьмич", "Иван Петрович", ("Кузьмич Иван Петрович", "Кузьмич", "Иван Петрович")),
    ],
)
def test_parts_that_the_source_gives(family, given, expected):
    name = parted_name(family, given, "ru")
    assert name is not None
    assert (name.literal, name.family, name.given) == expected


@pytest.mark.parametrize(("family", "given"), [("None", ""), ("None", None), ("-", "-"), (" ", "")])
def test_parts_that_name_nobody(family, given):
    assert parted_name(family, given) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Иванов, Иван 0000-0002-1825-0097", "Иванов, Иван"),
        ("Иванов, Иван; 0000-0002-1825-0097", "Иванов, Иван"),
        ("Иванов, Иван; id_orcid 0000-0002-1825-0097", "Иванов, Иван"),
        ("Иванов И.И. (ORCID: 0000-0002-1825-0097)", "Иванов И.И."),
    ],
)
def test_an_orcid_in_a_name_is_the_persons(text, name):
    (person,) = contributors(text)
    assert (person.names[0].literal, person.affiliations) == (name, ())
    assert person.identifiers == (Identifier("orcid", "0000-0002-1825-0097"),)


def test_other_numbers_are_no_orcid():
    assert orcid_in("Иванов, Иван 1234-5678") is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Қасым Әлия Бекқызы", ("Қасым", "Әлия Бекқызы")),
        ("Іваноў Іван Іванавіч", ("Іваноў", "Іван Іванавіч")),
        ("Асанов Азамат Бакытбек уулу", ("Асанов", "Азамат Бакытбек уулу")),
        ("Луи Альтюссер", None),
        ("Gabriel García Márquez", None),
        ("Казахский национальный университет", None),
    ],
)
def test_a_patronymic_tells_the_order(text, parts):
    assert by_patronymic(text) == parts


def test_script_of_a_name():
    assert [script_of(text) for text in ("Иванов", "Ivanov", "Խաչատրյան", "王", "")] == [
        "cyrillic",
        "latin",
        "armenian",
        "",
        "",
    ]


@pytest.mark.parametrize(
    "piece", ["И", "И.", "Иванов И.И., ", "1,", "a ", "Ivanov I. ", "*,", "0000-", "(", "/", "a@"]
)
def test_long_strings_are_read_in_time(piece):
    text = piece * (60_000 // len(piece))
    assert quickest(lambda: contributors(text), 1) < 1


@pytest.mark.parametrize(
    ("text", "literal", "family"),
    [
        ("None, Ivan", "Ivan", None),
        ("N/A, Ivan", "Ivan", None),
        ("Ivanov, None", "Ivanov", None),
        ("Null, Ivan", "Null, Ivan", "Null"),  # people are called so
        ("Nonet, Ivan", "Nonet, Ivan", "Nonet"),
    ],
)
def test_none_on_either_side_of_the_comma(text, literal, family):
    (person,) = contributors(text)
    assert (person.names[0].literal, person.names[0].family) == (literal, family)


@pytest.mark.parametrize(
    ("family", "given", "literal"),
    [
        ("Anna Kim", "Anna Kim", "Anna Kim"),
        ("Anna Kim", "anna kim", "Anna Kim"),
        ("Ким Анна Ивановна", "Ким Анна Ивановна", "Ким Анна Ивановна"),
        ("Thomas", "Thomas", "Thomas Thomas"),  # people are called so
        ("de Kim", "Anna", "de Kim Anna"),
    ],
)
def test_the_whole_name_in_both_parts(family, given, literal):
    assert parted_name(family, given).literal == literal
