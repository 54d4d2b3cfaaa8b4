"""Keys by which a reference that its blocking keys did not link is searched for among the works' words.

A search key is a telling word with a year: of a work's titles and first authors, and of anything in a reference's
text, however it was parsed. Two of them make a candidate (:data:`indexer.keys.strength.ENOUGH`), and
validation decides on it as on any other. They stand in the key tables like all keys, so that what an increment finds
is what a rebuild finds; references have them only while their blocking keys link them to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.profiles.profile import Profile
from indexer.text.folding import skeleton
from indexer.text.printed import folded_text

_TELLING = 3  # letters of a word's skeleton
_TITLES = 4  # parallel titles looked at, as in blocking
_AUTHORS = 2
_YEARS = 3  # years in a text; a remark with more numbers than that says nothing
_YEAR = re.compile(r"(?<!\d)(?:1[89]\d\d|20[0-3]\d)(?!\d)")


def work_search_keys(profile: Profile) -> set[str]:
    """The search keys of a work; none if its year is unknown."""
    if profile.year is None:
        return set()
    return _dated([profile.year], {*_telling(_words(profile)), *_page(profile)})


def reference_search_keys(profile: Profile, raw: str) -> set[str]:
    """The search keys of a reference: of what was parsed and of its whole text, for each year in it."""
    years = {int(year) for year in _YEAR.findall(raw)[:_YEARS]}
    if profile.year is not None:
        years.add(profile.year)
    words = {*_telling(folded_text(raw).split()), *_telling(_words(profile)), *_page(profile)}
    return _dated(years, words)


def _dated(years: Iterable[int], words: Iterable[str]) -> set[str]:
    return {f"x:{year}:{word}" for year in years for word in words}


def _words(profile: Profile) -> Iterator[str]:
    for title in profile.titles[:_TITLES]:
        yield from title.split()
    for person in profile.people[:_AUTHORS]:
        for name in person:
            yield from name.family.split()


def _telling(words: Iterable[str]) -> Iterator[str]:
    """The skeletons that are long enough and no numbers: a year is there already, pages stand by themselves."""
    for word in map(skeleton, words):
        if len(word) >= _TELLING and not word.isdecimal():
            yield word


def _page(profile: Profile) -> Iterator[str]:
    if profile.first_page:
        yield f"p{profile.first_page}"
