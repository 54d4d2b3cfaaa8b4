"""Affiliation strings → institutions of the registry, each with its evidence. Better no answer than a wrong one.

A written name counts where its words stand in this order with nothing between, and where the words around do not make
it another institution's name: "Казанский федеральный университет" is not in "Казанский федеральный университет
культуры", nor "Kazakhstan State University" in "West Kazakhstan State University". An "имени …" beside the name must
agree with the registry. Acronyms count as written; abbreviations that several share, only beside the city or the
honorific.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from indexer.institutions.registry import Institution, institution, institutions
from indexer.institutions.tokens import Token, expand, stem, stems, tokenise
from schemas import vocabularies

# what may stand right before a name without being part of it: prepositions and legal forms, folded
_BEFORE = frozenset(
    {"of", "the", "at", "in", "and", "for", "from", "v", "i", "na", "pri", "iz", "filial", "branch"}
    | {"fgbou", "fgaou", "fgou", "gou", "vpo", "vo", "uo", "rgp", "phv", "nao", "ao", "too"}
)
_NAMED_AFTER = frozenset(map(stem, ("имени", "им", "named", "after", "імя", "імені")))
_NAMED_BEFORE = frozenset(map(stem, ("атындағы", "атындагы", "անվան")))
_ADJECTIVE = re.compile(r"(?:ий|ый|ой|ого|его|ому|ему|ая|ое|ые|ых|ым|ага|яга|кі|ны)$")
_HONORIFIC_REACH = (
    6  # words between a name and the surname in its honour: "имени академика Е. А. Букетова"
)


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Why: the piece of the string, and the registry's name, acronym or abbreviation that it is."""

    piece: str
    name: str


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """An institution that an affiliation names."""

    institution: Institution
    evidence: Evidence


class _Form(msgspec.Struct, frozen=True):
    stems: tuple[str, ...]
    name: str
    institution: str


class _Match(msgspec.Struct, frozen=True):
    first: int
    last: int  # the token after the match
    form: _Form


def resolve(affiliation_names: Sequence[str], countries: Iterable[str] = ()) -> list[Resolution]:
    """The institutions that the forms of one affiliation name, in the order of their first mention.

    ``countries`` are codes that the source states for it; an institution of another country is then refused.
    """
    allowed = frozenset(countries)
    found: dict[str, Resolution] = {}
    for name in affiliation_names:
        for each in _resolve_one(name):
            if not allowed or each.institution.country in allowed:
                found.setdefault(each.institution.id, each)
    return list(found.values())


def countries_named(affiliation_names: Sequence[str]) -> tuple[str, ...]:
    """The countries of the institutions that the forms of one affiliation name."""
    return tuple(sorted({each.institution.country for each in resolve(affiliation_names)}))


@lru_cache(maxsize=1 << 14)
def _resolve_one(name: str) -> tuple[Resolution, ...]:
    text = expand(name)
    tokens = tokenise(text)
    accepted = [m for m in _longest(_matches(tokens)) if _stands_alone(m, tokens)]
    accepted += _short_forms(tokens)
    accepted.sort(key=lambda match: match.first)
    return tuple(_resolution(match, tokens, text) for match in accepted)


def _resolution(match: _Match, tokens: Sequence[Token], text: str) -> Resolution:
    found = institution(match.form.institution)
    assert found is not None  # noqa: S101 -- forms are made of the registry
    piece = " ".join(text[tokens[match.first].start : tokens[match.last - 1].end].split())
    return Resolution(institution=found, evidence=Evidence(piece=piece, name=match.form.name))


@cache
def _forms() -> dict[str, list[_Form]]:
    """Every written name by its first stem."""
    forms: dict[str, list[_Form]] = defaultdict(list)
    for entry in institutions().values():
        for name in (name for names in entry.names.values() for name in names):
            form = _Form(stems(expand(name)), name, entry.id)
            forms[form.stems[0]].append(form)
    return dict(forms)


def _matches(tokens: Sequence[Token]) -> Iterator[_Match]:
    for first, token in enumerate(tokens):
        for form in _forms().get(token.stem, ()):
            last = first + len(form.stems)
            piece = tokens[first:last]
            if tuple(each.stem for each in piece) != form.stems:
                continue
            if not any(each.edge for each in piece[1:]):
                yield _Match(first, last, form)


