"""Everything the index derives from a reference list before it knows any work: fields, pairs, profile, keys."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.normalise import merge_profiles
from indexer.profiles import Profile
from indexer.references.bilingual import pair_lists
from indexer.references.matching import folded_text, reference_keys, reference_profile
from indexer.references.parse import parse_reference
from schemas import Reference, ReferenceFields
from schemas.ids import reference_number


class DerivedReference(msgspec.Struct, frozen=True, kw_only=True):
    """One reference, ready to be matched.

    Of a bilingual pair the first item speaks for both (its profile holds what either says); the other, the twin, is
    shown but not matched or counted. ``paired_with`` is the position of the other item.
    """

    given: Reference
    fields: ReferenceFields
    profile: Profile
    number: int
    keys: tuple[str, ...]
    paired_with: int | None = None
    is_twin: bool = False


def derive_references(references: Sequence[Reference]) -> list[DerivedReference]:
    """Parse, pair and profile one record's references; a pure function of the list."""
    filled = [
        msgspec.structs.replace(item, fields=item.fields or parse_reference(item.raw, item.lang))
        for item in references
    ]
    profiles = [reference_profile(item) for item in filled]
    twins = dict(pair_lists(filled))
    partner = twins | {twin: first for first, twin in twins.items()}
    return [
        _derived(index, references, filled, profiles, partner, is_twin=index in twins.values())
        for index in range(len(filled))
    ]


def _derived(
    index: int,
    references: Sequence[Reference],
    filled: Sequence[Reference],
    profiles: Sequence[Profile],
    partner: dict[int, int],
    *,
    is_twin: bool,
) -> DerivedReference:
    other = partner.get(index)
    profile, keys = profiles[index], set[str]()
    if not is_twin:
        keys.update(reference_keys(profile, filled[index].raw))
        if other is not None:
            keys.update(reference_keys(profiles[other], filled[other].raw))
            profile = merge_profiles((profile, profiles[other]))
    fields = filled[index].fields
    return DerivedReference(
        given=references[index],
        fields=fields or ReferenceFields(),
        profile=profile,
        number=reference_number(folded_text(filled[index].raw)),
        keys=tuple(sorted(keys)),
        paired_with=None if other is None else references[other].position,
        is_twin=is_twin,
    )
