"""What a rejected record without an identifier is known by when it comes again."""

from __future__ import annotations

import pytest

from catalogue.harvested.quarantine import name_of


def body(datestamp="2017-11-09", title="Кыргыз тилинин тарыхы", prefix="", year="2020"):
    return (
        f"<record><header><{prefix}datestamp>{datestamp}</{prefix}datestamp></header>"
        f"<title>{title}</title><date>{year}</date></record>"
    ).encode()


@pytest.mark.parametrize(
    "again",
    [
        body(),
        body(datestamp="2024-05-01T00:00:00Z"),
        body(title="\N{NO-BREAK SPACE}Кыргыз тилинин тарыхы"),
        body(title="\n  Кыргыз\tтилинин тарыхы"),
    ],
)
def test_the_same_record_has_the_same_name(again):
    assert name_of(None, again) == name_of(None, body())


@pytest.mark.parametrize(
    "other",
    [
        body(title="Кыргыз тилинин тарыхы 2"),
        body(year="2021"),  # a date of the publication is no datestamp
        body(title="Қырғыз тілінің тарихы"),
        body().replace(b"datestamp", b"date"),
        b"",
        b"%PDF-1.7 \x00\xff",
    ],
)
def test_another_record_has_another_name(other):
    assert name_of(None, other) != name_of(None, body())


def test_a_prefix_is_part_of_what_is_said_but_its_datestamp_is_not():
    early, late = (body(stamp, prefix="oai:") for stamp in ("2017-11-09", "2024-05-01"))
    assert name_of(None, early) == name_of(None, late)


def test_an_identifier_is_the_name():
    assert name_of("oai:x:1", body()) == "oai:x:1" == name_of("oai:x:1", b"")
