"""The language of a text whose source does not say it, among the languages of the region.

The script decides first. What is written in Armenian letters is Armenian. Among the languages of Cyrillic letters that
have all letters of the text, and between English and others in Latin ones, py3langid decides: Lui and Baldwin,
"langid.py: an off-the-shelf language identification tool", ACL 2012. A text in Latin letters is English only if a
function word of English is in it, for a romanised title resembles anything. What is not sure stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from indexer.text.printed import native_and_latin

_OTHERS = {
    "ru": "іїєґўңөүәғқұһҷҳӯӣ",
    "be": "ищъїєґңөүәғқұһҷҳӯӣ",
    "kk": "їєґўҷҳӯӣ",
    "ky": "іїєґўәғқұһҷҳӯӣ",
    "uk": "ыэёъўңөүәғқұһҷҳӯӣ",
    "tg": "іїєґўңөүәұһщыц",
}
"""The languages of Cyrillic letters, and letters that each does not have."""
_OWN = {"kk": "әғқңөұүһі", "uk": "іїєґ", "tg": "ғқҷҳӣӯ"}
"""Letters of which a text of the language has one, but for the shortest."""
_LATIN = ("en", "de", "fr", "es", "it", "pl", "cs", "tr", "az", "uz")
_ENGLISH = re.compile(
    r"\b(?:the|of|and|in|for|on|to|with|from|by|an|at|as|is|are|its|between|using|under)\b",
    re.IGNORECASE,
)
_ARMENIAN = re.compile("[\u0531-\u0587]")
_LETTER = re.compile(r"[^\W\d_]")
_FEWEST = 12  # letters: a word or two of one language are words of the next
_MOST_READ = 2_000
_SURE = 0.7  # of ten titles in ten it is right, and few are left out (tests/indexer/text/test_language.py)


def detected(texts: Iterable[str]) -> str | None:
    """The language of texts that belong together (a title and its abstract); None if it cannot be told."""
    text = " ".join(texts)[:_MOST_READ]
    if sum(1 for _ in _LETTER.finditer(text)) < _FEWEST:
        return None
    native, latin = native_and_latin(text)
    if latin > native:
        return "en" if _ENGLISH.search(text) and _likeliest(text, _LATIN) == "en" else None
    if 2 * sum(1 for _ in _ARMENIAN.finditer(text)) > native:
        return "hy"
    return _likeliest(text, _possible(text) or tuple(_OTHERS)) if native else None


def _possible(text: str) -> tuple[str, ...]:
    """The languages that have all letters of the text; none of them if it quotes another language."""
    letters = set(text.lower())
    return tuple(
        language
        for language, others in _OTHERS.items()
        if letters.isdisjoint(others)
        and not (language in _OWN and letters.isdisjoint(_OWN[language]))
    )


def _likeliest(text: str, languages: tuple[str, ...]) -> str | None:
    language, likelihood = _among(languages).classify(text)
    return str(language) if likelihood >= _SURE else None


@cache
def _among(languages: tuple[str, ...]) -> LanguageIdentifier:
    identifier = copy(_of_all())
    identifier.set_languages(list(languages))
    return identifier


@cache
def _of_all() -> LanguageIdentifier:
    """The model of all languages, which takes a second to read."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
