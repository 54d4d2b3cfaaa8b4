"""Author keys: single tokens by which one written form of a name is found by any other that it does not contradict.

"Иванов И.И." finds "Ivanov, Ivan I." and "Иванов И.", not "Иванов П." and not "Иванова". A form is
indexed under all that may be known of it; a query asks for all that it may agree with; the two
match exactly if they share a token. Plain tokens work alike in every backend.

For family ``f``, initials ``ii`` and given name ``ivan`` the tokens are ``f``, ``f/i``, ``f/ii``
(initials begin so), ``f/=ii`` (initials are just so) and, so that Igor does not answer for Ivan,
the same once more with the given name or with ``-`` for none. Of a name only its first initials
count, on both sides alike: what is kept of a name must not grow with the square of its length.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from indexer.profiles.profile import MOST_INITIALS
from indexer.search.tokens import has_long_o, name_tokens
from indexer.text.folding import fold
from indexer.text.name_key import NameKey
from indexer.text.names import Name, name_keys, parse_name
from indexer.text.surnames import surname_key
from schemas.record import PersonName

_MOST_LETTERS = 200


def indexed_tokens(key: NameKey) -> frozenset[str]:
    """The tokens under which a name is found."""
    key = _bounded(key)
    tokens = {key.family}
    for given in ("", key.given or "-"):
        tokens.add(_exactly(key.family, given, key.initials))
        tokens |= {_begins(key.family, given, each) for each in _prefixes(key.initials)}
    return frozenset(tokens)


def search_keys(name: Name) -> frozenset[NameKey]:
    """The keys of a name, with a long o where its family name is written so (Moore is not море)."""
    keys = frozenset(name_keys(name))
    if not has_long_o(name.family):
        return keys
    plain, long = fold(name.family), " ".join(name_tokens(name.family))
    return frozenset(
        msgspec.structs.replace(key, family=long) if key.family == plain else key for key in keys
    )


def search_families(surname: str) -> frozenset[str]:
    """The family names that a single word may be, as the author keys hold them."""
    plain, long = fold(surname), " ".join(name_tokens(surname))
    return frozenset(long if each == plain else each for each in surname_key(surname))


def keys_of(name: PersonName) -> Iterator[NameKey]:
    """The keys of a name for the index: those that names are matched by, and those with the initials as written.

    A given name is folded by its sound (Джон and John begin alike), an initial by its letter: ``Д. Остин`` and
    ``Bang-Jensen J.`` find the written-out name by that alone.
    """
    parsed = parse_name(name.literal, name.family, name.given)
    keys = search_keys(parsed)
    yield from keys
    letters = [fold(part[:1])[:1] for part in (parsed.given, parsed.patronymic) if part]
    written = "".join(letters) + parsed.initials[len(letters) :]
    if letters and all(letters) and written != parsed.initials:
        yield from (NameKey(key.family, written) for key in keys if key.initials == parsed.initials)


def asked_tokens(key: NameKey) -> frozenset[str]:
    """The tokens of which a name must have one to agree with ``key``; one without initials does not."""
    key = _bounded(key)
    if not key.initials:
        return frozenset({key.family})
    shorter = _prefixes(key.initials)[:-1]
    tokens: set[str] = set()
    for given in (key.given, "-") if key.given else ("",):
        tokens.add(_begins(key.family, given, key.initials))
        tokens |= {_exactly(key.family, given, each) for each in shorter}
    return frozenset(tokens)


def _bounded(key: NameKey) -> NameKey:
    if len(key.family) + len(key.given) <= _MOST_LETTERS and len(key.initials) <= MOST_INITIALS:
        return key
    given = key.given if len(key.given) <= _MOST_LETTERS else ""
    return NameKey(key.family[:_MOST_LETTERS], key.initials[:MOST_INITIALS], given)


def _prefixes(initials: str) -> list[str]:
    return [initials[:end] for end in range(1, len(initials) + 1)]


def _begins(family: str, given: str, initials: str) -> str:
    return f"{family}/{given}/{initials}"


def _exactly(family: str, given: str, initials: str) -> str:
    return f"{family}/{given}/={initials}"
