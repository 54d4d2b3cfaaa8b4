"""Initials that are another letter by another scheme: "Y." is И, Е or Я, "Ө." О or У, "Հ." О, А or Г in Russian."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product

# a written initial → what else it may fold to; the folding itself comes first
_OTHERWISE = {
    "Y": "e",  # Yevgeny
    "Ө": "u",  # Өмір, Умир
    "Հ": "oag",  # Հովհաննես, Оганес; Հակոբ, Акоп; Հրանտ, Грант
    "Յ": "hoa",  # Յովհաննէս in classical orthography
}
_MOST = 4


def other_initials(names: Sequence[str], initials: str) -> tuple[str, ...]:
    """The initials that names as written may have besides the folded ones; for most names there are none."""
    if not any(name[:1] in _OTHERWISE for name in names):
        return ()
    choices = [
        plain + _OTHERWISE.get(name[:1], "") for name, plain in zip(names, initials, strict=False)
    ]
    return tuple("".join(letters) for letters in islice(product(*choices), 1, _MOST))
