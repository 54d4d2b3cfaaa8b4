"""The set of lists that are hard to pair, and of those in which nothing is to be paired.

Entries and translations in turn, near twins in another order, the English list first, three lists, two lists in Latin
letters, lists without ids. Each article cites works of one language; near twins are by the same authors in the same
issue. An English entry has nothing of the original title: what the two share are names, years and numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, combinations, count, islice
from random import Random
from typing import Any, NamedTuple

from benchmarks.generator.chance import stream
from benchmarks.generator.journals import LANGUAGES
from benchmarks.generator.romanise import schemes
from benchmarks.generator.styles import entry, rendered
from benchmarks.generator.titles import draw_topic
from benchmarks.generator.works import Work, work

_JOURNALS = 40
_ARTICLES = 5  # of each kind and language
_GOST, _WESTERN = ("gost-7.0.5", "gost-7.1", "gost-7.0.100"), ("apa", "vancouver")


class Printed(NamedTuple):
    """An entry of an article: its list, its text and the number of its work."""

    list_id: str
    text: str
    work: int


Kind = Callable[[list[Work], Random], Iterator[Printed]]


def hard_lists(seed: int) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The lines of ``references.jsonl``, and the pairs of ids that cite one work."""
    lines: list[dict[str, Any]] = []
    pairs: list[tuple[str, str]] = []
    for kind, made in KINDS.items():
        for lang in LANGUAGES:
            for number in range(_ARTICLES):
                chance = stream(seed, f"{kind}-{lang}", number)
                entries = list(made(_cited(seed, lang, chance), chance))
                article = f"{kind}-{lang}-{number}"
                keys = [f"{article}.{place}" for place, _ in enumerate(entries, 1)]
                lines += map(_line, keys, entries)
                pairs += (
                    (keys[i], keys[j])
                    for i, j in combinations(range(len(entries)), 2)
                    if entries[i].work == entries[j].work
                )
    return lines, pairs


def _line(key: str, item: Printed) -> dict[str, Any]:
    article, _, place = key.rpartition(".")
    return {"id": key, "article": article, "list": item.list_id, "n": int(place), "text": item.text}


def _cited(seed: int, lang: str, chance: Random) -> list[Work]:
    """Four to ten works of a language, two or three of them by the same people in the same issue."""
    made = (work(seed, chance.randrange(100_000), _JOURNALS) for _ in count())
    found = (each for each in made if each.lang == lang and not each.twin and each.topic.process)
    several = list(islice(found, chance.randint(3, 7)))
    for first in [each for each in several if each.journal][:1]:
        for number in range(1, chance.randint(2, 4)):
            twin = first._replace(number=1_000_000 + number, topic=_topic(chance), doi="")
            several.append(twin._replace(page=first.page + 20 * number))
    return sorted(several, key=lambda each: _key(each, lang))


def _topic(chance: Random) -> Any:
    return next(topic for topic in iter(lambda: draw_topic(chance), None) if topic.process)


def _key(item: Work, lang: str) -> tuple[str, str]:
    return item.authors[0].own.family, item.title(lang)


def _own(item: Work, chance: Random) -> str:
    return rendered(entry(item, item.lang, "own", short=False), chance.choice(_GOST))


def _english(item: Work, chance: Random) -> str:
    return rendered(entry(item, "en", "ru:bgn", short=False), chance.choice(_WESTERN))


def _roman(item: Work, chance: Random) -> str:
    scheme = schemes(item.lang)[0]
    return rendered(
        entry(item, f"roman:{scheme}", f"own:{scheme}", short=False), chance.choice(_WESTERN)
    )


def _russian(item: Work, chance: Random) -> str:
    return rendered(entry(item, "ru", "ru", short=False), chance.choice(_GOST))


def _list(
    name: str, printed: Callable[[Work, Random], str], cited: list[Work], chance: Random
) -> Iterator[Printed]:
    return (Printed(name, printed(item, chance), item.number) for item in cited)


def _alternating(cited: list[Work], chance: Random) -> Iterator[Printed]:
    """Each entry and its English form in turn; one in six has none."""
    for item in cited:
        yield Printed("", _own(item, chance), item.number)
        if chance.random() >= 1 / 6:
            yield Printed("", _english(item, chance), item.number)


def _crossed(cited: list[Work], chance: Random) -> Iterator[Printed]:
    """The English list by its own alphabet, near twins by their English titles."""
    other = sorted(cited, key=lambda item: (item.authors[0].russian.family, item.title("en")))
    return chain(_list("own", _own, cited, chance), _list("en", _english, other, chance))


def _reversed(cited: list[Work], chance: Random) -> Iterator[Printed]:
    return chain(_list("en", _english, cited, chance), _list("own", _own, cited, chance))


def _three(cited: list[Work], chance: Random) -> Iterator[Printed]:
    some = [item for item in cited if chance.random() < 0.85]
    return chain(
        _list("own", _own, cited, chance),
        _list("roman", _roman, cited, chance),
        _list("en", _english, some, chance),
    )


def _latin(cited: list[Work], chance: Random) -> Iterator[Printed]:
    return chain(_list("roman", _roman, cited, chance), _list("en", _english, cited, chance))


def _merged(kind: Kind) -> Kind:
    """The same lists without their ids."""

    def made(cited: list[Work], chance: Random) -> Iterator[Printed]:
        return (item._replace(list_id="") for item in kind(cited, chance))

    return made


def _short(cited: list[Work], chance: Random) -> Iterator[Printed]:
    return _reversed(cited[:3], chance)


def _in_turn(*forms: Callable[[Work, Random], str]) -> Kind:
    """Each entry in several languages in turn."""

    def made(cited: list[Work], chance: Random) -> Iterator[Printed]:
        return (Printed("", form(item, chance), item.number) for item in cited for form in forms)

    return made


def _single(cited: list[Work], chance: Random) -> Iterator[Printed]:
    """One list of entries, some in English and some in Russian: nothing is to be paired."""
    for item in cited:
        printed = chance.choice((_own, _own, _russian, _english))
        yield Printed("", printed(item, chance), item.number)


KINDS: dict[str, Kind] = {
    "alternating": _alternating,
    "english-first-in-turn": _in_turn(_english, _own),
    "romanised-in-turn": _in_turn(_roman, _english),
    "three-in-turn": _in_turn(_own, _russian, _english),
    "crossed": _crossed,
    "reversed": _reversed,
    "three": _three,
    "latin": _latin,
    "reversed-no-ids": _merged(_reversed),
    "crossed-no-ids": _merged(_crossed),
    "short-no-ids": _merged(_short),
    "latin-no-ids": _merged(_latin),
    "three-no-ids": _merged(_three),
    "single": _single,
}
