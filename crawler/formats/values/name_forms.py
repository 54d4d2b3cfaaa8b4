"""What a written name looks like: which strings are surely people, what stands for nobody, which marks are no name.

Initials, a patronymic or a comma tell the order of the parts; two bare words ("Луи Альтюссер") tell nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

LONGEST = 300  # letters of a name; the forms are tried at every letter

_WORD = r"[^\W\d_][\w'’ʼ‘-]+"
_INITIALS = r"(?:[^\W\d_]{1,2}\.[ -]?){1,3}"
_CAPITALS = r"[A-ZА-ЯЁІЎҚӘӨҮҒҢҰҺ]{1,3}"
# "Иванов И.И.", "Ivanov I.", "Ли Ю.-П.", "Иванов, И.И."
_SURNAME_INITIALS = re.compile(rf"^(?P<family>{_WORD}(?: {_WORD})?),? (?P<given>{_INITIALS})$")
# "И.И. Иванов", "Ю.-П. Ли"
_INITIALS_SURNAME = re.compile(rf"^(?P<given>{_INITIALS}) ?(?P<family>{_WORD}(?: {_WORD})?)$")
# "Ivanov II" and "II Ivanov", as Vancouver style has it: a name only beside others of the form
_SURNAME_CAPITALS = re.compile(rf"^(?:{_WORD}(?: {_WORD})? {_CAPITALS}|{_CAPITALS} {_WORD})$")
_ONLY_INITIALS = re.compile(rf"^{_INITIALS}$")
_FEW_WORDS = re.compile(rf"^{_WORD}(?: {_WORD})?$")
_PATRONYMIC = (
    r"(?:[оеё]вич|[ьиыоеё]?ич|[оеё]вна|ична|[ое]ўна|[еэоа]віч|[уұүы]лы|[кқ]ызы|уулу|о[гғ]л[ыу]"
    r"|[oe]vich|[oe]vitch|ich|[oe]vna|ichna|uly|[kq]yzy|uulu|o[gğ]l[yu])"
)
_PATRONYMIC_END = re.compile(rf"(?:(?<=\w\w)|(?<=\w )){_PATRONYMIC}$")
_LONGEST_END = 10  # letters of a patronymic's end, with the two before it
# "КазНУ, Алматы" is no person: its capitals are those of an organisation
_CAPITALISED = r"[^\W\d_a-zа-яё][^\W\d_A-ZА-ЯЁ]*(?:-[^\W\d_]+)?"
_INVERTED = re.compile(rf"^{_CAPITALISED}, (?:{_CAPITALISED}\.?[ ]?){{1,3}}$")
_ORGANISATIONS = (
    r"университет|институт|академи[яи]|универсітэт|інстытут|министерств|центр|факультет|кафедра|universi[dt]|"
    r"institut|academy|faculty|department|ministry|համալսարան|ինստիտուտ"
)
_ORGANISATION = re.compile(rf"(?<!\w)(?:{_ORGANISATIONS})")
_WITHIN = re.compile(_ORGANISATIONS)
_SMALL = r"[^\W\d_A-ZА-ЯЁІЎҚӘӨҮҒҢҰҺ]+"
_TITLED = rf"[^\W\d_]{_SMALL}(?:-[^\W\d_]{_SMALL})?"
_BARE = re.compile(rf"^{_TITLED}(?: {_TITLED}){{1,2}}$")
# what stands behind a name and is no other name
_PLACE = re.compile(
    r"(?<!\w)(?:колледж|лаборатори|школ[аы]\b|лицей|гимнази|больниц|клиник|музе[йя]|библиотек|общество|союз|компани|фонд|завод|"
    r"комитет|отдел|кафедр|город|област|республик|россия|казахстан|беларусь|армения|кыргызстан|college|school|laborator|"
    r"hospital|clinic|museum|library|society|company|corporation|agency|foundation|committee|cent(?:er|re)|republic|"
    r"russia|kazakhstan|belarus|armenia|kyrgyzstan|city|region|saint\b|санкт)"
)

NOBODY = frozenset((
    "none", "none none", "n/a", "#n/a", "undefined", "unknown", "unknown author", "unknown unknown", "null",
    "null null",
    "no name", "noname", "no author", "не указан", "не указана", "не указано", "не указаны", "авторы не указаны", "нет",
    "нет автора", "нет данных", "без автора", "б/а", "б. а.", "[б. а.]", "[б.а.]", "б.а.", "анонимный автор",
    "неизвестный автор", "неизвестный", "аўтар невядомы",
))  # fmt: skip
"""What programs and people write where no name is; in small letters."""
_LONGEST_NOBODY = max(map(len, NOBODY))
NOBODY_EVEN_BESIDE = frozenset(("none", "n/a", "#n/a", "undefined"))
"""Those that no real person is called: Null, Нет and Unknown are surnames if a given name stands beside them."""
_NOTHING = re.compile(r"^[\W_]*$")
OTHERS = re.compile(
    r"^\[?(?:et\.? al|and others|others|(?:(?:и|і|й|ж) )?др(?:уги[ех]|угія)?|(?:и )?соавт(?:оры)?|және т\.? ?б"
    r"|ж\.? ?б|және басқалар|жана башкалар|և ուրիշներ|և այլք)\.?\]?$",
    re.IGNORECASE,
)
"""«И др.» as if it were a person."""


class Parts(NamedTuple):
    """The two parts of a name whose form tells them."""

    family: str
    given: str


def is_nobody(text: str, *, beside: bool = False) -> bool:
    """True for what stands where no name is: ``None``, ``N/A``, ``-``; ``beside`` another part less counts."""
    if not text[:1].isalnum() and _NOTHING.match(text):
        return True
    if len(text) > _LONGEST_NOBODY:  # most names; to see that costs less than to fold their letters
        return False
    return text.casefold() in (NOBODY_EVEN_BESIDE if beside else NOBODY)


def has_initials(text: str) -> bool:
    """A surname and initials, in either order."""
    return len(text) <= LONGEST and (
        _SURNAME_INITIALS.match(text) is not None or _INITIALS_SURNAME.match(text) is not None
    )


def has_capitals(text: str) -> bool:
    """A surname and initials without dots (``Ivanov II``, ``II Ivanov``)."""
    return len(text) <= LONGEST and _SURNAME_CAPITALS.match(text) is not None


def is_surname(text: str) -> bool:
    """One or two words, which may be a surname."""
    return len(text) <= LONGEST and _FEW_WORDS.match(text) is not None


def is_initials(text: str) -> bool:
    """Initials and nothing else."""
    return len(text) <= LONGEST and _ONLY_INITIALS.match(text) is not None


def has_patronymic(text: str) -> bool:
    """A surname, a given name and a patronymic, in either order."""
    return by_patronymic(text) is not None


def names_organisation(text: str) -> bool:
    """True if a word of it is that of an organisation."""
    # lower case by hand: matching without regard to case costs three times as much; to look behind a third more
    lower = text.lower()
    return _WITHIN.search(lower) is not None and _ORGANISATION.search(lower) is not None


def is_name(text: str) -> bool:
    """True for what is surely a person's whole name."""
    if len(text) > LONGEST:
        return False
    if _INVERTED.match(text) and not names_organisation(text):
        return True
    return has_initials(text) or has_patronymic(text)


