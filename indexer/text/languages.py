"""The language of a title or an abstract, where the source does not say.

Letters that only one of our languages has decide first; py3langid, restricted to the languages that
our sources publish in, decides what letters leave open, if the text is long enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_IN_CYRILLIC = frozenset({"ru", "be", "uk", "kk", "ky"})
_IN_LATIN = frozenset({"en", "de", "fr", "es", "it", "pl", "ro", "az", "tr"})
_ARMENIAN = re.compile("[Ա-Ֆա-և]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_MIN_LETTERS = 12

# in this order: the first pattern found decides; no language further down has these letters
_EVIDENCE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("tg", re.compile("[ӣӯҷ]", re.IGNORECASE)),
    ("uz", re.compile("ў.*[қғҳ]|[қғҳ].*ў|ҳ", re.IGNORECASE | re.DOTALL)),
    ("be", re.compile("ў", re.IGNORECASE)),
    ("uk", re.compile("[їєґ]", re.IGNORECASE)),
    ("kk", re.compile("[әғқұһ]|[ңөү].*і|і.*[ңөү]", re.IGNORECASE | re.DOTALL)),
    ("ky", re.compile("[ңөү]", re.IGNORECASE)),
)
_NOT_BELARUSIAN = re.compile("[ищ]", re.IGNORECASE)
_NOT_UKRAINIAN = re.compile("[ыэё]", re.IGNORECASE)


def guess_language(text: str, hint: Iterable[str] = ()) -> str | None:
    """The ISO 639-1 code of the language, or None for a text too short to tell.

    ``hint`` names the languages to expect (those of the journal, say): if letters do not decide,
    only these are considered, and a text in a script that a single one of them uses is that
    language however short.
    """
    armenian, cyrillic, latin = (
        len(script.findall(text)) for script in (_ARMENIAN, _CYRILLIC, _LATIN)
    )
    letters = armenian + cyrillic + latin
    if not letters:
        return None
    if armenian * 2 > letters:
        return "hy"
    if cyrillic >= latin:
        by_letters = _by_letters(text)
        if by_letters:
            return by_letters
    expressible = _IN_CYRILLIC if cyrillic >= latin else _IN_LATIN
    expected = expressible.intersection(hint)
    if len(expected) == 1:
        return next(iter(expected))
    if letters < _MIN_LETTERS:
        return None
    return _identify(text, expected or expressible)


def _by_letters(text: str) -> str | None:
    for language, pattern in _EVIDENCE:
        if pattern.search(text):
            return language
    if "і" in text.lower():
        if _NOT_BELARUSIAN.search(text):
            return "uk"
        if _NOT_UKRAINIAN.search(text):
            return "be"
    return None


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _identify(text: str, candidates: frozenset[str]) -> str | None:
    """The best of the candidates by the model's ranking."""
    ranking: list[tuple[str, float]] = _identifier().rank(text)
    return next((code for code, _ in ranking if code in candidates), None)
