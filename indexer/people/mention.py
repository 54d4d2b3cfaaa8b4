"""A mention: one author of one work, with all that may tell people apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

import msgspec

from indexer.institutions import ancestors, resolve
from indexer.profiles.of_record import people_keys
from indexer.text.folding import fold
from indexer.text.host_names import fold_host
from indexer.text.name_key import NameKey
from indexer.text.name_words import word_of
from indexer.text.names import name_keys, parse_name
from indexer.works import authors_of
from schemas import Affiliation, AttributedContributor, Contributor, PersonName, Work
from schemas.identifiers import bare, cleaned, scheme_of
from schemas.reach import is_global

_MOST_NAMES = 32  # keys of all forms together
_MOST_COAUTHORS = 12  # the nearest in the list
_CROWD = 50  # authors of a work that say nothing of each other: a collaboration signs in full
_MOST_PLACES = 8
_MOST_TITLES, _MOST_SUBJECTS = 2, 24
_SHORTEST_WORD = 5  # letters of a title word that may tell what a work is about
_MOST_READ = 300  # characters of a title or keyword
_EVERYWHERE = frozenset({"scopus-author", "researcherid"})
"""Schemes of persons alone that one register gives out."""
_INVERTED = re.compile(
    r"[^\s.,;&]+,(?:\s[^\s.,;&]{2,}){1,4}"  # Гегель, Георг Вильгельм Фридрих
    r"|[^.,;&]+,\s?(?:(?:[^\W\d_]{1,2}\.\s?-?\s?){1,4}|[^\s.,;&]{2,})"  # Иванова (Петрова), Е. А.
)
"""One person for sure, though a comma may part people."""


class Mention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One author of one work, with all that may tell people apart.

    ``position`` is the place among the authors, from 1. ``names`` are the keys of every form that a record gives.
    ``identifiers`` are in normal form, ``scheme:value`` where the scheme reaches everywhere, else
    ``scheme@source:value``. ``coauthors`` are author keys, ``institutions`` ids of the registry, ``places`` folded
    affiliations that the registry does not know. ``host`` is an ISSN or the folded name of the journal; ``subjects``
    are codes, folded keywords and words of the title. ``patronymics`` are those written out, folded.
    """

    work: int
    position: int
    names: tuple[NameKey, ...]
    identifiers: tuple[str, ...] = ()
    coauthors: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    host: str = ""
    subjects: tuple[str, ...] = ()
    year: int | None = None
    patronymics: tuple[str, ...] = ()


def mentions_of(number: int, work: Work) -> list[Mention]:
    """The mentions of a work's authors, in order; of an author without a readable name too, so that positions hold."""
    people = list(authors_of(work))
    shared = Mention(
        work=number,
        position=0,
        names=(),
        host=_host(work),
        subjects=_subjects(work),
        year=work.year,
    )
    keys = [person.key for person in people]
    return [
        mention_of(person, place, keys, shared, _source(person, work))
        for place, person in enumerate(people)
    ]


def mention_of(
    person: AttributedContributor, place: int, keys: Sequence[str], shared: Mention, source: str
) -> Mention:
    """The mention of the author at ``place`` (from 0) of a list with these author keys.

    ``shared`` holds what is the same for all authors of the work; ``source`` gave the person where none is named.
    """
    institutions, places = _places(person.contributor.affiliations)
    forms = _forms(person)
    return msgspec.structs.replace(
        shared,
        position=place + 1,
        names=_keys(forms),
        identifiers=_identifiers(person, source),
        coauthors=_coauthors(place, keys),
        institutions=institutions,
        places=places,
        patronymics=_patronymics(forms),
    )


def _source(person: AttributedContributor, work: Work) -> str:
    named = (source for form in person.forms for source in form.sources)
    return next(named, work.records[0].source if work.records else "")


def _forms(person: AttributedContributor) -> tuple[PersonName, ...]:
    """Every form: those that the record parts, then the other sources' as written."""
    given = person.contributor.names
    known = {name.literal for name in given}
    others = (PersonName(literal=form.text) for form in person.forms if form.text not in known)
    return (*given, *others)


