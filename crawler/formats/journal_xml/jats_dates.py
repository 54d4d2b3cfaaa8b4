"""When a JATS article was published: the year of its issue before the day of its upload.

OJS and others give the day on which an article was put online as ``epub``, years after its issue, and the issue's year
as ``collection``. Source of the rules: ``pub-date`` in https://jats.nlm.nih.gov/publishing/tag-library/1.3/.
"""

from __future__ import annotations

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from crawler.formats.values.dates import Dated, dated

# the best first: what dates the issue, then print, then any publication, then the network
_YEARS = ("collection", "cover", "issue", "issue-pub", "ppub", "epub-ppub", "pub", "", "epub")
_NO_PUBLICATION = frozenset({
    "received", "rev-recd", "rev-request", "accepted", "preprint", "epreprint", "corrected", "retracted", "pmc-release",
    "nihms-submitted", "resubmitted", "submitted", "open-access", "ecorrected", "retraction", "creation",
})  # fmt: skip
_PRINT, _ONLINE = frozenset({"print", "ppub"}), frozenset({"electronic", "online", "epub"})


def published(meta: etree._Element | None) -> Dated:
    """The year and the date, as exactly as a date of that year says it, with what was wrong with it."""
    given = [(_kind(e), _dated(e)) for e in xml.children(meta, "pub-date")]
    told = [(kind, date) for kind, date in given if kind not in _NO_PUBLICATION] or given
    known = sorted((pair for pair in told if pair[1].year), key=lambda pair: _rank(pair[0]))
    warnings = tuple(line for _, date in told for line in date.warnings)
    if not known:
        return Dated(warnings=warnings)
    year = known[0][1].year
    same = [date.published or "" for _, date in known if date.year == year]
    best = max(same, key=len)  # the first of the longest
    return Dated(year, best or None, warnings)


def years_given(meta: etree._Element | None) -> tuple[str, ...]:
    """Every year that an article gives as one of its publication."""
    return unique(str(_dated(e).year or "") for e in xml.children(meta, "pub-date"))


def _rank(kind: str) -> int:
    return _YEARS.index(kind) if kind in _YEARS else len(_YEARS)


def _kind(element: etree._Element) -> str:
    """``pub`` is told apart by the medium; programs write the medium's old names into any of the attributes."""
    kind = (element.get("date-type") or element.get("pub-type") or "").strip().lower()
    medium = (element.get("publication-format") or "").strip().lower()
    if kind in {"pub", ""} and medium in _PRINT:
        return "ppub"
    return "epub" if kind in {"pub", ""} and medium in _ONLINE else kind


def _dated(element: etree._Element) -> Dated:
    """What the elements say, or the attribute for programs; the one that says more without a fault."""
    found = [dated(text) for text in (_spelled(element), element.get("iso-8601-date")) if text]
    sound = [date for date in found if date.published and not date.warnings]
    known = [date for date in found if date.published]
    best = max(sound or known, key=lambda date: len(date.published or ""), default=None)
    if best is not None:
        return best
    return found[0] if found else Dated()


def _spelled(element: etree._Element) -> str:
    year, month, day = (xml.text_at(element, name) for name in ("year", "month", "day"))
    if year is None:
        return xml.text_of(xml.child(element, "string-date"))
    if month is None:
        return year
    if month.isdecimal():
        return "-".join(part for part in (year, month, day) if part)
    return " ".join(part for part in (day, month, year) if part)
