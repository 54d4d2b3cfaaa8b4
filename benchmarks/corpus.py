"""A generated corpus of any size for benchmarks: works in five languages, second records, references.

Everything here is generated. Titles are put together from compound words (some hundreds a language, built out of
beginnings and ends) around a process and a place, so that they are about as diverse as in life; one in ten is drawn
from a short list of phrases instead (``CROWDED``), as recurring columns and fashionable subjects are, so that some
blocks are crowded. Family names are built of stems and endings, dozens to some hundreds a language. The words stand in
``words.toml``.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from schemas import Container, Contributor, HarvestedRecord, LocalizedText, PersonName, Reference

CROWDED = 0.1
"""The share of titles from the short list of phrases."""
WESTERN = 0.2
"""The share of references in an author–date form; the others follow GOST R 7.0.5."""
_WORDS: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
)
_LANGUAGES, _SHARES = ("ru", "be", "kk", "ky", "hy"), (6, 1, 1.5, 0.7, 0.8)
_COUNTRIES = {"ru": "RU", "be": "BY", "kk": "KZ", "ky": "KG", "hy": "AM"}
_INITIALS = {"hy": "ԱԳԿՄՍՎ"}
_JOURNALS = 400


class Made(NamedTuple):
    """A generated work: what its records and the references to it say."""

    lang: str
    title: str
    authors: tuple[str, ...]
    journal: int
    year: int
    volume: int
    page: int

    def reference(self, *, western: bool) -> str:
        """As a reference list prints it: by GOST R 7.0.5, or in an author–date form."""
        people = ", ".join(self.authors)
        pages = f"{self.page}—{self.page + 8}"
        if western:
            return f"{people} ({self.year}). {self.title}. Журнал {self.journal}, {self.volume}, {pages}."
        where = f"Журнал {self.journal}. — {self.year}. — Т. {self.volume}. — С. {pages}."
        return f"{people} {self.title} // {where}"


def works(size: int, seed: int = 1) -> list[Made]:
    """That many generated works, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 -- not a secret
    return [_work(chance, number) for number in range(size)]


def _work(chance: random.Random, number: int) -> Made:
    lang = chance.choices(_LANGUAGES, weights=_SHARES)[0]
    crowded = chance.random() < CROWDED
    return Made(
        lang=lang,
        title=_crowded_title(chance, lang, number) if crowded else _title(chance, lang),
        authors=tuple(_person(chance, lang) for _ in range(chance.randint(1, 4))),
        journal=chance.randrange(_JOURNALS),
        year=chance.randint(1990, 2025),
        volume=chance.randint(1, 60),
        page=chance.randint(1, 900),
    )


def _title(chance: random.Random, lang: str) -> str:
    """A process of one or two compounds in a place: some ten million titles a language."""
    objects = " ".join(_compound(chance, lang) for _ in range(chance.randint(1, 2)))
    process, place = _one(chance, "processes", lang), _one(chance, "places", lang)
    words = (process, objects, place) if lang in {"ru", "be"} else (place, objects, process)
    title = " ".join(words)
    return title[0].upper() + title[1:]


def _compound(chance: random.Random, lang: str) -> str:
    return _one(chance, "beginnings", lang) + _one(chance, "ends", lang)


def _crowded_title(chance: random.Random, lang: str, number: int) -> str:
    subject, other = chance.sample(_WORDS["phrases"][lang], 2)
    return f"{subject.capitalize()} — {other} — {_one(chance, 'places', lang)} ({number % 997})"


def _person(chance: random.Random, lang: str) -> str:
    initials = _INITIALS.get(lang, "АВГЕИКМНС")
    family = _one(chance, "family_stems", lang) + _one(chance, "family_ends", lang)
    return f"{family} {chance.choice(initials)}. {chance.choice(initials)}."


def _one(chance: random.Random, words: str, lang: str) -> str:
    return chance.choice(_WORDS[words][lang])


def records(
    made: list[Made], references: int, seed: int = 2
) -> Iterator[tuple[str, str, HarvestedRecord]]:
    """(source, country, record) for each work, and a second record by another source for every tenth."""
    chance = random.Random(seed)  # noqa: S311 -- not a secret
    for number, item in enumerate(made):
        cited = [
            chance.choice(made).reference(western=chance.random() < WESTERN)
            for _ in range(references)
        ]
        country = _COUNTRIES[item.lang]
        yield f"generated-{country.lower()}", country, _record(item, f"g{number}", cited)
        if number % 10 == 0:
            yield "generated-second", "RU", _record(item, f"s{number}", ())


def _record(item: Made, identifier: str, cited: list[str] | tuple[str, ...]) -> HarvestedRecord:
    return HarvestedRecord(
        identifier=identifier,
        titles=(LocalizedText(item.title, item.lang),),
        contributors=tuple(Contributor(names=(PersonName(literal=name),)) for name in item.authors),
        container=Container(
            titles=(LocalizedText(f"Журнал {item.journal}"),),
            kind="journal",
            volume=str(item.volume),
            first_page=str(item.page),
            last_page=str(item.page + 8),
        ),
        year=item.year,
        languages=(item.lang,),
        type="article",
        references=tuple(Reference(raw=raw, position=n) for n, raw in enumerate(cited, start=1)),
    )
