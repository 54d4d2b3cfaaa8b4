"""Lists as they come out of print, cut into entries. Generated titles and names."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.formats.article_pages.broken_words import LineJoiner
from crawler.formats.article_pages.entry_cutting import (
    begins_with_number,
    cut,
    follows_on,
    without_mark,
)
from crawler.formats.article_pages.reference_lists import Line, references, visible
from crawler.formats.values.entry_starts import bullet_of, goes_on, had_room, opens_entry, width_of

BROKEN = """
Громов П.А. Почвы Севера и Си-
бири. М.: Наука, 1975. 210 с.
Лесков А.А. Мхи тундры // При-
рода. 1980. № 3. С. 5–
9.
Орлов А.С. Ледники Алтая. Л., 1985.
"""
BROKEN_ENTRIES = [
    "Громов П.А. Почвы Севера и Сибири. М.: Наука, 1975. 210 с.",
    "Лесков А.А. Мхи тундры // Природа. 1980. № 3. С. 5–9.",
    "Орлов А.С. Ледники Алтая. Л., 1985.",
]

LISTS: dict[str, tuple[str, list[str]]] = {
    "no numbers": (BROKEN, BROKEN_ENTRIES),
    "no numbers, Kazakh": (
        "Нұрпейісов Ә. Қан мен тер. Алматы: Жазу-\nшы, 1980. 300 б.\nӘуезов М. Абай жолы.\nАлматы, 1990.",
        [
            "Нұрпейісов Ә. Қан мен тер. Алматы: Жазушы, 1980. 300 б.",
            "Әуезов М. Абай жолы. Алматы, 1990.",
        ],
    ),
    "no numbers, English": (
        "Smith J, Brown A. Flow in non-\nlinear media. Physica. 2010;125(2):251–\n258.\n"
        "van der Berg H. Rocks. London:\nVerso, 2001.\nWorld Bank. Report on soils. 2003.",
        [
            "Smith J, Brown A. Flow in non-linear media. Physica. 2010;125(2):251–258.",
            "van der Berg H. Rocks. London: Verso, 2001.",
            "World Bank. Report on soils. 2003.",
        ],
    ),
    "no numbers and no stops": (
        "Громов П.А. Почвы Севера\nи Сибири. М.: Наука, 1975\nЛесков А.А. Мхи. М., 1980\n"
        "Зуев И.И. Санкт-\nПетербург. Л., 1990",
        [
            "Громов П.А. Почвы Севера и Сибири. М.: Наука, 1975",
            "Лесков А.А. Мхи. М., 1980",
            "Зуев И.И. Санкт-Петербург. Л., 1990",
        ],
    ),
    "one without a year": (
        "Громов П.А. Почвы и\nмхи. М., 1975.\nЗакон о почвах.\nЛесков А.А. Мхи. М., 1980.\nТекст о другом",
        ["Громов П.А. Почвы и мхи. М., 1975.", "Закон о почвах.", "Лесков А.А. Мхи. М., 1980."],
    ),
    "text behind the list": (
        "Громов П.А. Почвы Севе-\nра. М., 1975.\nЛесков А.А. Мхи. М., 1980.\nТираж журнала\nи цена",
        ["Громов П.А. Почвы Севера. М., 1975.", "Лесков А.А. Мхи. М., 1980."],
    ),
    "a line that goes on with the number one": (
        "Громов П.А. Почвы и\nмхи // Природа. 1975. №\n1. С. 5–9.\nЛесков А.А. Мхи. М., 1980.",
        ["Громов П.А. Почвы и мхи // Природа. 1975. № 1. С. 5–9.", "Лесков А.А. Мхи. М., 1980."],
    ),
    "a number alone behind an entry without a stop": (
        "1\nГромов П.А. Почвы. М., 1975. 406 с\n2\nЛесков А.А. Мхи. Наука и жизнь\n3\nКаваль А. Рэкі. 1999.",
        [
            "Громов П.А. Почвы. М., 1975. 406 с",
            "Лесков А.А. Мхи. Наука и жизнь",
            "Каваль А. Рэкі. 1999.",
        ],
    ),
    "a full line of print goes on, a short one does not": (
        "1. Громов П.А. Почвы Севера и Сибири. Новосибирск.\nНаука, 1975. 406 с. Второе издание, дополненное.\n"
        "Серия «Почвы мира». Под редакцией И.И. Зуева.\n"
        "2. Лесков А.А. Мхи тундры и тайги Зауралья. 1980.\nСерия «Природа». Выпуск пятый.\n"
        "Тираж журнала 500",
        [
            "Громов П.А. Почвы Севера и Сибири. Новосибирск. Наука, 1975. 406 с. Второе издание, дополненное. "
            "Серия «Почвы мира». Под редакцией И.И. Зуева.",
            "Лесков А.А. Мхи тундры и тайги Зауралья. 1980. Серия «Природа». Выпуск пятый.",
        ],
    ),
    "numbers on lines of their own": (
        "1\nГромов П.А. Почвы. М., 1975. С. 5–\n9.\n2\nЛесков А.А. Мхи. М., 1980.",
        ["Громов П.А. Почвы. М., 1975. С. 5–9.", "Лесков А.А. Мхи. М., 1980."],
    ),
    "numbers in brackets on lines of their own": (
        "[1]\nՍիմոնյան Հ. Միտք. Երևան, 1990.\n[2]\nՆազարյան Ա. Բառեր. Երևան, 1991.",
        ["Սիմոնյան Հ. Միտք. Երևան, 1990.", "Նազարյան Ա. Բառեր. Երևան, 1991."],
    ),
    "a year behind a number without a stop": (
        "1 Громов П.А. Почвы. М., 1975.\n2 «Мхи тундры». М., 1980.\n3 2012 год в истории. М., 2013.",
        [
            "Громов П.А. Почвы. М., 1975.",
            "«Мхи тундры». М., 1980.",
            "2012 год в истории. М., 2013.",
        ],
    ),
    "a number that ends a line is no entry": (
        "1. Громов П.А. Почвы // Природа. 1975. №\n2 2001 С. 5.\n2. Лесков А.А. Мхи. М., 1980.",
        ["Громов П.А. Почвы // Природа. 1975. № 2 2001 С. 5.", "Лесков А.А. Мхи. М., 1980."],
    ),
    "numbers in brackets of two kinds": (
        "(1) Громов П.А. Почвы.\nМ., 1975.\n(2) Лесков А.А. Мхи. М., 1980.",
        ["Громов П.А. Почвы. М., 1975.", "Лесков А.А. Мхи. М., 1980."],
    ),
    "names that begin with a small letter": (
        "1 Громов П.А. Почвы. М., 1975.\n2 аль-Бируни. Индия. М., 1995.\n3 van der Berg H. Rocks. 2001.",
        [
            "Громов П.А. Почвы. М., 1975.",
            "аль-Бируни. Индия. М., 1995.",
            "van der Berg H. Rocks. 2001.",
        ],
    ),
    "bullets of a word processor": (
        "\uf0b7 Асанов А. Суу. Бишкек, 1999.\n\uf0b7 Токтогулов Т. Жер. Бишкек, 2001.",
        ["Асанов А. Суу. Бишкек, 1999.", "Токтогулов Т. Жер. Бишкек, 2001."],
    ),
    "bullets": (
        "• Асанов А. Суу. Биш-\nкек, 1999.\n• Токтогулов Т. Жер. Бишкек, 2001.",
        ["Асанов А. Суу. Бишкек, 1999.", "Токтогулов Т. Жер. Бишкек, 2001."],
    ),
    "dashes for bullets, and dashes of the description": (
        "– Громов П.А. Почвы.\n– М.: Наука, 1975.\n– Лесков А.А. Мхи. – М., 1980.",
        ["Громов П.А. Почвы. – М.: Наука, 1975.", "Лесков А.А. Мхи. – М., 1980."],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_cut(name: str) -> None:
    printed, entries = LISTS[name]
    assert cut(printed.strip().splitlines()) == entries


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (
            "Список использованных источников\nИсточники\n1. Опись. 1990.\n2. Закон о почвах.\n"
            "Литература\n3. Громов П.А. Мхи. М., 1975.",
            [("", "Опись. 1990."), ("", "Закон о почвах."), ("", "Громов П.А. Мхи. М., 1975.")],
        ),
        (
            "Літаратура\n1. Каваль А. Рэкі. Мінск, 1999.\nReferences\n1. Kaval A. Reki. Minsk, 1999.",
            [("be", "Каваль А. Рэкі. Мінск, 1999."), ("en", "Kaval A. Reki. Minsk, 1999.")],
        ),
    ],
)
def test_a_heading_between_running_numbers_parts_no_list(
    printed: str, found: list[tuple[str, str]]
) -> None:
    lines = [Line(text) for text in printed.splitlines()]
    assert [(each.list_id, each.raw) for each in references(lines)] == found


@pytest.mark.parametrize(
    ("start", "ids"), [("3", {""}), ("1", {"ru", "ru2"}), ("x", {"ru", "ru2"})]
)
def test_an_html_list_may_go_on_behind_a_heading(start: str, ids: set[str]) -> None:
    page = (
        "<h2>Источники</h2><ol><li>Опись. 1990.</li><li>Закон. 1991.</li></ol><h3>Литература</h3>"
        f"<ol start='{start}'><li>Громов П.А. Мхи. М., 1975.</li></ol><p>Тираж 500</p>"
    )
    found = visible(html.fromstring(f"<html><body>{page}</body></html>"))
    assert [each.raw for each in found] == [
        "Опись. 1990.",
        "Закон. 1991.",
        "Громов П.А. Мхи. М., 1975.",
    ]
    assert {each.list_id for each in found} == ids


def test_numbers_that_go_on() -> None:
    first = ["1. Опись. 1990.", "2. Закон."]
    assert follows_on(first, ["3. Мхи."])
    assert not any(follows_on(first, more) for more in (["1. Мхи."], ["9. Мхи."], ["Мхи."], []))


@pytest.mark.parametrize(
    ("start", "rest", "joined"),
    [
        ("Научно-", "техническая политика", "Научно-техническая политика"),
        ("Си-", "бири", "Сибири"),
        ("Си\u00ad", "бири", "Сибири"),
        ("Кара-", "кол", "Кара-кол"),  # so it stands elsewhere on the page
        ("Ыссык-", "Көл", "Ыссык-Көл"),
        ("хіміка-", "біялагічны", "хіміка-біялагічны"),
        ("ғылыми-", "зерттеу", "ғылыми-зерттеу"),
        ("գիտա-", "կան", "գիտական"),
        ("self-", "made", "self-made"),
        ("фото-", "и видеоматериалы", "фото- и видеоматериалы"),
        ("КАЗАХ-", "СТАН", "КАЗАХСТАН"),
        ("С. 5–", "9", "С. 5–9"),
        ("1975-", "1983", "1975-1983"),
        ("https://example.org/", "items/5", "https://example.org/items/5"),
        (
            "https://example.org/",
            "(дата обращения: 1.2.2020)",
            "https://example.org/ (дата обращения: 1.2.2020)",
        ),
        ("М. –", "Л.", "М. – Л."),
        ("Почвы", "Севера", "Почвы Севера"),
        ("", "Почвы", "Почвы"),
    ],
)
def test_lines_are_joined(start: str, rest: str, joined: str) -> None:
    assert LineJoiner(["Дорога на Кара-кол"]).joined(start, rest) == joined


@pytest.mark.parametrize(
    ("before", "line", "opens"),
    [
        ("", "Громов", True),
        ("Громов П.А. Почвы. М., 1975.", "Лесков А.А. Мхи.", True),
        ("Громов П.А. Почвы. М., 1975.", "А.А. Лесков. Мхи.", True),
        ("Громов П.А. Почвы. М., 1975.", "Памятники юга: каталог.", True),
        ("Громов П.А. Почвы. М., 1975.", "Т. 2. 210 с.", False),
        ("Громов П.А. Почвы. М., 1975.", "210 с.", False),
        ("Громов П.А. Почвы. М., 1975.", "и другие", False),
        ("Громов П.А. Почвы.", "М.: Наука, 1975.", False),
        ("Громов П.А.", "Лесков А.А. Мхи. 1980.", False),  # two authors
        ("Громов П.А. Почвы Севера и", "Сибири. М., 1975.", False),
    ],
)
def test_where_an_entry_can_begin(before: str, line: str, opens: bool) -> None:
    assert opens_entry(before, line) is opens


def test_lines_of_print_have_a_width() -> None:
    lines = ["а" * 60, "б" * 58, "в" * 61, "г" * 57, "д" * 12]
    assert width_of(lines) == 61
    assert (width_of(lines[1:]), width_of([*lines, "е" * 400])) == (0, 61)
    assert width_of(["е" * 400, "ж" * 210, *lines[:3]]) == 0
    assert had_room("д" * 12, "слово", 61)
    assert not had_room("б" * 58, "слово", 61)


def test_marks_in_front() -> None:
    assert [without_mark(text) for text in ("1. Мхи", "• Мхи", "12 Мхи", "[3] Мхи", "Мхи")] == [
        "Мхи"
    ] * 5
    assert (bullet_of("– Громов П.А."), bullet_of("– М.: Наука"), bullet_of("Мхи")) == (
        "–",
        None,
        None,
    )
    assert (begins_with_number("1. Мхи"), begins_with_number("Мхи 1.")) == (True, False)
    assert goes_on("Громов П.А. Мхи", "и лишайники. 1975.")
    assert not goes_on("Громов П.А. Мхи. 1975.", "Лесков А.А. Мхи. 1980.")


AUTHORS = st.sampled_from(
    ("Громов П.А.", "Каваль А.", "Әуезов М.", "Асанов А.", "Սիմոնյան Հ.", "Smith J.")
)
WORDS = st.lists(
    st.sampled_from(("почвы", "мхи", "рэкі", "суу", "жер", "soils", "միտք", "2012", "Севера")),
    min_size=1,
    max_size=6,
)
ENTRIES = st.builds(
    lambda author, words, year: f"{author} Труды {' '.join(words)}. М.: Наука, {year}. 210 с.",
    AUTHORS,
    WORDS,
    st.integers(1900, 2020),
)
STYLES = ("{}. {}", "[{}] {}", "{}) {}", "{} {}", "{}\n{}", "• {1}", "{1}")


@given(st.data(), st.lists(ENTRIES, min_size=2, max_size=8), st.sampled_from(STYLES))
def test_nothing_of_a_list_is_lost(data: st.DataObject, entries: list[str], style: str) -> None:
    lines: list[str] = []
    for number, entry in zip(count(1), entries, strict=False):
        words = entry.split()
        at = data.draw(st.integers(2, len(words)))  # no line ends inside a name
        first, rest = " ".join(words[:at]), " ".join(words[at:])
        lines += [*style.format(number, first).splitlines(), *([rest] if rest else [])]
    found = cut(lines)
    assert " ".join(found) == " ".join(entries)
    if style != "{1}":
        assert found == entries


@given(st.lists(st.text(alphabet="1. 2[]–•-АМабв\u00ad//:,«", max_size=20), max_size=10))
def test_any_lines_are_cut(texts: list[str]) -> None:
    assert all(cut(texts))
