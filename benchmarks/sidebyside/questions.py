"""What is searched for: questions of each kind in each script, put together from the titles of generated works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice, pairwise
from random import Random

from benchmarks.generator.chance import stream
from benchmarks.generator.citations import World
from benchmarks.generator.journals import COUNTRIES
from benchmarks.generator.works import Work
from indexer.search.interface import FACETS, Facet, SearchRequest

SCRIPTS = {"Cyrillic": ("ru", "kk"), "Latin": ("en",), "Armenian": ("hy",)}
"""The languages of the titles from which the words of a script are taken."""
_SHORTEST = 5
_YEARS = 10

Make = Callable[[Random, Work, list[str]], SearchRequest | None]


def questions(world: World, kind: str, script: str, wanted: int) -> list[SearchRequest]:
    """So many questions of a kind in a script; the same world gives the same ones."""
    return list(islice(_questions(world, KINDS[kind], script), wanted))


def _questions(world: World, make: Make, script: str) -> Iterator[SearchRequest]:
    languages = SCRIPTS[script]
    for number in count():
        chance = stream(world.seed, f"question-{script}", number)
        work = world.work(chance.randrange(world.works))
        # works of all languages have an English title beside their own
        lang = work.lang if work.lang in languages else "en" if "en" in languages else None
        made = make(chance, work, work.title(lang).split()) if lang else None
        if made is not None:
            yield made


def _word(chance: Random, words: list[str]) -> str | None:
    fit = [word for word in words if word.isalpha() and len(word) >= _SHORTEST]
    return chance.choice(fit) if fit else None


def _term(chance: Random, _work: Work, words: list[str]) -> SearchRequest | None:
    word = _word(chance, words)
    return SearchRequest(query=word) if word else None


def _phrase(chance: Random, _work: Work, words: list[str]) -> SearchRequest | None:
    """Two words that stand side by side in a title."""
    fit = [pair for pair in pairwise(words) if all(map(str.isalpha, pair))]
    return SearchRequest(query='"{} {}"'.format(*chance.choice(fit))) if fit else None


def _filtered(chance: Random, work: Work, words: list[str]) -> SearchRequest | None:
    """A word, in the works of one country and some years."""
    word = _word(chance, words)
    country, first, last = COUNTRIES[work.lang], work.year - _YEARS, work.year + _YEARS
    filters: dict[Facet, tuple[str, ...]] = {"country": (country,)}
    if not word:
        return None
    return SearchRequest(query=word, filters=filters, year_from=first, year_to=last)


def _faceted(chance: Random, _work: Work, words: list[str]) -> SearchRequest | None:
    """A word, with all that a page of results shows: every facet's counts, and highlights."""
    word = _word(chance, words)
    return SearchRequest(query=word, facets=FACETS, highlight=True) if word else None


def _sorted(chance: Random, _work: Work, words: list[str]) -> SearchRequest | None:
    word = _word(chance, words)
    return SearchRequest(query=word, sort=chance.choice(("citations", "year"))) if word else None


def _suggest(chance: Random, _work: Work, words: list[str]) -> SearchRequest | None:
    """A word with two letters in the wrong order, for which a better one is looked for."""
    word = _word(chance, words) or ""
    places = [place for place in range(1, len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return None
    at = chance.choice(places)
    misspelt = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return SearchRequest(query=misspelt, suggest=True)


KINDS: dict[str, Make] = {
    "term": _term,
    "phrase": _phrase,
    "filtered": _filtered,
    "faceted": _faceted,
    "sorted": _sorted,
    "suggest": _suggest,
}
