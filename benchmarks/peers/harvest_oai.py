"""A peer fetches and parses a whole repository and does nothing else: ``harvest_oai.py sickle|oaipmh-scythe URL``.

Runs in the peers' environment. Prints records, seconds and seconds of processor time.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from typing import Any


def _sickle(url: str) -> Iterable[Any]:
    from sickle import Sickle  # noqa: PLC0415 -- each peer on its own

    return Sickle(url).ListRecords(metadataPrefix="oai_dc")


def _scythe(url: str) -> Iterable[Any]:
    from oaipmh_scythe import Scythe  # noqa: PLC0415 -- each peer on its own

    return Scythe(url).list_records(metadata_prefix="oai_dc")


PEERS = {"sickle": _sickle, "oaipmh-scythe": _scythe}


def main() -> None:
    """Harvest and count."""
    records = PEERS[sys.argv[1]](sys.argv[2])
    begun = time.perf_counter(), time.process_time()
    count = sum(1 for record in records if record.metadata)
    seconds, processor = time.perf_counter() - begun[0], time.process_time() - begun[1]
    json.dump({"records": count, "seconds": seconds, "processor": processor}, sys.stdout)


if __name__ == "__main__":
    main()
