"""Russian and English: the forms of a word meet, look-alikes keep apart; and which languages a word may be in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer.text.inflection import stems_in
from indexer.text.inflection.english import english_stems
from indexer.text.inflection.languages import languages_of_text, languages_of_word
from indexer.text.inflection.russian import dictionary, russian_stems

RUSSIAN = (
    """
система системы систем системам
оценка оценки оценок оценками
уровень уровня уровней
белок белка белков белками
песок песка песков
исследование исследования исследований исследованию
развитие развития развитию
экономический экономическая экономического экономических
человек людей людям человека
ребёнок дети детей ребенка
время времени времён временами
лёд льда льдов лед
день дня дней
семя семян семени
мать матери матерей
река реки рек реках
земля земель земли
письмо писем письма
окно окон окна
судно судов
огонь огня огней
угол угла углов
рынок рынка рынков
область областей областью
здоровье здоровья здоровью
статья статей статьи
методология методологии методологий
сталь стали сталей
нанокомпозит нанокомпозитов нанокомпозиты
биоугольсорбент биоугольсорбента биоугольсорбентов
Казахстан Казахстана Казахстане
высший высшего высшей
""".lower()
    .strip()
    .splitlines()
)

ENGLISH = """
analysis analyses
hypothesis hypotheses
criterion criteria
phenomenon phenomena
spectrum spectra
bacterium bacteria
mitochondrion mitochondria
matrix matrices matrixes
index indices indexes
vertex vertices
nucleus nuclei
fungus fungi
stimulus stimuli
larva larvae larvas
formula formulae formulas
axis axes
basis bases
genus genera
corpus corpora corpuses
stigma stigmata
foramen foramina
lumen lumina
calyx calyces
plateau plateaux plateaus
child children
woman women
foot feet
tooth teeth
mouse mice
leaf leaves
life lives
half halves
bus buses
gas gases
study studies
region regions regional
economy economies
policy policies
method methods
property properties
class classes
""".strip().splitlines()


def pairs(lines: list[str]) -> list[tuple[str, str]]:
    return [(line.split()[0], form) for line in lines for form in line.split()[1:]]


@pytest.mark.parametrize(("lemma", "form"), pairs(RUSSIAN))
def test_russian_forms_meet(lemma: str, form: str) -> None:
    assert not russian_stems(lemma).isdisjoint(russian_stems(form))


@pytest.mark.parametrize(
    "words",
    [
        "право правка",
        "регион регистр",
        "белок белена",
        "спор спорт",
        "река рука",
        "море морж",
        "морена морю",
        "метод металл",
        "атом атолл",
        "предмет предел",
        "культ культура",
        "корона корова",
        "пыл пыль",
        "трактор тракт",
    ],
)
def test_russian_words_keep_apart(words: str) -> None:
    one, other = words.split()
    assert russian_stems(one).isdisjoint(russian_stems(other))


@pytest.mark.parametrize(("lemma", "form"), pairs(ENGLISH))
def test_english_forms_meet(lemma: str, form: str) -> None:
    assert not english_stems(lemma).isdisjoint(english_stems(form))


@pytest.mark.parametrize(
    "words",
    [
        "economy ecology",
        "police policies",
        "organ organization",
        "bass bases",
        "status statue",
        "genus genes",
        "genre general",
        "ion iron",
        "axis taxes",
        "medal media",
        "index indicate",
        "alga algebra",
    ],
)
def test_english_words_keep_apart(words: str) -> None:
    one, other = words.split()
    assert english_stems(one).isdisjoint(english_stems(other))


def test_a_word_of_no_grammar_is_its_own_stem() -> None:
    assert stems_in("слово", "uk") == {"слово"}
    assert stems_in("слова", "ru") == {"слово"}


def test_threads_agree() -> None:
    words = [f"экономик{ending}{number}а" for ending in "аеиоу" for number in range(100)]
    expected = [russian_stems(word) | english_stems(word) for word in words]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda each: russian_stems(each) | english_stems(each), words)) == expected  # fmt: skip
    assert dictionary() is dictionary()


@pytest.mark.parametrize(
    ("word", "given", "expected"),
    [
        ("море", (), "ru be kk ky"),
        ("система", (), "ru kk ky"),
        ("наука", ("kk",), "kk"),
        ("қала", ("ru",), "kk"),  # a Kazakh word in a Russian text
        ("көл", (), "kk ky"),
        ("мова", (), "ru be kk ky"),
        ("краіна", (), "be kk"),
        ("моў", (), "be"),
        ("science", ("ru",), "en"),
        ("գիտություն", (), "hy"),
        ("2019", (), ""),
        ("cлово", (), ""),
        ("їжак", (), "ru"),
    ],
)
def test_languages_of_a_word(word: str, given: tuple[str, ...], expected: str) -> None:
    assert " ".join(languages_of_word(word, given)) == expected


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("Тарих", ["kk"], "kk"),
        ("Гісторыя", ["be", "ru"], "be ru"),
        ("История", [None, "en"], "ru kk ky"),
        ("История науки и техники", [None], "ru kk ky"),
        ("Помста народа Карла", [], "ru be kk ky"),
        ("Қазақстан тарихы", [], "kk"),
        ("Кыргыз тилинин өнүгүшү", [], "kk ky"),
        ("Беларуская мова ў школе", [], "be"),
    ],
)
def test_languages_of_a_text(text: str, given: list[str | None], expected: str) -> None:
    assert " ".join(languages_of_text(text, given)) == expected
