"""Splits a statement of people ("Иванов И. И., Петров П. П.", "Romero, C., & Dweck, C.") into one name a person."""

from __future__ import annotations

import re

from indexer.text.printed import LETTER, LOWER, UPPER

# One or two letters and a stop, joined by hyphens: "И.", "Ж.-П.", "Дж."; three letters are a short title ("Миф.")
ONE_INITIAL = rf"(?:[{UPPER}][{LOWER}]?|Dzh|Shch)\.(?:\s?-\s?[{UPPER}][{LOWER}]?\.)?"
INITIALS = rf"{ONE_INITIAL}(?:\s?{ONE_INITIAL}){{0,3}}"
_PARTICLE = (
    r"(?:(?:van|von|der|den|de|del|della|di|da|du|la|le|ter|el|al|af|ibn|bin|ван|фон|де|да|ди|дер|ден|дель|делла|дю|ла|ле|лос|"
    r"тер|аль|эль|әл|ибн|бен|бин|дос|душ|оглы|"
    r"Van|Von|De|Della|Ван|Фон|Де)[ -]|[DdLlOДдЛлО]['’]\s?)"
)
# "son of" and "daughter of" behind the initials of names of Azerbaijan, Kazakhstan, Kyrgyzstan and Uzbekistan
_DESCENT = (
    r"(?:[-\s]?(?:оглы|оғлы|оглу|угли|уулу|ұлы|улы|[кқг]ызы|кизи|ogl[uy]|o['ʻ‘’]g['ʻ‘’]li|uulu|uly|[kqg][iy]z[iy])"
    rf"(?![{LETTER}]))"
)
_WORD = rf"[{UPPER}][{LETTER}'’ʹʼ`]*[{LETTER}'’ʹʼ](?:[-‐–][{UPPER}{LOWER}][{LETTER}'’ʹʼ]+)*"
SURNAME = rf"{_PARTICLE}{{0,2}}{_WORD}(?:\s\([{UPPER}][{LOWER}]+\))?"
INVERTED = (
    rf"{SURNAME}(?:\s{_PARTICLE}?{_WORD})?,?\s{INITIALS}(?:{_DESCENT}|(?!\s?[жт]\.\s?б)\s?[{LOWER}]{{1,3}}\.)?"
    r"(?:\s(?:мл|ст|Jr|Sr)\.)?"
)
DIRECT = rf"{INITIALS}\s?{SURNAME}"
_ANDS = "and|und|et|y|e|и|і|й|և|və|мен|және|жана"
_AND_WORDS = frozenset(_ANDS.split("|"))
AND = re.compile(rf"\s*(?:,|;)?\s*(?:\s(?:{_ANDS})\s|&amp;|&)\s*", re.IGNORECASE)
_LAST_WORDS = ("and", "und", "et", "&")
_LAST_AND = re.compile(r"(?:,|(?<=[^\s,]))\s(?:and|und|et|&)$")
ET_AL = re.compile(
    r"[\[(,]*\s*(?<![^\W\d_])(?:et\s?al\b|и\s?др(?:угие)?\b|і\s?інш\b|және\s(?:т\.?\s?б|басқалар)|ж\.\s?б\b|և\s?(?:այլ|ուր)|"
    r"i\s?dr\b|and others|u\.\s?a\b|etal\b)\.?[^\w]*.*$",
    re.IGNORECASE,
)
_OTHERS = ("al", "др", "інш", "және", "ж.", "և", "dr", "others", "u.")  # one of them is in each
_ONLY_INITIALS = re.compile(
    rf"^(?:[{UPPER}][{LOWER}]?\s?[.\-‐–]?\s?[-‐–]?\s?){{1,4}}(?:,?\s?(?:Jr|Sr|III|II)\.?)?$"
)
_SUFFIX = re.compile(r"^(?:Jr|Sr|I{2,3}|IV|мл|ст|ed|eds|Ed|Eds|Hrsg|Hg)\.?$")
_INVERTED_PARTS = re.compile(rf"(?P<family>{SURNAME}),?\s(?P<given>{INITIALS}){_DESCENT}?")
_GLUED_PARTS = re.compile(rf"(?P<family>[{UPPER}][{LOWER}]+)(?P<given>{INITIALS})")
_DIRECT_PARTS = re.compile(rf"(?P<given>{INITIALS})\s?(?P<family>{SURNAME})")


