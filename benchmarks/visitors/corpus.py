"""Generated works for the search index alone: words by Zipf's law, so that a beginning stands for many of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

from indexer.search.interface import SearchDocument
from schemas.record import LocalizedText, PersonName

_LETTERS = "абвгдежзиклмнопрстуфхцчшэюя"
_COUNTRIES = ("RU", "KZ", "BY")


class Corpus:
    """Works of a seed; ``words`` are all that occur, the most frequent first."""

    def __init__(self, seed: int = 7, words: int = 60_000) -> None:
        self._chance = random.Random(seed)  # noqa: S311 -- for a benchmark
        self.words = [self._word() for _ in range(words)]
        self._weights = list(accumulate(1 / (rank + 1) ** 0.9 for rank in range(words)))

    def documents(self, count: int) -> Iterator[SearchDocument]:
        """So many works."""
        for nth in range(1, count + 1):
            yield SearchDocument(
                number=nth << 33,
                id=str(nth),
                titles=(LocalizedText(self._text(9), "ru"),),
                names=tuple(PersonName(literal=f"{self._text(1)} А. Б.") for _ in range(3)),
                journal=self.words[nth % 2000],
                abstracts=(LocalizedText(self._text(120), "ru"),),
                keywords=tuple(self._text(2) for _ in range(5)),
                year=1990 + nth % 35,
                countries=_COUNTRIES[: 1 + nth % 3],
                languages=("ru",),
                type="article",
                sources=(f"generated-{nth % 9}",),
                institutions=(f"institution-{nth % 40}",),
                citations=nth % 30,
                generated=True,
            )

    def _word(self) -> str:
        return "".join(self._chance.choices(_LETTERS, k=self._chance.randint(4, 12)))

    def _text(self, words: int) -> str:
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=words))