def _longest(matches: Iterable[_Match]) -> list[_Match]:
    """Of overlapping matches the longest; what two institutions match alike belongs to neither."""
    kept: list[_Match] = []
    taken: dict[int, _Match] = {}
    for match in sorted(matches, key=lambda each: (each.first - each.last, each.first)):
        rivals = {taken[place] for place in range(match.first, match.last) if place in taken}
        if not rivals:
            kept.append(match)
            taken |= dict.fromkeys(range(match.first, match.last), match)
        kept = [
            each
            for each in kept
            if not any(
                each is rival
                and (rival.first, rival.last) == (match.first, match.last)
                and rival.form.institution != match.form.institution
                for rival in rivals
            )
        ]
    return kept


def _stands_alone(match: _Match, tokens: Sequence[Token]) -> bool:
    entry = institutions()[match.form.institution]
    return _before_fits(match.first, tokens, entry) and _after_fits(match.last, tokens, entry)


def _before_fits(first: int, tokens: Sequence[Token], entry: Institution) -> bool:
    token = tokens[first]
    if token.hyphen:
        return False
    if token.edge or token.bracket:
        return True
    previous = tokens[first - 1]
    if previous.stem in _NAMED_BEFORE:
        return _honours(entry, tokens[max(0, first - _HONORIFIC_REACH) : first])
    if previous.stem in _honorific_stems(entry.id) or previous.stem in _BEFORE:
        return True
    # "кафедра физики Белорусского …": a common noun of a department, but no adjective and no name
    return previous.raw.islower() and not (
        previous.raw.isascii() or _ADJECTIVE.search(previous.raw)
    )


def _after_fits(last: int, tokens: Sequence[Token], entry: Institution) -> bool:
    if last == len(tokens):
        return True
    token = tokens[last]
    if token.hyphen or token.opens:  # … университет «Станкин»
        return False
    if token.stem in _NAMED_AFTER:
        return _honours(entry, tokens[last + 1 : last + 1 + _HONORIFIC_REACH])
    if token.edge or token.bracket:
        return True
    return (
        token.raw.isdigit() or token.stem in _places() or token.stem in _honorific_stems(entry.id)
    )


def _honours(entry: Institution, tokens: Iterable[Token]) -> bool:
    return any(token.stem in _honorific_stems(entry.id) for token in tokens)


@cache
def _honorific_stems(identifier: str) -> frozenset[str]:
    return frozenset(map(stem, institutions()[identifier].honorific))


@cache
def _places() -> frozenset[str]:
    """First words of the names of countries and of the registry's cities, and "г." before a city."""
    names = [
        name for country in vocabularies.countries().values() for name in (country.ru, country.en)
    ]
    names += [city for entry in institutions().values() for city in entry.city]
    return frozenset(stems(name)[0] for name in names) | {"g", "gorod"}


class _Short(msgspec.Struct, frozen=True):
    words: tuple[str, ...]
    name: str
    institution: str
    enough: bool  # by itself, or only beside the city or the honorific


@cache
def _short() -> dict[str, list[_Short]]:
    """Acronyms and abbreviations by first word."""
    forms: dict[str, list[_Short]] = defaultdict(list)
    for entry in institutions().values():
        for enough, names in ((True, entry.acronyms), (False, entry.abbreviations)):
            for name in names:
                words = tuple(token.raw for token in tokenise(name))
                forms[words[0]].append(_Short(words, name, entry.id, enough))
    return dict(forms)


def _short_forms(tokens: Sequence[Token]) -> list[_Match]:
    if all(token.raw.isupper() for token in tokens if len(token.raw) > 1) and len(tokens) > 3:
        return []  # all in capitals: an acronym cannot be told from a word
    said = frozenset(token.stem for token in tokens)
    return [
        _Match(first, first + len(short.words), _Form((), short.name, short.institution))
        for first, token in enumerate(tokens)
        for short in _short().get(token.raw, ())
        if tuple(each.raw for each in tokens[first : first + len(short.words)]) == short.words
        and _short_fits(first, short, tokens)
        and (short.enough or _placed(institutions()[short.institution], said))
    ]


def _short_fits(first: int, short: _Short, tokens: Sequence[Token]) -> bool:
    entry = institutions()[short.institution]
    last = first + len(short.words)
    joined = tokens[first].hyphen or (last < len(tokens) and tokens[last].hyphen)
    named = last < len(tokens) and tokens[last].stem in _NAMED_AFTER
    honoured = not named or _honours(entry, tokens[last + 1 : last + 1 + _HONORIFIC_REACH])
    return not joined and honoured


def _placed(entry: Institution, said: frozenset[str]) -> bool:
    cities = (frozenset(stems(city)) for city in entry.city)
    return any(city <= said for city in cities) or bool(_honorific_stems(entry.id) & said)
