from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.institutions import ancestors, institutions, resolve

NAMED = [
    ("Казанский федеральный университет", "ru-kfu"),
    ("Казанский (Приволжский) федеральный университет, Казань", "ru-kfu"),
    ("Институт физики Казанского федерального университета", "ru-kfu"),
    ("ФГАОУ ВО «Казанский федеральный университет», г. Казань", "ru-kfu"),
    ("Kazan Federal University, 420008 Kazan", "ru-kfu"),
    ("Казанский государственный медицинский университет", "ru-kgmu"),
    ("Московский гос. ун-т им. М. В. Ломоносова", "ru-msu"),
    ("МГУ имени М.В. Ломоносова", "ru-msu"),
    ("МГУ, Москва", "ru-msu"),
    ("Lomonosov Moscow State University, Moscow, Russia", "ru-msu"),
    ("ФГБОУ ВО «МГТУ им. Н.Э. Баумана»", "ru-bmstu"),
    ("Институт органической физики СО РАН, Новосибирск", "ru-ras"),
    ("Siberian Branch of the Russian Academy of Sciences", "ru-ras"),
    ("Белорусский государственный университет, Минск", "by-bsu"),
    ("факультет психологии Белорусского государственного университета", "by-bsu"),
    ("Беларускі дзяржаўны ўніверсітэт", "by-bsu"),
    ("студенты Беларускага дзяржаўнага ўніверсітэта", "by-bsu"),
    ("Belorusskiĭ gosudarstvennyĭ universitet", "by-bsu"),
    ("Belorusskij gosudarstvennyj universitet", "by-bsu"),
    ("БГУ, г. Минск", "by-bsu"),
    ("Белорусский государственный университет информатики и радиоэлектроники", "by-bsuir"),
    ("Институт физики НАН Беларуси", "by-nasb"),
    ("Әл-Фараби атындағы Қазақ ұлттық университеті", "kz-kaznu"),
    ("Казахский национальный университет имени аль-Фараби, Алматы", "kz-kaznu"),
    ("Al-Farabi Kazakh National University Almaty Kazakhstan", "kz-kaznu"),
    ("Qazaq ulttyq universiteti", "kz-kaznu"),
    ("КазНУ им. аль-Фараби", "kz-kaznu"),
    ("Е.А. Бөкетов атындағы Қарағанды университеті", "kz-buketov"),
    ("Южно-Казахстанский университет им. М. Ауэзова", "kz-auezov"),
    ("Երևանի պետական համալսարան", "am-ysu"),
    ("ԵՊՀ, Երևան", "am-ysu"),
    ("НАН РА, Ереван", "am-nas"),
    ("Ж. Баласагын атындагы Кыргыз улуттук университети", "kg-knu"),
    ("Кыргызско-Российский Славянский университет", "kg-krsu"),
    ("Ош мамлекеттик университети", "kg-oshsu"),
]

