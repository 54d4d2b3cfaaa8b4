"""The mentions of a work's authors, packed as the catalogue keeps them: read whole, unpacked one by one.

Whoever looks for the people of a block reads many works and wants few of their authors. So each mention stays packed
beside its blocks until somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.people import Mention, blocks
from schemas.ids import author_slots

NOBODY = b""
"""No mentions at all, packed: of a cited-only work, or one without authors."""


class PackedMention(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One author: the end of the number that the author owns, the blocks, and the mention itself, packed."""

    slot: int
    blocks: tuple[int, ...]
    mention: msgspec.Raw


class WorkMentions(msgspec.Struct, frozen=True, array_like=True):
    """The numbers of a work's records, and its authors in order; their positions count from 1."""

    records: tuple[int, ...] = ()
    authors: tuple[PackedMention, ...] = ()

    @property
    def keys(self) -> set[int]:
        """The blocks of all authors."""
        return {key for author in self.authors for key in author.blocks}


_decoder = msgspec.msgpack.Decoder(WorkMentions)
_mention = msgspec.msgpack.Decoder(Mention)


def packed(records: Sequence[int], mentions: Sequence[Mention], names: Sequence[str]) -> bytes:
    """The mentions of a work's authors, in order, with their folded names; the order of the records does not matter."""
    if not mentions:
        return NOBODY
    slots = author_slots(names)
    authors = [
        PackedMention(slot, tuple(sorted(blocks(each))), msgspec.Raw(msgspec.msgpack.encode(each)))
        for slot, each in zip(slots, mentions, strict=True)
    ]
    return msgspec.msgpack.encode(WorkMentions(tuple(sorted(records)), tuple(authors)))


def unpacked(body: bytes) -> WorkMentions:
    """What was packed; nobody where it cannot be read, which the comparison of works reports."""
    try:
        return _decoder.decode(body) if body else WorkMentions()
    except (msgspec.DecodeError, UnicodeError):
        return WorkMentions()


def mention_in(body: bytes | msgspec.Raw) -> Mention:
    """The mention of an author."""
    return _mention.decode(body)
