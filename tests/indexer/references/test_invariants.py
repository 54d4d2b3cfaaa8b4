"""What holds for every reading of a GOST description by the rules, over generated references of all its forms."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.references.gost import parse_gost
from indexer.references.opening import opened
from indexer.text.printed import squeeze


def _words(text: str) -> list[str]:
    return text.split("|")


_AUTHORS = _words(
    "Орлов А. С.|Жук, Н. І.|Бейсенов Т. К.|Котов, Игорь Львович.|Զորյան Ա.|Orlov A. S.|ГромовП.А."
)
_TITLES = _words(
    "История России|Экономика: Учебник|Минск: История города|1812 год в Минске|Почвы степей : моногр.|Гетеры|"
    "А. С. Пушкин и Кавказ|Дала тарихы: 3 томдық. 2-том|Գետերի ջրերը|Istoriya Rossii|Методы. Расчёт"
)
_PLACES = _words("М.|СПб.|Мінск|Алматы|Бишкек|Երևան|Moscow|Ростов н/Д|Нижний Новгород|Кологрив")
_PUBLISHERS = _words("Наука|Навука|Изд-во МГУ|Мектеп|Լույս|Nauka Publ.")
_HOSTS = _words("Природа|Вестник МГУ. Сер. 5|ҚазҰУ хабаршысы|Լրաբեր|Vestnik nauk")
_STARTS = ("", "1. ", "• ", "См. также: ", "12 ")
_pick = st.sampled_from


@st.composite
def _books(draw: st.DrawFn) -> tuple[str, str]:
    """A book, and its title."""
    title, dash = draw(_pick(_TITLES)), draw(_pick([". – ", ". ", ". — "]))
    colon = draw(_pick([": ", " : "]))
    imprint = f"{draw(_pick(_PLACES))}{colon}{draw(_pick(_PUBLISHERS))}, 2010"
    start, author = draw(_pick(_STARTS)), draw(_pick(_AUTHORS))
    return (
        f"{start}{author} {title}{dash}{imprint}{dash}{draw(_pick(['210 с.', '180 б.', 'С. 45.']))}",
        title,
    )


@st.composite
def _articles(draw: st.DrawFn) -> tuple[str, str]:
    """An article, and its title."""
    title, dash = draw(_pick(_TITLES)), draw(_pick([". – ", ". ", ".-"]))
    numbers = draw(_pick(["Т. 5, № 2", "№ 3", "2-том, 3-сан"]))
    host = f"{draw(_pick(_HOSTS))}{dash}2010{dash}{numbers}{dash}С. 5–9."
    return f"{draw(_pick(_STARTS))}{draw(_pick(_AUTHORS))} {title} // {host}", title


@settings(max_examples=200, deadline=None)
@given(st.one_of(_books(), _articles()))
def test_no_author_title_or_year_is_lost(reference: tuple[str, str]) -> None:
    text, title = reference
    fields = parse_gost(opened(squeeze(text)))
    assert fields.authors
    assert fields.title
    assert fields.year == 2010
    assert title.startswith(fields.title)


@settings(max_examples=200, deadline=None)
@given(st.one_of(_books(), _articles()))
def test_what_no_field_may_hold(reference: tuple[str, str]) -> None:
    fields = parse_gost(opened(squeeze(reference[0])))
    assert not re.search(r"(?:М|СПб)\.\s?:", fields.publisher or "")
    assert len((fields.place or "").split()) <= 3
    assert not any(re.fullmatch(r"[А-Я]+\s[А-Я]", name) for name in fields.authors)
    assert fields.first_page is None or fields.container


_JOINTS = _words(" : |: |. – | // | / |, |2010|Т. 5|С. 5–9|(|)|[Б. м.]|։|.-")
_KINDS = _words(
    "Пат. 2674999 РФ|ГОСТ Р 54124-2010|опубл. 04.12.2018|дис. ... канд. наук|Рец. на кн.: "
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_pick(_AUTHORS + _TITLES + _PLACES + _HOSTS + _JOINTS + _KINDS), max_size=16).map(
        " ".join
    )
)
def test_every_value_is_a_piece_of_the_text(text: str) -> None:
    fields: dict[str, Any] = msgspec.to_builtins(parse_gost(squeeze(text)))
    whole = _letters(text)
    for name, value in fields.items():
        for piece in value if isinstance(value, list | tuple) else [str(value)]:
            assert _letters(piece) in whole, name


def _letters(text: str) -> str:
    """Letters and digits alone: white space, and a stop that Armenian writes otherwise, do not count."""
    return re.sub(r"[\W_]", "", text.replace("[Текст]", ""))
