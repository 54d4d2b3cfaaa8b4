"""The fields of a reference: those that its source gives, and those that are read from its text; and its profile."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.profiles.of_reference import fields_profile
from indexer.profiles.profile import Profile
from indexer.references.parse import parse_references
from indexer.references.part_numbers import part_numbers
from schemas import (
    Reference,
    ReferenceFields,
)


def reference_profile(reference: Reference) -> Profile:
    """The profile of a reference, from the fields its source marks and, for the rest, from the parsed text."""
    return listed_profile(all_fields(reference), reference.raw, reference.lang)


def listed_profile(fields: ReferenceFields, raw: str, lang: str | None = None) -> Profile:
    """The profile of a reference whose fields are known, with the numbers of parts that the text names.

    The fields may have lost them ("Торфяники. Часть 1 // Вестник"), and without them two parts are one work.
    """
    profile = fields_profile(fields, raw, lang)
    parts = part_numbers(raw) - set(profile.numerals) if profile.container else ()
    if not parts:
        return profile
    return msgspec.structs.replace(profile, numerals=(*profile.numerals, *sorted(parts)))


def all_fields(reference: Reference) -> ReferenceFields:
    """The given fields; what is not given comes from the text, except where the source gives the whole description."""
    return fields_of_list((reference,))[0]


def fields_of_list(references: Sequence[Reference]) -> list[ReferenceFields]:
    """The same of each reference of a list, whose texts the parser reads faster together."""
    wanting = [item for item in references if not _is_whole(item.fields)]
    parsed = iter(parse_references([(item.raw, item.lang) for item in wanting]))
    return [
        item.fields
        if item.fields and _is_whole(item.fields)
        else _filled(item.fields, next(parsed))
        for item in references
    ]


def _is_whole(given: ReferenceFields | None) -> bool:
    return bool(given and given.title and given.year)


def _filled(given: ReferenceFields | None, parsed: ReferenceFields) -> ReferenceFields:
    if given is None:
        return parsed
    known = {name: value for name, value in msgspec.structs.asdict(given).items() if value}
    return msgspec.structs.replace(parsed, **known)
