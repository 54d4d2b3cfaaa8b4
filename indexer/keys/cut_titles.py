"""Cuts off the end of a title what may be the year, the people or the host that the record lacks, for keys alone.

Careless imports put these behind the title. A short title with such a tail shares no key with the clean one, so the cut
title gets keys beside the whole one. That it was cut wrongly ("Итоги 2010") costs a comparison at most. Only the shape
of the folded words and the vocabulary of hosts decide, so the keys of a record depend on it alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.profiles.profile import Profile
from indexer.text.host_vocabulary import names_hosts

Words = tuple[str, ...]

_YEARS, _YEAR_DIGITS = range(1450, 2101), 4
_INITIAL = 2  # letters of a folded initial at most: "Ю." is "iu"
_SHORTEST = 6  # letters that are left of a title
_MOST_PEOPLE = 6  # surnames behind a title that are looked at, and words of its beginning
_BEGINNING = 4
_SURNAME = 4  # letters


def cut_titles(profile: Profile) -> Iterator[str]:
    """The first title with more and more cut off, as far as it can be; nothing if there is nothing to cut."""
    words = tuple(profile.titles[0].split()) if profile.titles else ()
    while words:
        words = _cut(words, profile)
        if sum(map(len, words)) < _SHORTEST:
            return
        yield " ".join(words)


def _cut(words: Words, profile: Profile) -> Words:
    """Without the year, the names with initials or the host at the end; () if there is none of these."""
    if profile.year is None and _is_year(words[-1]):
        return words[:-1]
    people = 0 if profile.people else _named(words)
    if people:
        return words[:-people]
    return () if profile.container else _before_host(words)


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == _YEAR_DIGITS and int(word) in _YEARS


def _named(words: Words) -> int:
    """How many words at the end are a surname and initials, whichever comes first; 0 if they are not."""
    ordered = words[::-1] if _is_initial(words[-1]) else words[-2::-1]
    count = 0
    while count < len(ordered) and _is_initial(ordered[count]):
        count += 1
    return count + 1 if count else 0


def _is_initial(word: str) -> bool:
    return len(word) <= _INITIAL and word.isalpha()


def _before_host(words: Words) -> Words:
    """What stands before the last word that names of hosts begin with."""
    for at in range(len(words) - 1, 0, -1):
        if names_hosts(words[at]):
            return words[:at]
    return ()


def beginning_and_people(profile: Profile) -> tuple[Words, Words]:
    """Of a record without people: the first words of its title, and the last ones, which may be surnames."""
    words = tuple(profile.titles[0].split()) if profile.titles and not profile.people else ()
    last = tuple(word for word in words[1:] if len(word) >= _SURNAME and not names_hosts(word))
    return words[:_BEGINNING], last[-_MOST_PEOPLE:]
