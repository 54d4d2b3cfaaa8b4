"""Surnames that are one in the spellings of two languages, where no key can say so; and what cannot be one after all.

:mod:`indexer.text.surnames` gives keys, by which names are found. Here two written surnames are compared, which knows
both languages: Wang is Ван by Palladius, Huxley is Хаксли, Ганчароў is Гончаров. A name that shows no language but
Russian is left to its key, so that two plain Russian surnames never meet here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.text.chinese import (
    are_chinese,
    has_older_spelling,
    is_other_chinese,
    is_palladius,
    is_palladius_syllable,
    is_pinyin,
    is_same_chinese,
    is_same_romanised_chinese,
)
from indexer.text.cyrillised import cyrillised
from indexer.text.korean import is_korean, is_same_korean
from indexer.text.renderings import renders, renders_any
from indexer.text.scripts import clean, repair_homoglyphs, script_of
from indexer.text.surnames import surname_key

_WESTERN = (
    *("german", "english", "french", "spanish", "italian", "polish", "czech", "nordic", "dutch"),
    *("finnish", "romanian", "turkish", "japanese"),
)  # fmt: skip
_MOST_LETTERS = 40  # of a surname that is compared here
_PLAIN_LATIN = re.compile("[a-pr-wyz]+")
_PLAIN_CYRILLIC = re.compile("[а-чшъьэ-яё]+")
_WORDS = re.compile("\\s+")
_PARTS = re.compile("[-\\s]+")
_APOSTROPHES = re.compile("(?<=[og])['’‘ʻʼ`]")

_RUSSIAN_END = re.compile("(?:[оеё]ва?|ск(?:ий|ая)|[цс]кой)$")
_ROMANISED_END = re.compile("(?:[oe]va?|sk(?:ii|ij|iy|y|aia|aya))$")
_TER = frozenset({"тер", "ter", "der", "տեր", "տէր"})  # "Father" before an Armenian surname
_OV_END = re.compile("[oe]va?$|[оеё]ва?$")
_ONLY_PINYIN = re.compile("zh|x|q|ji[aou]")
_KOREAN = re.compile("eo|eu[nl]|[hgk]y[uo]")
_HUNGARIAN = re.compile("[áéíóőúű]|sz|cs|zs|[gntl]?y$")  # s is ш there alone
_AZERBAIJANI = re.compile("[əğı]|zad[əe]$|o[gğ]lu$|[qxşçöüc].*(?:ova?|yeva?|li)$")
_UZBEK = re.compile("[og]ʻ|q.*(?:[oe]v|ova|eva)$")
_UZBEK_LETTERS = re.compile("[ўқғҳ]")
_KAZAKH_LETTERS = re.compile("[әіңөүұһ]")
_KAZAKH = re.compile("[әңөүұһқғҳ]")  # without і, which Belarusian has too
_AZERBAIJANI_LETTERS = re.compile("[јҹҝә]")
_AZERBAIJANI_LATIN = {
    "ә": "ə", "ҹ": "c", "ҝ": "g", "ғ": "ğ", "ј": "y", "һ": "h", "ө": "ö", "ү": "ü", "х": "x", "г": "q", "ж": "j",
    "ш": "ş", "ч": "ç", "ы": "ı",
    **dict(zip("абвдезиклмнопрстуф", "abvdeziklmnoprstuf", strict=True)),
}  # fmt: skip
_UZBEK_LATIN = {
    "ў": "oʻ", "ғ": "gʻ", "қ": "q", "ҳ": "h", "х": "x", "ж": "j", "ш": "sh", "ч": "ch", "ё": "yo", "ю": "yu", "я": "ya",
    "й": "y", "э": "e", "ъ": "", "ь": "", "ц": "s",
    **dict(zip("абвгдезиклмнопрстуф", "abvgdeziklmnoprstuf", strict=True)),
}  # fmt: skip
# what Russian does not write, or where a Belarusian surname ends otherwise than a Russian one
_BELARUSIAN = re.compile(
    "ў|[аеёо]ўна|і|дз[еёюя]|ц[еёюя]|[рчшжц]ы|шч|[бвгдзклмнпрстфх]э|р[аяуо]бч|^[бвзмнс]я[бвгджзклмнпрстфхцчш][аеиоуыюя]|^ча[рч]|нка$|[ая]ва$|шка$|ейка$|(?:чук|юк|еня)$"
)
_ARMENIAN_END = re.compile("ian(?:ts)?$|yan(?:ts)?$")
_NEIGHBOUR = re.compile(
    f"{_AZERBAIJANI.pattern}|{_UZBEK.pattern}|[og]'|{_ARMENIAN_END.pattern}|[-\\s]"
)


def same_surname(left: str, right: str) -> bool:
    """Whether two surnames as written may be one: by their keys, or as another language writes it."""
    one, other = letters_of(left), letters_of(right)
    if surname_key(left).isdisjoint(surname_key(right)):
        return is_one_surname(one, other)
    return not are_two_surnames(one, other)


def is_one_surname(left: str, right: str) -> bool:
    """Whether two surnames in small letters are one, each as another language writes it."""
    if left.isascii() and right.isascii() and not (_may_be_written(left) or _may_be_written(right)):
        return False  # as most are
    return _is_one(left, right)


@lru_cache(maxsize=1 << 15)
def _may_be_written(latin: str) -> bool:
    """Whether a surname in plain Latin letters may have another spelling in them."""
    return is_korean(latin) or has_older_spelling(latin) or _NEIGHBOUR.search(latin) is not None


@lru_cache(maxsize=1 << 15)
def _is_one(left: str, right: str) -> bool:
    for parts in (_WORDS, _PARTS):
        lefts, rights = parts.split(left), parts.split(right)
        if len(lefts) == len(rights) > 1:
            return _are_parts_one(list(zip(lefts, rights, strict=True)))
    if is_same_korean(left, right):
        return {script_of(left), script_of(right)} != {"Cyrl"} or not _is_chinese(left, right)
    if _is_bare(left, right) or _is_bare(right, left):
        return True
    return _is_written_as(left, right) or _is_written_as(right, left)


def _are_parts_one(pairs: list[tuple[str, str]]) -> bool:
    """Whether each part of two names is one; beside a Korean surname stands a Korean given name."""
    korean = any(is_same_korean(a, b) for a, b in pairs)
    return all(
        a == b
        or {a, b} <= _TER
        or is_one_surname(a, b)
        or (korean and (_is_korean_rendering(a, b) or _is_korean_rendering(b, a)))
        for a, b in pairs
    )


def _is_korean_rendering(latin: str, cyrillic: str) -> bool:
    return script_of(cyrillic) == "Cyrl" and renders(cyrillised(cyrillic), latin, "korean")


def _is_chinese(left: str, right: str) -> bool:
    return is_palladius(left) or is_palladius(right)


def is_one_chinese_surname(left: str, right: str) -> bool:
    """Whether the one is pinyin and the other in the letters of Palladius."""
    return is_same_chinese(left, right) or is_same_chinese(right, left)


@lru_cache(maxsize=1 << 15)
def are_two_surnames(left: str, right: str) -> bool:
    """Whether two surnames in small letters, though they fold alike, are two: Касымов and Касимов, Ван and Wan."""
    scripts = script_of(left), script_of(right)
    if scripts == ("Latn", "Latn"):
        chinese = left != right and is_pinyin(left) and is_pinyin(right)
        return chinese and not is_one_surname(left, right)
    if scripts == ("Cyrl", "Cyrl"):
        if left != right and is_palladius_syllable(left) and is_palladius_syllable(right):
            return True
        one, other = _hard_vowels(left), _hard_vowels(right)
        return one != other and len(one) == len(other) and not _KAZAKH.search(left + right)
    if scripts == ("Latn", "Cyrl"):
        left, right = right, left
    elif scripts != ("Cyrl", "Latn"):
        return False
    return is_other_chinese(left, right) and not is_same_korean(left, right)


def letters_of(surname: str) -> str:
    """A surname as written in the letters that are compared here: small ones, look-alikes repaired."""
    if surname.isascii():
        return surname.lower()
    return repair_homoglyphs(clean(surname)).lower().replace("i\u0307", "i")


@lru_cache(maxsize=1 << 16)
def telling_letters(surname: str) -> str:
    """The same where it may be compared here; "" for a common Russian surname, whose folding says all of it."""
    if len(surname) > _MOST_LETTERS:
        return ""
    letters = letters_of(surname)
    if _PLAIN_LATIN.fullmatch(letters):
        return "" if _ROMANISED_END.search(letters) else letters
    russian = _PLAIN_CYRILLIC.fullmatch(letters) and _RUSSIAN_END.search(letters)
    return "" if russian and not _hard_vowels(letters) else letters


def _hard_vowels(word: str) -> str:
    """и and ы in order but for those that say little: after ц, р (Грыб) and the hushing letters, and at the end."""
    return "".join(
        re.findall("(?<=[бвгдзклмнпстфх])[иы](?=[бвгджзклмнпрстфхцчшщ])", word.replace("і", "и"))
    )


def _is_written_as(source: str, target: str) -> bool:
    """Whether a name of another language is written as the target, as a rule in Russian."""
    script, other = script_of(source), script_of(target)
    if script == "Latn":
        return _latin_is_written_as(source, target, other)
    if script == "Cyrl" and _UZBEK_LETTERS.search(source) and not _KAZAKH_LETTERS.search(source):
        latin = "".join(_UZBEK_LATIN.get(letter, letter) for letter in source)
        if latin == _uzbek(target) or renders(cyrillised(target), latin, "uzbek"):
            return True
    if script == "Cyrl" and _is_azerbaijani(source):
        latin = "".join(_AZERBAIJANI_LATIN.get(letter, letter) for letter in source)
        if latin == target or renders(cyrillised(target), latin, "azerbaijani"):
            return True
    if script == "Cyrl" and other in {"Cyrl", "Latn"} and _is_belarusian(source):
        return renders(cyrillised(target), re.sub("['ь]", "", source), "belarusian")
    return False


def _is_bare(source: str, target: str) -> bool:
    """Whether the target is the source typed without the marks of its letters: Şahin, Sahin."""
    if not target.isascii() or source.isascii():
        return False
    apart = unicodedata.normalize("NFD", source.replace("ı", "i").replace("ə", "a"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)) == target


def _latin_is_written_as(source: str, target: str, other: str) -> bool:
    if other == "Cyrl" and _is_rendered(source, target):
        return True
    if other == "Latn" and is_same_romanised_chinese(source, target):
        return True
    name = _uzbek(source)
    return (
        (_AZERBAIJANI.search(source) and renders(cyrillised(target), source, "azerbaijani"))
        or (_UZBEK.search(name) and renders(cyrillised(target), name, "uzbek"))
        or (_ARMENIAN_END.search(source) and _is_western_armenian(source, target))
        or False
    )


def _is_rendered(latin: str, cyrillic: str) -> bool:
    """Whether a Cyrillic name is a Latin one as it is heard; pinyin leaves no choice."""
    if is_same_chinese(cyrillic, latin):
        return True
    chinese = are_chinese(cyrillic, latin) or (is_pinyin(latin) and _ONLY_PINYIN.match(latin))
    russian = _OV_END.search(latin) and _OV_END.search(cyrillic)
    if chinese or russian:
        return False
    heard = cyrillised(cyrillic)
    if "-" in latin and is_palladius(cyrillic) and renders(heard, latin.replace("-", ""), "wade"):
        return True
    if _KOREAN.search(latin) and renders(heard, latin, "korean"):
        return True
    hungarian = _HUNGARIAN.search(latin) is not None and renders(heard, latin, "hungarian")
    return hungarian or renders_any(heard, latin, _WESTERN)


def _is_western_armenian(source: str, target: str) -> bool:
    heard = cyrillised(target)
    return heard.endswith(("ян", "янц")) and renders(heard, source, "western_armenian")


def _uzbek(name: str) -> str:
    return _APOSTROPHES.sub("ʻ", name)


def _is_azerbaijani(word: str) -> bool:
    """Whether a Cyrillic word is in the Azerbaijani alphabet of 1958, whose ә Kazakh has too."""
    return _AZERBAIJANI_LETTERS.search(word) is not None and not re.search("[қңұі]", word)


def _is_belarusian(word: str) -> bool:
    return _BELARUSIAN.search(word) is not None and not _KAZAKH.search(word)
