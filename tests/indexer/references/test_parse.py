"""References of every style and language, with the fields that they must give, and near misses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.references.fields import reference_profile
from indexer.references.parse import parse_reference, style_of
from indexer.text.printed import squeeze
from schemas import Reference
from tests.support.timing import quickest

CASES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "ru article, 7.0.5",
        "1. Иванов И. И., Петров П. П. Анализ данных в медицине // Вестник Московского университета. 2015. "
        "Т. 3, № 2. С. 12–20. DOI: 10.1234/abc.2015.1.",
        {
            "authors": ["Иванов И. И.", "Петров П. П."],
            "title": "Анализ данных в медицине",
            "container": "Вестник Московского университета",
            "year": 2015,
            "volume": "3",
            "issue": "2",
            "first_page": "12",
            "last_page": "20",
            "doi": "10.1234/abc.2015.1",
        },
    ),
    (
        "ru book, 7.1",
        "Бергсон А. Творческая эволюция : пер. с фр. — М. : Наука, 1975. — 192 с. — ISBN 985-433-532-1.",
        {
            "authors": ["Бергсон А."],
            "title": "Творческая эволюция",
            "place": "М.",
            "publisher": "Наука",
            "year": 1975,
            "pages_total": "192",
            "isbn": "985-433-532-1",
            "container": None,
            "first_page": None,
        },
    ),
    (
        "ru book without dashes",
        "Маркотт И. Отзывчивый веб-дизайн. СПб.: Изд-во «Манн, Иванов и Фербер», 2012. 176 с.",
        {"title": "Отзывчивый веб-дизайн", "place": "СПб.", "year": 2012, "pages_total": "176"},
    ),
    (
        "ru article without a double slash",
        "Иванов И.И. Название статьи. Вестник КазНУ. 2018. Т. 5. № 3. С. 10-15.",
        {
            "title": "Название статьи",
            "container": "Вестник КазНУ",
            "volume": "5",
            "first_page": "10",
        },
    ),
    (
        "ru authors after the slash, and others",
        "Система жизнеобеспечения / Э. В. Тернер [и др.] // Агрохимия. — 2011. — №5, 6. — С. 3—9.",
        {"authors": ["Э. В. Тернер"], "title": "Система жизнеобеспечения", "issue": "5, 6"},
    ),
    (
        "ru volume of a set",
        "Камю А. Собрание сочинений. В 5 т. Т. 3 : пер. с фр. — Харьков : Фолио, 1998. — 575 с. — (Вершины).",
        {"title": "Собрание сочинений", "volume": "3", "series": "Вершины", "publisher": "Фолио"},
    ),
    (
        "ru open range of years",
        "Handbook of the History of Logic. — Elsevier, 2004– .",
        {"title": "Handbook of the History of Logic", "publisher": "Elsevier", "year": 2004},
    ),
    (
        "ru translator and editor",
        "Барт Р. Мифологии / пер. с фр. С. Н. Зенкина ; под ред. А. Б. Попова. — 3-е изд. — М. : Проект, 2010.",
        {"translators": ["С. Н. Зенкина"], "editors": ["А. Б. Попова"], "authors": ["Барт Р."]},
    ),
    (
        "be article",
        "Каржаў А. М. Гісторыя беларускай мовы / А. М. Каржаў, І. П. Ігнатовіч // Весці НАН Беларусі. — 2012. — "
        "№ 4. — С. 45—52.",
        {
            "authors": ["Каржаў А. М.", "І. П. Ігнатовіч"],
            "title": "Гісторыя беларускай мовы",
            "container": "Весці НАН Беларусі",
            "issue": "4",
            "last_page": "52",
        },
    ),
    (
        "be book",
        "Лыч Л. Гісторыя культуры Беларусі / пад рэд. М. Касцюка. — Мінск : Экаперспектыва, 1997. — 485 с.",
        {
            "editors": ["М. Касцюка"],
            "place": "Мінск",
            "publisher": "Экаперспектыва",
            "pages_total": "485",
        },
    ),
    (
        "kk article",
        "Әбдіраманова А.Қ., Нұрпейісова Г.С. Қазақ тілінің дамуы // ҚазҰУ хабаршысы. – 2019. – № 2 (174). – Б. 12-18.",
        {
            "authors": ["Әбдіраманова А.Қ.", "Нұрпейісова Г.С."],
            "title": "Қазақ тілінің дамуы",
            "container": "ҚазҰУ хабаршысы",
            "issue": "2 (174)",
            "first_page": "12",
            "last_page": "18",
        },
    ),
    (
        "kk book",
        "Сыздықова Р. Қазақ әдеби тілінің тарихы. – Алматы: Арыс, 2004. – 288 б.",
        {
            "title": "Қазақ әдеби тілінің тарихы",
            "place": "Алматы",
            "publisher": "Арыс",
            "pages_total": "288",
        },
    ),
    (
        "kk author–date",
        "Нұрғали Р. (2015). Әдебиет теориясы. Қазақ университеті, 3(2), 15-20.",
        {
            "authors": ["Нұрғали Р."],
            "title": "Әдебиет теориясы",
            "year": 2015,
            "volume": "3",
            "issue": "2",
        },
    ),
    (
        "ky article",
        "Мусаев С. Ж., Үсөналиев С. Кыргыз тилинин өнүгүшү // Кыргыз улуттук университетинин жарчысы. – 2016. – "
        "№ 3. – Б. 25-31.",
        {
            "authors": ["Мусаев С. Ж.", "Үсөналиев С."],
            "title": "Кыргыз тилинин өнүгүшү",
            "last_page": "31",
        },
    ),
    (
        "ky book",
        "Осмонов Ө. Ж. Кыргызстан тарыхы. – Бишкек: Мезгил, 2014. – 480 б.",
        {"authors": ["Осмонов Ө. Ж."], "place": "Бишкек", "year": 2014, "pages_total": "480"},
    ),
    (
        "hy article",
        "Հակոբյան Ա. Ս., Սարգսյան Գ. Մ. Հայոց լեզվի պատմություն // Պատմաբանասիրական հանդես. 2010. № 2. Էջ 45–60.",
        {
            "authors": ["Հակոբյան Ա. Ս.", "Սարգսյան Գ. Մ."],
            "title": "Հայոց լեզվի պատմություն",
            "container": "Պատմաբանասիրական հանդես",
            "issue": "2",
            "first_page": "45",
        },
    ),
    (
        "hy book",
        "Աճառյան Հ. Հայերեն արմատական բառարան. Երևան: ԵՊՀ հրատ., 1971. Հ. 1. 698 էջ.",
        {
            "authors": ["Աճառյան Հ."],
            "place": "Երևան",
            "year": 1971,
            "volume": "1",
            "pages_total": "698",
        },
    ),
    (
        "romanised article",
        "Belous V.V., Groshev S.V. Metody vizualizacii fronta Pareto [Methods of Pareto front visualization]. "
        "Vestnik MGTU, 2014, no. 4, pp. 12–20. (In Russ.).",
        {
            "authors": ["Belous V.V.", "Groshev S.V."],
            "title": "Metody vizualizacii fronta Pareto",
            "container": "Vestnik MGTU",
            "year": 2014,
            "issue": "4",
            "first_page": "12",
        },
    ),
    (
        "romanised book",
        "Arkhiptsev Yu.F. Asinkhronnye elektrodvigateli [Asynchronous motors]. Moscow, Energiya Publ., 1986. 104 p.",
        {
            "title": "Asinkhronnye elektrodvigateli",
            "place": "Moscow",
            "year": 1986,
            "pages_total": "104",
        },
    ),
    (
        "Vancouver",
        "Schulman JE, O’Toole RV, et al. Pelvic ring fractures are an independent risk factor. J Trauma. "
        "2010;68(4):930–934.",
        {
            "authors": ["Schulman JE", "O’Toole RV"],
            "title": "Pelvic ring fractures are an independent risk factor",
            "container": "J Trauma",
            "volume": "68",
            "issue": "4",
            "first_page": "930",
        },
    ),
    (
        "APA",
        "Bunton, K., & Hoit, J. D. (2018). Development of Velopharyngeal Closure. Journal of Speech Language and "
        "Hearing Research, 61(3), 549.",
        {
            "authors": ["Bunton, K.", "Hoit, J. D."],
            "title": "Development of Velopharyngeal Closure",
            "container": "Journal of Speech Language and Hearing Research",
            "year": 2018,
            "volume": "61",
            "issue": "3",
            "first_page": "549",
        },
    ),
    (
        "ACS, no title",
        "[1] I. Žliobaitė, M. Budka, F. Stahl, Neurocomputing 150 (2015) 240.",
        {
            "authors": ["I. Žliobaitė", "M. Budka", "F. Stahl"],
            "title": None,
            "container": "Neurocomputing",
            "volume": "150",
            "year": 2015,
            "first_page": "240",
        },
    ),
    (
        "IEEE",
        'V. Vardanyan and R. Buchatskiy, "Integrated register rematerialization in a JIT compiler," in Proc. 10th Int. '
        "Conf. CSIT, 2015, pp. 240-244.",
        {
            "title": "Integrated register rematerialization in a JIT compiler",
            "year": 2015,
            "last_page": "244",
        },
    ),
    (
        "Chicago",
        "Kant, Immanuel. 1998. Critique of Pure Reason. Cambridge: Cambridge University Press.",
        {
            "title": "Critique of Pure Reason",
            "publisher": "Cambridge University Press",
            "year": 1998,
        },
    ),
]
NEAR_MISSES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "the day a page was seen is no year of publication",
        "Angular. JavaScript-фреймворк // Habr. URL: http://habr.com/ru/hub/angular (дата обращения: 04.08.2020).",
        {"year": None, "authors": None, "url": "http://habr.com/ru/hub/angular"},
    ),
    (
        "a year in the title is no year of publication",
        "Lacan J. Le séminaire : L’angoisse, 1962/1963. — Paris : Seuil, 2004. — 432 p.",
        {"year": 2004},
    ),
    (
        "pages of a book are no page of an article",
        "Whitehead A. N. Process and Reality. — New York : Macmillan, 1929. — 216 p.",
        {"first_page": None, "pages_total": "216"},
    ),
    (
        "the slashes of an address are no host",
        "Страница компилятора V8: https://developers.google.com/v8/.",
        {"container": None, "url": "https://developers.google.com/v8/"},
    ),
    (
        "the edition it was translated from does not count",
        "Голдблатт Р. Топосы / пер. с англ. В. Н. Гришина. — М. : Мир, 1983. — 488 с. — Пер. по изд.: Goldblatt R. "
        "Topoi. — Oxford : North-Holland, 1984. — 568 p.",
        {"year": 1983, "publisher": "Мир", "pages_total": "488"},
    ),
    (
        "an ISBN holds no issue",
        "Лакан Ж. Семинары. — М. : Гнозис, 2002. — 608 с. — ISBN 978-5-9757-0422-1.",
        {"issue": None, "volume": None},
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_fields(text: str, expected: dict[str, Any]) -> None:
    assert _found(text, expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in NEAR_MISSES], ids=[case[0] for case in NEAR_MISSES]
)
def test_near_misses(text: str, expected: dict[str, Any]) -> None:
    assert _found(text, expected) == expected


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Иванов И. И. Статья // Журнал. 2010.", "gost"),
        ("Quine W. Ontological Relativity // The Journal. — 1968. — P. 185–212.", "gost"),
        ("Whitehead A. N. Process and Reality. — New York : Macmillan, 1929.", "gost"),
        ("Il'chenko A. N. Matematicheskie metody. - M.: Finansy, 2009. - 288 s.", "gost"),
        ("Smith J. A study of things. Nature. 2010;5:1-2. https://a.org/b", "western"),
        ("Smith, J. (2010). A study – of things. Nature, 5, 1447– 1451.", "western"),
        ("Ivanov I. I. Istoriia Rossii. M.: Nauka, 2010.", "gost"),
        ("Baumert, K. (1982). Wege der Sprache. Frankfurt a. M.: Suhrkamp.", "western"),
        ("Baumert, K. M.: Wege der Sprache. Suhrkamp, 1982.", "western"),
        ("Громов ПА, Лесков АН. Почвы степей. Природа. 2010;2(3):40-43.", "western"),
        ("П. А. Громов, Почвы степей, Наука, М., 1975, 210 с.", "western"),
        ("Каржаў, А. (2010) Глебы стэпаў. Прырода, 2 (3), с. 40-43.", "western"),
        ("Әбдіраманова АҚ. Дала топырағы. Табиғат. 2010;2(3):40-43.", "western"),
        ("Զորյան Ա., Գետերի ջրերը, Լրաբեր, 1987, 10, էջ 31-37:", "western"),
        ("Громов П. А. Почвы степей. М.: Наука, 1975. 210 с.", "gost"),
        ("Сыздықова Р. Тіл тарихы. Алматы: Арыс, 2004. 288 б.", "gost"),
        ("Громов П. А. Почвы степей. Природа. 2010. Т. 2. № 3. С. 40-43.", "gost"),
        ("Жук, Н. І. Гаворкі Пасожжа : дыс. ... канд. навук. – Мінск, 2010. – 148 л.", "gost"),
        ("Бейсенов Т. К. Дала тарихы. – Алматы, 2010. – 148 б.", "gost"),
        ("Զորյան Ա. Գետեր. – Երևան, 2010. – 148 էջ.", "gost"),
        ("Пат. 2674999 РФ. Способ сушки глины / Громов П. А. ; опубл. 04.12.2018.", "gost"),
        ("Громов П. А. Почвы степей. М., 1998. 268 с.", "gost"),
        ("Lake Atlas. URL: https://lakes.example.org (дата обращения: 20.01.2020).", "gost"),
        (
            "Lake, A. (2020). Atlas. URL: https://lakes.example.org (accessed 20.01.2020).",
            "western",
        ),
    ],
)
def test_style(text: str, style: str) -> None:
    assert style_of(text) == style


def test_empty_text_gives_empty_fields() -> None:
    assert msgspec.to_builtins(parse_reference(" \n ")) == {}


@pytest.mark.parametrize(("lang", "style"), [("ru", "gost"), ("hy", "gost"), (None, "western")])
def test_the_language_decides_where_no_letter_tells(lang: str | None, style: str) -> None:
    assert style_of("1234–1236", lang) == style


_PIECES = st.sampled_from(
    [
        "Иванов И. И., ",
        "// ",
        " / ",
        ". — ",
        "М. : Наука, ",
        "2010",
        " № 3(77)",
        "С. 5–13",
        "[и др.]",
        "«",
        "»",
        "(",
        ")",
        "Smith, J., ",
        "& ",
        "pp. 1-9",
        "10.1234/a.b",
        "http://a.b/c",
        "Հ. 5 ",
        "Էջ 4–6",
        "Б. 7",
        "Ө",
        "ў",
        "Т. IV",
        ": ",
    ]
)


@settings(max_examples=100, deadline=timedelta(seconds=2))
@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=25).map("".join)))
def test_never_raises_and_every_field_is_a_piece_of_the_text(text: str) -> None:
    fields = msgspec.to_builtins(parse_reference(text))
    whole = "".join(squeeze(text).split())
    for name, value in fields.items():
        # a name that was torn apart ("Lawrie & A") is put together with a comma
        names = ",".join(value).split(",") if isinstance(value, list | tuple) else [str(value)]
        for piece in names:
            assert "".join(piece.split()) in whole, name


_PEOPLE = ("Иванов И. И.", "I. J. Ivanov", "J.-P. van der Berg-Petrov", "Petrov PP", "Иванов, Иван")
_SENSELESS = [
    *(
        "А. ",
        "A. aaa ",
        "10.1234/a-",
        "10.1234/a- ",
        "М. : ",
        "М. : Аб, ",
        ". — ",
        "— ",
        ".—",
        "Иванов И. И., ",
    ),
    *(
        "И.-И.IV",
        "[a ",
        "(a",
        "«a ",
        '"abc «def ',
        "“",
        "``a",
        '"',
        "«",
        "(",
        ".",
        ",",
        " ",
        "\n",
        "1",
        "а",
        "Аа",
    ),
    *(
        "12-",
        "1(2)",
        "1(2) ",
        "2010 ",
        "2010-",
        "ISBN 978-5-",
        "ISBN 5 ",
        "http://a.",
        "www. ",
        "et al, ",
        "[и др",
    ),
    *(
        "Мн. ",
        "Москва ; ",
        "Moscow, Nauka Publ ",
        "под общ. ",
        "1-е изд ",
        "и изд. ",
        "2nd ",
        "// ",
        " / ",
        " : в ",
    ),
    *(
        "accessed ",
        "(accessed ",
        "дата обращения ",
        "пер. с ",
        "Пер. по изд.: ",
        "Т. 1",
        "№",
        "с. ",
        "P. 1—",
        "I",
    ),
    *(
        "— (abcdef ",
        "d'",
        "И.",
        "И. ",
        "a, ",
        "(in Rus ",
        "<b>",
        "van der ",
        ", trans ",
        ". 2nd a ",
        "a\t \n",
        "\u200b",
    ),
]


@pytest.mark.parametrize(
    "text",
    [
        *(unit * (10_000 // len(unit)) for unit in _SENSELESS),
        *(
            joint.join([name] * 200) + " 12 (2010) x"
            for name in _PEOPLE
            for joint in (", ", "; ", " and ")
        ),
        *("[" * 200 + "]" * 200 + " Иванов И. " * 300, "ISBN 5" + " " * 9000, "1" * 10_000 + "—"),
    ],
    ids=lambda text: repr(text[:14]),
)
def test_senseless_input_takes_no_time(text: str) -> None:
    """No pattern may try a text in more ways than it has letters: a list that does not fit once took hours."""
    reference = Reference(raw=text, position=1)
    assert quickest(lambda: reference_profile(reference), 0.5) < 0.5


def _found(text: str, expected: dict[str, Any]) -> dict[str, Any]:
    fields = msgspec.to_builtins(parse_reference(text))
    return {
        name: list(value) if isinstance(value := fields.get(name), tuple) else value
        for name in expected
    }
