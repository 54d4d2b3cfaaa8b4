"""The records of a work: the national base that publishes it, and up to three more sources with habits of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

import msgspec

from benchmarks.generator.chance import stream
from benchmarks.generator.damage import damaged
from benchmarks.generator.journals import COUNTRIES
from benchmarks.generator.people import Name, Person
from benchmarks.generator.romanise import CYRILLIC_SCHEMES, schemes
from benchmarks.generator.works import Work
from schemas import (
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Reference,
)

NAME_FORMS: tuple[Callable[[Name], str], ...] = (
    lambda name: f"{name.family} {name.initials()}",
    lambda name: f"{name.family}, {name.initials('')}",
    lambda name: f"{name.initials('')} {name.family}",
    lambda name: " ".join(part for part in (name.family, name.given, name.patronymic) if part),
    lambda name: f"{name.given} {name.family}",
    lambda name: f"{name.family.upper()} {name.initials('')}",
    lambda name: f"{name.family} {name.given[0]}.",
)
_SECOND_SOURCES = (
    ("generated-union", 0.3),
    ("generated-registry", 0.3),
    ("generated-roman", 0.22),
    ("generated-library", 0.18),
)
CARELESS = "generated-library"
"""The source that types carelessly, in the language of the work."""
TRANSLATED = {"generated-russian": ("ru", "ru"), "generated-english": ("en", "ru:bgn")}
"""The two sources of the set of translated titles, each with its one language and the script of its names."""


class View(NamedTuple):
    """How a source sees works: the languages of titles (first = main), the script of names, what it loses."""

    titles: tuple[str, ...]
    script: str
    form: Callable[[Name], str]
    damage: float
    missing: float


def sources(work: Work, seed: int) -> list[str]:
    """The sources that hold the work, its national base first."""
    chance = stream(seed, "sources", work.number)
    home = f"generated-{COUNTRIES[work.lang].lower()}"
    return [home, *(name for name, share in _SECOND_SOURCES if chance.random() < share)]


def record(
    work: Work, seed: int, source: str, references: tuple[Reference, ...] = ()
) -> HarvestedRecord:
    """What the source says of the work."""
    chance = stream(seed, source, work.number)
    view = _view(chance, work, source)
    titles = tuple(_title(chance, work, lang, view.damage) for lang in view.titles)
    return HarvestedRecord(
        identifier=f"w{work.number}",
        sets=("generated",),
        titles=titles,
        contributors=tuple(_contributors(chance, work, view)),
        container=_container(chance, work, view),
        publishers=() if work.journal else (LocalizedText(_publisher(work)),),
        place=None if work.journal else work.city[work.lang],
        year=_year(chance, work, view),
        languages=(work.lang,),
        type="article" if work.journal else "book",
        identifiers=_identifiers(chance, work, view),
        references=references,
    )


def _view(chance: Random, work: Work, source: str) -> View:
    own, form = work.lang, chance.choice(NAME_FORMS)
    scheme = chance.choice(schemes(own))
    if source == "generated-union":  # describes everything in Russian
        titles = ("ru", own) if own != "ru" and chance.random() < 0.4 else ("ru",)
        return View(titles, "ru", form, 0.12, 0.12)
    if source == "generated-registry":  # English metadata as publishers deposit them
        titles = ("en", own) if chance.random() < 0.5 else ("en",)
        return View(titles, f"ru:{chance.choice(CYRILLIC_SCHEMES)}", form, 0.02, 0.05)
    if source == "generated-roman":  # everything in Latin letters
        return View((f"roman:{scheme}",), f"own:{scheme}", form, 0.06, 0.25)
    if source in TRANSLATED:
        lang, script = TRANSLATED[source]
        return View((lang,), script, form, 0.04, 0.1)
    if source == CARELESS:  # a repository with careless typing
        return View((own,), "own", form, 0.35, 0.35)
    return View(_parallel(chance, own), "own", form, 0.04, 0.04)


def _parallel(chance: Random, own: str) -> tuple[str, ...]:
    """The titles that a national base holds: journals outside Russia mostly give Russian and English ones too."""
    if own == "ru":
        return chance.choice((("ru",), ("ru", "en")))
    choices = ((own,), (own, "en"), (own, "ru"), (own, "ru", "en"))
    return chance.choices(choices, weights=(20, 20, 15, 45))[0]


def _title(chance: Random, work: Work, lang: str, rate: float) -> LocalizedText:
    code = f"{work.lang}-Latn" if lang.startswith("roman:") else lang
    return LocalizedText(damaged(chance, work.title(lang), rate), code)


def _contributors(chance: Random, work: Work, view: View) -> Iterator[Contributor]:
    people = work.authors
    if chance.random() < view.missing / 3:
        people = people[:1]
    for person in people:
        yield Contributor(names=(_literal(chance, person, view),))


def _literal(chance: Random, person: Person, view: View) -> PersonName:
    name = person.name(view.script)
    if name.patronymic and chance.random() < 0.15:
        name = name._replace(patronymic="")
    return PersonName(literal=damaged(chance, view.form(name), view.damage / 4))


def _container(chance: Random, work: Work, view: View) -> Container | None:
    if work.journal is None:
        return None
    lang = view.titles[0]
    known = lang in work.journal.titles or lang.startswith("roman:")
    shown = lang if known else "ru"
    named = work.journal.abbreviated if chance.random() < view.damage else work.journal.title

    def kept(value: str) -> str | None:
        return value if chance.random() >= view.missing else None

    pages = kept(f"{work.page}{chance.choice('-–—')}{work.last_page}")
    return Container(
        titles=(LocalizedText(named(shown)),),
        kind="journal",
        issn=(work.journal.issn,) if chance.random() >= view.missing else (),
        volume=kept(str(work.volume)),
        issue=kept(str(work.issue)),
        pages=pages,
        first_page=str(work.page) if pages else None,
        last_page=str(work.last_page) if pages else None,
    )


def _year(chance: Random, work: Work, view: View) -> int | None:
    """The year; online-first and careless sources are one off, which an annual item cannot afford."""
    if chance.random() < view.missing / 4:
        return None
    off = work.twin != "annual" and chance.random() < view.missing / 4
    return work.year + chance.choice((-1, 1)) if off else work.year


def _identifiers(chance: Random, work: Work, view: View) -> tuple[Identifier, ...]:
    if not work.doi or chance.random() < view.missing * 2:
        return ()
    return (Identifier("doi", work.doi),)


def _publisher(work: Work) -> str:
    return work.publisher[work.lang]


def as_labelled(found: HarvestedRecord, source: str) -> bytes:
    """The record as a line of a labelled set (``dedupe/<set>/records.jsonl``)."""
    container = found.container or Container()
    line = {
        "id": f"{source}:{found.identifier}",
        "source": source,
        "title": found.titles[0].text,
        "titles": found.titles[1:],
        "authors": [person.names[0].literal for person in found.contributors],
        "year": found.year,
        "container": container.titles[0].text if container.titles else None,
        "volume": container.volume,
        "issue": container.issue,
        "pages": container.pages,
        "issn": container.issn,
        "doi": found.identifiers[0].value if found.identifiers else None,
        "language": found.languages[0],
        "publisher": found.publishers[0].text if found.publishers else None,
        "place": found.place,
        "type": found.type,
    }
    return msgspec.json.encode({key: value for key, value in line.items() if value})
