"""Cited references of Web of Science: ``Kim V, 2001, LAKES, V3, P1, DOI 10.5555/a``, always in this order."""

from __future__ import annotations

import re

from crawler.formats.items import Entry
from crawler.formats.values.dates import year_of
from schemas import ReferenceFields

_UNNAMED = re.compile(r"^(?:\[no title captured\]|no title captured)$", re.IGNORECASE)
_YEAR = re.compile(r"^\d{4}$")
_VOLUME = re.compile(r"^V(\d[\w-]*)$")
_PAGE = re.compile(r"^[Pp]{1,2}\.? ?([A-Za-z]?\d[\w-]*)$")
_NUMBER = re.compile(r"^ARTN? (\w[\w.-]*)$")
_DOI = re.compile(r"\bDOI \[?(?:DOI )?(10\.\d{4,9}/[^\s,\]]+)", re.IGNORECASE)
_DOI_PART = re.compile(r",\s*(?:ARTN?\s\S+,\s*)?DOI\b.*$", re.IGNORECASE)


def entry(text: str) -> Entry:
    """The reference as given, and its parts as far as they stand in their places."""
    doi = _DOI.search(text)
    parts = [part.strip() for part in _DOI_PART.sub("", text).split(",")]
    at = next((n for n, part in enumerate(parts[:3]) if _YEAR.match(part)), None)
    if at is None:
        return Entry(raw=text, fields=ReferenceFields(doi=doi.group(1)) if doi else None)
    author = ", ".join(parts[:at])
    return Entry(
        raw=text,
        fields=ReferenceFields(
            authors=(author,) if author and author.casefold() != "[anonymous]" else (),
            year=year_of(parts[at]),
            date=parts[at],
            container=next((p for p in parts[at + 1 : at + 2] if not _UNNAMED.match(p)), None),
            volume=_first(_VOLUME, parts[at + 1 :]),
            first_page=_first(_PAGE, parts[at + 1 :]),
            article_number=_first(_NUMBER, [part.strip() for part in text.split(",")]),
            doi=doi.group(1) if doi else None,
        ),
    )


def _first(form: re.Pattern[str], parts: list[str]) -> str | None:
    return next((match.group(1) for part in parts if (match := form.match(part))), None)
