"""Spellings of one surname that no single folding key can hold, as a small set of keys.

Two written surnames may be one person's when their key sets share a key (:func:`surname_key`). Every variant is generated from
the form that shows by its letters or endings that it needs one (Belarusian, Armenian, Kazakh, a romanisation with ``j``), so
that two plain Russian surnames meet only if they fold alike: Иванов and Іваноў meet, Попов and Папов do not.

Russian feminine forms (Петров, Петрова) are different written names of different people and stay apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from indexer.text.folding import fold, level
from indexer.text.letters import latinise
from indexer.text.scripts import clean, repair_homoglyphs

_MOST_VARIANTS = 12  # of one surname; past it rare readings are left out

_ARMENIAN_END = re.compile("(?:ian|iants|ianc)$")
_BELARUSIAN_END = re.compile(
    r"(?:[oae]u(?:a|ski|skaia|ich)?|(?:[oae]u|c)(?:ski|skaia)|[ae]nka|chik)$"
)
_BELARUSIAN_LETTERS = re.compile("ў|і(?!.*[әғқңөұүһ])|[чшжр]ы|ц[яі]|дз[яеі]", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def surname_key(text: str) -> frozenset[str]:
    """The keys of a surname as written: its folding and the foldings of its other likely spellings."""
    given = repair_homoglyphs(clean(text)).lower()
    plain = fold(given)
    keys = dict.fromkeys([plain])
    for variants in (_letter_j, _kazakh_vowels, _western):
        keys.update(dict.fromkeys(fold(variant) for variant in variants(given)))
    for key in list(keys):
        keys.update(dict.fromkeys(_armenian(key)))
        if _BELARUSIAN_END.search(key) or _BELARUSIAN_LETTERS.search(given):
            keys.update(dict.fromkeys(_belarusian(key)))
    return frozenset(islice(filter(None, keys), _MOST_VARIANTS))


def _letter_j(given: str) -> list[str]:
    """Latin ``j`` is й in Russian schemes (Jakovlev) but ж or дж in Kazakh, Kyrgyz and Armenian ones (Jumabaev, Janyan)."""
    return (
        [given.replace("dj", "zh").replace("j", "zh")] if re.search("j(?=[aeiou])", given) else []
    )


def _kazakh_vowels(given: str) -> list[str]:
    """Russian writes Kazakh and Kyrgyz ө as о, in Kazakh names as у in the first syllable and е after it; ң also ``ng``."""
    if not re.search("[өң]", given):
        return []
    first, *rest = re.split("(?<=[ө])", given)
    as_u = first.replace("ө", "у") + "".join(rest)
    return [as_u, as_u.replace("ө", "е"), given.replace("ң", "нг")]


def _western(given: str) -> list[str]:
    """German and English spellings: Tschechow, Philippov, Beck, Müller/Mueller."""
    plain = latinise(given)
    western = plain.replace("ph", "f").replace("th", "t").replace("ck", "k")
    umlauts = given.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
    return [form for form, old in ((western, plain), (umlauts, given)) if form != old]


def _armenian(key: str) -> list[str]:
    """Russian drops Armenian հ or writes г for it, writes ղ as г or к: Арутюнян, Шагинян, Казарян."""
    if not _ARMENIAN_END.search(key):
        return []
    softened = re.sub("^h|(?<=v)h", "", key)
    return [
        softened,
        re.sub("(?<=[aeiou])h(?=[aeiou])", "g", softened),
        re.sub("^g(?=a)", "k", key),
    ]


def _belarusian(key: str) -> list[str]:
    """The Russian spellings of a Belarusian form: ў is в, unstressed а may be о or е, я may be е, дз and ц are д and т."""
    key = re.sub("nka$", "nko", key)
    key = re.sub("(?<=[aoe])u(?=$|[bcdfghklmnprstvz]|a$)", "v", key)
    key = re.sub("(?<=a)vu", "u", key)
    key = re.sub("(?<=(?:ch|sh|zh))a(?!v$)|(?<=c)a(?!v$)", "e", key)
    key = re.sub("dz(?=[ie])", "d", key)
    vowels = [m.start() for m in re.finditer("ia|a", key)][:4]
    return [level(form) for form in _respelt(key, vowels)]


def _respelt(key: str, places: list[int]) -> list[str]:
    """Every choice of о or а (е or я) at the places, at most sixteen."""
    pieces: list[tuple[str, ...]] = []
    start = 0
    for place in places:
        pieces.append((key[start:place],))
        long = key.startswith("ia", place)
        pieces.append(
            ("ia", "e")
            if long
            else ("o", "a")
            if not key.startswith("av", place)
            else ("o", "a", "e")
        )
        start = place + (2 if long else 1)
    pieces.append((key[start:],))
    return ["".join(choice) for choice in product(*pieces)]
