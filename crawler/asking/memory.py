"""The memory guard of a crawl: Scrapy's, but told what the process holds now."""

from __future__ import annotations

import os
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATM = Path("/proc/self/statm")


class ResidentMemoryUsage(MemoryUsage):
    """Compares the resident memory with the limit, where the system tells it (Linux).

    Scrapy takes the peak since the process began, and Linux hands a parent's peak on to the program that it starts: a
    crawl begun by a process that once held more than the limit would stop at once.
    """

    def get_virtual_size(self) -> int:
        """Bytes."""
        try:
            pages = int(_STATM.read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return super().get_virtual_size()
        return pages * os.sysconf("SC_PAGE_SIZE")
