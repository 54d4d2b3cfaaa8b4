"""The labelled set of authors: papers of invented careers as sources of several habits describe them, and the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from benchmarks.generator.careers import Career, Team, careers
from benchmarks.generator.chance import skewed, stream
from benchmarks.generator.records import NAME_FORMS
from benchmarks.generator.romanise import CYRILLIC_SCHEMES, schemes
from benchmarks.generator.titles import Topic, title
from benchmarks.generator.words import concepts

_WORKS_A_PERSON = 4  # works for each person of the set
_YEARS = 25  # of a career
_FROM_ELSEWHERE, _NO_PLACES, _WITH_IDS, _BOTH_NAMES = 0.12, 0.35, 0.5, 0.5
_SOURCES = ("generated-home", "generated-union", "generated-registry", "generated-roman")
_SHARES = (45, 20, 20, 15)


class Paper(NamedTuple):
    """A paper before anybody describes it."""

    number: int
    year: int
    team: Team
    authors: tuple[Career, ...]
    topic: Topic


def authors_set(seed: int, works: int) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Records of the form that ``eaci evaluate authors`` reads, each with the people who wrote it."""
    everyone = careers(seed, max(8, works // _WORKS_A_PERSON))
    teams: defaultdict[int, list[Career]] = defaultdict(list)
    for career in everyone:
        for number in {team.number for _, team in career.teams}:
            teams[number].append(career)
    for number in range(works):
        paper = _paper(stream(seed, "paper", number), number, everyone, teams)
        source = stream(seed, "paper source", number).choices(_SOURCES, weights=_SHARES)[0]
        record = _record(stream(seed, source, number), paper, source)
        yield record, [career.number for career in paper.authors]


def _paper(
    chance: Random, number: int, everyone: Sequence[Career], teams: dict[int, list[Career]]
) -> Paper:
    lead = skewed(chance, everyone)
    year = lead.start + chance.randint(0, _YEARS)
    team = lead.team(year)
    mates = [each for each in teams[team.number] if each != lead and each.team(year) == team]
    chosen = chance.sample(mates, min(len(mates), chance.choice((0, 1, 1, 2, 2, 3))))
    if chance.random() < _FROM_ELSEWHERE:
        other = chance.choice(everyone)
        chosen += [other] if other not in (lead, *chosen) else []
    topic = Topic(
        process=chance.choice(concepts("process")),
        things=((chance.choice(team.things), None),),
        place=chance.choice(concepts("place")) if chance.random() < 0.5 else None,
    )
    return Paper(number, year, team, (lead, *chosen), topic)


def _record(chance: Random, paper: Paper, source: str) -> dict[str, Any]:
    lang, script = _habits(chance, paper.team.lang, source)
    form = chance.choice(NAME_FORMS)
    host = chance.choice(paper.team.journals)
    known = lang if lang in host.titles else "ru"
    record = {
        "id": f"a{paper.number}",
        "source": source,
        "title": title(paper.topic, lang),
        "authors": [_written(chance, each, paper.year, script, form) for each in paper.authors],
        "year": paper.year,
        "container": host.title(known),
        "issn": [host.issn] if chance.random() < 0.7 else [],
        "language": lang,
    }
    if chance.random() >= _NO_PLACES:
        record["affiliations"] = [each.team(paper.year).institute(lang) for each in paper.authors]
    if chance.random() < _WITH_IDS:
        record["orcids"] = [each.orcid or None for each in paper.authors]
    return {key: value for key, value in record.items() if value}


def _habits(chance: Random, own: str, source: str) -> tuple[str, str]:
    """The language of titles and institutes, and the script of names."""
    if source == "generated-union":
        return "ru", "ru"
    if source == "generated-registry":
        return "en", f"ru:{chance.choice(CYRILLIC_SCHEMES)}"
    if source == "generated-roman":
        return "en", f"own:{chance.choice(schemes(own))}"
    return own, "own"


def _written(chance: Random, career: Career, year: int, script: str, form: Any) -> str:
    """The name as a source writes it; of those who changed theirs with the former one in brackets for some years."""
    name = career.person(year).name(script)
    former = career.maiden(year)
    if former and chance.random() < _BOTH_NAMES:
        name = name._replace(family=f"{name.family} ({former.name(script).family})")
    written: str = form(name)
    return written
