"""Counts with pandas what pages and exports say, from the rows of the catalogue and without the project's own code.

Only SQL that selects whole columns, and joins and groups of pandas: a rule that the project reads wrongly everywhere
would still give another number here. What is said comes in as the site's JSON exports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
import pandas as pd
from sqlalchemy import Connection, text

from catalogue.database.engine import reading
from catalogue.settings import Settings
from webapp.app import create_app
from webapp.extensions import limiter

Exported = dict[str, list[dict[str, Any]]]
Ask = Callable[[str], Exported]
"""From an address of an export without language to the tables of its JSON."""

MEMBERS = ("AM", "BY", "KG", "KZ", "RU")
GROUNDS = ("any", "affiliation", "publication", "source")


class Frames(NamedTuple):
    """The rows that everything is counted from. ``links`` are counted anew from records and references."""

    works: pd.DataFrame
    countries: pd.DataFrame
    institutions: pd.DataFrame
    journals: pd.DataFrame
    authors: pd.DataFrame
    links: pd.DataFrame
    made: frozenset[int]


def read(connection: Connection) -> Frames:
    """The rows of a catalogue."""

    def rows(query: str) -> pd.DataFrame:
        return pd.read_sql_query(text(query), connection)

    references = rows("SELECT record_id, target, status FROM reference WHERE target IS NOT NULL")
    profiles = rows("SELECT record_id, work FROM profile WHERE work IS NOT NULL")
    linked = references[references.status.isin(["matched", "cited-only"])].merge(profiles)
    links = linked.rename(columns={"work": "citing", "target": "cited"})[["citing", "cited"]]
    links = links[links.citing != links.cited].drop_duplicates().astype("int64")
    sources = rows(
        "SELECT p.work, s.generated FROM profile p JOIN record r ON r.id = p.record_id "
        "JOIN source s ON s.name = r.source WHERE p.work IS NOT NULL"
    )
    made = sources.groupby("work").generated.min()
    return Frames(
        works=rows("SELECT number, kind, year, cited_by, cited_by_others, cites FROM work"),
        countries=rows("SELECT work, country, basis FROM work_country"),
        institutions=rows("SELECT work, institution FROM work_institution"),
        journals=rows("SELECT work, journal FROM work_journal"),
        authors=_people(rows),
        links=links.merge(_owned(rows), how="left"),
        made=frozenset(made[made == 1].index),
    )


def _people(rows: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Each author's work with whatever says who the author is: a person's number, an ORCID iD."""
    people = rows("SELECT work, person FROM person_mention")
    orcids = rows("SELECT work, orcid FROM work_author WHERE orcid IS NOT NULL")
    marks = pd.concat(
        [
            people.assign(who="person " + people.person.astype(str))[["work", "who"]],
            orcids.assign(who="orcid " + orcids.orcid)[["work", "who"]],
        ]
    )
    return marks.drop_duplicates()


