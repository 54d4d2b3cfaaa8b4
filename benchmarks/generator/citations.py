"""Reference lists: which works a work cites (in-degrees by Zipf), and how its list prints them.

A list has one style, as journals have. One list in six is bilingual: the same entries again, in Latin letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from random import Random
from typing import NamedTuple

from benchmarks.generator.chance import log_uniform, stream
from benchmarks.generator.damage import damaged
from benchmarks.generator.romanise import schemes
from benchmarks.generator.styles import STYLES, Entry, entry, rendered
from benchmarks.generator.works import Work, work, year_of

BILINGUAL = 1 / 6
"""The share of lists that come twice."""
TRANSLATED = 0.3
"""The share of entries in the Latin one of two lists that give the title in English instead of romanised."""
_NOT_HELD = 0.25
_FLAT = 30


class World(NamedTuple):
    """The size of a corpus: works ``0 … works-1`` are held by its sources; those beyond are cited only."""

    seed: int
    works: int
    references: int
    journals: int

    def work(self, number: int) -> Work:
        """A work of this world."""
        return work(self.seed, number, self.journals)

    def list_length(self, number: int) -> int:
        """How many references a work has; neighbours share theirs unevenly, and the sum is exact."""
        first = number - number % 2
        if first + 1 >= self.works:
            return self._quota(number)
        both = self._quota(first) + self._quota(first + 1)
        cut = stream(self.seed, "length", first).randint(0, both)
        return cut if number == first else both - cut

    def _quota(self, number: int) -> int:
        before = self.references * number // self.works
        return self.references * (number + 1) // self.works - before


class Cited(NamedTuple):
    """An entry of a list: its text, its true work's number, whether that work is held, and how it was printed."""

    text: str
    work: int
    held: bool
    kind: str
    list_id: str


def reference_list(world: World, citing: Work) -> Iterator[Cited]:
    """The entries of a work's list or two lists."""
    chance = stream(world.seed, "list", citing.number)
    length = world.list_length(citing.number)
    drawn = dict.fromkeys(_target(world, citing, chance) for _ in range(length))
    targets = [number for number in drawn if number != citing.number]
    own = citing.lang
    style = chance.choices(STYLES, weights=(34, 20, 14, 18, 14))[0]
    if length and chance.random() < BILINGUAL:
        scheme = chance.choice(schemes(own))
        yield from _printed(world, chance, targets, style, ("own", own))
        yield from _printed(
            world, chance, targets, chance.choice(("apa", "vancouver")), ("en", f"roman:{scheme}")
        )
        return
    yield from _printed(world, chance, targets, style, ("", own))


def _target(world: World, citing: Work, chance: Random) -> int:
    """A work that came out no later, by popularity; one in four is held by no source."""
    held = chance.random() >= _NOT_HELD
    size = world.works if held else max(world.works // 2, 10)
    for _ in range(6):
        rank = log_uniform(chance, size, min(_FLAT, size))
        number = scattered(rank, size) + (0 if held else world.works)
        if number != citing.number and year_of(world.seed, number) <= citing.year:
            break
    return number


def scattered(rank: int, size: int) -> int:
    """A work's number for a rank of popularity: one to one, and not in order."""
    step = int(size * 0.618) | 1
    while gcd(step, size) != 1:
        step += 2
    return (rank * step + size // 3) % size


def _printed(
    world: World, chance: Random, targets: list[int], style: str, how: tuple[str, str]
) -> Iterator[Cited]:
    list_id, lang = how
    for number in targets:
        cited = world.work(number)
        shown = _language(cited, lang, chance)
        item = _entry(cited, shown, chance)
        if shown.startswith("roman:") and _is_translated(world, cited):
            item, shown = item._replace(title=cited.title("en")), "en"
        text = rendered(_worn(chance, item), style)
        kind = f"{style}:{'roman' if shown.startswith('roman') else shown}"
        yield Cited(damaged(chance, text, 0.06), number, number < world.works, kind, list_id)


def _is_translated(world: World, cited: Work) -> bool:
    """Whether second lists translate the title; by a chance of its own, so that nothing else of a list changes."""
    return stream(world.seed, "translated", cited.number).random() < TRANSLATED


def _language(cited: Work, lang: str, chance: Random) -> str:
    """In what language a list prints a work: its own, Russian for works of other countries, or as the list is."""
    if lang.startswith("roman:"):
        return lang if lang.partition(":")[2] in schemes(cited.lang) else "en"
    if cited.lang == lang or chance.random() < 0.4:
        return cited.lang
    return "ru" if chance.random() < 0.7 else "en"


def _entry(cited: Work, lang: str, chance: Random) -> Entry:
    if lang.startswith("roman:"):
        script = f"own:{lang.partition(':')[2]}"
    else:
        script = {"en": "ru:bgn", "ru": "ru"}.get(lang, "own")
    item = entry(cited, lang, script, short=chance.random() < 0.35)
    if lang.startswith("roman:") and chance.random() < 0.5:
        return item._replace(title=f"{item.title} [{cited.title('en')}]")
    return item


def _worn(chance: Random, item: Entry) -> Entry:
    """The entry without what authors leave out, and with their slips."""
    if chance.random() < 0.12:
        item = item._replace(issue="")
    if chance.random() < 0.05:
        item = item._replace(first="", last="")
    if item.doi and chance.random() < 0.6:
        item = item._replace(doi="")
    if chance.random() < 0.02:
        item = item._replace(year=item.year + chance.choice((-1, 1)))
    return item
