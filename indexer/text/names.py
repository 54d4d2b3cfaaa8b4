"""Personal names: which part is what, and the keys of each.

Sources write one person as "И.И. Иванов", "Иванов И. И.", "ИВАНОВ ИВАН ИВАНОВИЧ", "Ivanov, Ivan
I.". What a comma, initials, patronymics and endings tell is used; where nothing tells the order
("Луи Альтюссер"), the name gives keys for both orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

import msgspec

from indexer.profiles.profile import MOST_INITIALS
from indexer.text.chinese import in_palladius, is_palladius, is_pinyin
from indexer.text.folding import fold
from indexer.text.given_names import is_given_name
from indexer.text.initials import other_initials
from indexer.text.mojibake import repair_mojibake
from indexer.text.name_key import NameKey
from indexer.text.name_words import Word, word_of, words_of
from indexer.text.same_surname import telling_letters
from indexer.text.scripts import clean, is_mixed, repair_name
from indexer.text.surnames import surname_key

_MOST_KEYS = 32  # of one written name
_MOST_READ = 300  # characters of a name; the longest real one seen, an organisation's, has 208
_MOST_LETTERS = 100  # of a surname; the longest real one seen has 35

_HONOURS = re.compile(
    r"\b(?:проф|акад|доц|д-р|dr|prof|acad|ph\.?d|jr|sr)\b\.?,?|,\s*(?:jr|sr|мл|ст)\b\.?",
    re.IGNORECASE,
)
# "and others" in our languages, at the end of the last author
_OTHERS = re.compile(
    r"(?:^|[\s,])\[?(?:et\s+al|and\s+others|(?:и|і|й|ж)\s*др(?:уги[ех]|угія)?|және\s+т\.?\s*б"
    r"|жана\s+б(?:ашкалар)?|ж\.\s*б|[eі]\s*інш(?:ыя|і)?|և\s+(?:ուրիշներ|այլք|այլն))\b\.?\]?\s*$",
    re.IGNORECASE,
)
_MAIDEN = re.compile(r"\(\s*([^\W\d_][^()\d]*?)\s*\)")
_FAMILY_END = re.compile(
    r"(?:[oe]v|[oe]va|in|ina|ski|cki|skaia|ckaia|enko|anka|enka|chuk|iuk|ian|ianc|iants|dze|shvili|bae[vu]a?|oi|ih|[oa]u)$"
)
_GIVEN_END = re.compile(r"(?:slav|mir|ei|rii|nii|ilii|andr)$")
# what can only be part of an honour or of "and others": in a name without it these are not looked for
_REMARK = re.compile(
    r"\b(?:проф|акад|доц|д-р|dr|prof|acad|ph\.?d|jr|sr|мл|ст)\b"
    r"|(?:al|others|др(?:уги[ех]|угія)?|б(?:ашкалар)?|інш(?:ыя|і)?|ուրիշներ|այլք|այլն)\.?\]?$",
    re.IGNORECASE,
)
_HYPHENS = re.compile(r"\s*-\s*")


class Name(msgspec.Struct, frozen=True, gc=False):
    """One written name, its parts as written (look-alike letters repaired), "" for what is not
    there.

    ``given`` and ``patronymic`` are written-out names; ``initials`` the folded first letters of all
    given parts in order, ``otherwise`` what they may be by another scheme. ``ambiguous`` says that
    family and given name might be the other way round.
    """

    family: str
    given: str = ""
    patronymic: str = ""
    initials: str = ""
    particles: str = ""
    maiden: str = ""
    ambiguous: bool = False
    otherwise: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 16)
def parse_name(
    literal: str,
    family: str | None = None,
    given: str | None = None,
    *,
    inverted: bool | None = None,
) -> Name:
    """The parts of a written name.

    ``family`` and ``given`` win over ``literal`` where the source parts them; ``inverted`` says
    that the family name comes first (True) or last (False), if the source is known to write so. An
    empty or wordless name gives an empty ``family``.
    """
    literal = literal[:_MOST_READ]
    family, given = family and family[:_MOST_READ], given and given[:_MOST_READ]
    if family and fold(family):
        return _build(_words(family), _words(given or ""), _maiden(family))
    text, words = clean(repair_mojibake(literal)), _parted
    if is_mixed(text):
        text, words = repair_name(text), _words  # a part may be repaired where the whole is not
    if any(map(_is_remark, text.split())):
        text = _OTHERS.sub("", _HONOURS.sub(" ", text))
    maiden = _maiden(text)
    if maiden:
        text = _MAIDEN.sub(" ", text)
    if "," in text:
        before, after = text.split(",", 1)
        if fold(before):
            return _build(words(before), _given_chinese(before, words(after)), maiden)
    return _by_shape(words(text), maiden, inverted)


@lru_cache(maxsize=1 << 16)
def _is_remark(chunk: str) -> bool:
    """Whether what stands between two spaces may be part of an honour or of "and others"."""
    return _REMARK.search(chunk) is not None


def _maiden(text: str) -> str:
    match = _MAIDEN.search(text) if "(" in text else None
    return match[1] if match else ""


def _words(text: str) -> list[Word]:
    """The words of a name: "И.И.Иванов" is three, a hyphenated name one."""
    return _parted(repair_name(clean(text)))


def _parted(text: str) -> list[Word]:
    """The same of a text that is clean and repaired."""
    if "(" in text:
        text = _MAIDEN.sub(" ", text)
    if "-" in text:
        text = _HYPHENS.sub("-", text)
    return [word for chunk in text.split() for word in words_of(chunk)]


def _by_shape(words: list[Word], maiden: str, inverted: bool | None) -> Name:
    """Decide the order from what the source does, initials, patronymics, endings, in that order."""
    if len(words) == 2 and _is_chinese(*words):
        words = [msgspec.structs.replace(words[0], particle=False), words[1]]
    if all(word.particle for word in words[:-1]):  # one word, or "Ибн Сина"
        return _build(words, [], maiden)
    if inverted is None:
        inverted = _initials_order(words)
    if inverted is None:
        inverted = _patronymic_order(words)
    if inverted is not None:
        split = _family_length(words) if inverted else _given_length(words)
        head, tail = words[:split], words[split:]
        return _build(head, tail, maiden) if inverted else _build(tail, head, maiden)
    return _by_endings(words, maiden)


def _is_chinese(first: Word, last: Word) -> bool:
    """Whether what looks like a particle is a name beside a Chinese one: Ван is Wang, "Bin Zeng" is nobody's son."""
    if first.folded == "van":
        return is_palladius(last.text.lower())
    return first.text == "Bin" and is_pinyin(last.text.lower())


