"""A MARC record whose fields are found by their tags: pymarc goes through all of them each time it is asked."""

from __future__ import annotations

from collections import defaultdict

import pymarc

LEADER = 24
"""Letters of a leader."""


class MarcRecord(pymarc.Record):
    """pymarc's record with an index. Fields are added by :meth:`append` alone, and never taken out."""

    def __init__(self, leader: str) -> None:
        super().__init__(force_utf8=True)
        # blanks count in it, and are what careless writers lose
        self.leader = pymarc.Leader(leader.ljust(LEADER)[:LEADER])
        self._by_tag: dict[str, list[pymarc.Field]] = defaultdict(list)

    def append(self, field: pymarc.Field) -> None:
        """Put a field behind the others."""
        self._by_tag[field.tag].append(field)
        self.fields.append(field)

    def get_fields(self, *tags: str) -> list[pymarc.Field]:  # type: ignore[override]  # no lists of tags
        """The fields of these tags in the order of the record; all of them if no tag is given."""
        if len(tags) == 1:
            return list(self._by_tag.get(tags[0], ()))
        if not tags:
            return list(self.fields)
        if not any(tag in self._by_tag for tag in tags):
            return []
        return [field for field in self.fields if field.tag in tags]
