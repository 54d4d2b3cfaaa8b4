"""Institutions: a small registry as data, and affiliation strings resolved to it with evidence.

>>> from indexer.institutions import resolve
>>> [each.institution.id for each in resolve(["ФГАОУ ВО «Казанский федеральный университет», г. Казань"])]
['ru-kfu']
"""

from indexer.institutions.evidence import Evidence
from indexer.institutions.registry import Institution, ancestors, institution, institutions
from indexer.institutions.resolver import (
    Resolution,
    countries_named,
    regions_named,
    resolve,
)

__all__ = [
    "Evidence",
    "Institution",
    "Resolution",
    "ancestors",
    "countries_named",
    "institution",
    "institutions",
    "regions_named",
    "resolve",
]