def _given_chinese(family: str, given: list[Word]) -> list[Word]:
    """The given name behind a comma; of a Chinese "Wang, Bin" it is no particle, of "Gogh, van" it is."""
    if len(given) == 1 and is_pinyin(given[0].text.lower()) and is_pinyin(family.strip().lower()):
        return [msgspec.structs.replace(given[0], particle=False)]
    return given


def _initials_order(words: list[Word]) -> bool | None:
    """Initials at the end mean the family name is first; a run of capitals ("Ivanov II") at the end
    means the same.
    """
    first, last = words[0], words[-1]
    if first.initial and not last.initial:
        return False
    if last.initial or (last.capitals and not first.upper):
        # "Ivan I." cannot be told from "Ivanov I."; a first initial decides against
        return None if first.initial else True
    if any(word.initial for word in words):
        return False  # "Ivan I. Ivanov"
    return None


def _patronymic_order(words: list[Word]) -> bool | None:
    """A patronymic is last in "Иванов Иван Иванович" and in the middle of "Иван Иванович Иванов"."""
    if len(words) < 3:
        return None
    if words[-1].patronymic and not words[-2].patronymic:
        return True
    if words[-1].filiation:
        return True if len(words) > 3 else None
    if words[-2].patronymic:
        return False
    return None


def _family_length(words: list[Word]) -> int:
    """How many words at the beginning are the family name: particles and the word after them, else
    one.
    """
    count = 0
    while count < len(words) - 1 and words[count].particle:
        count += 1
    return min(count + 1, len(words) - 1)


def _given_length(words: list[Word]) -> int:
    """How many words at the beginning are given names: all but the last word and the particles
    before it.
    """
    count = len(words) - 1
    while count > 1 and words[count - 1].particle:
        count -= 1
    return count


def _by_endings(words: list[Word], maiden: str) -> Name:
    """Neither initials nor a patronymic: the word with a surname's ending, else the last; ambiguous
    if nothing tells.
    """
    if words[0].particle:
        split = _family_length(words)
        return _build(words[:split], words[split:], maiden)
    first, last = (_looks_like_family(word.folded) for word in (words[0], words[-1]))
    if first and not last:
        return _build(words[:1], words[1:], maiden)
    split = _given_length(words)
    name = _build(words[split:], words[:split], maiden)
    surely_last = (last and not first) or split < len(words) - 1
    return name if surely_last else msgspec.structs.replace(name, ambiguous=True)


