"""The words of a personal name, each with what its form says: worked out once for all the names that have it."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from indexer.text.folding import fold_word

_PARTICLE_WORDS = """
van von der den de del della di da dos du la le el al bin ibn ter ten zu zur zum
ван фон дер ден де ди да дю ла ле эль аль ибн бин тер
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
# Turkic "son of", "daughter of", folded: they belong to the patronymic before them
_FILIATIONS = frozenset({"ulu", "uli", "kizi", "gizi", "oglu", "ogli", "ogl"})
# one letter; a letter with a small one and a stop ("Yu."); digraphs that are no names of their own
_INITIAL = re.compile(
    r"[^\W\d_]\.?|[A-ZА-ЯЁІ][a-zа-яё]\.|(?:Shch|Dzh)\.|(?:Дж|Zh|Kh|Ch|Sh|Ts|Eh)\.?"
)
_LONGEST_INITIAL = 5
_RUN_OF_INITIALS = re.compile(r"^[A-ZА-ЯЁІԱ-Ֆ]{2,3}$")
_PATRONYMIC = re.compile(
    r"(?:[oe]vich|ich|[oe]vna|ichna|inichna|uli|kizi|ogli|uulu|ovi[ct]|avich|auna|euna|iauna)$"
)
# "Аль-Фараби", "Ибн-Сина" in one word
_ARTICLE = re.compile(r"^(аль|эль|ибн|бин|al|el|ibn|bin)-(?=\w{3})", re.IGNORECASE)
_DOT_SPLIT = re.compile(r"(?<=\.)(?=[^\s.,])")
_WORD_ENDS = re.compile(r"[\s,;]+")


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of a name as written, its folding, and what it may be by its form."""

    text: str
    folded: str
    initial: bool
    particle: bool
    patronymic: bool
    filiation: bool
    capitals: bool  # may be a run of initials
    upper: bool


@lru_cache(maxsize=1 << 16)
def words_of(chunk: str) -> tuple[Word, ...]:
    """The words of what stands between two spaces in a name: "И.И.Иванов" is three."""
    text = _DOT_SPLIT.sub(" ", chunk.replace(".-", ". "))
    if "-" in text:
        text = _ARTICLE.sub(r"\1 ", text)
    return tuple(word for part in _WORD_ENDS.split(text) if (word := word_of(part)).folded)


def word_of(text: str) -> Word:
    """What is known of a word."""
    folded = fold_word(text)
    return Word(
        text=text,
        folded=folded,
        initial=len(text) <= _LONGEST_INITIAL and _INITIAL.fullmatch(text) is not None,
        # "van", "De", "VAN"; but "AL" in capitals is somebody's initials
        particle=text.lower() in _PARTICLES and not (text.isupper() and len(text) == 2),
        patronymic=_PATRONYMIC.search(folded) is not None,
        filiation=folded in _FILIATIONS,
        capitals=_RUN_OF_INITIALS.match(text) is not None,
        upper=text.isupper(),
    )
