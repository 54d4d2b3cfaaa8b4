"""Letter tables: every letter of our scripts in plain Latin letters, before levelling.

The values follow no one romanisation; they are such that after :func:`indexer.text.folding.level`
they equal what the romanisations give. Sources: GOST 7.79-2000, ISO 9, BGN/PCGN, ALA-LC, ICAO 9303,
the Kazakh Latin alphabets of 2018 and 2021.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.text.armenian import reformed

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    # Belarusian, Ukrainian, old spelling
    "і": "i", "ў": "u", "ї": "i", "є": "e", "ґ": "g", "ѣ": "e", "ѳ": "f", "ѵ": "i",
    # Kazakh, Kyrgyz, Tatar, Bashkir
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "җ": "zh", "ҙ": "z", "ҫ": "s",
    "ҡ": "k",
    # Uzbek, Tajik
    "ҳ": "h", "ҷ": "zh", "ӣ": "i", "ӯ": "u", "ҝ": "g", "ҹ": "ch",
    # Serbian, Macedonian
    "ј": "i", "љ": "l", "њ": "n", "ћ": "ch", "ђ": "zh", "џ": "zh", "ѕ": "dz", "ѓ": "g", "ќ": "k", "ӏ": "",
}  # fmt: skip
_ARMENIAN = {
    "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "i", "թ": "t", "ժ": "zh", "ի": "i",
    "լ": "l", "խ": "h", "ծ": "c", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "g", "ճ": "ch", "մ": "m", "յ": "i", "ն": "n",
    "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "zh", "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "c",
    "ւ": "v", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f", "և": "ev",
}  # fmt: skip
_GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "g", "ყ": "k", "შ": "sh", "ჩ": "ch", "ც": "c", "ძ": "dz", "წ": "c", "ჭ": "ch", "ხ": "h", "ჯ": "zh", "ჰ": "h",
}  # fmt: skip
_LATIN = {
    # ISO 9:1995 â û ŝ; š ž č of the scientific schemes; Kazakh and Turkic ş ç ı
    "â": "ia", "û": "iu", "ŝ": "sh", "š": "sh", "ž": "zh", "č": "ch", "ş": "sh", "ș": "sh", "ç": "ch", "ǰ": "zh",
    "ı": "i", "ə": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ø": "o", "ß": "s", "æ": "ae", "œ": "oe", "ŋ": "n",
    "ħ": "h", "ĳ": "i", "ʼ": "", "ɣ": "g", "ɵ": "o", "ĝ": "g", "ĥ": "h",
}  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "ksi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_TABLE = _CYRILLIC | _ARMENIAN | _GEORGIAN | _LATIN | _GREEK

_KAZAKH_LATIN = re.compile("[äöüūğñşıŋǵńqə]")
_KAZAKH_SHORT_U = re.compile("(?<=[aáeoóiuúı])ý")  # of 2018; Czech ý never follows a vowel
_KAZAKH_CYRILLIC = re.compile("[әғқңөұүһ]")
# letters of Belarusian and Ukrainian alone, or і beside one that native Kazakh words do not have
_EAST_SLAVIC = re.compile("[ўїєґ]|і.*[вфхцчэюяё]|[вфхцчэюяё].*і")
_UZBEK_CYRILLIC = re.compile("[қғҳ]")


def latinise(word: str) -> str:
    """The word in lower-case plain Latin letters and digits.

    A letter that no table knows becomes ``u`` and its code point, so that nothing which
    distinguishes two titles vanishes.
    """
    if word.isascii():
        return word.lower()
    if word.replace("і", "").isupper():  # "ЛіДЕРСТВО": и from another keyboard, not a language
        word = word.replace("і", "и")
    word = word.lower()
    word = unicodedata.normalize("NFC", _by_language(word))
    return word.translate(_LETTERS)


def _by_language(word: str) -> str:
    """Settle the letters whose reading depends on the language that the rest of the word betrays."""
    if "ա" <= word[-1:] <= "և" or "ա" <= word[:1] <= "և":
        return _armenian(word)
    if "ý" in word:
        word = _KAZAKH_SHORT_U.sub("u", word)
    if _KAZAKH_LATIN.search(word):
        return word.replace("j", "zh").replace("ý", "u")
    if "ў" in word and _UZBEK_CYRILLIC.search(word):
        return word.replace("ў", "o")  # Uzbek ў is oʻ; Belarusian ў is ŭ
    if _EAST_SLAVIC.search(word) and not _KAZAKH_CYRILLIC.search(word):
        return word.replace("г", "h").replace("ґ", "g")  # Belarusian and Ukrainian г is h
    return word


def _armenian(word: str) -> str:
    word = reformed(word.replace("և", "եւ")).replace("եւ", "ev")
    word = word.replace("ու", "u").replace("իւ", "iu")
    if word.startswith("ո") and not word.startswith("ով"):
        return "vo" + word[1:]
    return word


def _letter(letter: str) -> str:
    """One letter; accents that mean nothing to us go, a foreign letter gets its number."""
    if letter.isascii():
        return letter
    known = _TABLE.get(letter)
    if known is not None:
        return known
    base = unicodedata.normalize("NFD", letter)
    if len(base) > 1:
        return "".join(map(_letter, base))
    if unicodedata.combining(letter):
        return ""
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    return f"u{ord(letter)}" if letter.isalpha() else ""


class _Letters(dict[int, str]):
    """The letters by code point, each worked out once."""

    def __missing__(self, point: int) -> str:
        self[point] = _letter(chr(point))
        return self[point]


_LETTERS = _Letters()
