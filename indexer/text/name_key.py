"""The folded key of a person's name."""

from __future__ import annotations

import msgspec


class NameKey(msgspec.Struct, frozen=True, order=True, gc=False, array_like=True):
    """One person.

    ``family`` folded; ``initials`` folded first letters in order ("ii"); ``given`` folded if written out. ``written``
    is the family name in small letters where they say more than the folding (:mod:`indexer.text.same_surname`).
    """

    family: str
    initials: str = ""
    given: str = ""
    written: str = ""
