"""Words around a name: near misses beside what is one. The modules are forms, around and typing_errors."""

from __future__ import annotations

import pytest

from indexer.institutions import resolve
from indexer.institutions.around import honours
from indexer.institutions.forms import forms, honorific_stems, short_forms, words
from indexer.institutions.tokens import parts, stem, tokenise
from indexer.institutions.typing_errors import repaired

NAMED = [
    # a department before it, in any word; a department, a place or people after it
    ("факультет международных отношений Белорусского государственного университета", "by-bsu"),
    ("кафедра Истории Томского государственного университета", "ru-tsu"),
    ("Ош мамлекеттик университетинин тарых факультети", "kg-oshsu"),
    ("Երևանի պետական համալսարանի քիմիայի ֆակուլտետ", "am-ysu"),
    ("ԵՊՀ-ի պատմության ֆակուլտետ", "am-ysu"),
    ("Қазақ ұлттық университетінің доценті", "kz-kaznu"),
    ("Kazan Federal University Institute of Physics", "ru-kfu"),
    # institutes of academies
    ("Институт истории СО РАН, Новосибирск", "ru-ras"),
    ("Институт ботаники АН Армянской ССР", "am-nas"),
    ("НПЦ НАН Беларуси по продовольствию", "by-nasb"),
    ("Institute of Physics, SB RAS, Krasnoyarsk", "ru-ras"),
    ("ҚР ҰҒА Тарих институты", "kz-nas"),
    # former names and customs
    ("Казанский медицинский институт", "ru-kgmu"),
    ("Киргизский государственный университет, г. Фрунзе", "kg-knu"),
    ("Уральский политехнический институт им. С. М. Кирова, Свердловск", "ru-urfu"),
    ("Воронежский госуниверситет", "ru-vsu"),
    # short forms beside their city, its region or the honorific
    ("Елабужский институт КФУ", "ru-kfu"),
    ("БГУ, г. Уфа", "ru-bashgu"),
    ("Калужский филиал МГТУ им. Н. Э. Баумана", "ru-bmstu"),
    ("СПбГУ ИТМО, Санкт-Петербург", "ru-itmo"),
    ("ПГУ, Павлодар", "kz-toraighyrov"),
    ("Ж. Баласагын атындагы КУУнун доценти", "kg-knu"),
    # marks and typing errors
    ("1 Белорусский государственный университет, Минск", "by-bsu"),
    ("¹Белорусский государственный университет", "by-bsu"),
    ("Novosibirsk State Univercity", "ru-nsu"),
    ("Казанский федералный университет", "ru-kfu"),
]

NOT_NAMED = [
    "академик РАН",
    "член-корреспондент РАН, профессор",
    "academician of NAS RA",
    "ҚР ҰҒА академигі",
    "профессор РАН",
    "МГУ путей сообщения, Москва",
    "МГУ тонких химических технологий, Москва",
    "МГТУ ГА, Москва",
    "ТГУ сервиса, Томск",
    "Высшая школа экономики, управления и права, Архангельск",
    "Высшая школа экономики и менеджмента",
    "AUCA, Kigali",
    "ИТМО, Минск",
    "КазНУ, Ташкент, Узбекистан",
    "КФУ им. В. И. Вернадского",
    "КФУ, Симферополь",
    "Гимназия при БГУ, Минск",
    "KFU Press",
    "Институт философии НАН Украины, Киев",
    "Университет дружбы народов, Шымкент",
    "БГУ",
    "Ленинградский государственный университет имени А. С. Пушкина",
    "Таврический государственный университет",
    "Ош мамлекеттик педагогикалык университети",
]


@pytest.mark.parametrize(("text", "identifier"), NAMED)
def test_named(text: str, identifier: str) -> None:
    found = [each.institution for each in resolve([text])]
    assert identifier in {each.id for each in found}
    assert {each.parent or each.id for each in found} == {found[-1].parent or found[-1].id}


@pytest.mark.parametrize("text", NOT_NAMED)
def test_not_named(text: str) -> None:
    known = {each.institution.id for each in resolve([text])}
    first = {
        "kg-nas",
        "ru-rudn",
        "ru-ras",
        "am-nas",
        "kz-nas",
        "ru-msu",
        "ru-bmstu",
        "ru-tsu",
        "ru-hse",
        "kg-auca",
    }
    assert known.isdisjoint(first | {"ru-itmo", "kz-kaznu", "ru-kfu", "by-bsu", "ru-spbu"})
    assert known.isdisjoint({"kg-oshsu"})


def test_several_are_told_apart() -> None:
    found = resolve(
        ["а) БГУ, Минск; б) ГрГУ им. Янки Купалы, Гродно; 3 Yerevan State University and AUCA"]
    )
    assert [each.institution.id for each in found] == ["by-bsu", "by-grsu", "am-ysu", "kg-auca"]
    assert parts("1Ташкентский университет, 2Казанский университет")[1:] == [
        "Казанский университет"
    ]


def test_a_name_of_one_word_is_no_acronym_among_the_written_names() -> None:
    """Written names are compared without case and endings; an acronym so compared would be a common word."""
    single = [form for stems, of in forms().items() if len(stems) == 1 for form in of]
    assert not {form.name for form in single if form.name.isupper()}


def test_lists_and_honorifics() -> None:
    assert stem("имени") in words("named_after")
    assert stem("Баумана") in honorific_stems("ru-bmstu")
    assert honours("ru-bmstu", tokenise("Н. Э. Баумана"))
    assert not honours("ru-bmstu", tokenise("Г. И. Носова"))
    assert short_forms()["БГУ"][0].enough is False


def test_the_words_that_tell_institutions_apart_are_not_mended() -> None:
    assert [each.stem for each in repaired(tokenise("Univercity"))] == [stem("University")]
    for word in ("Омский", "Томский", "Пермский", "Санкт-Петербург", "Курский"):
        assert repaired(tokenise(word)) == tokenise(word)
