"""Damages profiles as careless sources do, so that the model learns from clean sets what little evidence is worth.

A record typed in from a reference list has no year, two of five authors, the first of them in front of the title, and
half of the name of its host. Sets of whole records hold none of this; fitted on them alone, the model asks for more
than such sources ever give. What tells siblings apart (numerals, markers) is left alone, so labels stay true.
"""

from __future__ import annotations

from random import Random

import msgspec

from indexer.profiles.profile import Profile
from indexer.text.name_key import NameKey

_LONG_TITLE = 5  # words of which the end may be cut
_LONG_WORD = 4

Person = tuple[NameKey, ...]


def damaged(profile: Profile, chance: Random) -> Profile:
    """A copy with some of its fields missing, cut or misspelt; the same for the same state of ``chance``."""
    people, leaked = _people(profile.people, chance)
    return msgspec.structs.replace(
        profile,
        titles=_titles(profile, leaked, chance),
        people=people,
        year=None if chance.random() < 0.6 else profile.year,
        container=_container(profile.container, chance),
        **_missing(("volume", "issue"), chance),
        **_missing(("first_page", "last_page"), chance),
    )


def _missing(names: tuple[str, ...], chance: Random) -> dict[str, str]:
    return dict.fromkeys(names, "") if chance.random() < 0.5 else {}


def _people(people: tuple[Person, ...], chance: Random) -> tuple[tuple[Person, ...], Person | None]:
    """The people that are left, and one whose name got into the title, if any."""
    kept, fate = list(people), chance.random()
    if not kept or fate < 0.12:
        return (), None
    if fate < 0.35:
        kept = kept[: chance.randint(1, len(kept))]
    elif fate < 0.5 and len(kept) > 1:
        kept.pop(chance.randrange(len(kept)))
    if chance.random() < 0.15:
        position = chance.randrange(len(kept))
        kept[position] = tuple(_misspelt(key, chance) for key in kept[position])
    leaked = kept.pop(chance.randrange(len(kept))) if chance.random() < 0.12 else None
    return tuple(kept), leaked


def _misspelt(key: NameKey, chance: Random) -> NameKey:
    return msgspec.structs.replace(key, family=_slip(key.family, chance), written="")


def _titles(profile: Profile, leaked: Person | None, chance: Random) -> tuple[str, ...]:
    """The first title damaged; the parallel ones stay."""
    if not profile.titles:
        return ()
    words, fate = profile.titles[0].split(), chance.random()
    if leaked:
        words = [*leaked[0].initials.split(), leaked[0].family, *words]
    elif fate < 0.1 and profile.container:
        words += profile.container[0].split()[: chance.randint(1, 4)]
    elif fate < 0.22 and len(words) > _LONG_TITLE:
        words = words[: -chance.randint(1, len(words) // 3)]
    if chance.random() < 0.2 and len(words) > 2:
        position = chance.randrange(len(words) - 1)
        words[position : position + 2] = ["".join(words[position : position + 2])]
    if chance.random() < 0.2:
        position = chance.randrange(len(words))
        words[position] = _slip(words[position], chance)
    return (" ".join(words), *profile.titles[1:])


def _slip(word: str, chance: Random) -> str:
    """A letter lost, or two in the wrong order; short words and numbers stay."""
    if len(word) < _LONG_WORD or word.isdecimal():
        return word
    at = chance.randrange(1, len(word) - 1)
    swapped = "" if chance.random() < 0.5 else word[at + 1] + word[at]
    return word[:at] + (swapped + word[at + 2 :] if swapped else word[at + 1 :])


def _container(container: tuple[str, ...], chance: Random) -> tuple[str, ...]:
    fate = chance.random()
    if fate < 0.3:
        return ()
    if fate < 0.6:
        return tuple(" ".join(title.split()[: chance.randint(2, 8)]) for title in container)
    return container
