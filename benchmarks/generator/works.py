"""Invented works. Work ``k`` of a seed is a function of the two; one in ten is a near twin of its neighbour.

A near twin is not the same work: the second part, next year's report, or an erratum. It has its neighbour's authors
and nearly its title, so that a matcher has to read what differs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import NamedTuple

from benchmarks.generator.chance import log_uniform, stream
from benchmarks.generator.journals import LANGUAGES, SHARES, Journal, journal
from benchmarks.generator.people import Person, draw_person
from benchmarks.generator.romanise import romanise
from benchmarks.generator.titles import Topic, draw_topic, title
from benchmarks.generator.words import Concept, concepts

FIRST_YEAR, LAST_YEAR = 1960, 2025
_TWIN_EVERY = 10
_TWINS = ("part", "annual", "erratum")
_BOOKS = 0.1
_WITH_DOI = 0.35


class Work(NamedTuple):
    """A publication: an article in a journal, or a book by a publisher."""

    number: int
    lang: str
    topic: Topic
    twin: str
    part: int
    authors: tuple[Person, ...]
    journal: Journal | None
    year: int
    volume: int
    issue: int
    page: int
    pages: int
    doi: str
    publisher: Concept
    city: Concept

    def title(self, lang: str) -> str:
        """The title in a language, or romanised ("roman:bgn")."""
        head, _, scheme = lang.partition(":")
        return romanise(self._title(self.lang), scheme) if head == "roman" else self._title(lang)

    def _title(self, lang: str) -> str:
        plain = title(self.topic, lang)
        if self.twin == "part":
            return concepts("part")[0][lang].format(title=plain, n=self.part)
        if self.twin == "annual":
            pair, annual, places = self.number // _TWIN_EVERY, concepts("annual"), concepts("place")
            place = places[pair // len(annual) % len(places)][lang]
            return annual[pair % len(annual)][lang].format(year=self.year, place=place)
        if self.twin == "erratum" and self.part == 2:
            return concepts("erratum")[0][lang].format(title=plain)
        return plain

    @property
    def last_page(self) -> int:
        """The last page of an article."""
        return self.page + self.pages - 1


def year_of(seed: int, number: int) -> int:
    """The year of a work, more of them recent; cheap to ask."""
    span = LAST_YEAR - FIRST_YEAR
    return LAST_YEAR - int(span * stream(seed, "year", number - _is_second(number)).random() ** 1.7)


@lru_cache(maxsize=50_000)
def work(seed: int, number: int, journals: int) -> Work:
    """Work ``number`` of a seed, in a world of that many journals."""
    second = _is_second(number)
    made = _single(seed, number - second, journals)
    twin = _twin(seed, number)
    return _twinned(made, number, twin, 2 if second else 1) if twin else made


def _is_second(number: int) -> bool:
    return number % _TWIN_EVERY == _TWIN_EVERY - 1


def _twin(seed: int, number: int) -> str:
    """The kind of near twins that the last two of each ten are; the others are single."""
    if number % _TWIN_EVERY < _TWIN_EVERY - 2:
        return ""
    return stream(seed, "twin", number // _TWIN_EVERY).choice(_TWINS)


def _single(seed: int, number: int, journals: int) -> Work:
    chance = stream(seed, "work", number)
    book = chance.random() < _BOOKS
    where = journal(seed, log_uniform(chance, journals, max(2, journals // 5)))
    lang = chance.choices(LANGUAGES, weights=SHARES)[0] if book else where.lang
    year = year_of(seed, number)
    return Work(
        number=number,
        lang=lang,
        topic=draw_topic(chance),
        twin="",
        part=1,
        authors=_authors(chance, lang, seed),
        journal=None if book else where,
        year=year,
        volume=max(1, year - 1955 - where.number % 40),
        issue=chance.randint(1, 12),
        page=chance.randint(3, 240),
        pages=chance.randint(90, 480) if book else chance.randint(4, 18),
        doi=f"10.5555/gen.{seed}.{number}" if chance.random() < _WITH_DOI else "",
        publisher=chance.choice(concepts("publisher")),
        city=chance.choice(concepts("city")),
    )


def _authors(chance: Random, lang: str, seed: int) -> tuple[Person, ...]:
    """One to five people; they write more than once, and about one in eight is from another country."""
    count = chance.choices((1, 2, 3, 4, 5), weights=(28, 28, 22, 14, 8))[0]
    return tuple(
        _author(seed, lang if chance.random() < 0.88 else chance.choice(LANGUAGES), chance)
        for _ in range(count)
    )


def _author(seed: int, lang: str, chance: Random) -> Person:
    return draw_person(stream(seed, f"person-{lang}", chance.randrange(200_000)), lang)


def _twinned(made: Work, number: int, twin: str, part: int) -> Work:
    """The work as the first or second of two near twins."""
    made = made._replace(twin=twin, part=part, number=number)
    if part == 1:
        return made
    changes: dict[str, Callable[[], Work]] = {
        "part": lambda: made._replace(issue=made.issue % 12 + 1, page=made.page + 31),
        "annual": lambda: made._replace(year=made.year + 1, volume=made.volume + 1),
        "erratum": lambda: made._replace(issue=made.issue % 12 + 1, page=made.page + 200, pages=1),
    }
    return changes[twin]()._replace(doi=f"{made.doi}.2" if made.doi else "")
