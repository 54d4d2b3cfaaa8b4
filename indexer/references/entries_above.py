"""Which entry of its list each back reference stands for; a pure function of one record's references.

"Там же" stands for the entry before it, and so does "Указ. соч." without a name. Behind a name it is that author's last
entry before it, and of several the last that its short title names. What is stood for never is a back reference itself:
a row of them leads to the one entry they all mean. Nothing is guessed: with no such entry, it stands for none. An entry
that repeats author and title in short stands for the entry above with both, and for itself if there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from indexer.profiles.of_reference import fields_profile
from indexer.profiles.profile import Profile
from indexer.references.back_references import back_reference
from indexer.references.heading import leading_people
from indexer.references.repeated import Repeated, repeated
from indexer.references.shelfmarks import is_unpublished
from indexer.text.agreement import Agreement, compare_people
from indexer.text.folding import fold
from indexer.text.name_key import NameKey
from schemas import Reference, ReferenceFields


class _List:
    """The entries of one list that were read so far, without its back references."""

    def __init__(self) -> None:
        self.last: int | None = None
        self.entries: list[tuple[int, str, Profile]] = []

    def by(self, author: str) -> int | None:
        """The author's last entry, if need be the last of those that the short title behind the name names."""
        (first, *_), title = _author(author)
        found = [
            (index, raw) for index, raw, profile in self.entries if _is_by(first, raw, profile)
        ]
        named = [index for index, raw in found if title and title in fold(raw)]
        return next(reversed(named or [index for index, _ in found]), None)

    def titled(self, given: Repeated) -> int | None:
        """The last entry that names this title, and this author if there is one."""
        first = _author(given.author)[0][0] if given.author else ()
        found = [
            index
            for index, raw, profile in self.entries
            if f" {given.title} " in f" {fold(raw)} "
            and (not given.author or _is_by(first, raw, profile))
        ]
        return next(reversed(found), None)

    def meant_by(self, item: Reference) -> tuple[bool, int | None]:
        """Whether the entry stands for one above it, and for which, as far as there is one."""
        if item.fields and (item.fields.doi or item.fields.title):
            return False, None  # its source knows a work of its own
        if (found := back_reference(item.raw)) and not is_unpublished(item.raw):
            return True, self.by(found.author) if found.author else self.last
        short = repeated(item.raw)
        index = self.titled(short) if short else None
        return index is not None, index


def entries_above(
    references: Sequence[Reference], profiles: Sequence[Profile]
) -> dict[int, int | None]:
    """The index of each back reference, with the index of the entry that it stands for, None if there is none."""
    meant: dict[int, int | None] = {}
    lists: defaultdict[str, _List] = defaultdict(_List)
    for index, (item, profile) in enumerate(zip(references, profiles, strict=True)):
        above = lists[item.list_id]
        refers_back, index_above = above.meant_by(item)
        if refers_back:
            meant[index] = index_above
        else:
            above.entries.append((index, item.raw, profile))
        above.last = index_above if refers_back else index
    return meant


def _author(printed: str) -> tuple[tuple[tuple[NameKey, ...], ...], str]:
    """The people that the text begins with as keys, and the folded title behind them; "" if there is none."""
    names, end = leading_people(printed)
    people = fields_profile(ReferenceFields(authors=names or (printed,)), "").people
    return people or ((),), fold(printed[end:]) if end else ""


def _is_by(author: tuple[NameKey, ...], raw: str, profile: Profile) -> bool:
    """Whether the author is one of the entry's, or the entry, whose authors could not be read, begins with the name."""
    if profile.people:
        return any(
            author and each and compare_people(author, each) is not Agreement.CONFLICT
            for each in profile.people
        )
    return any(f"{fold(raw)} ".startswith(f"{key.family} ") for key in author if key.family)
