"""The language of a title or an abstract, where the source does not say.

Letters that only one of our languages has decide first; py3langid, restricted to the languages that
our sources publish in, decides what letters leave open, if the text is long enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_LANGUAGES = (
    "ru",
    "be",
    "uk",
    "kk",
    "ky",
    "hy",
    "en",
    "uz",
    "tg",
    "ro",
    "de",
    "fr",
    "es",
    "it",
    "pl",
    "az",
    "tr",
)
_KNOWN_TO_MODEL = tuple(code for code in _LANGUAGES if code not in {"uz", "tg"})
_ARMENIAN = re.compile("[Ա-Ֆա-և]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_MIN_LETTERS = 12

# in this order: the first pattern found decides; each letter is absent from the languages that come after
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
    expected = _of_script(hint, cyrillic=cyrillic >= latin)
    if len(expected) == 1:
        return expected[0]
    if letters < _MIN_LETTERS:
        return None
    candidates = expected or _of_script(_KNOWN_TO_MODEL, cyrillic=cyrillic >= latin)
    return _identify(text, tuple(sorted(candidates)))


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


def _of_script(languages: Iterable[str], *, cyrillic: bool) -> list[str]:
    in_cyrillic = {"ru", "be", "uk", "kk", "ky", "tg"}
    known = set(_KNOWN_TO_MODEL)
    return [code for code in languages if code in known and (code in in_cyrillic) == cyrillic]


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _identify(text: str, candidates: tuple[str, ...]) -> str | None:
    """The model's best language among the candidates, or None if it is not sure."""
    ranked = [(code, score) for code, score in _identifier().rank(text) if code in candidates]
    if not ranked:
        return None
    return str(ranked[0][0])
