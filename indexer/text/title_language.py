"""The language that the letters and a few words of a title show: cheap enough for every title of every reference.

Two titles at one place in a journal are one article's only if they are not two titles in one language, so what is said
here has to be right; what is not sure stays unknown. :mod:`indexer.text.language` tells more, and costs a model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.text.printed import native_and_latin

_ARMENIAN = re.compile("[\u0531-\u0587]")
# none of them is a romanised word of Russian, as "to", "on", "by" and "as" are
_ENGLISH = re.compile(
    r"\b(?:the|of|and|in|for|with|from|its|their|using|between|under)\b", re.IGNORECASE
)
_RUSSIAN = re.compile(
    r"\b(?:и|в|с|на|по|из|для|от|об|о|при|как|к|их)\b|"
    r"(?:ого|ому|ый|ая|ое|ые|ость|ости|[еа]ние|[еа]ния|[еа]нии|[еа]ний|[ая]х|[ая]ми|ских|ской|ский|н[оы]й|н[оы]м|ных)\b|"
    r"\b(?-i:[а-яё]{3,}(?:ов|ев|ие|ии))\b",
    re.IGNORECASE,
)
_TWICE = re.compile("оо|өө|уу|үү", re.IGNORECASE)  # vowels that Kyrgyz writes long
_KYRGYZ = re.compile(
    r"\b(?:жана|менен|боюнча|жөнүндө|үчүн)\b|[а-яңөү]{3}[ндт][ыуү]н\b", re.IGNORECASE
)


def title_language(title: str) -> str | None:
    """The code of the language of a printed title, or None if it does not show.

    >>> title_language("Ацэнка запасаў вугляроду"), title_language("Севан")
    ('be', None)
    """
    native, latin = native_and_latin(title)
    if latin >= native:
        return "en" if _ENGLISH.search(title) else None
    if _ARMENIAN.search(title):
        return "hy"
    letters = frozenset(title.lower())
    if not letters.isdisjoint("їєґўіәғқұһңөү"):
        return _by_letters(title, letters)
    if _KYRGYZ.search(title):
        return "ky"
    return "ru" if _RUSSIAN.search(title) else None


def title_languages(titles: Iterable[str]) -> tuple[str, ...]:
    """The languages that printed titles show, each once."""
    return tuple(dict.fromkeys(filter(None, map(title_language, titles))))


def _by_letters(title: str, letters: frozenset[str]) -> str | None:
    """The language that has the letters and lacks others; Kazakh and Kyrgyz share some."""
    if not letters.isdisjoint("їєґ"):
        return "uk"
    kazakh, shared = (not letters.isdisjoint(those) for those in ("әғқұһ", "ңөү"))
    if kazakh:
        return "kk"
    if "ў" in letters or ("і" in letters and not shared and letters.isdisjoint("ищ")):
        return "be"
    if "і" in letters:
        return "kk"
    return "ky" if _KYRGYZ.search(title) or _TWICE.search(title) else None
