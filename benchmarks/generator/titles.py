"""Titles: a topic is a choice of concepts; the title in each language says that topic.

A topic is a process of one or two things, mostly in a place, at times with a subtitle: over a thousand million of
them. One title in sixteen is crowded instead: a recurring column, or one of a few fashionable subjects.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from benchmarks.generator.chance import skewed
from benchmarks.generator.words import Concept, concepts, genitive

CROWDED = 1 / 16
"""The share of titles that many works share, or nearly share."""


class Topic(NamedTuple):
    """What a work is about; a recurring column has nothing but ``column``."""

    process: Concept | None = None
    things: tuple[tuple[Concept, Concept | None], ...] = ()
    place: Concept | None = None
    aspect: Concept | None = None
    column: Concept | None = None


def draw_topic(chance: Random) -> Topic:
    """A topic by chance."""
    if chance.random() >= CROWDED:
        return _diverse(chance)
    if chance.random() < 0.5:
        return Topic(column=chance.choice(concepts("column")))
    return Topic(
        process=chance.choice(concepts("process")[:8]),
        things=((chance.choice(concepts("object")[:10]), None),),
    )


def _diverse(chance: Random) -> Topic:
    things = tuple(_thing(chance) for _ in range(1 if chance.random() < 0.55 else 2))
    return Topic(
        process=chance.choice(concepts("process")),
        things=things,
        place=chance.choice(concepts("place")) if chance.random() < 0.7 else None,
        aspect=chance.choice(concepts("aspect")) if chance.random() < 0.25 else None,
    )


def _thing(chance: Random) -> tuple[Concept, Concept | None]:
    """An object, or a compound of a prefix and a head."""
    if chance.random() < 0.5:
        return skewed(chance, concepts("object")), None
    return chance.choice(concepts("head")), chance.choice(concepts("prefix"))


def title(topic: Topic, lang: str) -> str:
    """The topic's title in a language."""
    if topic.column or topic.process is None:
        return topic.column[lang] if topic.column else ""
    process, things = topic.process[lang], _joined(topic, lang)
    place = topic.place[lang] if topic.place else ""
    if lang == "en":
        words = [process, "of", things, place]
    elif lang in {"ru", "be"}:
        words = [process, things, place]
    else:
        words = [place, things, process]
    text = " ".join(word for word in words if word)
    text = text[0].upper() + text[1:]
    return f"{text}: {topic.aspect[lang]}" if topic.aspect else text


def _joined(topic: Topic, lang: str) -> str:
    link = f" {concepts('and')[0][lang]} "
    return link.join(
        genitive((prefix[lang] if prefix else "") + thing[lang], lang)
        for thing, prefix in topic.things
    )
