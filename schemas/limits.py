"""How much a record may say: the limits of the contract, each beside the longest real value that was seen.

Seen in 776 records of fifteen formats (``python -m benchmarks.longest``: the project's samples and test data, recorded
answers of OAI-PMH repositories in six countries, a real RSCI issue) and in 12,400 labelled reference strings. Of
people, the papers of ATLAS and CMS name 5,154 together (Phys. Rev. Lett. 114, 191803), and one of COVIDSurg 15,025.

Paths are those of the structs: ``titles`` is how many there are, ``titles[].text`` how long each is. What is beyond a
limit is *cut* (a text, a list), *left out* (a code or an address, which would be another one if it were cut), or
*refused* (what says which record this is: the record goes to quarantine, and its bytes are kept).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Beyond = Literal["cut", "left out", "refused"]


class Limit(NamedTuple):
    """``most`` characters of a text or items of a list; ``seen`` is the longest real one."""

    most: int
    seen: int
    beyond: Beyond = "cut"


def _code(most: int, seen: int) -> Limit:
    return Limit(most, seen, "left out")


MOST_TEXT = {"contributors": 4_000_000, "references": 3_000_000}
"""Characters of all texts of a list: 15,025 people with 250 each, 10,000 references with 300. The rest is left out."""

YEARS = (1, 9999)

IDENTITY = frozenset({"doi", "edn", "isbn", "handle", "elibrary", "arxiv", "pmid", "mathnet", "zbl", "mr"})  # fmt: skip
"""Schemes of identifiers that say which publication this is."""

_LANG = _code(50, 2)
_SCHEME = _code(50, 15)
_NUMBER = _code(200, 9)

_CONTAINER = {
    "titles": Limit(50, 2),
    "titles[].text": Limit(2_000, 177),
    "titles[].lang": _LANG,
    "issn": Limit(50, 2),
    "issn[]": _code(100, 9),
    "isbn": Limit(50, 1),
    "isbn[]": _code(100, 17),
    "volume": _NUMBER,
    "issue": _NUMBER,
    "pages": _NUMBER,
    "first_page": _NUMBER,
    "last_page": _NUMBER,
    "article_number": _NUMBER,
}

_CONTRIBUTOR = {
    "names": Limit(20, 2),
    "names[].literal": Limit(2_000, 208),
    "names[].family": Limit(500, 158),
    "names[].given": Limit(500, 48),
    "names[].lang": _LANG,
    "identifiers": Limit(20, 3),
    "identifiers[].scheme": _SCHEME,
    "identifiers[].value": _code(500, 37),
    "affiliations": Limit(50, 2),
    "affiliations[].names": Limit(10, 2),
    "affiliations[].names[].text": Limit(2_000, 85),
    "affiliations[].names[].lang": _LANG,
    "affiliations[].country": _code(100, 2),
    "affiliations[].city": Limit(200, 6),
    "affiliations[].identifiers": Limit(20, 1),
    "affiliations[].identifiers[].scheme": _SCHEME,
    "affiliations[].identifiers[].value": _code(500, 9),
}

_FIELDS = {
    "authors": Limit(1_000, 28),
    "authors[]": Limit(1_000, 83),
    "editors": Limit(200, 5),
    "editors[]": Limit(1_000, 95),
    "translators": Limit(200, 5),
    "translators[]": Limit(1_000, 89),
    "title": Limit(4_000, 383),
    "container": Limit(2_000, 145),
    "date": _code(200, 9),
    "volume": _NUMBER,
    "issue": _NUMBER,
    "first_page": _NUMBER,
    "last_page": _NUMBER,
    "article_number": _NUMBER,
    "pages_total": _NUMBER,
    "publisher": Limit(2_000, 115),
    "place": Limit(500, 91),
    "series": Limit(2_000, 79),
    "edition": Limit(500, 20),
    "doi": _code(500, 68),
    "edn": _code(100, 6),
    "isbn": _code(100, 17),
    "issn": _code(100, 9),
    "arxiv": _code(100, 16),
    "pmid": _code(100, 8),
    "url": _code(4_000, 183),
    "type": _code(100, 7),
}


def _below(path: str, limits: dict[str, Limit]) -> dict[str, Limit]:
    return {f"{path}{name}": limit for name, limit in limits.items()}


REFERENCE: dict[str, Limit] = {
    "raw": Limit(10_000, 3_968),
    "lang": _LANG,
    "list_id": _code(50, 2),
    **_below("fields.", _FIELDS),
}

RECORD: dict[str, Limit] = {
    "identifier": Limit(512, 161, "refused"),  # in UTF-8 it fits a row of an index of PostgreSQL
    "datestamp": _code(100, 20),
    "sets": Limit(200, 4),
    "sets[]": _code(500, 32),
    "titles": Limit(50, 4),
    "titles[].text": Limit(4_000, 383),
    "titles[].lang": _LANG,
    "abstracts": Limit(20, 4),
    "abstracts[].text": Limit(50_000, 4_993),
    "abstracts[].lang": _LANG,
    "contributors": Limit(20_000, 15_025),
    **_below("contributors[].", _CONTRIBUTOR),
    **_below("container.", _CONTAINER),
    "publishers": Limit(20, 2),
    "publishers[].text": Limit(2_000, 172),
    "publishers[].lang": _LANG,
    "place": Limit(500, 91),
    "published": _code(100, 10),
    "languages": Limit(50, 1),
    "languages[]": _LANG,
    "type": _code(100, 19),
    "type_as_given": Limit(500, 45),
    "identifiers": Limit(200, 3),
    "identifiers[].scheme": _SCHEME,
    "identifiers[].value": _code(2_000, 373),
    "subjects": Limit(1_000, 26),
    "subjects[].scheme": _SCHEME,
    "subjects[].value": Limit(1_000, 134),
    "subjects[].lang": _LANG,
    "references": Limit(10_000, 256),
    **_below("references[].", REFERENCE),
    "urls": Limit(50, 2),
    "urls[]": _code(4_000, 165),
    "rights": Limit(50, 2),
    "rights[]": Limit(4_000, 278),
    "country": _code(100, 2),
    "warnings": Limit(200, 2),
    "warnings[]": Limit(1_000, 57),
}

_RECORDS_OF_A_WORK = 10
"""What several records say is united in their work: so many times as much, where the records must say it alone."""

_UNITED = (
    "titles", "abstracts", "publishers", "languages", "identifiers", "subjects", "urls", "container.titles",
    "container.issn", "container.isbn",
)  # fmt: skip
_OF_A_RECORD_ALONE = (
    "identifier", "datestamp", "sets", "type_as_given", "rights", "country", "warnings", "references", "contributors[]",
)  # fmt: skip


_PERSONAL = {
    path: limit
    for path, limit in _CONTRIBUTOR.items()
    if path.startswith(("identifiers", "affiliations"))
}


def _united(limits: dict[str, Limit]) -> dict[str, Limit]:
    """The limits of a person whom several records name."""
    lists = ("identifiers", "affiliations", "affiliations[].names", "affiliations[].identifiers")
    return limits | {
        path: limits[path]._replace(most=limits[path].most * _RECORDS_OF_A_WORK)
        for path in lists
        if path in limits
    }


def _of_work() -> dict[str, Limit]:
    taken = {
        path: limit for path, limit in RECORD.items() if not path.startswith(_OF_A_RECORD_ALONE)
    }
    united = {
        path: limit._replace(most=limit.most * _RECORDS_OF_A_WORK)
        for path, limit in taken.items()
        if path in _UNITED
    }
    return {
        **taken,
        "identifiers": RECORD["identifiers"],
        "identifiers[].scheme": _SCHEME,
        "identifiers[].value": RECORD["identifiers[].value"],
        **united,
        **_below("contributors[].contributor.", _united(_CONTRIBUTOR)),
        "contributors[].statements": Limit(1_000, 3),
        "contributors[].statements[].source": _code(200, 30),
        **_below("contributors[].statements[].", _PERSONAL),
        "contributors[].key": _code(3_000, 160),
        "contributors[].forms": Limit(200, 5),
        "contributors[].forms[].text": _CONTRIBUTOR["names[].literal"],
        "contributors[].forms[].lang": _LANG,
    }


WORK: dict[str, Limit] = _of_work()
