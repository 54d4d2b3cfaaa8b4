"""Splink (Fellegi–Sunter, unsupervised) on a labelled set: ``dedupe_splink.py FOLDER``."""

from __future__ import annotations

from pathlib import Path

import pandas
import splink.comparison_library as compare
from labelled import Row, answer, rows, sides
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

SETTINGS = (
    "unsupervised; the two sources of DBLP–ACM and of DBLP–Scholar linked with each other only; "
    "Jaro–Winkler on title (.97 .9 .8) and authors (.92 .8), exact first surname with term frequency, "
    "year, first page, DOI, Jaro–Winkler on container (.9 .7); blocked by first three title words, surname + year, "
    "container + first page, DOI; u by sampling 1e6 pairs, m by EM blocked by title start and by surname + year; "
    "connected components; with and without surname and container, at "
    "thresholds .5 .7 .9 .99 .999: the best of the ten on the "
    "labels is reported; not tuned further; items/s is that of the ten together"
)
_THRESHOLDS = (0.5, 0.7, 0.9, 0.99, 0.999)
_CORRELATED = frozenset({"surname", "container"})
_COMPARISONS = {
    "title": compare.JaroWinklerAtThresholds("title", [0.97, 0.9, 0.8]),
    "authors": compare.JaroWinklerAtThresholds("authors", [0.92, 0.8]),
    "surname": compare.ExactMatch("surname").configure(term_frequency_adjustments=True),
    "year": compare.ExactMatch("year"),
    "container": compare.JaroWinklerAtThresholds("container", [0.9, 0.7]),
    "first_page": compare.ExactMatch("first_page"),
    "doi": compare.ExactMatch("doi"),
}
_BLOCKS = (("title_start",), ("surname", "year"), ("container", "first_page"), ("doi",))


def link(folder: Path) -> dict[str, dict[str, str]]:
    """The cluster of each id, by model and threshold."""
    records = rows(folder)
    present = {column for row in records for column, value in row.items() if value}
    found: dict[str, dict[str, str]] = {}
    for left_out in (frozenset(), _CORRELATED):
        linker = made(sides(records, folder), present - left_out)
        scored = linker.inference.predict(threshold_match_probability=0.1)
        for threshold in _THRESHOLDS:
            found[f"{len(left_out)} left out, {threshold}"] = clusters(linker, scored, threshold)
    return found


def made(parts: list[list[Row]], columns: set[str]) -> Linker:
    """A trained linker that compares the columns."""
    settings = SettingsCreator(
        link_type="link_only" if parts[1:] else "dedupe_only",
        comparisons=[found for column, found in _COMPARISONS.items() if column in columns],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in _BLOCKS],
    )
    api = DuckDBAPI()
    tables = [api.register(pandas.DataFrame(part)) for part in parts]
    linker = Linker(tables if tables[1:] else tables[0], settings, log_level=None)
    train(linker)
    return linker


def train(linker: Linker) -> None:
    """As Splink's tutorial does."""
    sure = [block_on("title", "year"), block_on("doi")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in (("title_start",), ("surname", "year")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))


def clusters(linker: Linker, scored: object, threshold: float) -> dict[str, str]:
    """The cluster of each id at a threshold."""
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(
        scored, threshold_match_probability=threshold
    ).as_pandas_dataframe()
    return dict(zip(found["unique_id"], found["cluster_id"].astype(str), strict=True))


if __name__ == "__main__":
    answer(link, SETTINGS)
