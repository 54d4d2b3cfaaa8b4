"""Pairs of records in all languages and scripts: the same, different, and forbidden to merge. Invented records."""

from __future__ import annotations

import pytest

from indexer.dedupe.features import evidence, features
from indexer.dedupe.scoring import MERGE_THRESHOLD, compare
from indexer.dedupe.titles import contained
from indexer.keys.blocking import blocking_keys
from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile
from schemas import Container, Contributor, HarvestedRecord, Identifier, LocalizedText, PersonName


def profile(
    title: str,
    *authors: str,
    year: int | None = 2019,
    journal: str = "",
    issue: str = "",
    pages: str = "",
    doi: str = "",
    kind: str = "unknown",
    volume: str = "",
) -> Profile:
    record = HarvestedRecord(
        identifier="1",
        titles=(LocalizedText(title),),
        contributors=tuple(Contributor(names=(PersonName(literal=name),)) for name in authors),
        container=Container(
            titles=(LocalizedText(journal),) if journal else (),
            issue=issue or None,
            volume=volume or None,
            pages=pages or None,
        ),
        year=year,
        identifiers=(Identifier("doi", doi),) if doi else (),
        type=kind,
    )
    return record_profile(record, "test")


SAME = {
    "ru, translit": (
        profile("Щелочные месторождения Южного Урала", "Щербаков И. И."),
        profile("Shchelochnye mestorozhdeniia Iuzhnogo Urala", "Shcherbakov I.I."),
    ),
    "be, ru letters lost": (
        profile("Мова і культура беларускага памежжа ў XX стагоддзі", "Кавалёў А. М."),
        profile("Mova i kultura bielaruskaha pamiežža ŭ XX stahoddzi", "Kavaliou A. M."),
    ),
    "kk, Latin": (
        profile("Қазақ тілінің фонетикалық жүйесі", "Қасымов Б. Т."),
        profile("Qazaq tilinin fonetikalyq zhuiesi", "Qasymov B.T."),
    ),
    "ky, capitals": (
        profile("Кыргыз элинин оозеки чыгармачылыгы", "Асанов Т. К."),
        profile("КЫРГЫЗ ЭЛИНИН ООЗЕКИ ЧЫГАРМАЧЫЛЫГЫ", "АСАНОВ Т.К."),
    ),
    "hy, translit": (
        profile("Հայաստանի տնտեսության զարգացման հիմնախնդիրները", "Խաչատրյան Ա. Հ."),
        profile("Hayastani tntesutyan zargatsman himnakhndirnery", "Khachatryan A."),
    ),
    "en, stop and initials": (
        profile("Boundary layers in rotating stratified fluids.", "Smith, John A."),
        profile("Boundary layers in rotating stratified fluids", "J. A. Smith"),
    ),
    "be, Russian г and Belarusian h": (
        profile("Гісторыя кнігадрукавання ў Вялікім Княстве Літоўскім", "Галенчанка Г. Я."),
        profile("Historyja knihadrukavannia u Vialikim Kniastvie Litouskim", "Halenchanka H."),
    ),
    "kk, capitals and pages": (
        profile(
            "Оңтүстік Қазақстан топырағының тұздануы",
            "Сейітов Ә. Қ.",
            journal="Хабаршы",
            pages="15-22",
        ),
        profile(
            "ОҢТҮСТІК ҚАЗАҚСТАН ТОПЫРАҒЫНЫҢ ТҰЗДАНУЫ", "СЕЙІТОВ Ә.", journal="Хабаршы", pages="15"
        ),
    ),
    "ky, translit": (
        profile("Ысык-Көл ойдуңунун суу ресурстары", "Токтогулов Ж. К."),
        profile("Ysyk-Kol oidunun suu resurstary", "Toktogulov Zh."),
    ),
    "hy, initials": (
        profile("Սևանա լճի ջրային հաշվեկշիռը", "Պետրոսյան Ա. Գ."),
        profile("Sevana lchi jrayin hashvekshire", "Petrosyan A. G."),
    ),
    "the year online and the year in print": (
        profile("Распределение тяжёлых металлов в донных осадках", "Иванов И. И.", "Петров П. П."),
        profile(
            "Raspredelenie tiazhelykh metallov v donnykh osadkakh",
            "Ivanov I.",
            "Petrov P.",
            year=2020,
        ),
    ),
    "homoglyphs and a stray hyphen": (
        profile("Модернизация региональной энерге-тики", "Петров П. П."),
        profile("Mодернизaция региональной энергетики", "Петров П.П."),
    ),
}
DIFFERENT = {
    "another work of the author": (
        profile("Социальная структура города", "Иванов И. И."),
        profile("Миграционные процессы в селе", "Иванов И. И."),
    ),
    "a word in another's place": (
        profile("Развитие экспорта зерна на примере Томской области", "Иванов И. И."),
        profile("Развитие экспорта зерна на примере Омского района", "Иванов И. И."),
    ),
    "kk, another subject": (
        profile("Қазақ әдебиетінің тарихы", "Қасымов Б."),
        profile("Өзбек музыкасының теориясы", "Ахметов Д."),
    ),
    "a study of one region": (
        profile("Развитие экспорта зерна", "Иванов И. И.", journal="Аграрник", pages="5-9"),
        profile(
            "Развитие экспорта зерна (на примере Омской области)",
            "Иванов И. И.",
            journal="Аграрник",
        ),
    ),
    "kk, of one region": (
        profile("Ауыл шаруашылығын дамыту", "Қасымов Б.", journal="Хабаршы", pages="5-9"),
        profile(
            "Ауыл шаруашылығын дамыту (Алматы облысының мысалында)", "Қасымов Б.", journal="Хабаршы"
        ),
    ),
    "be, another subject": (
        profile("Мова беларускага друку", "Кавалёў А. М."),
        profile("Гісторыя беларускага тэатра", "Кавалёў А. М."),
    ),
    "ky, another subject": (
        profile("Кыргыз тилинин тарыхы", "Асанов Т. К."),
        profile("Өзбек адабиятынын теориясы", "Асанов Т. К."),
    ),
    "hy, another subject": (
        profile("Հայոց լեզվի պատմություն", "Խաչատրյան Ա."),
        profile("Հայաստանի տնտեսության զարգացումը", "Խաչատրյան Ա."),
    ),
    "a recurring column of another editor and year": (
        profile("Editor's Notes", "Smith, John", journal="Record", year=1998),
        profile("Editor's Notes", "Miller, Anna", journal="Record", year=2003),
    ),
    "short title, other people": (
        profile("Введение", "Иванов И. И."),
        profile("Введение", "Петров П. П.", year=2003),
    ),
}
VETOED = {
    "different-doi": (
        profile("Название", "Иванов И.", doi="10.1234/a.1"),
        profile("Название", "Иванов И.", doi="10.1234/a.2"),
    ),
    "note-about-the-other": (
        profile("Синтез ферритов", "Иванов И."),
        profile("Поправка к статье «Синтез ферритов»", "Иванов И."),
    ),
    "different-numerals": (
        profile("Теория поля. Часть I", "Иванов И."),
        profile("Теория поля. Часть II", "Иванов И."),
    ),
    "different-volume": (
        profile("Собрание сочинений", "Ауэзов М.", volume="Т. 1"),
        profile("Собрание сочинений", "Ауэзов М.", volume="Т. 2"),
    ),
    "whole-and-part": (
        profile("Бытие и время", "Иванов И.", kind="book"),
        profile("Бытие и время", "Иванов И.", kind="chapter"),
    ),
    "translation": (
        profile("Синтез ферритов кобальта", "Иванов И. И.", doi="10.1234/ru"),
        profile("The synthesis of cobalt ferrites", "Ivanov I. I.", doi="10.1234/en"),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_work_scores_high_and_shares_a_key(name: str) -> None:
    left, right = SAME[name]
    outcome = compare(left, right)
    assert outcome.veto is None
    assert outcome.score >= MERGE_THRESHOLD
    assert set(blocking_keys(left)) & set(blocking_keys(right))


@pytest.mark.parametrize("name", DIFFERENT)
def test_different_works_score_low(name: str) -> None:
    left, right = DIFFERENT[name]
    assert compare(left, right).score < MERGE_THRESHOLD


@pytest.mark.parametrize("reason", VETOED)
def test_what_forbids_a_merge_is_named(reason: str) -> None:
    left, right = VETOED[reason]
    assert compare(left, right).veto == reason
    assert compare(right, left).veto == reason


def test_a_translation_with_its_own_doi_is_linked_not_merged() -> None:
    assert compare(*VETOED["translation"]).rule == "translation-of"


def test_the_same_doi_merges_titles_in_two_languages() -> None:
    left = profile("Синтез ферритов кобальта", "Иванов И. И.", doi="10.1234/x")
    right = profile(
        "The synthesis of cobalt ferrites", "Ivanov I.", doi="https://doi.org/10.1234/X"
    )
    outcome = compare(left, right)
    assert (outcome.rule, outcome.veto) == ("doi", None)
    assert outcome.score >= MERGE_THRESHOLD


@pytest.mark.parametrize("pairs", [SAME, DIFFERENT, VETOED])
def test_order_does_not_matter(pairs: dict[str, tuple[Profile, Profile]]) -> None:
    for left, right in pairs.values():
        assert compare(left, right) == compare(right, left)


def test_profiles_without_anything_have_no_keys_and_no_score() -> None:
    assert blocking_keys(Profile()) == []
    assert compare(Profile(), Profile()).score < MERGE_THRESHOLD


def test_years_that_differ_by_one_share_a_key() -> None:
    left = profile("Первое заглавие", "Иванов И.", year=2019, pages="5-9")
    right = profile("Second title", "Ivanov I.", year=2020, pages="5-9")
    assert set(blocking_keys(left)) & set(blocking_keys(right))


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("the x tree an index structure", "the x tree an index structure", 1.0, 1.0),
        ("fault tolerant design of multimedia servers", "muntz afaulttolerantdesignofmultimediaserver", 0.95, 1.0),
        ("query by committee", "seung h query by committee proceedings of colt", 1.0, 1.0),
        ("query by committee", "boosting the margin", 0.0, 0.6),
        ("", "query by committee", 0.0, 0.0),
    ],
)  # fmt: skip
def test_a_title_is_found_inside_another_however_words_are_divided(
    left: str, right: str, least: float, most: float
) -> None:
    assert least <= contained(left, right) <= most
    assert contained(left, right) == contained(right, left)


def test_that_only_one_side_says_something_is_seen() -> None:
    whole = profile("Щелочные породы", "Щербаков И. И.", pages="5-9")
    silent = profile("Щелочные породы", year=None)
    seen = features(whole, silent, evidence(whole, silent))
    names = {"people_one_side", "year_one_side", "first_page_one_side"}
    assert {name for name in names if seen.get(name) == 1.0} == names
    assert "year_nowhere" in features(silent, silent, evidence(silent, silent))
