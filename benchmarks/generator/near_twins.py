"""The set of near twins: works that share authors, journal or publisher and year, and differ in a telling word.

For each invented title of ``near_twins.toml`` the catalogue holds an article and a book, of every other one also the
twin. References cite what is held, as printed and carelessly, and what is not: the twin, another part, year, edition or
volume, a sibling by the same authors, and the neighbour whose page begins with the same digits.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.generator.romanise import romanise, schemes
from benchmarks.generator.styles import STYLES, Entry, entry, rendered
from benchmarks.generator.words import LANGUAGES
from benchmarks.generator.works import Work, work

_JOURNALS = 40
_ROMANISED_EVERY = 4


class Titles(NamedTuple):
    """A line of the table: a title, that of a near twin, and the first one printed carelessly."""

    own: str
    twin: str
    careless: str


class Citation(NamedTuple):
    """What is cited: its entry, of what kind the citation is, and the number of the held work or None."""

    kind: str
    entry: Entry
    held: str | None


def near_twins(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines of ``works.jsonl`` and ``references.jsonl``."""
    works, references = [], []
    numbers = count()
    for lang in LANGUAGES:
        table = titles(lang)
        for line, own in enumerate(table):
            for book in (False, True):
                base, other = (_base(seed, lang, next(numbers), book=book) for _ in "12")
                for of, (held, cited) in (
                    (base, _family(base, lang, own, table[line - 1].own, twin=line % 2 == 1)),
                    (other, _numbered_family(other, lang, own.own)),
                ):
                    works += [_record(key, item) for key, item in held.items()]
                    references += [_reference(of, lang, *each) for each in enumerate(cited)]
    return works, references


@cache
def titles(lang: str) -> tuple[Titles, ...]:
    """The titles of a language."""
    lines = _table()[lang].strip().splitlines()
    return tuple(Titles(*map(str.strip, line.split("|"))) for line in lines)


@cache
def _table() -> dict[str, Any]:
    text = Path(__file__).with_name("near_twins.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _base(seed: int, lang: str, number: int, *, book: bool) -> Work:
    """A work whose people, host, publisher and numbers are those of a title; English ones are by people of Russia."""
    home = "ru" if lang == "en" else lang
    made = (work(seed, each, _JOURNALS) for each in count(1000 * number))
    return next(each for each in made if each.lang == home and (each.journal is None) == book)


def _family(
    base: Work, lang: str, own: Titles, other: str, *, twin: bool
) -> tuple[dict[str, Entry], list[Citation]]:
    """The held works of a title by their keys, and what is cited."""
    plain = _plain(base, lang)
    key = f"w{base.number}"
    first = plain._replace(title=own.own)
    second = _elsewhere(plain, base, 17)._replace(title=own.twin)
    held = {key: first} | ({f"{key}t": second} if twin else {})
    cited = [
        Citation("held", first, key),
        Citation("careless", first._replace(title=own.careless), key),
        Citation("twin", second, f"{key}t" if twin else None),
        Citation("sibling", _elsewhere(plain, base, 40)._replace(title=other), None),
    ]
    if base.journal:
        near = first._replace(first=f"{base.page}7", last=f"{base.page}9", title=other)
        cited.append(Citation("neighbour", near, None))
    else:
        later = _elsewhere(first, base, 12)._replace(year=base.year + 6)
        edition = f"{own.own}. {_table()['said']['edition'][lang].format(2)}"
        cited.append(Citation("edition", later._replace(title=edition), None))
    return held, cited


def _numbered_family(base: Work, lang: str, title: str) -> tuple[dict[str, Entry], list[Citation]]:
    """The same of two parts, two years of a report and two volumes: the first of each is held."""
    held, cited = {}, []
    for letter, (mine, theirs) in zip("pav", _numbered(base, lang, title), strict=False):
        key = f"w{base.number}{letter}"
        held[key] = mine
        cited.append(Citation("numbered", mine, key))
        cited.append(Citation("other number", theirs, None))
    return held, cited


def _plain(base: Work, lang: str) -> Entry:
    return entry(base, lang, "ru:bgn" if lang == "en" else "own", short=False)._replace(doi="")


def _elsewhere(item: Entry, base: Work, pages: int) -> Entry:
    """The same so many pages later, or with so many pages more."""
    first, last = base.page + base.pages + pages, base.last_page + base.pages + pages
    return item._replace(first=str(first), last=str(last), total=str(base.pages + pages))


def _numbered(base: Work, lang: str, title: str) -> Iterator[tuple[Entry, Entry]]:
    item, said = _plain(base, lang), _table()["said"]
    for words, one, two, years in ((said["part"], "I", "II", 0), (said["annual"], 2010, 2011, 1)):
        first, second = (f"{title}. {words[lang].format(n)}" for n in (one, two))
        later = _elsewhere(item, base, 9 + years)._replace(year=base.year + years)
        yield item._replace(title=first), later._replace(title=second)
        item = _elsewhere(item, base, 60)._replace(issue=str(base.issue + 3))
    if not item.container:
        third, fourth = (item._replace(title=f"{title}. {item.marks[0]} {n}") for n in (3, 4))
        yield third._replace(total=f"{base.pages + 31}"), fourth


def _record(key: str, item: Entry) -> dict[str, Any]:
    """The work as a catalogue describes it."""
    journal = {"container": item.container, "volume": item.volume, "issue": item.issue}
    printed = {"publisher": item.publisher, "place": item.city, "pages": item.total}
    where = {**journal, "pages": f"{item.first}-{item.last}"} if item.container else printed
    authors = [f"{name.family}, {name.initials()}" for name in item.names]
    return {"id": key, "title": item.title, "authors": authors, "year": item.year, **where}


def _reference(base: Work, lang: str, number: int, cited: Citation) -> dict[str, Any]:
    item = cited.entry
    if lang != "en" and (base.number + number) % _ROMANISED_EVERY == 0:
        item = _romanised(base, item, schemes(lang)[number % len(schemes(lang))])
    text = rendered(item, STYLES[(base.number + number) % len(STYLES)])
    key = f"r{base.number}.{number}"
    return {"id": key, "text": text, "work": cited.held, "kind": cited.kind}


def _romanised(base: Work, item: Entry, scheme: str) -> Entry:
    return item._replace(
        names=tuple(person.name(f"own:{scheme}") for person in base.authors),
        title=romanise(item.title, scheme),
        container=romanise(item.container, scheme),
        publisher=romanise(item.publisher, scheme),
        city=romanise(item.city, scheme),
        marks=("Vol.", "no.", "P.", "p.", "et al."),
    )
