"""The people of a Dublin Core description: one element a person or several, with an ORCID iD where one is given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from crawler.formats.repositories.dc_fields import Value
from crawler.formats.values.names import contributors, forms_of
from schemas import Contributor, Identifier
from schemas.identifiers import clean_orcid
from schemas.record import ContributorRole


def people(values: Sequence[Value], role: ContributorRole) -> tuple[Contributor, ...]:
    """OJS repeats the whole list per language: lists of one length are forms of the same people."""
    if not values:
        return ()
    if len({value.lang for value in values}) == 1:
        return tuple([person for value in values for person in _people(value, role)])
    lists: dict[str | None, list[Contributor]] = defaultdict(list)
    for value in values:
        lists[value.lang].extend(_people(value, role))
    groups = list(lists.values())
    if len(groups) > 1 and None not in lists and len({len(group) for group in groups}) == 1:
        return tuple(_merged(forms) for forms in zip(*groups, strict=True))
    return tuple([person for group in groups for person in group])


def _people(value: Value, role: ContributorRole) -> tuple[Contributor, ...]:
    found = contributors(value.text, value.lang, role)
    orcid = clean_orcid(value.about) if value.about else None
    if orcid and len(found) == 1 and not found[0].identifiers:
        return (msgspec.structs.replace(found[0], identifiers=(Identifier("orcid", orcid),)),)
    return found


def _merged(forms: tuple[Contributor, ...]) -> Contributor:
    identifiers = dict.fromkeys(each for form in forms for each in form.identifiers)
    return msgspec.structs.replace(
        forms[0],
        names=forms_of(name for form in forms for name in form.names),
        affiliations=tuple(place for form in forms for place in form.affiliations),
        identifiers=tuple(identifiers),
    )
