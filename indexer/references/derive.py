"""Everything the index derives from a reference list before it knows any work: fields, pairs, profile, keys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain, islice

import msgspec

from indexer.keys.reference import reference_keys
from indexer.profiles.of_record import merge_profiles
from indexer.profiles.profile import Profile
from indexer.references.bilingual import pair_lists
from indexer.references.cited_only import cited_only_keys
from indexer.references.entries_above import entries_above
from indexer.references.fields import fields_of_list, listed_profile
from indexer.references.same_author import with_authors_above
from indexer.references.shelfmarks import is_unpublished
from indexer.text.printed import folded_text
from schemas import Reference, ReferenceFields
from schemas.ids import reference_number
from schemas.work import NoWork, ReferenceStatus


class DerivedReference(msgspec.Struct, frozen=True, kw_only=True):
    """One reference, ready to be matched.

    Of the items that cite one work in several languages the first speaks for all (its profile holds what any says); the
    others, its twins, are shown but not matched or counted. ``paired_with`` is the position of the first item, and that
    of the first the position of its first twin.

    ``status`` is what the list alone decides, "pending" for an item that has to be matched. An item that stands for
    another of its own list ("Там же") is a "back-reference": ``paired_with`` is the position of that one, which is
    matched and counted for both. What names no work at all is "unmatched" for the ``reason``.
    """

    given: Reference
    fields: ReferenceFields
    profile: Profile
    number: int
    keys: tuple[str, ...]
    paired_with: int | None = None
    status: ReferenceStatus = "pending"
    reason: NoWork | None = None


def grouping_key(ground: str) -> str:
    """A ground of :mod:`indexer.references.cited_only` as a key beside the blocking keys; no work has such a key."""
    return f"c:{ground}"


def derive_references(references: Sequence[Reference]) -> list[DerivedReference]:
    """Parse, pair and profile one record's references; a pure function of the list."""
    return derive_lists([references])[0]


def derive_lists(lists: Sequence[Sequence[Reference]]) -> list[list[DerivedReference]]:
    """The same of several records, whose texts the parser reads faster together."""
    known = iter(fields_of_list(list(chain.from_iterable(lists))))
    each = [(references, list(islice(known, len(references)))) for references in lists]
    return [_derive_list(listed, with_authors_above(listed, read)) for listed, read in each]


def _derive_list(
    references: Sequence[Reference], known: Sequence[ReferenceFields]
) -> list[DerivedReference]:
    filled = [
        msgspec.structs.replace(item, fields=item.fields or fields)
        for item, fields in zip(references, known, strict=True)
    ]
    profiles = [
        listed_profile(fields, item.raw, item.lang)
        for item, fields in zip(references, known, strict=True)
    ]
    above = entries_above(references, profiles)
    firsts = _firsts(filled, above)
    twins: dict[int, list[int]] = {}
    for twin, first in firsts.items():
        twins.setdefault(first, []).append(twin)
    partners = twins | {twin: [first] for twin, first in firsts.items()}
    return [
        _back_reference(index, references, above[index])
        if index in above
        else _derived(
            index, references, filled, profiles, partners.get(index, []), is_twin=index in firsts
        )
        for index in range(len(filled))
    ]


def _firsts(filled: Sequence[Reference], above: Collection[int]) -> dict[int, int]:
    """For each twin of a bilingual list its first item; what stands for another entry of its own list has no twin."""
    pairs = pair_lists(filled)
    return {twin: one for one, twin in pairs if one not in above and twin not in above}


def _back_reference(
    index: int, references: Sequence[Reference], meant: int | None
) -> DerivedReference:
    """An item that stands for another, or for none that could be found: nothing of it is compared."""
    return DerivedReference(
        given=references[index],
        fields=references[index].fields or ReferenceFields(),
        profile=Profile(),
        number=reference_number(folded_text(references[index].raw)),
        keys=(),
        paired_with=None if meant is None else references[meant].position,
        status="unmatched" if meant is None else "back-reference",
        reason="not-a-work:nothing-above" if meant is None else None,
    )


def _derived(
    index: int,
    references: Sequence[Reference],
    filled: Sequence[Reference],
    profiles: Sequence[Profile],
    others: Sequence[int],
    *,
    is_twin: bool,
) -> DerivedReference:
    given = references[index]
    unpublished = is_unpublished(given.raw) and not (given.fields and given.fields.doi)
    profile, keys = Profile() if unpublished else profiles[index], set[str]()
    if not is_twin and not unpublished:
        keys.update(reference_keys(profile, filled[index].raw))
        for other in others:
            keys.update(reference_keys(profiles[other], filled[other].raw))
        if others:
            profile = merge_profiles((profile, *(profiles[other] for other in others)))
        keys.update(map(grouping_key, cited_only_keys(profile)))
    fields = filled[index].fields
    return DerivedReference(
        given=given,
        fields=fields or ReferenceFields(),
        profile=profile,
        number=reference_number(folded_text(filled[index].raw)),
        keys=tuple(sorted(keys)),
        paired_with=references[others[0]].position if others else None,
        status="paired" if is_twin else "unmatched" if unpublished else "pending",
        reason="not-a-work:unpublished" if unpublished and not is_twin else None,
    )
