"""Invented titles, journals, publishers and towns, from the words of ``lexicon.toml`` and of the generator's titles.

Half of the words are blends of two ("иссл" + "овство"): no tagger can learn them by heart, as it cannot know those of
real titles.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.generator.people import draw_person
from benchmarks.generator.words import concepts

_ROLES = ("object", "head", "process", "field", "aspect")
_BLENDED = 0.5
_SLOT = re.compile(r"[*^#]")


@cache
def lexicon(lang: str) -> dict[str, list[str]]:
    """The lists of a language: words, links, places, times, journals, books, publishers, towns, newspapers, sites."""
    path = Path(__file__).with_name("lexicon.toml")
    packed = tomllib.loads(path.read_text(encoding="utf-8"))[lang]
    lists = {
        name: value.split("|") if "|" in value else value.replace("_", " ").split(" ")
        for name, value in packed.items()
    }
    for name in ("places", "towns"):
        lists[name] = [item.replace("_", " ") for item in packed[name].split(" ")]
    lists["words"] += _words_of_titles(lang)
    return lists


def _words_of_titles(lang: str) -> list[str]:
    found = (
        word for role in _ROLES for concept in concepts(role) for word in concept[lang].split()
    )
    return [word.lower() for word in found if len(word) > 2]


def word(chance: Random, lang: str) -> str:
    """A word of titles, or a blend that looks like one."""
    words = lexicon(lang)["words"]
    return blend(chance, words) if chance.random() < _BLENDED else chance.choice(words)


def blend(chance: Random, words: Sequence[str]) -> str:
    """The beginning of one word and the end of another."""
    first, last = chance.choice(words), chance.choice(words)
    return first[: max(2, len(first) - 3)] + last[-max(2, len(last) // 2) :]


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def title(chance: Random, lang: str) -> str:
    """A title of one to fourteen words, at times with a place, a time, a subtitle, quotes, brackets or a question."""
    size = chance.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 10, 12))
    text = _opened(chance, lang, capital(_phrase(chance, lang, size)))
    lists = lexicon(lang)
    if size > 2 and chance.random() < 0.25:
        text += " " + chance.choice(lists["places"]).replace("the ", "of the ")
    if size > 1 and chance.random() < 0.15:
        text += " " + chance.choice(lists["times"])
    return _adorned(chance, lang, text)


def _opened(chance: Random, lang: str, text: str) -> str:
    """The title, at times with a town, a year or a person in front, which look like other parts of a reference."""
    luck = chance.random()
    if luck < 0.02:
        return f"{town(chance, lang)[0]}: {text}"
    if luck < 0.04:
        return f"{chance.randint(1700, 1999)}: {text}"
    if luck < 0.06:
        person = draw_person(chance, "ru" if lang == "en" else lang).own
        return f"{person.initials()} {person.family} {chance.choice(lexicon(lang)['links'])} {text.lower()}"
    return text


_ADORNMENTS = (  # a pattern, in how many of a hundred titles, and of how many words at most
    ("{text}: {more}", 12, 5),
    ("{text} ({more})", 3, 4),
    ("{text}, {more}", 3, 4),
    ("{text} «{More}»", 2, 2),
    ("{text}. {More}", 2, 4),
    ("{text}. {More}. {More}", 1, 2),
    ("{text}?", 2, 1),
    ("{text}", 75, 1),
)


def _adorned(chance: Random, lang: str, text: str) -> str:
    """The title, at times with a subtitle, brackets, quotes or a question mark."""
    weights = [weight for _, weight, _ in _ADORNMENTS]
    pattern, _, most = chance.choices(_ADORNMENTS, weights)[0]
    more = _phrase(chance, lang, chance.randint(1, most))
    return pattern.format(text=text, more=more, More=capital(more))


def _phrase(chance: Random, lang: str, size: int) -> str:
    """Words with a link after every second or third."""
    found: list[str] = []
    while len(found) < size:
        found.append(word(chance, lang))
        if len(found) < size - 1 and chance.random() < 0.4:
            found.append(chance.choice(lexicon(lang)["links"]))
    return " ".join(found)


def name_of(chance: Random, lang: str, kind: str) -> str:
    """The name of a journal, book, publisher, newspaper or site, by a pattern of its list."""
    pattern = chance.choice(lexicon(lang)[kind])
    return _SLOT.sub(lambda slot: _slot(chance, lang, slot.group()), pattern)


def _slot(chance: Random, lang: str, mark: str) -> str:
    if mark == "#":
        return town(chance, lang)[0]
    return word(chance, lang) if mark == "*" else capital(word(chance, lang))


def town(chance: Random, lang: str) -> tuple[str, str]:
    """A town, in full and as references shorten it."""
    full, _, short = chance.choice(lexicon(lang)["towns"]).partition(":")
    return full, short or full
