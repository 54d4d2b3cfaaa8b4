"""An entry of a reference manager's file as a reference: its fields, and a line that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from schemas import Container, HarvestedRecord, Reference, ReferenceFields


def described(record: HarvestedRecord, position: int) -> Reference:
    """The reference at this position of the list."""
    fields = fields_of(record)
    return Reference(raw=line_of(fields) or record.identifier, position=position, fields=fields)


def fields_of(record: HarvestedRecord) -> ReferenceFields:
    """What the entry says, as the fields of a reference."""
    place = record.container or Container()
    known = {each.scheme: each.value for each in reversed(record.identifiers)}
    return ReferenceFields(
        authors=_names(record, "author"),
        editors=_names(record, "editor"),
        title=record.titles[0].text if record.titles else None,
        container=place.titles[0].text if place.titles else None,
        year=record.year,
        volume=place.volume,
        issue=place.issue,
        first_page=place.first_page,
        last_page=place.last_page,
        article_number=place.article_number,
        publisher=record.publishers[0].text if record.publishers else None,
        place=record.place,
        issn=next(iter(place.issn), None),
        url=next(iter(record.urls), None),
        type=record.type,
        doi=known.get("doi"),
        edn=known.get("edn"),
        isbn=known.get("isbn"),
        arxiv=known.get("arxiv"),
        pmid=known.get("pmid"),
    )


def _names(record: HarvestedRecord, role: str) -> tuple[str, ...]:
    return tuple(each.names[0].literal for each in record.contributors if each.role == role)


def line_of(fields: ReferenceFields) -> str:
    """One line that shows the entry; the parts are divided as GOST R 7.0.5 divides them."""
    return " ".join(_parts(fields))


def _parts(fields: ReferenceFields) -> Iterator[str]:
    if fields.authors:
        yield _ended(", ".join(fields.authors))
    if fields.title:
        yield fields.title if fields.container else _ended(fields.title)
    if fields.container:
        yield f"// {_ended(fields.container)}"
    if imprint := ": ".join(filter(None, (fields.place, fields.publisher))):
        yield f"{imprint}, {fields.year}." if fields.year else _ended(imprint)
    elif fields.year:
        yield f"{fields.year}."
    if fields.volume:
        yield f"Vol. {fields.volume}."
    if fields.issue:
        yield f"No. {fields.issue}."
    if fields.first_page:
        pages = "–".join(filter(None, (fields.first_page, fields.last_page)))
        yield f"P. {pages}."
    if fields.doi:
        yield f"DOI: {fields.doi}."


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
