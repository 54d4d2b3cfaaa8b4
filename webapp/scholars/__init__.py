"""The site for scholars: search, works, countries, journals, names, and who cites whom."""

from __future__ import annotations

from webapp.scholars import pages
from webapp.scholars.blueprint import blueprint, root

__all__ = ["blueprint", "pages", "root"]
