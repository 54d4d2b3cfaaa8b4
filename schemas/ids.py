"""Stable identifiers derived from content, so that a rebuild and another machine give the same ones.

A work's number is the hash of the key of its oldest record (or, for a cited-only work, of the folded text of its oldest
reference). Every record and every reference owns such a number, so any number once shown resolves for ever to the work
that holds its owner now: permalinks outlive merges and splits without a table of redirects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

_SLOTS = 1 << 16  # authors whom one record can number
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_EMPTY = blake2b(digest_size=8)  # to copy it is quicker than to make one
_LENGTH = 13  # 63 bits in steps of five


def hash63(*parts: str) -> int:
    """A positive 63-bit hash of the parts, equal on every machine (fits a signed BIGINT)."""
    text = "\x1f".join(parts)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogatepass")  # rare, and slower for every text
    hashing = _EMPTY.copy()
    hashing.update(data)
    return int.from_bytes(hashing.digest(), "big") >> 1


def record_number(source: str, identifier: str) -> int:
    """The work number owned by the record (source, identifier)."""
    return hash63("record", source, identifier)


def reference_number(folded_text: str) -> int:
    """The work number owned by every reference of this folded text."""
    return hash63("reference", folded_text)


def author_slots(names: Iterable[str]) -> Iterator[int]:
    """A slot for each author of a work, from the folded names in order; namesakes get slots of their own.

    A slot is the end of the number that the author owns (:func:`person_number`). It stays as long as the name does,
    however many authors are put before it.
    """
    taken: set[int] = set()
    for name in names:
        slot = hash63("author", name) % _SLOTS
        while slot in taken and len(taken) < _SLOTS:
            slot = (slot + 1) % _SLOTS
        taken.add(slot)
        yield slot


def person_number(record: int, slot: int) -> int:
    """The number that an author owns: that of a record, with the slot in place of its last bits.

    A person is named after the oldest mention, so any number once shown leads to the record, and from there to the
    author who has the slot now.
    """
    return record - record % _SLOTS + slot


def owner_of_person(number: int) -> tuple[int, int, int]:
    """Between which numbers that of the record is whose author owns this number, and the author's slot."""
    slot = number % _SLOTS
    return number - slot, number - slot + _SLOTS - 1, slot


def public_id(number: int) -> str:
    """The public form of a work number: 13 letters and digits, safe in a URL."""
    letters = []
    for _ in range(_LENGTH):
        number, value = divmod(number, 32)
        letters.append(_ALPHABET[value])
    return "".join(reversed(letters))


def work_number(public: str) -> int | None:
    """The number behind a public id, or None if it is not one."""
    public = public.strip().lower()
    if len(public) != _LENGTH or any(letter not in _VALUES for letter in public):
        return None
    number = 0
    for letter in public:
        number = number * 32 + _VALUES[letter]
    return number if number < 2**63 else None
