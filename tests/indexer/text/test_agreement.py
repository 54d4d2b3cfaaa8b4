from __future__ import annotations

import pytest

from indexer.text.agreement import Agreement, compare_people, is_same_family
from indexer.text.name_key import NameKey
from indexer.text.names import name_keys, parse_name

# names of neighbours beside their Russian forms, and near misses
COMPARED = [
    ("У. П. Жук", "В. П. Жук", Agreement.AGREE),
    ("М. П. Жук", "Н. П. Жук", Agreement.MISSING),
    ("М. Жук", "Н. Жук", Agreement.CONFLICT),
    ("М. П. Иванов", "Н. П. Иванов", Agreement.CONFLICT),
    ("У. А. Іваноў", "В. А. Иванов", Agreement.AGREE),
    ("M. P. Smith", "N. P. Smith", Agreement.CONFLICT),
    ("Ганна Кавальчук", "Анна Ковальчук", Agreement.AGREE),
    ("Сцяпан Шаўчэнка", "Степан Шевченко", Agreement.AGREE),
    ("Рыгор Ганчароў", "Гончаров Г.", Agreement.AGREE),
    ("Мікалай Жук", "Василий Жук", Agreement.CONFLICT),
    ("Аляксей Казлоў", "А. Козлов", Agreement.AGREE),
    ("Е. П. Котов", "Y. P. Kotov", Agreement.AGREE),
    ("И. П. Котов", "Y. P. Kotov", Agreement.AGREE),
    ("И. П. Котов", "Е. П. Котов", Agreement.CONFLICT),
    ("А. Е. Котов", "A. Y. Kotov", Agreement.AGREE),
    ("Ю. П. Котов", "Yu. P. Kotov", Agreement.AGREE),
    ("Ю. П. Котов", "Iu. P. Kotov", Agreement.AGREE),
    ("Ю. П. Котов", "J. P. Kotov", Agreement.AGREE),
    ("Я. П. Котов", "Ya. P. Kotov", Agreement.AGREE),
    ("Я. П. Котов", "Y. P. Kotov", Agreement.AGREE),
    ("Я. П. Котов", "Ia. P. Kotov", Agreement.AGREE),
    ("Ж. П. Котов", "Zh. P. Kotov", Agreement.AGREE),
    ("Х. П. Котов", "Kh. P. Kotov", Agreement.AGREE),
    ("Ц. П. Котов", "Ts. P. Kotov", Agreement.AGREE),
    ("Հ. Զորյան", "Г. Зорян", Agreement.AGREE),
    ("Հ. Զորյան", "О. Зорян", Agreement.AGREE),
    ("Հ. Զորյան", "С. Зорян", Agreement.CONFLICT),
    ("Հովհաննես Զորյան", "Оганес Зорян", Agreement.AGREE),
    ("Յակոբ Յակոբեան", "Акоп Акопян", Agreement.AGREE),
    ("Մ. Յակոբեան", "М. Акопян", Agreement.AGREE),
    ("Ө. Сейтқали", "О. Сейткали", Agreement.AGREE),
    ("Ө. Сейтқали", "У. Сейткали", Agreement.AGREE),
    ("Ө. Сейтқали", "А. Сейткали", Agreement.CONFLICT),
    ("Мұхамедиұлы Арыстанбек", "Мухамедиулы А.", Agreement.AGREE),
    ("Абайұлы Тұрар", "Абайулы Т.", Agreement.AGREE),
    ("Ибн Сина", "Ибн-Сина", Agreement.MISSING),
    ("Ибн Сина А.", "Ибн-Сина А.", Agreement.AGREE),
    ("Аль-Фараби А.", "Фараби А.", Agreement.AGREE),
    ("Al-Farabi A.", "Аль-Фараби А.", Agreement.AGREE),
    ("Аль-Хорезми М.", "Аль-Фараби М.", Agreement.CONFLICT),
    ("Петрова-Водкина А. И.", "Петрова А. И.", Agreement.MISSING),
    ("Петрова-Водкина А. И.", "Водкина А. И.", Agreement.MISSING),
    ("Петрова-Водкина А. И.", "Петрова В. И.", Agreement.CONFLICT),
    ("Петрова-Водкина А. И.", "Петров А. И.", Agreement.CONFLICT),
    ("Чжан Вэй", "Zhang Wei", Agreement.AGREE),
    ("Ли Сяомин", "Li Xiaoming", Agreement.AGREE),
    ("Ли Сяомин", "Xiaoming Li", Agreement.AGREE),
    ("Чжан С.", "Zhang X.", Agreement.MISSING),
    ("Чжан С.", "Zhang W.", Agreement.CONFLICT),
    ("Ван Цян", "Wang Qiang", Agreement.AGREE),
    ("Ван Цзюнь", "Jun Wang", Agreement.AGREE),
    ("Хаксли О.", "Huxley A.", Agreement.CONFLICT),
    ("Хаксли Т.", "Huxley T.", Agreement.AGREE),
    ("Уотсон Дж.", "Watson J.", Agreement.MISSING),
    ("Уильям Томпсон", "William Thompson", Agreement.AGREE),
    ("Джон Уилсон", "John Wilson", Agreement.AGREE),
    ("Орлов А. С.", "Орлов А. В.", Agreement.CONFLICT),
    ("Касымов А.", "Касимов А.", Agreement.CONFLICT),
    ("Семёнов П. П.", "Семенов П. П.", Agreement.AGREE),
    ("Салтыков-Щедрин М. Е.", "Салтыков-Щедрин М. Е.", Agreement.AGREE),
    ("Гусейнов Г.", "Hüseynov H.", Agreement.MISSING),
]


@pytest.mark.parametrize(("left", "right", "expected"), COMPARED)
def test_people_of_neighbours(left: str, right: str, expected: Agreement) -> None:
    a, b = name_keys(parse_name(left)), name_keys(parse_name(right))
    assert compare_people(a, b) is expected
    assert compare_people(b, a) is expected


def test_families_are_compared_as_written_where_that_is_known() -> None:
    assert is_same_family(NameKey("vang", written="wang"), NameKey("van", written="ван"))
    assert not is_same_family(NameKey("van", written="wan"), NameKey("van", written="ван"))
    assert is_same_family(NameKey("van"), NameKey("van", written="ван"))
    assert not is_same_family(NameKey("petrov"), NameKey("ivanov"))


@pytest.mark.parametrize("literal", ["Y. P. Kotov", "Հ. Զորյան", "Wang Qiang", "Ө. Сейтқали"])
def test_other_initials_add_few_keys(literal: str) -> None:
    assert len(name_keys(parse_name(literal))) <= 16
