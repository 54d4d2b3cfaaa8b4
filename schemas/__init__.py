"""The data contracts that every room shares: record, reference, work, vocabularies."""

from schemas.record import (
    Affiliation,
    Container,
    Contributor,
    ContributorRole,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Provenance,
    Subject,
)
from schemas.reference import Reference, ReferenceFields
from schemas.work import Attributed, AttributedContributor, Work, WorkRecord

__all__ = [
    "Affiliation",
    "Attributed",
    "AttributedContributor",
    "Container",
    "Contributor",
    "ContributorRole",
    "HarvestedRecord",
    "Identifier",
    "LocalizedText",
    "PersonName",
    "Provenance",
    "Reference",
    "ReferenceFields",
    "Subject",
    "Work",
    "WorkRecord",
]