# Each holds the name or the letters of another institution of the registry.
OTHERS = [
    ("Московский государственный университет путей сообщения", "ru-miit"),
    ("Московский государственный технический университет «МАМИ»", "ru-mospolytech"),
    ("МГУ им. Н.П. Огарёва", "ru-mrsu"),
    ("МГУ геодезии и картографии", "ru-miigaik"),
    ("СПбГУ аэрокосмического приборостроения", "ru-guap"),
    ("БГУ, Улан-Удэ", "ru-bsu-buryat"),
    ("БГУ, Брянск", "ru-brgu"),
    ("БГТУ им. В. Г. Шухова", "ru-bstu-belgorod"),
    ("ЕГУ им. И. А. Бунина", "ru-elsu"),
    ("ТГУ, Тамбов", "ru-tsutmb"),
    ("ТГУ, Тольятти", "ru-tltsu"),
    ("КФУ, Казань", "ru-kfu"),
    ("СГУ, Саратов", "ru-sgu"),
    ("СГУ, Сочи", "ru-sochi"),
    ("МГУ имени А. А. Кулешова, г. Могилев", "by-msu"),
    ("БГУ культуры и искусств, Минск", "by-buk"),
    ("БГТУ, Минск", "by-belstu"),
    ("БГТУ, Брянск", "ru-brgtu"),
    ("БГМУ, Минск", "by-bsmu"),
    ("БГМУ, Уфа", "ru-bgmu-ufa"),
    ("ВГУ, Ванадзор", "am-vsu"),
    ("ВГУ, Витебск", "by-vsu"),
    ("ЕГУ архитектуры и строительства, Ереван", "am-nuaca"),
    ("ЕГУ языков и социальных наук им. В. Брюсова", "am-brusov"),
    ("БГУ им. К. Карасаева, Бишкек", "kg-bhu"),
    ("КГУ им. А. Байтурсынова, Костанай", "kz-baitursynov"),
    ("КГУ им. И. Арабаева, Бишкек", "kg-arabaev"),
    ("ТГУ, Талас", "kg-talas"),
    ("West Kazakhstan State University", "kz-wku"),
    ("Казахский национальный аграрный университет", "kz-kaznau"),
    ("Карагандинский медицинский университет", "kz-qmu"),
    ("Ош мамлекеттик педагогикалык университети", "kg-oshpu"),
    ("University of Central Asia, Naryn", "kg-uca"),
    ("Институт литературы и искусства им. М. О. Ауэзова", "kz-auezov-inst"),
    ("Новосибирский государственный университет экономики и управления", "ru-nsuem"),
    ("Novosibirsk State University of Economics and Management", "ru-nsuem"),
    ("Ленинградский государственный университет имени А. С. Пушкина", "ru-lengu"),
    ("Ленинградский государственный университет имени А. А. Жданова", "ru-spbu"),
]

# Each differs from a name of the registry in what makes it another institution, or says too little.
NOT_IN_THE_REGISTRY = [
    "Казанский федеральный университет культуры",
    "Казанский университет",
    "Московский государственный университет имени М.А. Шолохова",
    "Sholokhov Moscow State University",
    "МГУ",
    "Западно-Южно-Казахстанский университет",
    "Абай атындағы Қазақ ұлттық университеті",
    "ЛЕЧЕНИЕ ГНОЙНЫХ РАН МЯГКИХ ТКАНЕЙ",
    "лечение ран",
    "университет",
    "",
    "— , ;",
]


@pytest.mark.parametrize(("affiliation", "identifier"), NAMED + OTHERS)
def test_named(affiliation: str, identifier: str) -> None:
    assert [each.institution.id for each in resolve([affiliation])] == [identifier]


@pytest.mark.parametrize("affiliation", NOT_IN_THE_REGISTRY)
def test_better_no_answer_than_a_wrong_one(affiliation: str) -> None:
    assert resolve([affiliation]) == []


def test_every_written_name_resolves_to_its_own_institution() -> None:
    names = [
        (entry.id, name)
        for entry in institutions().values()
        for names in entry.names.values()
        for name in names
    ]
    resolved = [[each.institution.id for each in resolve([name])] for _, name in names]
    wrong = {
        name: found
        for (identifier, name), found in zip(names, resolved, strict=True)
        if found[:1] != [identifier] or found[1:] != [*ancestors(identifier)]
    }
    assert wrong == {}


def test_the_evidence_is_the_piece_and_the_name_that_it_is() -> None:
    (found,) = resolve(["Институт физики Казанского  федерального университета, Казань"])
    assert found.evidence.piece == "Казанского федерального университета"
    assert found.evidence.name == "Казанский федеральный университет"


def test_the_forms_of_one_affiliation_name_it_once_and_two_institutions_both() -> None:
    forms = ["Ереванский государственный университет", "Yerevan State University"]
    assert [each.institution.id for each in resolve(forms)] == ["am-ysu"]
    both = "Белорусский государственный университет, Минск; КазНУ им. аль-Фараби, Алматы"
    assert [each.institution.id for each in resolve([both])] == ["by-bsu", "kz-kaznu"]


@pytest.mark.parametrize(
    ("stated", "count"), [((), 1), (("BY",), 1), (("BY", "RU"), 1), (("RU",), 0)]
)
def test_a_stated_country_must_agree(stated: tuple[str, ...], count: int) -> None:
    assert len(resolve(["Белорусский государственный университет"], stated)) == count


@given(st.lists(st.text(max_size=80), max_size=3))
def test_any_text_is_resolved_without_an_error(names: list[str]) -> None:
    assert all(each.evidence.piece for each in resolve(names))
