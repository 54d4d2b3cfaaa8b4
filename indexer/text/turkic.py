"""Letters that mean something else because a text is Turkic: what a keyboard or a font lacked, what a word cannot tell.

Kyrgyz, Kazakh and Mongolian ө and ү are typed as fita and v; ``j`` in romanised Kazakh and Kyrgyz is ж, and ``ng`` ң;
Uzbek ў is oʻ, though Belarusian has the same letter for a short u. The output is for folding.
"""

from __future__ import annotations

import re

_VOWELS = "аеёиоуыэюяәөүұіАЕЁИОУЫЭЮЯӘӨҮҰІ"
_WITH_FITA = re.compile(r"\w*[ѳѲ]\w*")
# a vowel stands between consonants, the letter of каѳедра beside a vowel
_FITA = re.compile(f"(?<![{_VOWELS}])[ѳѲ](?![{_VOWELS}])")
_OLD_RUSSIAN = re.compile("[ѣѢъЪьіІ]")
_TYPED_V = re.compile(
    "(?<=[а-яёөң])[vV](?![A-Za-z])|(?<!\\w)v(?=[а-яёөң])|(?<!\\w)V(?=[а-яёөң]{2})"
)

# letters and words that only Kazakh, Kyrgyz and their neighbours have in Latin letters: no German, no Spanish, and none
# that a folding may hold
_TURKIC_LETTERS = re.compile("[ŋǵğıəĞƏ]")
_TURKIC_WORDS = re.compile(
    r"\b(?:turaly|jäne|zhäne|üshin|boiynsha|boıynsha|qazaq\w*|qazirgi|qyrgyz\w*|kyrgyz\w*|jönündö|zhönündö|jonundo)\b",
    re.IGNORECASE,
)
_PARTS = (
    "turaly",
    "häne",
    "jäne",
    "üsh",
    "ynsha",
    "qaz",
    "yrgyz",
    "nundo",
    "nünd",
)  # one is in each
# who writes Kyrgyz with the letters of Turkish has c for ж, at least where a word begins
_KYRGYZ = re.compile(r"\b(?:[jz]h?önündö|[qk]yrgyz)", re.IGNORECASE)
_TURKISH_C = re.compile(r"\bc(?=[aeiouyöüı])", re.IGNORECASE)
_NASAL = re.compile("ng(?![aeiouyäöüáóúıg])", re.IGNORECASE)

# ў is Uzbek beside letters that Belarusian lacks, behind a consonant, as a capital before a small letter
_UZBEK = re.compile("[қғҳҚҒҲ]|(?<=[бвгджзйклмнпрстфхцчш])ў|(?<!\\w)(?:Ў[а-я]|ўзб)")
_BELARUSIAN = re.compile("[ыіщЫІ]")


def typed_letters(text: str) -> str:
    """The text with ө and ү where fita and v were typed for them."""
    if "ѳ" in text or "Ѳ" in text:
        text = _WITH_FITA.sub(lambda word: _fita(word.group()), text)
    return _TYPED_V.sub("ү", text) if "v" in text or "V" in text else text


def _fita(word: str) -> str:
    return word if _OLD_RUSSIAN.search(word) else _FITA.sub("ө", word)


def _is_turkic_latin(text: str) -> bool:
    if not text.isascii() and _TURKIC_LETTERS.search(text):
        return True
    small = text.lower()
    return any(part in small for part in _PARTS) and _TURKIC_WORDS.search(text) is not None


def as_turkic(text: str) -> str:
    """The text with the letters that its language means; as it is, if nothing shows a Turkic one."""
    if ("ў" in text or "Ў" in text) and _UZBEK.search(text) and not _BELARUSIAN.search(text):
        text = text.replace("ў", "о").replace("Ў", "О")
    if not ("j" in text or "J" in text or "ng" in text) or not _is_turkic_latin(text):
        return text
    if _KYRGYZ.search(text):
        text = _TURKISH_C.sub(lambda letter: "j" if letter.group().islower() else "J", text)
    return _NASAL.sub("n", text.replace("j", "zh").replace("J", "Zh"))
