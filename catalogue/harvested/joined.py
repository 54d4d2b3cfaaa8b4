"""One record from two descriptions of one publication, which a source gives in two formats.

No format of most servers says all: the Dublin Core of OJS has year, journal and issue, its MARCXML ORCID iDs and
affiliations, its JATS the references. The format that leads is believed; the other fills what that leaves out. So the
record depends on the two descriptions alone, and not on which of them came first.
"""

from __future__ import annotations

from typing import Any

import msgspec

from catalogue.harvested.joined_people import joined_people, with_further_schemes
from catalogue.harvested.joined_texts import with_further, with_further_subjects
from schemas import HarvestedRecord
from schemas.identifiers import bare
from schemas.record import Container
from schemas.within import within_limits


def joined(first: HarvestedRecord | None, second: HarvestedRecord | None) -> HarvestedRecord | None:
    """The record that two descriptions of it make, ``first`` in the format that leads; None without any.

    What the first format calls deleted is deleted. What only the second has is taken as it is: the first may come
    later, and a record that is half described is worth more than none. A deletion in the second takes away what the
    second said.
    """
    if first is None or second is None:
        return first or second
    if first.deleted or second.deleted:
        return first
    return within_limits(_filled(first, second))[0]


def _filled(first: HarvestedRecord, second: HarvestedRecord) -> HarvestedRecord:
    return msgspec.structs.replace(
        first,
        datestamp=max(filter(None, (first.datestamp, second.datestamp)), default=None),
        sets=tuple(dict.fromkeys((*first.sets, *second.sets))),
        titles=with_further(first.titles, second.titles),
        abstracts=with_further(first.abstracts, second.abstracts),
        contributors=joined_people(first.contributors, second.contributors),
        container=_container(first.container, second.container),
        publishers=first.publishers or second.publishers,
        place=first.place or second.place,
        languages=first.languages or second.languages,
        identifiers=with_further_schemes(first.identifiers, second.identifiers),
        subjects=with_further_subjects(first.subjects, second.subjects),
        # no list is mixed of two: positions would no longer be those of the printed list
        references=max(first.references, second.references, key=len),
        urls=first.urls or second.urls,
        rights=first.rights or second.rights,
        country=first.country or second.country,
        warnings=tuple(dict.fromkeys((*first.warnings, *second.warnings))),
        **_date(first, second),
        **_type(first, second),
    )


def _date(first: HarvestedRecord, second: HarvestedRecord) -> dict[str, Any]:
    """Year and date, which always agree: the date of the second counts only if it says more of the first's."""
    if first.year is None and first.published is None:
        return {"year": second.year, "published": second.published}
    known = first.published or str(first.year)
    more = second.published is not None and second.published.startswith(known)
    return {"published": second.published if more else first.published}


def _type(first: HarvestedRecord, second: HarvestedRecord) -> dict[str, Any]:
    chosen = second if first.type == "unknown" and second.type != "unknown" else first
    given = chosen.type_as_given or first.type_as_given or second.type_as_given
    return {"type": chosen.type, "type_as_given": given}


def _container(first: Container | None, second: Container | None) -> Container | None:
    if first is None or second is None:
        return first or second
    return msgspec.structs.replace(
        first,
        titles=with_further(first.titles, second.titles),
        kind=first.kind or second.kind,
        issn=_with_further_numbers("issn", first.issn, second.issn),
        isbn=first.isbn or second.isbn,
        volume=first.volume or second.volume,
        issue=first.issue or second.issue,
        article_number=first.article_number or second.article_number,
        **_pages(first, second),
    )


def _pages(first: Container, second: Container) -> dict[str, Any]:
    """The pages of one of them: they belong together."""
    chosen = first if first.pages or first.first_page else second
    return {name: getattr(chosen, name) for name in ("pages", "first_page", "last_page")}


def _with_further_numbers(
    scheme: str, first: tuple[str, ...], second: tuple[str, ...]
) -> tuple[str, ...]:
    """A journal has a number for print and one for the web, and a format may tell only one of them."""
    known = {bare(scheme, number) for number in first}
    return (*first, *(number for number in second if bare(scheme, number) not in known))
