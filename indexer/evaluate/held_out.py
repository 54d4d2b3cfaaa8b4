"""Which labelled references are kept out of training, for ever: a fifth, told by a hash of the text alone."""

from __future__ import annotations

from zlib import crc32

_FOLDS = 5


def is_held_out(text: str) -> bool:
    """Whether a labelled reference belongs to the fifth that no shipped model is trained on."""
    return _fold(text) == 0


def is_development(text: str) -> bool:
    """Another fifth, by which features and settings are chosen; the shipped model is then trained on it too."""
    return _fold(text) == 1


def _fold(text: str) -> int:
    return crc32("".join(text.split()).encode("utf-8", "surrogatepass")) % _FOLDS
