"""Affiliation strings → institutions of the registry, each with its evidence. Better no answer than a wrong one.

A written name counts where its words stand in this order with nothing between, and where the words around do not make
it another institution's name (:mod:`indexer.institutions.around`). Acronyms count as written; abbreviations that
several share, only beside the city, its region or the honorific; neither where the country around is another one. An
institute counts for the academy too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from indexer.institutions import countries, evidence, regions, typing_errors
from indexer.institutions.around import Match, after_fits, refused, stands_alone
from indexer.institutions.evidence import Claim, Evidence
from indexer.institutions.forms import (
    Form,
    Short,
    forms,
    honorific_stems,
    lengths,
    short_forms,
    words,
)
from indexer.institutions.gazetteer import Named, adjective_regions, places_in
from indexer.institutions.registry import Institution, ancestors, institutions
from indexer.institutions.tokens import Token, expand, parts, tokenise


class Resolution(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An institution that an affiliation names."""

    institution: Institution
    evidence: Evidence


class _Part(msgspec.Struct, frozen=True, gc=False):
    """One affiliation of a string, with the places that it names; if none, with those of the whole string."""

    text: str
    tokens: list[Token]
    places: list[Named]
    around: list[Named]


def resolve(
    affiliation_names: Sequence[str],
    stated: Iterable[str] = (),
    identifiers: Iterable[tuple[str, str]] = (),
) -> list[Resolution]:
    """The institutions that the forms of one affiliation name, in the order of their first mention.

    ``stated`` are codes of countries that the source states for it; an institution of another country is then refused.
    ``identifiers`` are its schemes and values: a ROR id that the registry knows is believed before the names.
    """
    allowed = frozenset(stated)
    found: dict[str, Resolution] = {}
    for claim in evidence.by_ror(identifiers):
        found |= {each.institution.id: each for each in _claimed(claim)}
    if found:
        return list(found.values())
    for name in affiliation_names:
        for each in _read(name).institutions:
            if not allowed or each.institution.country in allowed:
                found.setdefault(each.institution.id, each)
    return list(found.values())


def countries_named(affiliation_names: Sequence[str]) -> tuple[str, ...]:
    """The countries that the forms of one affiliation point to: by name, institution, city or region."""
    return tuple(sorted({code for name in affiliation_names for code in _read(name).countries}))


def regions_named(affiliation_names: Sequence[str], stated: Iterable[str] = ()) -> tuple[str, ...]:
    """The regions of the members that the forms of one affiliation point to, ISO 3166-2; ``stated`` as above."""
    allowed = frozenset(stated)
    found = {code for name in affiliation_names for code in _read(name).regions}
    return tuple(sorted(code for code in found if not allowed or code[:2] in allowed))


class _Reading(NamedTuple):
    """What one form of an affiliation names."""

    institutions: tuple[Resolution, ...]
    countries: frozenset[str]
    regions: frozenset[str]


@lru_cache(maxsize=1 << 14)
def _read(name: str) -> _Reading:
    found: list[Resolution] = []
    codes: set[str] = set()
    areas: set[str] = set()
    for part in _parts(expand(name)):
        matches = _accepted(part)
        named = [institutions()[match.form.institution] for match in matches]
        codes |= countries.of_part(part.tokens, part.places, [each.country for each in named])
        areas |= regions.of_part(part.tokens, _outside(part, matches), named)
        for match in matches:
            found += _claimed(_claim(match, part))
    if not found:
        found = [each for claim in evidence.by_domain(name) for each in _claimed(claim)]
        codes |= {each.institution.country for each in found}
    return _Reading(tuple(found), frozenset(codes), frozenset(areas))


def _parts(text: str) -> list[_Part]:
    read = [(each, typing_errors.repaired(tokenise(each))) for each in parts(text)]
    places = [places_in(tokens) for _, tokens in read]
    everywhere = [place for each in places for place in each]
    return [
        _Part(piece, tokens, own, own or everywhere)
        for (piece, tokens), own in zip(read, places, strict=True)
    ]


def _accepted(part: _Part) -> list[Match]:
    accepted = _longest(_matches(part.tokens), part.tokens)
    apart = _Part(part.text, part.tokens, _outside(part, accepted), part.around)
    if short := _short(apart):
        covered = _covered(accepted)
        accepted += [match for match in short if match.first not in covered]
        accepted.sort(key=lambda match: match.first)
    return accepted


def _covered(matches: Sequence[Match]) -> set[int]:
    return {place for match in matches for place in range(match.first, match.last)}


def _outside(part: _Part, matches: Sequence[Match]) -> list[Named]:
    """The places that are no part of an institution's name."""
    if not part.places or not matches:
        return part.places
    covered = _covered(matches)
    return [each for each in part.places if each.first not in covered]


