"""What a harvest asks the catalogue is there, in the run at work and in its stand-in of these tests."""

from __future__ import annotations

import pytest

from crawler.oai.known import Known
from crawler.runs.harvest import Harvest
from tests.crawler.oai.served import Memory

ASKED = sorted(name for name in vars(Known) if not name.startswith("_"))


@pytest.mark.parametrize("kind", [Harvest, Memory])
@pytest.mark.parametrize("name", ASKED)
def test_it_is_there(kind: type, name: str) -> None:
    fields = {*dir(kind), *getattr(kind, "__dataclass_fields__", ())}
    assert name in fields


def test_it_is_no_more_than_is_needed() -> None:
    assert ASKED == [
        "began",
        "doubtful_in",
        "identifiers_since",
        "limit_reached",
        "sampled",
        "waiting_for",
    ]
