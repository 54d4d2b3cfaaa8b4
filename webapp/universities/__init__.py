"""For universities: institutions with their numbers, exports of these, and the integration matrix of the members.

Every number opens the list that it counts; both come from one filter of :mod:`catalogue.derived.metrics`.
"""

from __future__ import annotations

from webapp.universities import institutions, integration, journals
from webapp.universities.blueprint import blueprint

__all__ = ["blueprint", "institutions", "integration", "journals"]
