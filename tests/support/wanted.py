"""What a test may want that this machine need not have, and how its absence is told."""

from __future__ import annotations

ELASTICSEARCH = "EACI_TEST_ELASTICSEARCH_URL"
POSTGRESQL = "EACI_TEST_DATABASE_URL"
NOT_TESTED = "NOT TESTED"
