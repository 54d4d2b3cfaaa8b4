"""Spellings of one surname that no single folding key can hold, as a small set of keys.

Two written surnames may be one person's when their key sets share a key (:func:`surname_key`).
Every variant is generated from the form that shows by its letters or endings that it needs one
(Belarusian, Armenian, Kazakh, a romanisation with ``j``), so that two plain Russian surnames meet
only if they fold alike: Иванов and Іваноў meet, Попов and Папов do not.

Russian feminine forms (Петров, Петрова) are written names of different people and stay apart.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from itertools import chain, islice, product
from pathlib import Path

from indexer.text.armenian import reformed, without_lost_letters
from indexer.text.folding import fold, level, skeleton
from indexer.text.letters import latinise
from indexer.text.scripts import clean, repair_homoglyphs, script_of

_MOST_VARIANTS = 24  # of one surname; past it rare readings are left out

_ARMENIAN_END = re.compile("(?:ian|ianc)$")
_BELARUSIAN_END = re.compile(
    r"(?:[oae]u(?:a|ski|skaia|ich)?|(?:[oae]u|c)(?:ski|skaia)|[ae]nka|ciushka|chik)$"
)
_BELARUSIAN_LETTERS = re.compile(
    "ў|і(?!.*[әғқңөұүһ])|[чшжр]ы|ц[яію]|дз[яеі]|(?:sh|ch|zh|[šžč])y(?!$)"
)
_NORTH_SLAVIC_END = re.compile("(?:en[ck][oa]|uk|i[ck]h?|[oae]u|ski|ka)$")
# ча before a syllable with the stress is Russian ча or че, as in Ганчароў (Гончаров) and Шчарбакоў (Щербаков)
_CHARO = re.compile("ch?aro[uv]a?$")
# h for Belarusian and Ukrainian г, or for Armenian հ; not as the second letter of a digraph
_PLAIN_H = re.compile("(?<![cdgkpstz])h|հ")
# first names in surnames, folded, in another form for the customary one: Акопян for Հակոբյան, Усманов for Usmonov
_INSIDE = 5  # letters of a stem that is looked for in the middle of a surname too
_TABLE = tomllib.loads(Path(__file__).with_name("stems.toml").read_text("utf-8"))
_STEMS: dict[str, str] = {
    stem: stems[0]
    for stems in map(str.split, _TABLE["stems"] + _TABLE["latin"])
    for stem in stems[1:]
}


def _any_of(lines: list[str]) -> re.Pattern[str]:
    """What finds a stem that is not the customary one: the longest, a short one at the beginning alone."""
    stems = {stem for line in lines for stem in line.split()[1:]}
    ordered = sorted(stems, key=lambda stem: (-len(stem), stem))
    return re.compile("|".join(stem if len(stem) >= _INSIDE else f"^{stem}" for stem in ordered))


_STEM = _any_of(_TABLE["stems"])
_LATIN_STEM = _any_of(_TABLE["stems"] + _TABLE["latin"])


@lru_cache(maxsize=1 << 15)
def family_skeleton(folded: str) -> str:
    """The consonants of a folded surname in coarse classes (:func:`skeleton`), for blocking: spellings of many
    languages meet in it."""
    return "".join(map(skeleton, without_lost_letters(folded).split()))


@lru_cache(maxsize=1 << 16)
def surname_key(text: str) -> frozenset[str]:
    """The keys of a surname as written: its folding and the foldings of its other spellings."""
    given = _modern(repair_homoglyphs(clean(text)).lower())
    plain = fold(given)
    forms = dict.fromkeys(
        chain(
            _letter_j(given),
            _kazakh_vowels(given),
            _uzbek_o(given),
            _western(given),
            _northern_h(given, plain),
            _armenian(given, plain),
        )
    )
    keys = dict.fromkeys((plain, *map(fold, forms)))
    stem = _LATIN_STEM if script_of(given) == "Latn" else _STEM
    keys |= dict.fromkeys([form for key in keys for form in _customary(key, stem)])
    if _BELARUSIAN_END.search(plain) or _BELARUSIAN_LETTERS.search(given):
        for key in list(keys):
            keys |= dict.fromkeys(_belarusian(key))
    return frozenset(islice(filter(None, keys), _MOST_VARIANTS))


def _modern(given: str) -> str:
    """An Armenian surname in reformed orthography; any other as it is."""
    if script_of(given) != "Armn":
        return given
    return re.sub("[ա-ֆ]+", lambda word: reformed(word.group()), given)


def _letter_j(given: str) -> list[str]:
    """``j`` is й in Russian schemes (Jakovlev), ж or дж in Kazakh and Armenian (Jumabaev)."""
    if "j" not in given or not re.search("j(?=[aeiou])", given):
        return []
    return [given.replace("dj", "zh").replace("j", "zh")]


def _kazakh_vowels(given: str) -> list[str]:
    """Russian writes ө as о, in Kazakh names as у in the first syllable; ң may become ``ng``, уә ва (Уәлиханов).

    After the first syllable Russian may write е for it (Үсөнов, Усенов).
    """
    if given.startswith("уә"):
        return ["ва" + given[2:]]
    if "ө" not in given and "ң" not in given:
        return []
    as_u = re.sub("^([^аәеёиіоөуұүыэюя]*)ө", r"\1у", given)
    return [as_u, as_u.replace("ө", "е"), given.replace("ң", "нг")]


def _uzbek_o(given: str) -> list[str]:
    """Russian writes у for the Uzbek ў, which folds as o (Ўрозов, Урозов)."""
    return [given.replace("ў", "у")] if "ў" in given else []


def _western(given: str) -> list[str]:
    """German and English spellings: Tschechow, Philippov, Beck, Müller and Mueller."""
    plain = latinise(given)
    western = plain.replace("ph", "f").replace("th", "t").replace("ck", "k")
    umlauts = given.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
    return [form for form, old in ((western, plain), (umlauts, given)) if form != old]


def _northern_h(given: str, plain: str) -> list[str]:
    """Belarusian and Ukrainian г, folded as h, may be g as in Russian: Багдановіч, Harashchenko."""
    if "г" in given:
        return [given.replace("г", "ґ")]
    if not (_PLAIN_H.search(given) and _NORTH_SLAVIC_END.search(plain)):
        return []
    return [_PLAIN_H.sub("g", given)]


def _armenian(given: str, plain: str) -> list[str]:
    """Russian drops հ or writes г for it, г or к for ղ, and о for a first ո: Арутюнян, Шагинян, Казарян, Осканян."""
    if not _ARMENIAN_END.search(plain):
        return []
    dropped = re.sub("(?<=[vвվ])[hհ]|^[hհ]", "", given)
    inside_g = re.sub(r"(?<=[aeiouաեէիոօւ])[hհ](?=[aeiouաեէիոօ])", "g", dropped)
    after_ter = re.sub("^((?:ter|тер|տեր)-)?(?:gh|ղ)", r"\1k", given)
    first_o = re.sub("^ո", "օ", given)
    return [dropped, inside_g, after_ter, first_o]


def _customary(key: str, stem: re.Pattern[str]) -> list[str]:
    """A folded surname with the customary form of the first name in it."""
    found = stem.search(key)
    return [level(stem.sub(_STEMS[found.group()], key, count=1))] if found else []


def _belarusian(key: str) -> list[str]:
    """The Russian spellings of a folded Belarusian form.

    ў is в, unstressed а may be о or е, я may be е, soft дз and ц may be д and т.
    """
    key = re.sub("(?<=n)ka$|(?<=iush)ka$", "ko", key)
    key = re.sub("(?<=[aoei])u(?=$|(?!shk[ao])[bcdfghklmnprstvz]|a$)", "v", key)
    key = re.sub("(?<=a)vu", "u", key)
    key = re.sub("dz(?=[ie])", "d", key)
    hushed = re.sub("(?<=[csz]h)a(?!v$)|(?<=c)a(?!v$)|(?<=[csz]h)o(?=va?$)", "e", key)
    forms = dict.fromkeys(
        [re.sub("c(?=[ie])", "t", hushed), hushed, *([key] if _CHARO.search(key) else [])]
    )
    return [level(spelling) for form in forms for spelling in _respelt(form)]


def _respelt(key: str) -> list[str]:
    """Every choice of о or а (е or я, о or е in -аў) at the first three places that have one."""
    places = [match.start() for match in re.finditer("ia|a", key)][:3]
    pieces: list[tuple[str, ...]] = []
    start = 0
    for place in places:
        pieces.append((key[start:place],))
        if key.startswith("ia", place):
            pieces.append(("e", "ia"))
            start = place + 2
        else:
            pieces.append(("o", "e", "a") if key[place:] == "av" else ("o", "a"))
            start = place + 1
    pieces.append((key[start:],))
    return ["".join(choice) for choice in product(*pieces)]
