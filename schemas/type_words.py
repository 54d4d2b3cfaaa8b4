"""Words in a description that tell what kind of document is described: ``vocabularies/type_words.toml``.

They serve the parsers of harvested pages and the indexer alike. A word says what it says only where nothing surer does:
who asks decides on which field to look, and in which order.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

Kind = Literal[
    "meeting", "serial", "collection", "proceedings", "thesis", "about-theses", "report", "preprint", "dataset",
    "webpage", "book",
]  # fmt: skip

_FILE = Path(__file__).parent / "vocabularies" / "type_words.toml"
_GAP = r"[\s.,:;…()\[\]']+"
"""What may stand between the words of a phrase: "дис. ... канд. техн. наук"."""
_LONGEST = 2_000  # letters of a text that are looked at


@lru_cache(maxsize=1 << 14)
def says(kind: Kind, text: str) -> bool:
    """Whether a word of the kind stands in the text.

    >>> says("meeting", "Материалы IV Междунар. конф. по физике"), says("meeting", "Конферансье")
    (True, False)
    """
    return _pattern(kind).search(_levelled(text)) is not None


@lru_cache(maxsize=1 << 14)
def begins(kind: Kind, text: str) -> bool:
    """Whether the first word of the text is one of the kind."""
    found = _pattern(kind).search(_levelled(text))
    return found is not None and not any(map(str.isalnum, _levelled(text)[: found.start()]))


def _levelled(text: str) -> str:
    return text[:_LONGEST].casefold().replace("ё", "е").replace("’", "'")


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    """One pattern of all words of a kind, in all languages."""
    loaded = tomllib.loads(_FILE.read_text(encoding="utf-8"))[kind]
    phrases = (phrase for listed in loaded.values() for phrase in listed.split(", "))
    each = sorted(set(map(_printed, phrases)), key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)")


def _printed(phrase: str) -> str:
    words = (
        re.escape(word.removesuffix("*")) + r"\w*" * word.endswith("*")
        for word in _levelled(phrase).split()
    )
    return _GAP.join(words)
