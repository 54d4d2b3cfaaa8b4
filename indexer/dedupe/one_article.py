"""Tells one article by its place and its people, whatever the language of its titles.

A journal has one article on pages 71–80 of volume 17, issue 2. So two descriptions with the same year, numbers, pages
and authors are of one article, though one gives the title in Russian and the other in English. Where not all pages are
told, short communications may share one: then two different titles in one language are two articles.
Records, references and works known from references alone are all told by this rule.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum

from indexer.dedupe.people import People, Person, compared, same_person
from indexer.dedupe.titles import compare_titles
from indexer.profiles.profile import Profile
from indexer.references.near_twins import title_likeness
from indexer.text.given_names import slavic_initials
from indexer.text.hosts import DOUBTFUL, SAME, likeness
from indexer.text.surnames import family_skeleton
from indexer.text.word_forms import Likeness

_SAME_PERSON = 0.7  # a slip in the family name, while the initials agree
_MOST_OF_THEM = 0.6
_ALIKE = 0.6  # letters that a title shares with itself, however it was printed
_OWN_PAGES = frozenset(
    {"erratum", "retraction"}
)  # whatever pages they name, they are not the article
_NOTES = _OWN_PAGES | {"reply", "review"}
_WHOLE = frozenset({"book", "thesis", "report"})
_PART = frozenset({"chapter", "article", "conference-paper", "abstract", "editorial"})
_MOST_KEYS = 16  # forms of a name
_ULADZIMIR = frozenset({frozenset("uv")})  # У. and В., which stand for hardly any other names


class Place(IntEnum):
    """How far two descriptions stand in one place.

    ``SURE``: all pages are the same, more than one, in the same volume, issue or host. ``LIKELY``: volume and issue are
    the same, and the first page. ``POSSIBLE``: one number or the host is the same, and the first page.
    """

    OTHER = 0
    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


def is_one_article(left: Profile, right: Profile) -> bool:
    """Whether place and people say that two descriptions are of one article; the order of the two does not matter.

    False says nothing: the two may still agree by their titles or identifiers.
    """
    place = one_place(left, right)
    if not place or _is_vetoed(left, right, _OWN_PAGES if place is Place.SURE else _NOTES):
        return False
    if place is Place.SURE:
        return _is_one_on_these_pages(left, right)
    everybody = _same_people(left.people, right.people)
    return everybody and _go_on_this_page(left, right, place)


def _is_one_on_these_pages(left: Profile, right: Profile) -> bool:
    """Two people say enough, whatever the titles are; one may have articles on the same pages of two journals."""
    if not in_two_languages(left, right) and _are_near_twins(left, right):
        return False
    fewer, more = sorted((compared(left.people), compared(right.people)), key=len)
    known = sum(any(_may_be_one(one, other) for other in more) for one in fewer)
    if known > 1 and known >= _MOST_OF_THEM * len(fewer):
        return True
    told = not left.titles or not right.titles or _in_one_language(left, right)
    return known == len(fewer) == 1 and not (told and _is_other_host(left, right))


def _go_on_this_page(left: Profile, right: Profile, place: Place) -> bool:
    """Whether the titles are alike, or may be one title in two languages."""
    if not left.titles or not right.titles:
        return _is_same_host(left, right)
    if titles_alike(left, right):
        return True
    in_two = in_two_languages(left, right)
    return in_two or (place is Place.LIKELY and not _in_one_language(left, right))


def one_place(left: Profile, right: Profile) -> Place:
    """How far the two stand in one place; cheap for those that do not."""
    if left.first_page != right.first_page or left.year != right.year:
        return Place.OTHER
    if not left.first_page or not left.year:
        return Place.OTHER
    shared = _numbers_shared(left, right)
    if shared is None:
        return Place.OTHER
    pages_told = bool(left.last_page and right.last_page)
    if pages_told and left.last_page != right.last_page:
        return Place.LIKELY if shared > 1 else Place.OTHER  # a misprint
    known = shared or _is_same_host(left, right)
    if pages_told and left.last_page != left.first_page:
        return Place.SURE if known else Place.OTHER
    return Place.LIKELY if shared > 1 else Place.POSSIBLE if known else Place.OTHER


def titles_alike(left: Profile, right: Profile) -> bool:
    """Whether two of the titles are the same but for how they were printed."""
    return not set(left.titles).isdisjoint(right.titles) or any(
        _is_alike(mine, theirs) for mine in left.titles for theirs in right.titles
    )


def _is_alike(mine: str, theirs: str) -> bool:
    return _is_similar(mine, theirs) and title_likeness(mine, theirs) is not Likeness.OTHER


def _is_similar(mine: str, theirs: str) -> bool:
    pair = compare_titles(mine, theirs)
    return max(pair.similarity, 1 - pair.substituted) >= _ALIKE


def _are_near_twins(left: Profile, right: Profile) -> bool:
    """Whether titles differ in a telling word alone: "… пожаров на торфяники", "… осушения на торфяники"."""
    return not titles_alike(left, right) and any(
        _is_similar(mine, theirs) for mine in left.titles for theirs in right.titles
    )


def _numbers_shared(left: Profile, right: Profile) -> int | None:
    """How many of volume and issue are the same, whichever is called which; None if the two contradict."""
    mine, theirs = ([n for n in (side.volume, side.issue) if n] for side in (left, right))
    shared = len(set(mine) & set(theirs))
    if not mine or not theirs:
        return 0
    if len(mine) == len(theirs):
        same_order = left.volume == right.volume or mine == theirs[::-1]
        return shared if shared == len(set(mine)) and (same_order or len(mine) == 1) else None
    return shared or None


def _is_same_host(left: Profile, right: Profile) -> bool:
    if not set(left.issn).isdisjoint(right.issn):
        return True
    return any(likeness(a, b) >= SAME for a in left.container for b in right.container)


def _is_other_host(left: Profile, right: Profile) -> bool:
    """Whether both name a host, and none of the names may be the other's."""
    if not left.container or not right.container or not set(left.issn).isdisjoint(right.issn):
        return False
    return all(likeness(a, b) < DOUBTFUL for a in left.container for b in right.container)


