from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.parse import parse_reference
from indexer.references.web_page import parse_web_page


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Lake Atlas. URL: https://lakes.example.org/atlas (дата обращения: 20.01.2020).",
            "Lake Atlas",
        ),
        (
            "The R Project for Statistical Computing. Available at: https://r.example.org/ (accessed 15.02.",
            "The R Project for Statistical Computing",
        ),
        (
            "Data-Driven Documents. Available at: http://d3.example.org/ (accessed 15 February 2013).",
            "Data-Driven Documents",
        ),
        ("Страница компилятора: https://dev.example.org/v8/.", "Страница компилятора"),
        ("MCHS Rossii. URL: http://mchs.example.org (data obrashcheniya: 03.01.2020).", "MCHS Rossii"),
        (
            "Атлас рек Казахстана [Электронный ресурс]. Режим доступа: http://rivers.example.kz",
            "Атлас рек Казахстана",
        ),
        ("Нацыянальная бібліятэка. Рэжым доступу: https://nlb.example.by.", "Нацыянальная бібліятэка"),
        ("Node.js. Available at: http://node.example.org/ (Accesed: 7.11.2014).", "Node.js"),
        ("About rivers. Available at: http:// rivers.example.org/1/ (accessed: 11.09.2017).", "About rivers"),
    ],
)  # fmt: skip
def test_a_page_that_nobody_signed(text: str, title: str) -> None:
    found = parse_web_page(text)
    assert found is not None
    assert (found.title, found.authors) == (title, ())
    assert found.url
    assert parse_reference(text).title == title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Орлов А. С. История России. URL: http://history.example.org",
        "Burton Benjamin, Regina, software for topology, http://regina.example.org (30/01/2015).",
        "Почвы степей. Природа. 2010. № 3. URL: http://nature.example.org",
        "Почвы степей // Природа. URL: http://nature.example.org",
        "Highsoft. Charts for your page. URL https://charts.example.org/.",
        "Physics Synopsis, “Effect lights up”, http://physics.example.org/1.",
        "Lake Atlas. Moscow: Nauka, 1998.",
        "Reviews of soils http://a.example.org and what was said there of them by many others",
        "http://lakes.example.org/atlas",
        "12. http://lakes.example.org",
    ],
)
def test_what_says_more_is_left_to_others(text: str) -> None:
    assert parse_web_page(text) is None


@given(st.text(max_size=60), st.text(max_size=30))
def test_a_title_is_a_piece_of_the_text(before: str, behind: str) -> None:
    text = f"{before} http://a.example.org/{behind}"
    found = parse_web_page(text)
    assert found is None or (found.title and found.title in text and "http" not in found.title)