def _looks_like_family(folded: str) -> bool:
    ends_so = len(folded) > 4 and _FAMILY_END.search(folded) is not None
    return ends_so and not (_GIVEN_END.search(folded) or is_given_name(folded))


def _build(family: list[Word], given: list[Word], maiden: str) -> Name:
    particles = [word.text for word in family[:-1] if word.particle]
    own = [word.text.rstrip(".") for word in family if word.text not in particles]
    parts: list[Word] = []
    for word in given:
        if word.particle:
            particles.append(word.text)  # "Berg J. van der"
        elif word.capitals:
            parts += _initials_apart(word, family)
        else:
            parts.append(word)
    names = [word for word in parts if not word.filiation]
    written = [word for word in names if not word.initial]
    patronymic = written[-1] if len(written) > 1 or (written and written[-1].patronymic) else None
    first = written[0] if len(written) > 1 or (written and not patronymic) else None
    initials = "".join([word.folded[:1] for word in names[:MOST_INITIALS]])
    return Name(
        family=" ".join(own),
        given=first.text if first and first.text == parts[0].text else "",
        patronymic=patronymic.text.rstrip(".") if patronymic else "",
        initials=initials,
        otherwise=other_initials([word.text for word in names[:MOST_INITIALS]], initials),
        particles=" ".join(particles),
        maiden=maiden,
    )


def _initials_apart(word: Word, family: list[Word]) -> list[Word]:
    """ "ИИ" as initials is two words; beside a name in capitals "ЛЕВ" is a name."""
    longest = 2 if any(each.upper and len(each.text) > 2 for each in family) else 3
    return [word_of(letter) for letter in word.text] if len(word.text) <= longest else [word]


@lru_cache(maxsize=1 << 16)
def name_keys(name: Name) -> tuple[NameKey, ...]:
    """The keys of a name, the likeliest first; none for a name without a family name.

    They cover other spellings of the family name, the maiden name, particles written as part of
    the family name, and the other order of an ambiguous name. At most thirty-two.
    """
    if not (name.given or name.maiden or name.particles or name.otherwise or name.ambiguous):
        return tuple(_keys(name.family, name.initials, "")[:_MOST_KEYS])  # initials, as most have
    each = (name.initials, *name.otherwise)
    keys = dict.fromkeys(key for initials in each for key in _keys_by(name, initials))
    return tuple(islice(keys, _MOST_KEYS))


def _keys_by(name: Name, initials: str) -> Iterable[NameKey]:
    """The keys of a name with these initials."""
    given = fold(name.given) if name.given else ""
    yield from _keys(name.family, initials, given)
    if name.maiden:
        yield from _keys(name.maiden, initials, given)
    if name.given and is_pinyin(name.family.lower()):
        yield from _chinese_keys(name.family, name.given)
    if name.ambiguous:
        family = fold(name.family)
        yield from _keys(name.given or name.patronymic, family[:1] + initials[1:], family)
        if is_pinyin(name.given.lower()):
            yield from _chinese_keys(name.given, name.family)
    if name.particles and name.family:
        yield from _keys(f"{name.particles} {name.family}", initials, given)


def _chinese_keys(family: str, given: str) -> Iterable[NameKey]:
    """A key with the given name as Palladius has it, if both are pinyin: Wang Qiang is Ван Цян."""
    for cyrillic in sorted(in_palladius(given.lower())):
        folded = fold(cyrillic)
        yield NameKey(fold(family), folded[:1], folded, telling_letters(family))


def _keys(family: str, initials: str, given: str) -> list[NameKey]:
    spellings = _spellings(family)
    if not spellings:
        return []
    plain = NameKey(spellings[0], initials, given, telling_letters(family))
    return [plain, *(NameKey(spelling, initials, given) for spelling in spellings[1:])]


@lru_cache(maxsize=1 << 16)
def _spellings(family: str) -> tuple[str, ...]:
    """The folded family name, then its other spellings; none for a name without words."""
    plain = fold(family)
    if len(plain) > _MOST_LETTERS:  # no surname: its other spellings would be many and mean nothing
        return (plain,)
    return (plain, *sorted(surname_key(family) - {plain})) if plain else ()


def name_key(name: Name) -> NameKey | None:
    """The likeliest key of a name; None for a name without a family name."""
    return next(iter(name_keys(name)), None)
