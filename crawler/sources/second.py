"""Whether a second format is worth asking for: what it would add to the records of the first, by a sample of both.

It doubles the requests of every harvest. So it has to add something that an index of citations needs, such as reference
lists or ORCID iDs, and not an abstract alone.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from catalogue.harvested.joined import joined
from crawler.formats import ParsedPage, ParsedRecord, Rejected
from crawler.sources.completeness import completeness
from crawler.sources.sample import Sample
from schemas import HarvestedRecord

_WORTH = 0.04
"""Of all that a record could say (see :mod:`crawler.sources.completeness`): ORCID iDs or pages of every record."""
_FEWEST = 3
"""Records that both samples have; fewer show nothing."""


class Second(msgspec.Struct, frozen=True):
    """A second format that is worth asking for; ``added`` is how many records of ``records`` get which aspect by it."""

    prefix: str
    format: str
    added: dict[str, int]
    records: int

    @property
    def summary(self) -> str:
        """What it adds, in a line."""
        told = ", ".join(f"{name} {count}" for name, count in self.added.items())
        return f"{told} of {self.records}"


def best_second(samples: Iterable[Sample], first: str) -> Second | None:
    """The format that adds most to the records of the prefix ``first``; None if none is worth it."""
    found = list(samples)
    leading = next((sample for sample in found if sample.prefix == first), None)
    if leading is None:
        return None
    gains = [
        gain
        for other in found
        if other.format != leading.format and (gain := _gain(leading, other))
    ]
    worth = max(gains, key=lambda gain: gain[0], default=None)
    return worth[1] if worth is not None and worth[0] >= _WORTH else None


def _gain(first: Sample, second: Sample) -> tuple[float, Second] | None:
    others = {record.identifier: record for record in second.records}
    mine = [record for record in first.records if record.identifier in others]
    if len(mine) < _FEWEST:
        return None
    both = [_with(record, others) for record in mine]
    before, after = completeness(mine), completeness(both)
    added = {
        name: count - before.counts[name]
        for name, count in after.counts.items()
        if count > before.counts[name]
    }
    return after.score - before.score, Second(second.prefix, second.format, added, len(mine))


def _with(record: HarvestedRecord, others: dict[str, HarvestedRecord]) -> HarvestedRecord:
    return joined(record, others.get(record.identifier)) or record


def joined_pages(pages: Iterable[ParsedPage], second: Sample) -> tuple[ParsedPage, ...]:
    """The pages of a sample in the first format, their records joined with those of a sample in the second."""
    others = {record.identifier: record for page in second.pages for record in page.records}

    def whole(item: ParsedRecord | Rejected) -> ParsedRecord | Rejected:
        if isinstance(item, Rejected):
            return item
        return ParsedRecord(_with(item.record, others), item.kept)

    return tuple(
        msgspec.structs.replace(page, items=tuple(map(whole, page.items))) for page in pages
    )
