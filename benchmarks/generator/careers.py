"""Invented careers: who works where and with whom, who changes name or institute, and who bears another's name.

Of eight people one bears the name of another, half of these to the last letter. One in seven women takes another
family name; one in five people goes to another institute. Nothing of it can be seen but through their papers.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from benchmarks.generator.chance import stream
from benchmarks.generator.journals import LANGUAGES, SHARES, Journal, journal
from benchmarks.generator.people import Name, Person, draw_person
from benchmarks.generator.words import Concept, concepts, genitive

_TEAM = 6  # people of a team
_NAMESAKE_EVERY, _NAMESAKE_OF = 8, 5
_MOVES, _WEDS, _WITH_ORCID = 0.2, 0.15, 0.3
_JOURNALS = 400
_INSTITUTE = {
    "en": "Institute of {of}, {city}", "ru": "Институт {of}, {city}", "be": "Інстытут {of}, {city}",
    "kk": "{of} институты, {city}", "ky": "{of} институту, {city}", "hy": "{of} ինստիտուտ, {city}",
}  # fmt: skip


class Team(NamedTuple):
    """Those who work on a few things in one institute."""

    number: int
    lang: str
    things: tuple[Concept, ...]
    city: Concept
    journals: tuple[Journal, ...]

    def institute(self, lang: str) -> str:
        """The name of the institute in a language."""
        thing = genitive(self.things[0][lang], lang) if lang == "hy" else self.things[0][lang]
        name = _INSTITUTE[lang].format(of=thing, city=self.city[lang])
        return name[0].upper() + name[1:]


class Career(NamedTuple):
    """A person's years: the names and teams, each with the year from which it holds."""

    number: int
    start: int
    names: tuple[tuple[int, Person], ...]
    teams: tuple[tuple[int, Team], ...]
    orcid: str

    def team(self, year: int) -> Team:
        """Where the person works in a year."""
        return [team for since, team in self.teams if since <= year or since == self.start][-1]

    def person(self, year: int) -> Person:
        """What the person is called in a year."""
        return [person for since, person in self.names if since <= year or since == self.start][-1]

    def maiden(self, year: int) -> Person | None:
        """The former name, in a year after it was changed."""
        changed = len(self.names) > 1 and self.names[1][0] <= year
        return self.names[0][1] if changed else None


def careers(seed: int, people: int) -> list[Career]:
    """So many careers of a seed; each is a function of the seed and its number."""
    teams = max(2, people // _TEAM)
    return [_career(seed, number, teams) for number in range(people)]


def team_of(seed: int, number: int) -> Team:
    """Team ``number`` of a seed."""
    chance = stream(seed, "team", number)
    return Team(
        number=number,
        lang=chance.choices(LANGUAGES, weights=SHARES)[0],
        things=tuple(chance.sample(concepts("object"), 3)),
        city=chance.choice(concepts("city")),
        journals=tuple(journal(seed, chance.randrange(_JOURNALS)) for _ in range(4)),
    )


def _career(seed: int, number: int, teams: int) -> Career:
    chance = stream(seed, "career", number)
    first = team_of(seed, number % teams)
    start = chance.randint(1985, 2015)
    found = [(start, first)]
    if chance.random() < _MOVES:
        found.append((start + chance.randint(3, 8), team_of(seed, chance.randrange(teams))))
    person = _person(seed, number, first.lang)
    names = [(start, person)]
    if person.russian.family.endswith("а") and chance.random() < _WEDS:
        names.append((start + chance.randint(3, 8), _wed(chance, person)))
    orcid = _orcid(chance) if chance.random() < _WITH_ORCID else ""
    return Career(number, start, tuple(names), tuple(found), orcid)


def _person(seed: int, number: int, lang: str) -> Person:
    """The person; one of eight bears the name of somebody of another team, if both have the same language."""
    own = draw_person(stream(seed, "careers", number), lang)
    if number % _NAMESAKE_EVERY != _NAMESAKE_EVERY - 1:
        return own
    other = draw_person(stream(seed, "careers", number - _NAMESAKE_OF), lang)
    if number // _NAMESAKE_EVERY % 2:
        return other
    return Person(lang, _with_father(other.own, own.own), _with_father(other.russian, own.russian))


def _with_father(name: Name, other: Name) -> Name:
    """The name with the other's patronymic, if both are a man's or a woman's."""
    same = name.patronymic[-1:] == other.patronymic[-1:]
    return name._replace(patronymic=other.patronymic) if same else name


def _wed(chance: Random, person: Person) -> Person:
    """The person with the family name of another woman."""
    while True:
        other = draw_person(chance, person.lang)
        if other.russian.family.endswith("а") and other.own.family != person.own.family:
            return Person(
                person.lang,
                person.own._replace(family=other.own.family),
                person.russian._replace(family=other.russian.family),
            )


def _orcid(chance: Random) -> str:
    """An iD of the range that ORCID gives to nobody, with its check digit (ISO 7064, MOD 11-2)."""
    digits = f"0009999{chance.randrange(10**8):08d}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    digits += "X" if check == 10 else str(check)
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))
