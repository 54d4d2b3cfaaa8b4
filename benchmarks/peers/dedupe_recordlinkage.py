"""The Python Record Linkage Toolkit with logistic regression: ``dedupe_recordlinkage.py FOLDER``."""

from __future__ import annotations

from pathlib import Path

import pandas
import recordlinkage
from labelled import answer, components, half, labels, rows, sides

SETTINGS = (
    "supervised: the two sources of DBLP–ACM linked with each other only; "
    "logistic regression fitted on one half of the labels and applied to the other, both ways; "
    "Jaro–Winkler on title, authors and container, exact surname, year and first page; blocked by first three title "
    "words, surname + year, container + first page, DOI; threshold .5; connected components"
)
_BLOCKS = (["title_start"], ["surname", "year"], ["container", "first_page"], ["doi"])


def link(folder: Path) -> dict[str, dict[str, str]]:
    """The cluster of each id; the key says that there is but one threshold."""
    records = rows(folder)
    table = pandas.DataFrame(records).set_index("unique_id")
    clusters, pairs = labels(folder)
    index = pandas.MultiIndex.from_tuples(list(pairs)) if pairs else candidates(records, folder)
    vectors = features(table, index)
    same = [pairs[pair] if pairs else clusters[pair[0]] == clusters[pair[1]] for pair in index]
    halves = [half(pair[0] if pairs else clusters[pair[0]]) for pair in index]
    links = predicted(vectors, pandas.Series(same, index=index), pandas.Series(halves, index=index))
    return {"0.5": components(table.index, links)}


def candidates(records: list[dict[str, str]], folder: Path) -> pandas.MultiIndex:
    """The pairs that share a block."""
    tables = [pandas.DataFrame(part).set_index("unique_id") for part in sides(records, folder)]
    index = recordlinkage.Index()
    for columns in _BLOCKS:
        if all(table[columns].notna().all(axis=1).any() for table in tables):
            index.block(columns)
    return index.index(*tables)


def features(table: pandas.DataFrame, index: pandas.MultiIndex) -> pandas.DataFrame:
    """The comparison vectors."""
    compare = recordlinkage.Compare()
    for column in ("title", "authors", "container"):
        compare.string(column, column, method="jarowinkler", label=column)
    for column in ("surname", "year", "first_page"):
        compare.exact(column, column, label=column)
    filled = table.fillna(dict.fromkeys(("title", "authors", "container"), ""))
    return compare.compute(index, filled)


def predicted(
    vectors: pandas.DataFrame, same: pandas.Series, halves: pandas.Series
) -> list[tuple[str, str]]:
    """The links, each predicted by the model that did not see its half."""
    links: list[tuple[str, str]] = []
    for side in (0, 1):
        seen, unseen = vectors[halves != side], vectors[halves == side]
        classifier = recordlinkage.LogisticRegressionClassifier()
        classifier.fit(seen, seen.index[same[halves != side].astype(bool)])
        links.extend(classifier.predict(unseen))
    return links


if __name__ == "__main__":
    answer(link, SETTINGS)
