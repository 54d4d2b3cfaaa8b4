"""Kazakh and Kyrgyz: the suffix ladder joins the forms of a word, and parts words that look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.inflection import kazakh, kyrgyz
from indexer.text.inflection.kazakh import kazakh_stems
from indexer.text.inflection.kyrgyz import kyrgyz_stems
from indexer.text.inflection.ladder import ladder_stems, steps_of

# the dictionary form, then others; words of titles
KAZAKH = """
тарих тарихы тарихының тарихты тарихқа тарихтан тарихтағы тарихпен
экономика экономикасы экономикасын экономиканың экономикаға экономикадағы
мемлекет мемлекеттің мемлекетке мемлекеттер мемлекеттерінің мемлекетімізде
ғылым ғылымның ғылымды ғылымға ғылымдар ғылымдары ғылымымыз
зерттеу зерттеуі зерттеулер зерттеулердің зерттеуге зерттеуде
кітап кітабы кітабының кітапқа кітаптар кітаптарды
аймақ аймағы аймағында аймақтар
білік білігі білігін
өндіріс өндірісі өндірістің өндірісінде өндіріске
қала қалалар қалаларды қаласы қаласындағы қалаға
орын орны орнында орындар
халық халқы халқының халықтар
ауыз аузы аузында
әріп әрпі әріптер
институт институты институттар институттың институтқа
университет университеті университетінде университеттер
технология технологиялар технологиялары технологияның
ресурс ресурстары ресурстар ресурстың
көл көлі көлдер көлінің көлге
тіл тілі тілдер тілінің тілден тілімен
процесс процесі процестер процестің
апрель апрелі апрельде
клуб клубы клубтар
парк паркі парктер парктің
педагог педагогі педагогтер педагогтың
таң таңы таңда таңнан
көз көзбен көздің көзге
""".strip().splitlines()

KYRGYZ = """
тарых тарыхы тарыхынын тарыхты тарыхка тарыхтагы
илим илими илимдин илимге илимдер илиминде
мамлекет мамлекеттин мамлекетке мамлекеттер мамлекетинин
изилдөө изилдөөсү изилдөөлөр изилдөөнүн изилдөөгө
өнүгүү өнүгүүсү өнүгүүнүн өнүгүүсүндө
китеп китеби китебинин китепке китептер
аймак аймагы аймагында аймактар
көл көлү көлдөр көлүнүн көлгө көлдөгү
тоо тоолор тоосу тоонун тоодо
тил тили тилдин тилинде тилдер
орун орду ордунда орундар
мурун мурду
калк калкы калктын
коом коому коомдун коомдор коомунда
университет университети университеттин университетинде
институт институту институттун институттар
экономика экономикасы экономиканын экономикасынын экономикага
завод заводу заводдор заводдун
технология технологиялар технологиясы технологиянын
билим билими билимдин билимге
үй үйү үйлөр үйдө үйдөн
суу суулар суунун суусу
жер жери жердин жерлер жерге
күн күнү күндөр күндүн
доктор доктору докторлор докторго
музей музейи музейлер музейдин
""".strip().splitlines()


def pairs(lines: list[str]) -> list[tuple[str, str]]:
    return [(line.split()[0], form) for line in lines for form in line.split()[1:]]


@pytest.mark.parametrize(("lemma", "form"), pairs(KAZAKH))
def test_kazakh_forms_meet(lemma: str, form: str) -> None:
    assert not kazakh_stems(lemma).isdisjoint(kazakh_stems(form))


@pytest.mark.parametrize(("lemma", "form"), pairs(KYRGYZ))
def test_kyrgyz_forms_meet(lemma: str, form: str) -> None:
    assert lemma in kyrgyz_stems(form)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("қыс", "қысқа"),
        ("бас", "басқа"),
        ("көл", "көлік"),
        ("көл", "қолы"),
        ("жел", "желке"),
        ("желі", "желкен"),
        ("бала", "балта"),
        ("дала", "далап"),
        ("тас", "тасымал"),
        ("қала", "қалам"),  # "pen", and "my city" only at home
        ("тарих", "тарақ"),
        ("кен", "кене"),
        ("ми", "мина"),
        # another harmony, another consonant
        ("тіл", "тілдар"),
        ("қала", "қалатар"),
        ("адам", "адамқа"),
        ("көз", "көзмен"),
        ("таң", "таңдан"),
    ],
)
def test_kazakh_words_keep_apart(one: str, other: str) -> None:
    assert kazakh_stems(one).isdisjoint(kazakh_stems(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("баш", "башка"),
        ("кыз", "кызык"),
        ("көл", "көлөкө"),
        ("кол", "көлү"),
        ("тоо", "тоок"),
        ("дарыя", "дары"),
        ("кар", "карта"),
        ("салт", "салы"),
        ("бала", "балта"),
        ("күн", "күндар"),
        ("коом", "коомтун"),
        ("суу", "суук"),
        ("тил", "тилек"),
    ],
)
def test_kyrgyz_words_keep_apart(one: str, other: str) -> None:
    assert kyrgyz_stems(one).isdisjoint(kyrgyz_stems(other))


@given(st.text("абвгғдеәжзийкқлмнңоөпрстуұүфхһцчшщыіьэюя", min_size=1, max_size=30))
def test_a_stem_begins_like_its_word(word: str) -> None:
    for stems in (kazakh_stems(word), kyrgyz_stems(word)):
        assert stems
        for stem in stems:
            assert stem
            assert word.startswith(stem[:-2] if len(stem) > 2 else "")


def test_patterns_are_spelt_out_for_each_class() -> None:
    steps = steps_of({"stem": (("plural", "LAр"),)}, {"soft": {"L": "л", "A": "е"}})
    assert steps == {("stem", "soft"): (("plural", "лер"),)}
    assert "үй" in ladder_stems("үйлер", kazakh._GRAMMAR)
    assert ladder_stems("үйлер", kyrgyz._GRAMMAR) == {"үйлер"}  # Kyrgyz says үйлөр
