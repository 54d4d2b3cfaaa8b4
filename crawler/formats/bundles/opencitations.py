"""OpenCitations CSV (COCI and the Index): pairs of citing and cited identifiers.

Each citing DOI becomes a record that holds nothing but its references, so that it meets the described record of the
same DOI in deduplication. It has no title, because the file has none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from crawler.formats.items import Entry, references
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.text.xml import check_size
from crawler.formats.values.dates import iso_date, year_of
from schemas import HarvestedRecord, Identifier, ReferenceFields

# "10.1/x" in COCI; "omid:br/06101 doi:10.1/x pmid:1" in the Index
_DOI = re.compile(r"(?:^|\s)(?:doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_HEAD = ("oci", "citing", "cited")
_MOST_COLUMNS = 100  # the Index has seven; every row is kept with all of them


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """One record for each citing DOI. Raises PageError if the columns are others; a pair without DOIs is rejected."""
    check_size(data)
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        names = rows.fieldnames or ()
        if not set(_HEAD[1:]) <= set(names) or len(names) > _MOST_COLUMNS:
            told = f"the columns are {names[:_MOST_COLUMNS]}"[:500]
            raise PageError("wrong-format", f"{told}; expected citing and cited")
        return ParsedPage(items=tuple(_items(list(rows))))
    except UnicodeDecodeError as error:
        raise PageError("wrong-format", f"not UTF-8: {error}") from error
    except csv.Error as error:
        raise PageError("wrong-format", f"not CSV: {error}") from error


def _items(rows: list[dict[str, str]]) -> Iterator[ParsedRecord | Rejected]:
    citing: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        source, target = _doi(row.get("citing")), _doi(row.get("cited"))
        if source and target:
            citing.setdefault(source, []).append(row)
        else:
            detail = "the pair has no DOI on one side"
            yield Rejected(
                reason="no-identifier", detail=detail, raw=_raw([row]), identifier=row.get("oci")
            )
    for doi, pairs in citing.items():
        yield ParsedRecord(_record(doi, pairs), _raw(pairs))


def _record(doi: str, pairs: list[dict[str, str]]) -> HarvestedRecord:
    created = next((pair["creation"] for pair in pairs if pair.get("creation")), "")
    cited = dict.fromkeys(_doi(pair["cited"]) for pair in pairs)
    return HarvestedRecord(
        identifier=doi,
        year=year_of(created),
        published=iso_date(created),
        identifiers=(Identifier("doi", doi),),
        references=references(
            Entry(raw=f"https://doi.org/{target}", fields=ReferenceFields(doi=target))
            for target in cited
            if target
        ),
    )


def _doi(given: str | None) -> str | None:
    match = _DOI.search(given or "")
    return match.group(1).lower() if match else None


def _raw(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    names = [name for name in rows[0] if isinstance(name, str)]
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
