"""Stems: what the inflected forms of a word share. Computed here, so that every backend finds the same.

The stemmers are Snowball's (https://snowballstem.org), chosen by the script of a word: Armenian, Russian for what is
Cyrillic, English for what is Latin. Belarusian, Kazakh and Kyrgyz words lose at most an ending that looks Russian, the
same in the index and in a query. Case does not matter. A stem is for finding, never for showing.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from itertools import chain

from Stemmer import Stemmer

from indexer.text.scripts import script_of

_ALGORITHMS = {"Armn": "armenian", "Cyrl": "russian", "Latn": "english"}
# written inside a word and no part of it: Armenian intonation, the stress of Russian dictionaries, the soft hyphen
_MARKS = "\u055b\u055c\u055e\u0301\u00ad"
_MARK = re.compile(f"[{_MARKS}]")
_WORD = re.compile(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]+)*")
_LEAST_WITH_ARTICLE = 3
_LONGEST = 255  # letters; what is longer is no word, and a backend limits the bytes of a term


class _Stemmers(threading.local):
    """One of each for every thread, since threads must not share one."""

    def __init__(self) -> None:
        # its own cache would only double ours
        self.of_script = {script: Stemmer(name, 0) for script, name in _ALGORITHMS.items()}


_STEMMERS = _Stemmers()


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text, in order: letters and digits make words, all else parts them."""
    return tuple(chain.from_iterable(map(_of_chunk, text.split())))


@lru_cache(maxsize=1 << 16)
def _of_chunk(chunk: str) -> tuple[str, ...]:
    """The stems in what stands between two white spaces, which has no say in those of its neighbours."""
    return tuple(map(_stem, _WORD.findall(unicodedata.normalize("NFC", chunk))))


def _stem(word: str) -> str:
    bare = _levelled(_MARK.sub("", word).lower())[:_LONGEST]
    stemmer = _STEMMERS.of_script.get(script_of(bare))
    return bare if stemmer is None else stemmer.stemWord(bare)


def _levelled(word: str) -> str:
    """What Snowball leaves apart in Armenian; other words stay as they are.

    The letter և is ԵՎ in capitals (ԵՒ in the older spelling) and often typed as two: Երևան, ԵՐԵՎԱՆ, Երեւան. A last ը
    is the article, which the stemmer does not part from nouns like պատմություն.
    """
    word = word.replace("և", "եվ").replace("եւ", "եվ")
    return word[:-1] if len(word) > _LEAST_WITH_ARTICLE and word.endswith("ը") else word
