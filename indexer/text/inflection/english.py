"""English: Snowball's stems (https://snowballstem.org) of a word and of the singulars that it may be the plural of.

Snowball takes off what English added itself. Science keeps the plurals of Latin and Greek (criteria, hypotheses,
matrices), and old words change their vowels (feet): endings and a table (``english.toml``) give their singulars. A
singular that no word has does no harm, since only a real word would meet it.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from Stemmer import Stemmer

# ending of the plural → endings of singulars; longer ones first say more, but all that fit are taken
_PLURALS = (
    ("ae", ("a",)),  # algae
    ("i", ("us",)),  # fungi
    ("a", ("um", "on")),  # spectra, phenomena
    ("mata", ("ma",)),  # schemata
    ("ses", ("sis", "s")),  # hypotheses, buses
    ("xes", ("xis",)),  # axes
    ("ides", ("is",)),  # irides
    ("ina", ("en",)),  # foramina
    ("ces", ("x",)),  # calyces
    ("eaux", ("eau",)),  # plateaux
    ("eaus", ("eau",)),
    ("ices", ("ix", "ex")),  # matrices, indices
    ("ves", ("f", "fe")),  # leaves, lives
    ("men", ("man",)),  # craftsmen
)
_LEAST = 4
"""Letters of a plural: shorter words (via, ski) are singulars."""


class _Snowball(threading.local):
    """One for every thread, since threads must not share one."""

    def __init__(self) -> None:
        self.stemmer = Stemmer("english", 0)


_SNOWBALL = _Snowball()


def english_stems(word: str) -> frozenset[str]:
    """The stems of a word in small letters, as it is and as a plural."""
    return frozenset(map(_SNOWBALL.stemmer.stemWord, (word, *_singulars(word))))


def _singulars(word: str) -> Iterator[str]:
    if word in _irregular():
        yield _irregular()[word]
    if len(word) < _LEAST:
        return
    for plural, singulars in _PLURALS:
        if word.endswith(plural):
            for singular in singulars:
                yield word.removesuffix(plural) + singular


@cache
def _irregular() -> dict[str, str]:
    """Plural → singular."""
    text = Path(__file__).with_name("english.toml").read_text("utf-8")
    table: dict[str, str] = tomllib.loads(text)["singular"]
    return {form: singular for singular, forms in table.items() for form in forms.split()}
