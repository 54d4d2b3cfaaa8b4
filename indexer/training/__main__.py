"""``python -m indexer.training``: fits the trees of dedupe on labelled sets and prints the model."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from indexer.training.boosting import Settings
from indexer.training.fit import (
    CROWD,
    SAME_WEIGH,
    SET_WEIGHTS,
    everything,
    fit,
    sample,
    without_curated,
)
from indexer.training.folds import cross_validated


def main(arguments: Sequence[str]) -> None:
    """Print the model as JSON."""
    folders = [Path(name) for name in arguments if not name.startswith("--")]
    samples = [sample(folder) for folder in folders]
    first = fit([(one, everything(one)) for one in samples])
    samples = [without_curated(one, first) for one in samples]
    model = fit([(one, everything(one)) for one in samples])
    card: dict[str, object] = {
        "fitted_by": "python -m indexer.training",
        "fitted_on": datetime.now(tz=UTC).date().isoformat(),
        "settings": msgspec.structs.asdict(Settings()),
        "pairs": {one.name: int(one.usable.sum()) for one in samples},
        "same_weigh": SAME_WEIGH,
        "crowd": CROWD,
        "set_weights": {one.name: SET_WEIGHTS.get(one.name, 1.0) for one in samples},
        "damaged_copies": {one.name: int(one.copied.sum()) for one in samples},
        "note": "The sets are for evaluation; only numbers ship.",
    }
    if "--cross-validate" in arguments:
        card["figures"] = cross_validated(samples, model)
    model = msgspec.structs.replace(model, card=card)
    print(msgspec.json.encode(model).decode())


if __name__ == "__main__":
    main(sys.argv[1:])
