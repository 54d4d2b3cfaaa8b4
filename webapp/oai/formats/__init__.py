"""The formats of the provider: each makes one element of a work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from schemas import Work
from webapp.oai.formats import jats, marcxml, mods, oai_dc

References = Sequence[str]
"""The texts of a work's reference list, in its order."""


class Format(NamedTuple):
    """A metadata format. ``with_references``: it is given the reference lists, which cost a query more."""

    namespace: str
    schema: str
    made: Callable[[Work, str, References], etree._Element]
    with_references: bool = False


FORMATS: Mapping[str, Format] = {
    "oai_dc": Format(oai_dc.NAMESPACE, oai_dc.SCHEMA, oai_dc.made),
    "marcxml": Format(marcxml.NAMESPACE, marcxml.SCHEMA, marcxml.made),
    "mods": Format(mods.NAMESPACE, mods.SCHEMA, mods.made),
    "jats": Format(jats.NAMESPACE, jats.SCHEMA, jats.made, with_references=True),
}
"""By metadataPrefix. ``made`` takes the work, the address of its page, and its references."""
