"""Which identifiers came before: hashes in a fixed piece of memory, however many records a harvest brings."""

from __future__ import annotations

import mmap

MOST = 2_000_000
_SLOTS = 1 << 22  # of 8 bytes; twice as many as are ever filled, so that a free one is near


class Seen:
    """A set of up to :data:`MOST` texts by their hashes of 64 bits; Python's own would take eight times as much."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        # the system gives each part of it, as zeros, only when something is written there; a bytearray is written whole
        room = mmap.mmap(-1, 8 * _SLOTS, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._slots = memoryview(room).cast("q")
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def full(self) -> bool:
        """True if no more are taken in."""
        return self._count >= MOST

    def __contains__(self, text: str) -> bool:
        value = _value(text)
        return self._slots[self._slot(value)] == value

    def add(self, text: str) -> None:
        """Remember a text; once :attr:`full`, nothing."""
        value = _value(text)
        slot = self._slot(value)
        if not self._slots[slot] and not self.full:
            self._slots[slot] = value
            self._count += 1

    def _slot(self, value: int) -> int:
        """Where the value stands, or would."""
        slot = value % _SLOTS
        while self._slots[slot] not in (0, value):
            slot = (slot + 1) % _SLOTS
        return slot


def _value(text: str) -> int:
    return hash(text) or 1  # 0 marks a free slot
