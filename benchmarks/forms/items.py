"""Invented publications as the values that forms print: each a text with the field whose value it is."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.forms.figures import figures
from benchmarks.forms.lexicon import blend, capital, name_of, title, town
from benchmarks.forms.template import Piece
from benchmarks.generator.people import Name, draw_person
from benchmarks.generator.romanise import romanise, schemes

LANGUAGES = ("ru", "be", "kk", "ky", "hy", "roman", "en")
_ROMANISED = ("ru", "ru", "ru", "kk", "be", "hy", "ky")
_ARMENIAN_PUBLISHER = " հրատ."
_FAMILIES = ("Smith", "Braun", "Jones", "Taylor", "Müller", "Novak", "Rossi", "Garcia", "Chen")
_GIVEN = ("John", "Mary", "Anna", "Peter", "Karl", "Laura", "David", "Sarah", "Ivan", "Wei")


class Item(NamedTuple):
    """A publication: its people and its other values by name."""

    people: tuple[Name, ...]
    editors: tuple[Name, ...]
    values: dict[str, list[Piece]]
    terms: dict[str, str]

    def term(self, name: str) -> str:
        """The word of a term; a capital in its name makes the word's first letter one."""
        return capital(self.terms[name.lower()]) if name[0].isupper() else self.terms[name]


@cache
def terms(lang: str) -> dict[str, list[str]]:
    """The alternatives of each term of a language."""
    path = Path(__file__).with_name("terms.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))[lang]
    return {name: value.split("|") for name, value in table.items()}


def draw(chance: Random, lang: str) -> Item:
    """A publication for references in a language; "roman" is romanised from another."""
    own = chance.choice(_ROMANISED) if lang == "roman" else lang
    scheme = chance.choice(schemes(own)) if lang == "roman" else ""
    marks = chance.choice(("roman", "en")) if lang == "roman" else lang
    words = {name: chance.choice(found) for name, found in terms(marks).items()}
    if lang in {"be", "kk", "ky", "hy"} and chance.random() < 0.15:
        words = {name: chance.choice(found) for name, found in terms("ru").items()}
    texts = {name: _roman(text, scheme) for name, text in _texts(chance, own).items()}
    if lang == "roman":
        texts |= _english(chance, texts)
    texts |= figures(chance, words)
    drawn = (_person(chance, own, scheme) for _ in range(_count(chance)))
    people = tuple({name.family: name for name in drawn}.values())
    editors = tuple(_person(chance, own, scheme) for _ in range(chance.choice((1, 1, 2))))
    return Item(people, editors, _labelled(texts, words), words)


def _count(chance: Random) -> int:
    return chance.choice((1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 7))


def _person(chance: Random, lang: str, scheme: str) -> Name:
    if lang == "en":
        return Name(chance.choice(_FAMILIES), chance.choice(_GIVEN), chance.choice(("", "Anne")))
    person = draw_person(chance, lang)
    name = person.russian if chance.random() < 0.15 and not scheme else person.own
    if chance.random() < 0.3:
        other = draw_person(chance, lang).own.family
        name = name._replace(family=capital(blend(chance, (name.family.lower(), other.lower()))))
    return Name(*(_roman(part, scheme) for part in name))


def _roman(text: str, scheme: str) -> str:
    return romanise(text, scheme) if scheme else text


def _texts(chance: Random, lang: str) -> dict[str, str]:
    full, short = town(chance, lang)
    conference = name_of(chance, lang, "books")
    return {
        "title": title(chance, lang),
        "journal": name_of(chance, lang, "journals"),
        "book": name_of(chance, lang, "books"),
        "conference": conference,
        "newspaper": name_of(chance, lang, "newspapers"),
        "site": name_of(chance, lang, "sites"),
        "publisher": name_of(chance, lang, "publishers"),
        "place": short,
        "placefull": full,
        "town": town(chance, lang)[0],
        "specialty": name_of(chance, lang, "books"),
        "bookseries": capital(title(chance, lang).partition(":")[0]),
        "series": name_of(chance, lang, "books"),
        "applicant": name_of(chance, lang, "publishers"),
        "standard": f"{_standard(lang)} {chance.randint(1, 60000)}-{chance.randint(1960, 2024)}",
    }


def _standard(lang: str) -> str:
    return {"en": "ISO", "hy": "ԳՕՍՏ", "be": "СТБ", "kk": "ҚР СТ"}.get(lang, "ГОСТ Р")


def _english(chance: Random, texts: dict[str, str]) -> dict[str, str]:
    """What romanised lists add in English: titles in brackets, and often the town and "Publ."."""
    full, short = town(chance, "en")
    publisher = texts["publisher"] if chance.random() < 0.7 else name_of(chance, "en", "publishers")
    publ = publisher if "Publ" in publisher or chance.random() < 0.4 else f"{publisher} Publ."
    found = {
        "entitle": title(chance, "en"),
        "encontainer": name_of(chance, "en", "journals"),
        "publ": publ,
    }
    if chance.random() < 0.8:
        found |= {"placefull": full}
    if chance.random() < 0.5:
        found |= {"place": chance.choice(("M.", "M.", "SPb.", "L.", "Almaty", "Mn.", short))}
    return found


_FIELDS = {
    "title": "title", "publisher": "publisher", "publ": "publisher", "place": "place", "placefull": "place",
    "date": "date", "fulldate": "date", "years": "date", "volume": "volume", "issue": "issue", "pages": "pages",
    "page": "pages", "total": "pages_total", "doi": "doi", "url": "url", "issn": "issn", "isbn": "isbn",
    "series": "series", "bookseries": "series", "edition": "edition", "conference": "container",
    "newspaper": "container", "site": "container",
}  # fmt: skip


def _labelled(texts: dict[str, str], words: dict[str, str]) -> dict[str, list[Piece]]:
    texts = texts | {"edition": words["edition"]}
    return {name: _pieces(name, text) for name, text in texts.items()}


def _pieces(name: str, text: str) -> list[Piece]:
    """The value; the Armenian word for a publisher behind its name is none of it."""
    label = _FIELDS.get(name)
    if label == "publisher" and text.endswith(_ARMENIAN_PUBLISHER):
        return [(text.removesuffix(_ARMENIAN_PUBLISHER), label), (_ARMENIAN_PUBLISHER, None)]
    return [(text, label)] if text else []
