"""Russian: the dictionary forms that a word may belong to, by the dictionary of OpenCorpora (pymorphy3).

Korobov, "Morphological Analyzer and Generator for Russian and Ukrainian Languages", AIST 2015. Snowball alone parts
what a fleeting vowel parts (оценка and оценок, белок and белка), and joins what only begins alike. The dictionary takes
a tenth of a second and 28 MB of a process. A word that it lacks is read like words with the same ending, and keeps
its Snowball stem besides, since two of its forms may be read unlike.
"""

from __future__ import annotations

import logging
import threading
from functools import cache

from pymorphy3 import MorphAnalyzer
from Stemmer import Stemmer

# a reading that is twenty times less likely than the likeliest is no reading
_LEAST_LIKELY = 0.05
# what titles hardly have, and nouns look like: морю is of море and no verb, стали are steels
_PREDICATES = frozenset({"VERB", "INFN", "PRTS", "ADJS", "GRND"})
_MARK = "~"
"""Begins a Snowball stem, which is none of the dictionary's forms."""


class _Snowball(threading.local):
    """One for every thread, since threads must not share one."""

    def __init__(self) -> None:
        self.stemmer = Stemmer("russian", 0)


_SNOWBALL = _Snowball()


def russian_stems(word: str) -> frozenset[str]:
    """The dictionary forms of a word in small letters, without the dots of ё."""
    readings = dictionary().parse(word)
    nominal = [each for each in readings if each.tag.POS not in _PREDICATES] or readings
    least = max(each.score for each in nominal) * _LEAST_LIKELY
    found = {_plain(each.normal_form) for each in nominal if each.score >= least}
    if not dictionary().word_is_known(word):
        found.add(_MARK + _SNOWBALL.stemmer.stemWord(_plain(word)))
    return frozenset(found)


@cache
def dictionary() -> MorphAnalyzer:
    """The dictionary, read once a process; threads may share it. That it reads files is nobody's news."""
    logging.getLogger("pymorphy3").setLevel(logging.WARNING)
    return MorphAnalyzer(lang="ru")


def _plain(word: str) -> str:
    return word.replace("ё", "е")