def _is_vetoed(left: Profile, right: Profile, notes: frozenset[str]) -> bool:
    """Other identifiers, part numbers, a note about the other, or a whole and a part."""
    for mine, theirs in ((left.doi, right.doi), (left.edn, right.edn)):
        if mine and theirs and set(mine).isdisjoint(theirs):
            return True
    if set(left.numerals) - set(right.numerals) and set(right.numerals) - set(left.numerals):
        return True
    if notes.intersection(left.markers) != notes.intersection(right.markers):
        return True
    kinds = {left.kind, right.kind}
    return bool(kinds & _WHOLE and kinds & _PART)


def _in_one_language(left: Profile, right: Profile) -> bool:
    """Whether both have a title in one language, and these are different titles."""
    return not set(left.languages).isdisjoint(right.languages) and not titles_alike(left, right)


def in_two_languages(left: Profile, right: Profile) -> bool:
    """Whether both have titles whose languages show, and share none."""
    return bool(left.languages and right.languages) and set(left.languages).isdisjoint(
        right.languages
    )


def _same_people(left: People, right: People) -> bool:
    """Whether the first people are the same, and everybody of the shorter list is in the longer one."""
    fewer, more = sorted((compared(left), compared(right)), key=len)
    if not fewer or not _may_be_one(fewer[0], more[0], _ULADZIMIR):
        return False
    return all(any(_may_be_one(one, other, _ULADZIMIR) for other in more) for one in fewer)


def _may_be_one(
    one: Person, other: Person, customary: Collection[frozenset[str]] | None = None
) -> bool:
    """Whether two names may be one person's, in two languages: surnames differ in vowels then, initials by custom."""
    if same_person(one, other) >= _SAME_PERSON:
        return True
    pairs = slavic_initials() if customary is None else customary
    return any(
        family_skeleton(a.family) == family_skeleton(b.family)
        and _initials_agree(a.initials, b.initials, pairs)
        for a in one[:_MOST_KEYS]
        for b in other[:_MOST_KEYS]
        if a.family and b.family
    )


def _initials_agree(one: str, other: str, customary: Collection[frozenset[str]]) -> bool:
    """Whether initials are the same, or pairs under which two languages write one name."""
    pairs = (frozenset(pair) for pair in zip(one, other, strict=False))
    return all(len(pair) == 1 or pair in customary for pair in pairs)
