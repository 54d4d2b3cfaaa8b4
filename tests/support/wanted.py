"""What is wanted of the tests: long runs or a sample, and servers, which this machine need not have."""

from __future__ import annotations

import os

LONG = int(os.environ.get("EACI_TEST_LONG", "0"))
"""0: tests that draw at random draw a sample; else the long run, so many times."""
ELASTICSEARCH = "EACI_TEST_ELASTICSEARCH_URL"
POSTGRESQL = "EACI_TEST_DATABASE_URL"
NOT_TESTED = "NOT TESTED"
