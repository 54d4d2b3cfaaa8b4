"""Words of six languages that never decide whether a work is found; and of others whose titles are often cited."""

from __future__ import annotations

import tomllib
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")
STOP_WORDS: frozenset[str] = frozenset(
    word
    for words in tomllib.loads(_FILE.read_text(encoding="utf-8")).values()
    for word in str(words).split()
)
_EDGES = ".,;:!?…()[]«»\"'–—-"


def is_stop_word(word: str) -> bool:
    """Whether a word as written says nothing of what a work is about."""
    return word.strip(_EDGES).lower() in STOP_WORDS