def _owned(rows: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    return rows("SELECT citing, cited, self_citation AS said FROM citation")


def differences(frames: Frames, ask: Ask) -> Iterator[str]:
    """Whatever pages and exports say otherwise, in one sentence each."""
    yield from _of_citations(frames)
    for counting, ground in product(("disjoint", "all"), GROUNDS):
        said = ask(f"/integration/export.json?counting={counting}&basis={ground}")
        yield from _of_matrix(frames, said, counting, ground)
    for institution, group in frames.institutions.groupby("institution"):
        said = ask(f"/institutions/{institution}/export.json")
        yield from _of_unit(frames, said, set(group.work), str(institution))
    largest = frames.journals.groupby("journal").work.nunique().nlargest(20)
    for journal in largest.index:
        said = ask(f"/journals/numbers/export.json?journal={journal}")
        works = set(frames.journals[frames.journals.journal == journal].work)
        yield from _of_unit(frames, said, works, str(journal))


def recounted(settings: Settings) -> tuple[Frames, list[str]]:
    """What the rows of a catalogue come to, and what its site says otherwise."""
    app = create_app(settings)
    client = app.test_client()

    def ask(address: str) -> Exported:
        limiter.reset()
        answer = client.get(quote(f"/en{address}", safe="/?=&%"))
        assert answer.status_code == 200, address
        return msgspec.json.decode(answer.data, type=Exported)

    services = app.extensions["eaci"]
    with app.app_context(), reading(services.engine) as connection:
        frames = read(connection)
        found = list(differences(frames, ask))
    services.close()
    return frames, found


def _different(what: str, counted: object, said: object) -> Iterator[str]:
    numbers = isinstance(counted, float) and isinstance(said, float | int)
    # exports round to four places
    if abs(counted - said) > 0.0001 if numbers else counted != said:  # type: ignore[operator]
        yield f"{what}: counted {counted}, said {said}"


def certain(frames: Frames) -> pd.Series[bool]:
    """For each link whether the two works share a person or an ORCID iD."""
    citing = frames.links[["citing", "cited"]].merge(
        frames.authors, left_on="citing", right_on="work"
    )
    shared = citing.merge(frames.authors, left_on=["cited", "who"], right_on=["work", "who"])
    own = shared[["citing", "cited"]].drop_duplicates().assign(own=True)
    merged = frames.links.merge(own, how="left")
    return merged.own.notna()


def _of_citations(frames: Frames) -> Iterator[str]:
    links = frames.links
    yield from _different("citations without a row", 0, int(links.said.isna().sum()))
    wrong = int((links.said.astype(bool) != certain(frames).to_numpy()).sum())
    yield from _different("citations with a wrong mark of self-citation", 0, wrong)
    counted = frames.works.set_index("number")
    for column, side in (("cited_by", "cited"), ("cites", "citing")):
        right = links.groupby(side).size().reindex(counted.index, fill_value=0)
        yield from _different(
            f"works with a wrong {column}", 0, int((right != counted[column]).sum())
        )
    others = links[~links.said.astype(bool)].groupby("cited").size()
    right = others.reindex(counted.index, fill_value=0)
    wrong = int((right != counted.cited_by_others).sum())
    yield from _different("works with a wrong cited_by_others", 0, wrong)


def _of_unit(frames: Frames, said: Exported, works: set[int], name: str) -> Iterator[str]:
    """An institution or a journal: works, citations, self-citations of authors and of the unit, h."""
    links = frames.links
    received, given = links[links.cited.isin(works)], links[links.citing.isin(works)]
    own = received[received.citing.isin(works)]
    counts = received.groupby("cited").size().reindex(list(works), fill_value=0)
    ranked = sorted(counts, reverse=True)
    expected: dict[str, object] = {
        "works": len(works),
        "citations": len(received),
        "self_citations": int(received.said.sum()),
        "citations_by_others": int((~received.said.astype(bool)).sum()),
        "citations_given": len(given),
        "own_citations": len(own),
        "self_cited": len(own) / len(received) if len(received) else None,
        "self_citing": len(own) / len(given) if len(given) else None,
        "h_index": sum(1 for rank, count in enumerate(ranked, start=1) if count >= rank),
    }
    for row in said["indicators"]:
        if row["indicator"] in expected and row.get("part") is None:
            yield from _different(
                f"{name}, {row['indicator']}", expected[row["indicator"]], row["value"]
            )
    yield from _different(f"{name}, list of works", len(works), len(said["works"]))


def _of_matrix(frames: Frames, said: Exported, counting: str, ground: str) -> Iterator[str]:
    rows = frames.countries
    believed = rows if ground == "any" else rows[rows.basis == ground]
    sets = believed.groupby("work").country.agg(frozenset).to_dict()
    where = f"{counting}, {ground}: "
    yield from _of_pairs(frames, said, sets, where)
    yield from _of_flows(frames, said, sets, counting, where)
    bases = rows[rows.country.isin(MEMBERS)].groupby(["country", "basis"]).size().to_dict()
    told = {(row["country"], row["basis"]): row["works"] for row in said["bases"]}
    yield from _different(where + "works by basis", bases, told)
    for row in said["own_citations"]:
        works = {work for work, codes in sets.items() if row["country"] in codes}
        links = frames.links
        right = {
            "received": int(links.cited.isin(works).sum()),
            "given": int(links.citing.isin(works).sum()),
            "own_citations": int((links.cited.isin(works) & links.citing.isin(works)).sum()),
        }
        for column, value in right.items():
            yield from _different(f"{where}{row['country']}, {column}", value, row[column])


def _of_pairs(
    frames: Frames, said: Exported, sets: dict[int, frozenset[str]], where: str
) -> Iterator[str]:
    told = {frozenset((row["left"], row["right"])): row for row in said["pairs"]}
    for both in map(frozenset, combinations(MEMBERS, 2)):
        shared = {work: len(codes) for work, codes in sets.items() if both <= codes}
        right = {
            "works": len(shared),
            "works_by_pairs": float(sum(2 / (n * (n - 1)) for n in shared.values())),
            "works_by_partners": float(sum(1 / (n - 1) for n in shared.values())),
            "generated_works": len(shared.keys() & frames.made),
        }
        for column, value in right.items():
            name = "-".join(sorted(both))
            yield from _different(f"{where}{name}, {column}", value, told[both][column])


def _of_flows(
    frames: Frames, said: Exported, sets: dict[int, frozenset[str]], counting: str, where: str
) -> Iterator[str]:
    told = {(row["citing"], row["cited"]): row for row in said["citations"]}
    columns = ("citations", "self_citations", "generated_citations", "citations_fractional")
    right = {key: dict.fromkeys(columns, 0.0) for key in product(MEMBERS, repeat=2)}
    for citing, cited, own in frames.links[["citing", "cited", "said"]].itertuples(index=False):
        by, of = sets.get(citing, frozenset()), sets.get(cited, frozenset())
        for one, other in product(by, of):
            if one not in MEMBERS or other not in MEMBERS:
                continue
            if counting == "disjoint" and one != other and (other in by or one in of):
                continue
            cell = right[one, other]
            cell["citations"] += 1
            cell["self_citations"] += bool(own)
            cell["generated_citations"] += citing in frames.made or cited in frames.made
            cell["citations_fractional"] += 1 / (len(by) * len(of))
    for key, cell in right.items():
        for column, value in cell.items():
            yield from _different(f"{where}{key}, {column}", value, float(told[key][column]))