def split_people(text: str) -> tuple[str, ...]:
    """One name a person, as printed, from a statement that names several. "et al." and its kin end the list."""
    text = _whole(_without_others(text).strip(" ,;:"))
    if not text:
        return ()
    chunks = [chunk for part in text.split(";") for chunk in _between_ands(part) if chunk.strip()]
    if ";" in text:
        return tuple(name for name in map(_tidy, chunks) if name)
    pieces = [(n, piece) for n, chunk in enumerate(chunks) for piece in _commas(chunk)]
    return tuple(name for name in map(_tidy, _join(pieces)) if name)


def _without_others(text: str) -> str:
    """The statement up to "et al." and its kin; to look for what is in each of these first is much faster."""
    lower = text.lower()
    return ET_AL.sub("", text) if any(mark in lower for mark in _OTHERS) else text


def _whole(text: str) -> str:
    """The statement without an "and" that nobody follows."""
    return _LAST_AND.sub("", text) if text.endswith(_LAST_WORDS) else text


def _between_ands(part: str) -> list[str]:
    """What "and" stands between."""
    if "&" not in part and _AND_WORDS.isdisjoint(part.lower().split()):
        return [part]
    return AND.split(part)


def name_parts(name: str) -> tuple[str, str] | None:
    """Family name and initials of "Сартр Ж.-П.", "Romero, C." or "J.-P. Sartre"; None where the form leaves doubt."""
    for pattern in (_INVERTED_PARTS, _DIRECT_PARTS, _GLUED_PARTS):
        if match := pattern.fullmatch(name.strip()):
            return match["family"], match["given"].replace("-", " ")
    return None


def is_initials(piece: str) -> bool:
    """Whether the piece holds initials only ("C.", "J.-P.", "AB"), so that it belongs to a surname beside it."""
    return bool(_ONLY_INITIALS.match(piece)) or (
        len(piece) <= 3 and piece.isupper() and piece.isalpha()
    )


def _commas(chunk: str) -> list[str]:
    return [piece.strip() for piece in chunk.split(",") if piece.strip()]


def _join(pieces: list[tuple[int, str]]) -> list[str]:
    """Puts "Romero" and "C." together again. Full given names follow their surname only within one "and" part."""
    names: list[str] = []
    whole: list[bool] = []
    paired = _all_single_words(pieces)
    previous = -1
    for part, piece in pieces:
        open_name = bool(names) and not whole[-1]
        awaited = open_name or (bool(names) and _is_double_surname(names[-1]) and "." in piece)
        if (names and (_SUFFIX.match(piece) or (awaited and is_initials(piece)))) or (
            open_name
            and previous == part
            and _could_be_given(piece, first=len(names) == 1, paired=paired)
        ):
            names[-1] += f", {piece}"
            whole[-1] = True
        else:
            names.append(piece)
            whole.append(_is_whole(piece))
        previous = part
    return names


def _all_single_words(pieces: list[tuple[int, str]]) -> bool:
    return len(pieces) % 2 == 0 and all(" " not in piece for _, piece in pieces)


def _is_whole(piece: str) -> bool:
    """Surname and given name are both there: two words, or an initial among them."""
    words = piece.replace(".", ". ").split()
    particles = {"van", "von", "der", "de", "den", "del", "di", "da", "la", "le", "el", "al"}
    shouted = piece.isupper()  # "DE LA CRUZ"; in "Turissini DA" they are initials
    counted = [
        word for word in words if word.lower() not in particles or (word.isupper() and not shouted)
    ]
    return len(counted) > 1


def _is_double_surname(name: str) -> bool:
    """Whether only initials are wanting: "Wellman Kephart", before "J. O."."""
    words = name.split()
    return len(words) == 2 and all(len(word) > 3 and word.isalpha() for word in words)


def _could_be_given(piece: str, *, first: bool, paired: bool) -> bool:
    words = piece.split()
    if len(words) == 1:
        return first or paired
    if first and len(words) == 2 and all(word.isalpha() and len(word) > 2 for word in words):
        return True  # "Котов, Игорь Львович": the first name of a list is turned round, with all its parts
    return is_initials(words[-1]) and len(words) <= 3


def _tidy(name: str) -> str:
    name = name.strip(" ,;:&")
    return name if any(letter.isalpha() for letter in name) else ""
