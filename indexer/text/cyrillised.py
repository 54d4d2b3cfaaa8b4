"""Words in any of our scripts in the letters of Russian, as their sound is heard: one side of a comparison of names."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text.folding import fold_word
from indexer.text.renderings import as_heard
from indexer.text.scripts import script_of

# what romanisations of Russian write, the longest first
_ROMANISED = {
    "shch": "щ", "dzh": "дж", "kh": "х", "zh": "ж", "ch": "ч", "sh": "ш", "ts": "ц", "dj": "дж", "gh": "г",
    "iya": "ия", "iia": "ия", "zadeh": "заде", "ya": "я", "ia": "я", "yu": "ю", "iu": "ю", "yo": "е", "io": "е",
    "ye": "е", "ie": "ие",
    "x": "х", "q": "к", "w": "в", "j": "дж",
    **dict(zip("abvgdeziklmnoprstufhcy", "абвгдезиклмнопрстуфхцы", strict=True)),
}  # fmt: skip
_GLIDE = re.compile("(?<=[aeiou])y(?![aeiou])|(?<=[aeou])i(?![aeiou])")
_PARTS = re.compile("|".join(sorted(_ROMANISED, key=len, reverse=True)))


@lru_cache(maxsize=1 << 14)
def cyrillised(word: str) -> str:
    """A word in small letters as :func:`~indexer.text.renderings.as_heard` gives a Cyrillic one; Armenian is folded."""
    script = script_of(word)
    if script == "Cyrl":
        return as_heard(word)
    plain = fold_word(word) if script == "Armn" else word
    return as_heard(_PARTS.sub(lambda part: _ROMANISED[part.group()], _GLIDE.sub("й", plain)))
