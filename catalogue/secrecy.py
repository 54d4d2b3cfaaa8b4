"""What must never stand in a log: secrets that this process knows of are taken out of every line.

Whoever has a secret names it (:func:`conceal`), or says where those of the moment are found (:func:`conceal_of`): a
request's password is known only while the request is answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, quote_plus

CONCEALED = "[concealed]"
_SHORTEST = 8  # a shorter text is no secret of ours, and would blot out words of every line
_LONGEST = 4096

_known: set[str] = set()
_at_hand: list[Callable[[], Iterable[str]]] = []
_SHAPES = re.compile(
    # a hash of a password as argon2 writes it
    r"\$argon2\w*\$[^\s'\"]*"
    # the row that PostgreSQL adds to what it says of a constraint
    r"|(?<=Failing row contains )\(.*"
    # user and password before the host of an address, however short
    r"|(?<=://)[^\s/@:'\"]*+:[^\s/@'\"]++(?=@)",
    re.DOTALL,
)


def conceal(*secrets: str | None) -> None:
    """Keep these out of the logs as long as the process runs."""
    for each in secrets:
        if each and len(each) >= _SHORTEST:
            _known.update(_spellings(each))


def conceal_of(find: Callable[[], Iterable[str]]) -> None:
    """Keep out of the logs what this gives whenever a line is written. It must not raise, nor log."""
    if find not in _at_hand:
        _at_hand.append(find)


def without_secrets(text: str) -> str:
    """The text with every secret of now replaced by :data:`CONCEALED`."""
    moment = (each for find in _at_hand for each in find())
    fitting = (each for each in moment if _SHORTEST <= len(each) <= _LONGEST)
    secrets = _known.union(spelt for each in fitting for spelt in _spellings(each))
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, CONCEALED)
    return _SHAPES.sub(CONCEALED, text)


def _spellings(secret: str) -> Iterator[str]:
    """The secret as it is, and as messages quote it: in Python, in JSON, and in addresses."""
    yield secret
    if not (secret.isascii() and secret.isalnum()):
        yield repr(secret)[1:-1]
        yield from (json.dumps(secret, ensure_ascii=plain)[1:-1] for plain in (True, False))
        yield from (way(secret, errors="replace") for way in (quote, quote_plus))
        yield quote(secret, safe="", errors="replace")


def told_part(text: str, most: int) -> str:
    """The beginning of a text for a log, without secrets, and how much is missing."""
    clean = without_secrets(text[: 3 * most])  # no secret is cut in two where the text ends
    left_out = len(text) - most
    return clean if left_out <= 0 else f"{clean[:most]}… ({left_out} letters more)"
