"""What of a publication a set of records says, and how much that is worth to an index of citations.

Formats of one repository are ranked by it, and an administrator judges a base by it. The weights are our own judgement:
references make the index, what identifies a publication (title, authors, year, place in a journal, DOI) comes next,
and what only helps to search comes last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from schemas import HarvestedRecord
from schemas.record import Container

_NO_CONTAINER = Container()


def _container(record: HarvestedRecord) -> Container:
    return record.container or _NO_CONTAINER


def _has_author(record: HarvestedRecord) -> bool:
    return any(contributor.role == "author" for contributor in record.contributors)


def _has_orcid(record: HarvestedRecord) -> bool:
    return any(
        identifier.scheme == "orcid"
        for who in record.contributors
        for identifier in who.identifiers
    )


def _has_pages(record: HarvestedRecord) -> bool:
    container = _container(record)
    return bool(container.pages or container.first_page or container.article_number)


def _has_identifier(scheme: str) -> Callable[[HarvestedRecord], bool]:
    return lambda record: any(identifier.scheme == scheme for identifier in record.identifiers)


ASPECTS: dict[str, tuple[int, Callable[[HarvestedRecord], bool]]] = {
    "title": (4, lambda record: bool(record.titles)),
    "authors": (4, _has_author),
    "year": (4, lambda record: record.year is not None),
    "journal": (4, lambda record: bool(_container(record).titles)),
    "volume": (1, lambda record: bool(_container(record).volume)),
    "issue": (1, lambda record: bool(_container(record).issue)),
    "pages": (2, _has_pages),
    "ISSN": (2, lambda record: bool(_container(record).issn)),
    "DOI": (3, _has_identifier("doi")),
    "type": (1, lambda record: record.type != "unknown"),
    "language": (1, lambda record: bool(record.languages)),
    "ORCID": (2, _has_orcid),
    "affiliations": (3, lambda record: any(who.affiliations for who in record.contributors)),
    "abstract": (1, lambda record: bool(record.abstracts)),
    "subjects": (1, lambda record: bool(record.subjects)),
    "references": (8, lambda record: bool(record.references)),
}
"""Each aspect with its weight and the question whether a record has it."""


class Completeness(msgspec.Struct, frozen=True):
    """How many of ``records`` records have each aspect, in the order of :data:`ASPECTS`."""

    records: int
    counts: dict[str, int]

    @property
    def score(self) -> float:
        """The weighted share of what could be said, 0 to 1; 0 without records."""
        if not self.records:
            return 0.0
        said = sum(weight * self.counts[name] for name, (weight, _) in ASPECTS.items())
        return said / (self.records * sum(weight for weight, _ in ASPECTS.values()))

    @property
    def summary(self) -> str:
        """The aspects that any record has, with their counts, in a line."""
        return ", ".join(f"{name} {count}" for name, count in self.counts.items() if count)


def completeness(records: Iterable[HarvestedRecord]) -> Completeness:
    """Count the aspects of live records; deletions say nothing and are not counted."""
    live = [record for record in records if not record.deleted]
    found = Counter(name for record in live for name, (_, has) in ASPECTS.items() if has(record))
    return Completeness(len(live), {name: found[name] for name in ASPECTS})
