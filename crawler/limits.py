"""How much of this machine one source may use: every limit of the crawler that is not a source's own, with its reason.

What a source's file may change (delays, time-outs, the deadline) stands in :mod:`crawler.sources.definition`.
"""

from __future__ import annotations

import msgspec

MIB = 2**20


class PageLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What parsing one page may cost. A page that costs more goes to quarantine as a whole, with its bytes.

    Pages of 31 MiB, the largest that are taken, need 1.5 (oai_dc), 6 (RSCI) and 10 s (JATS) of one core, and 160 to 370
    MiB (``python -m benchmarks.large_page``). ``processor`` and ``seconds``: beyond a minute a page is hostile or a
    parser is wrong. ``memory``: bytes that the child may grow by.
    ``answer``: bytes that come back for it; records say what their page says, so more than this is repetition.
    """

    processor: int = 60
    seconds: float = 60.0
    memory: int = 512 * MIB
    answer: int = 128 * MIB


PAGE = PageLimits()

LEFT_OVER = 64 * MIB
"""Memory that a child may keep after a page. With more it is replaced, so that no page suffers from the one before."""

HEAD_BYTES = 64 * 1024
HEAD_LINES = 500
"""Of the head of an answer. Servers accept heads of 8 to 32 KiB (Apache 8 KiB a line, nginx 4 lines of 8)."""

ROBOTS_BYTES = 512 * 1024
"""Of a robots.txt that are read; RFC 9309 asks for at least 500 KiB. More rules than that are for nobody."""


class RunLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one harvest may bring: so many times what the source held, and something for one that is new.

    Chosen, not measured: a new base of more than a million records is worth a look by a person; 32 GiB are 32 KiB for
    each of them. ``times``: a base that grew tenfold since the last harvest has changed what it is.
    """

    times: int = 10
    records: int = 1_000_000
    bytes: int = 32 * 1024 * MIB


RUN = RunLimits()