@lru_cache(maxsize=1 << 15)
def _keys(forms: tuple[PersonName, ...]) -> tuple[NameKey, ...]:
    """The keys of a person; of a field that names several people the first counts."""
    return tuple(
        islice(dict.fromkeys(key for form in forms for key in _of_form(form)), _MOST_NAMES)
    )


def _of_form(form: PersonName) -> tuple[NameKey, ...]:
    if _INVERTED.fullmatch(form.literal):
        return name_keys(parse_name(form.literal, form.family, form.given))
    people = people_keys([Contributor(names=(form,))])
    return people[0] if people else ()


@lru_cache(maxsize=1 << 15)
def _patronymics(forms: tuple[PersonName, ...]) -> tuple[str, ...]:
    """Written-out second given names, folded."""
    read = (parse_name(form.literal, form.family, form.given) for form in forms)
    return _unique(fold(each) for name in read if word_of(each := name.patronymic).patronymic)


def _identifiers(person: AttributedContributor, source: str) -> tuple[str, ...]:
    found: list[str] = []
    for each in person.contributor.identifiers:
        scheme, value = scheme_of(each.scheme), cleaned(each.scheme, each.value)
        if not value:
            continue
        if scheme in _EVERYWHERE or is_global(scheme, value):
            found.append(f"{scheme}:{bare(scheme, value)}")
        else:
            sources = person.sources_of_identifier(each) or (source,)
            found += [f"{scheme}@{name}:{bare(scheme, value)}" for name in sources]
    return _unique(found)


def _coauthors(place: int, keys: Sequence[str]) -> tuple[str, ...]:
    if not 1 < len(keys) <= _CROWD:
        return ()
    if len(keys) <= _MOST_COAUTHORS:  # as nearly always
        return _unique([*keys[:place], *keys[place + 1 :]])
    others = sorted((i for i in range(len(keys)) if i != place), key=lambda i: (abs(i - place), i))
    return _unique(keys[i] for i in others)[:_MOST_COAUTHORS]


def _places(affiliations: Iterable[Affiliation]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The institutions of the registry, without what they are part of; and the texts of which it knows nothing."""
    known: list[str] = []
    unknown: list[str] = []
    for place in affiliations:
        names = tuple(text.text for text in place.names)
        codes = tuple((each.scheme, each.value) for each in place.identifiers)
        found = _resolved(names, place.country or "", codes)
        known += found
        if not found:
            unknown += [fold(name[:_MOST_READ]) for name in names]
    return _unique(known), _unique(unknown)[:_MOST_PLACES]


@lru_cache(maxsize=1 << 14)
def _resolved(
    names: tuple[str, ...], country: str, identifiers: tuple[tuple[str, str], ...]
) -> tuple[str, ...]:
    stated = [country] if country else []
    found = [each.institution.id for each in resolve(names, stated, identifiers)]
    above = {name for each in found for name in ancestors(each)}
    return tuple(each for each in found if each not in above)


def _host(work: Work) -> str:
    host = work.container
    if host is None:
        return ""
    issn = min((cleaned("issn", each) or "" for each in host.issn), default="")
    return issn or (fold_host(host.titles[0].text[:_MOST_READ]) if host.titles else "")


def _subjects(work: Work) -> tuple[str, ...]:
    said = (
        fold(each.value[:_MOST_READ])
        if each.scheme == "keyword"
        else f"{each.scheme}:{each.value.strip().lower()[:_SHORTEST_WORD]}"
        for each in work.subjects
    )
    return tuple(islice(_unique([*said, *_title_words(work)]), _MOST_SUBJECTS))


def _title_words(work: Work) -> Iterator[str]:
    for title in work.titles[:_MOST_TITLES]:
        yield from (
            word for word in fold(title.text[:_MOST_READ]).split() if len(word) >= _SHORTEST_WORD
        )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are not empty, once each."""
    return tuple(filter(None, dict.fromkeys(values)))