def is_bare(text: str) -> bool:
    """Two or three capitalised words, as "Луи Альтюссер": a name only beside others of the form."""
    if len(text) > LONGEST or not text.istitle() or not _BARE.match(text):
        return False
    return not (names_organisation(text) or _PLACE.search(text.lower()))


def by_initials(text: str) -> Parts | None:
    """The parts of ``Иванов И.И.`` and ``И.И. Иванов``."""
    if len(text) > LONGEST:
        return None
    match = _SURNAME_INITIALS.match(text) or _INITIALS_SURNAME.match(text)
    return Parts(match["family"], match["given"].strip()) if match else None


@lru_cache(4096)
def by_patronymic(text: str) -> Parts | None:
    """The parts of ``Иванов Иван Иванович`` and ``Иван Иванович Иванов``, also with "оглы", "қызы" apart."""
    words = text.split()
    if not 3 <= len(words) <= 4 or len(text) > LONGEST or not all(map(is_surname, words)):
        return None
    if _is_patronymic(words[-2:] if len(words) == 4 else words[-1:]):
        return Parts(words[0], " ".join(words[1:]))
    if len(words) == 3 and _is_patronymic(words[1:2]):
        return Parts(words[2], " ".join(words[:2]))
    return None


def _is_patronymic(words: list[str]) -> bool:
    end = " ".join(words)[-_LONGEST_END:]
    return _PATRONYMIC_END.search(end.lower()) is not None


@lru_cache(4096)
def script_of(text: str) -> str:
    """The script of most letters: ``cyrillic``, ``latin``, ``armenian``; "" if there are none of them."""
    counts = {"cyrillic": 0, "latin": 0, "armenian": 0}
    for letter in text[:LONGEST]:
        if "\u0400" <= letter <= "\u052f":
            counts["cyrillic"] += 1
        elif "\u0530" <= letter <= "\u058f":
            counts["armenian"] += 1
        elif letter.isalpha() and letter <= "\u024f":
            counts["latin"] += 1
    most = max(counts, key=lambda name: counts[name])
    return most if counts[most] else ""
