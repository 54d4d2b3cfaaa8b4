"""Which reading of a reference is taken, where rules and tagger both read it, and what the other one adds.

The tagger reads what the rules for GOST were written for as well, and much that they lose; they find more fields.
"""

from __future__ import annotations

import re

import msgspec

from indexer.references.gost import parse_gost
from indexer.references.plausible import authors_are_people, broken
from indexer.references.responsibility import responsibility
from schemas.reference import ReferenceFields

# what one reading takes from the other where it has nothing: fields that belong together in one group
_GROUPS = (
    ("title",),
    ("authors",),
    ("container",),
    ("year", "date"),
    ("volume",),
    ("issue",),
    ("first_page", "last_page"),
    ("publisher",),
    ("place",),
    ("editors",),
    ("translators",),
    ("series",),
    ("edition",),
    ("pages_total",),
    ("article_number",),
)
# kinds that the rules know by their words, and read better: patents, standards, theses, reviews, volumes, «В кн.:»
_RULED = re.compile(
    r"^(?:Пат\.|Патент|А\. ?с\.|Свид|Pat\.|Արտոնագիր|ГОСТ|СТБ|СТ РК|ҚР СТ|СП |СНиП|СанПиН|ТКП|КМС|ՀՍՏ)|"
    r"\b(?:пат\.|а\. с\.) \d|\b(?:дис|дыс|дисс|автореф|аўтарэф)\.|дәрежесін алу|даражасын алуу|ատենախոս|սեղմագիր|"
    r"\b(?:Рец|Рэц)\. на |\bРецензия на |-том\b|томдық|томдук|հատորով|\d-(?:кітап|китеп)\b"
)
_ENDS = re.compile(r"\.\s?[—–-]\s|\s//\s")
_TRANSLATED = (
    "пер",
    "per",
    "tr",
    "ауд",
    "кот",
    "թարգմ",
)  # one of them is in each statement of translators


def checked(text: str, tagged: ReferenceFields) -> ReferenceFields:
    """The fields of a reference in GOST form: the tagger's, completed or replaced by the rules' where it needs that."""
    faults = broken(text, tagged)
    if _RULED.search(text) and broken(text, ruled := parse_gost(text)) <= faults:
        return _filled(ruled, tagged)
    if faults or lacks(text, tagged):
        return preferred(text, tagged, parse_gost(text), faults)
    people = translators(text)
    return msgspec.structs.replace(tagged, translators=people) if people else tagged


def lacks(text: str, tagged: ReferenceFields) -> bool:
    """Whether a field is missing that a reference of its kind has."""
    if not (tagged.title and tagged.year and tagged.authors):
        return True
    hosted = tagged.container and not tagged.first_page
    nameless = not (tagged.container or tagged.publisher)
    return bool(hosted or nameless or ("№" in text and not tagged.issue))


def preferred(
    text: str, tagged: ReferenceFields, ruled: ReferenceFields, faults: int
) -> ReferenceFields:
    """The tagger's reading with so many faults, or the rules' if it has fewer; filled up from the other."""
    if _is_lone(tagged) and not ruled.authors:
        return ruled
    worse = faults > 0 and broken(text, ruled) < faults
    first, second = (ruled, tagged) if worse else (tagged, ruled)
    return _filled(first, second)


def translators(text: str) -> tuple[str, ...]:
    """Who translated a work, by its statement of responsibility ("/ пер. с англ. А. Б. Жука")."""
    statement = _ENDS.split(text.partition(" / ")[2], maxsplit=1)[0]
    if not any(word in statement for word in _TRANSLATED):
        return ()
    return responsibility(statement).translators


def _filled(first: ReferenceFields, second: ReferenceFields) -> ReferenceFields:
    """The first reading, with what the second one has where it has nothing."""
    added = {
        name: getattr(second, name)
        for group in _GROUPS
        if not any(getattr(first, name) for name in group)
        for name in group
        if _fits(name, first, second)
    }
    return msgspec.structs.replace(first, **added)


def _is_lone(found: ReferenceFields) -> bool:
    """Whether the author of a web page is a single word: often its title's first ("Angular. A framework // Habr")."""
    return bool(found.url) and len(found.authors) == 1 and found.authors[0].isalpha()


def _fits(name: str, first: ReferenceFields, second: ReferenceFields) -> bool:
    """Whether a value of the second reading is no piece of what the first one reads otherwise."""
    value = getattr(second, name)
    if name == "authors":
        return authors_are_people("", second)
    if name not in {"title", "container", "publisher", "place", "series"} or not value:
        return True
    names = (first.title, first.container, first.publisher, first.place, first.series)
    return not any(value in other or other in value for other in names if other)
