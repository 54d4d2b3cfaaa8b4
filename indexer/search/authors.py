"""Author keys: single tokens by which one written form of a name is found by any other that it does not contradict.

"Иванов И.И." finds "Ivanov, Ivan I." and "Иванов И.", not "Иванов П." and not "Иванова". A form is
indexed under all that may be known of it; a query asks for all that it may agree with; the two
match exactly if they share a token. Plain tokens work alike in every backend.

For family ``f``, initials ``ii`` and given name ``ivan`` the tokens are ``f``, ``f/i``, ``f/ii``
(initials begin so), ``f/=ii`` (initials are just so) and, so that Igor does not answer for Ivan,
the same once more with the given name or with ``-`` for none.
"""

from __future__ import annotations

from indexer.profiles import NameKey


def indexed_tokens(key: NameKey) -> frozenset[str]:
    """The tokens under which a name is found."""
    tokens = {key.family}
    for given in ("", key.given or "-"):
        tokens.add(_exactly(key.family, given, key.initials))
        tokens |= {_begins(key.family, given, each) for each in _prefixes(key.initials)}
    return frozenset(tokens)


def asked_tokens(key: NameKey) -> frozenset[str]:
    """The tokens of which a name must have one to agree with ``key``; one without initials does not."""
    if not key.initials:
        return frozenset({key.family})
    shorter = _prefixes(key.initials)[:-1]
    tokens: set[str] = set()
    for given in (key.given, "-") if key.given else ("",):
        tokens.add(_begins(key.family, given, key.initials))
        tokens |= {_exactly(key.family, given, each) for each in shorter}
    return frozenset(tokens)


def _prefixes(initials: str) -> list[str]:
    return [initials[:end] for end in range(1, len(initials) + 1)]


def _begins(family: str, given: str, initials: str) -> str:
    return f"{family}/{given}/{initials}"


def _exactly(family: str, given: str, initials: str) -> str:
    return f"{family}/{given}/={initials}"
