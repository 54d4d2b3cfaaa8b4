"""A work in the forms that reference managers read, and as a formatted citation."""

from __future__ import annotations

from webapp.exports.bibtex import to_bibtex
from webapp.exports.csl import to_csl
from webapp.exports.formatted import STYLES, formatted, in_style
from webapp.exports.ris import to_ris

__all__ = ["STYLES", "formatted", "in_style", "to_bibtex", "to_csl", "to_ris"]
