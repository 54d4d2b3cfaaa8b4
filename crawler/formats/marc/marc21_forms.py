"""MARC 21's field 880: a field again in its own script, tied to it by ``$6`` (``880-02`` there, ``700-02`` here).

https://www.loc.gov/marc/bibliographic/ecbdcntf.html. The number 00 is tied to nothing: the field stands alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pymarc

from crawler.formats.marc.marc_fields import first

_LINK = re.compile(r"^(\d{3})-(\d{2})")
_LINK_LENGTH = 6
_MOST_FORMS = 20  # of one name or title; MARC 21 knows seven scripts


class Forms:
    """The fields 880 of a record by the field and number that they are tied to (``700-02``)."""

    def __init__(self, marc: pymarc.Record) -> None:
        self._marc = marc
        self._tied: dict[str, list[pymarc.Field]] = defaultdict(list)
        for field in marc.get_fields("880"):
            self._tied[(first(field, "6") or "")[:_LINK_LENGTH]].append(field)

    def of(self, field: pymarc.Field) -> list[pymarc.Field]:
        """The field itself and those tied to it; a name has a form a script."""
        link = _LINK.match(first(field, "6") or "")
        tied = self._tied.get(f"{field.tag}-{link.group(2)}", ()) if link else ()
        return [field, *tied[:_MOST_FORMS]]

    def of_tags(self, *tags: str) -> Iterator[pymarc.Field]:
        """All fields of these tags, each with those tied to it, then those that stand alone in 880."""
        for field in self._marc.get_fields(*tags):
            yield from self.of(field)
        for tag in tags:
            yield from self._tied.get(f"{tag}-00", ())[:_MOST_FORMS]
