"""The contracts as JSON Schema files: ``python -m schemas.export`` writes ``schemas/json/*.schema.json``.

A test keeps the files equal to the code, so that other programs may rely on them.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from schemas import HarvestedRecord, Provenance, Reference, Work
from schemas.limited_types import limited_type
from schemas.limits import RECORD, REFERENCE, WORK, Limit

FOLDER = Path(__file__).parent / "json"
CONTRACTS: dict[str, type[msgspec.Struct]] = {
    "record": HarvestedRecord,
    "reference": Reference,
    "provenance": Provenance,
    "work": Work,
}

LIMITS: dict[str, dict[str, Limit]] = {"record": RECORD, "reference": REFERENCE, "work": WORK}


def schema_of(name: str) -> bytes:
    """The JSON Schema (2020-12) of a contract as it stands in its file. Raises KeyError for an unknown name."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:eaci:schema:{name}",
        **msgspec.json.schema(limited_type(CONTRACTS[name], LIMITS.get(name, {}))),
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def export(folder: Path = FOLDER) -> None:
    """Write every contract's file."""
    folder.mkdir(exist_ok=True)
    for name in CONTRACTS:
        (folder / f"{name}.schema.json").write_bytes(schema_of(name))


if __name__ == "__main__":
    export()