def _claim(match: Match, part: _Part) -> Claim:
    first, last = part.tokens[match.first].start, part.tokens[match.last - 1].end
    piece = " ".join(part.text[first:last].split())
    return Claim(match.form.institution, Evidence(piece=piece, name=match.form.name))


def _claimed(claim: Claim) -> list[Resolution]:
    """The institution and all that it is a part of."""
    names = (claim.institution, *ancestors(claim.institution))
    return [Resolution(institution=institutions()[name], evidence=claim.evidence) for name in names]


def _matches(tokens: Sequence[Token]) -> list[Match]:
    known, starts = forms(), lengths()
    read = (*[token.stem for token in tokens], "")
    found: list[Match] = []
    for first, stem in enumerate(read):
        if seconds := starts.get(stem):
            for length in (*seconds.get(read[first + 1], ()), *seconds.get("", ())):
                last = first + length
                for form in known.get(read[first:last], ()):
                    if _edges_fit(form, first, tokens):
                        found.append(Match(first, last, form))
    return found


def _edges_fit(form: Form, first: int, tokens: Sequence[Token]) -> bool:
    inside = {at for at in range(1, len(form.stems)) if tokens[first + at].edge}
    return inside.issubset(form.edges)


def _longest(matches: Sequence[Match], tokens: Sequence[Token]) -> list[Match]:
    """Of overlapping matches the longest that stands alone; what two institutions match alike belongs to neither."""
    kept: list[Match] = []
    if not matches:
        return kept
    taken: set[int] = set()
    by_place: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in matches:
        by_place[match.first, match.last].append(match)
    for (first, last), rivals in sorted(by_place.items(), key=_longest_first):
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            standing = [match for match in rivals if stands_alone(match, tokens)]
            kept += standing if len({match.form.institution for match in standing}) == 1 else []
    return sorted(kept, key=lambda match: match.first) if len(kept) > 1 else kept


def _longest_first(item: tuple[tuple[int, int], object]) -> tuple[int, int]:
    (first, last), _ = item
    return first - last, first


def _short(part: _Part) -> list[Match]:
    tokens = part.tokens
    known = short_forms()
    starts = [first for first, token in enumerate(tokens) if token.raw in known]
    if not starts or _all_in_capitals(tokens):
        return []
    found: dict[tuple[int, int], list[Short]] = defaultdict(list)
    around = _around(part)
    raw = tuple([token.raw for token in tokens])
    for first in starts:
        for short in known[raw[first]]:
            last = first + len(short.words)
            if raw[first:last] == short.words and _short_fits(first, short, part, around):
                found[first, last].append(short)
    kept: list[Match] = []
    for (first, last), shorts in sorted(found.items(), key=_longest_first):
        alone = len({short.institution for short in shorts}) == 1
        if alone and all(last <= match.first or first >= match.last for match in kept):
            kept.append(Match(first, last, Form((), shorts[0].name, shorts[0].institution)))
    return kept


def _all_in_capitals(tokens: Sequence[Token]) -> bool:
    """Then an acronym cannot be told from a word."""
    return len(tokens) > 3 and all(token.raw.isupper() for token in tokens if len(token.raw) > 1)


class _Around(NamedTuple):
    """What stands around the short forms of a part."""

    countries: frozenset[str]  # where the places named lie, codes like "РБ" left out
    places: frozenset[str]  # the same of the whole string, codes too
    regions: frozenset[str | None]
    adjectives: frozenset[str | None]  # regions of adjectives: "Елабужский институт КФУ"
    stems: frozenset[str]
    latin: bool


def _around(part: _Part) -> _Around:
    stems = frozenset([token.stem for token in part.tokens])
    return _Around(
        frozenset([each.place.country for each in part.places if each.place.kind != "code"]),
        frozenset([each.place.country for each in part.around]),
        frozenset([each.place.region for each in part.around]),
        frozenset([adjective_regions()[each] for each in stems & adjective_regions().keys()]),
        stems,
        part.text.isascii(),
    )


def _short_fits(first: int, short: Short, part: _Part, around: _Around) -> bool:
    entry = institutions()[short.institution]
    elsewhere = around.countries and entry.country not in around.countries
    if elsewhere or not (short.enough or _placed(entry, around)):
        return False
    match = Match(first, first + len(short.words), Form((), short.name, short.institution))
    joined = part.tokens[first].hyphen or not after_fits(match, part.tokens)
    return not joined and not refused(match, part.tokens)


def _is_institute(around: _Around) -> bool:
    """ "Institute of … RAS": where no place is named, the word is enough; what several academies share stays shared."""
    return not around.places and around.latin and not words("institute").isdisjoint(around.stems)


def _placed(entry: Institution, around: _Around) -> bool:
    regions = entry.regions
    if regions & around.regions or regions & around.adjectives:
        return True
    if entry.academy and (entry.country in around.places or _is_institute(around)):
        return True
    return not honorific_stems(entry.id).isdisjoint(around.stems)
