"""MARC 21 in XML (``marcxml``). https://www.loc.gov/standards/marcxml/, https://www.loc.gov/marc/bibliographic/"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from schemas import Contributor, Work
from webapp.oai.formats import parts
from webapp.oai.xml import add, root

NAMESPACE = "http://www.loc.gov/MARC21/slim"
SCHEMA = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
# of the leader: status, type of record, bibliographic level; nab: a part of a serial, nam: a monograph
_LEADERS = {True: "     nab a2200000 i 4500", False: "     nam a2200000 i 4500"}
_ROLES = {
    "author": "aut", "editor": "edt", "translator": "trl", "reviewer": "rev", "compiler": "com", "advisor": "ths",
    "other": "ctb",
}  # fmt: skip
_SCHEMES = {
    "udc": ("080", " ", None),
    "grnti": ("084", " ", "rugasnti"),
    "bbk": ("084", " ", "rubbk"),
}
_FIXED = "      s{year}    xx                  {lang} d"
"""008: date of entry unknown, one date, place unknown, contents not coded, language in 35-37, transcribed as it was."""

_Subfields = Iterable[tuple[str, str | None]]


def made(work: Work, address: str, _references: Sequence[str]) -> etree._Element:
    """The work as ``record``."""
    record = root(NAMESPACE, "record", SCHEMA)
    add(record, "leader", _LEADERS[bool(work.container and work.container.titles)])
    add(record, "controlfield", work.id, tag="001")
    add(record, "controlfield", _fixed(work), tag="008")
    _numbers(record, work)
    _languages(record, work)
    _subjects(record, work, "080", "084")
    _people(record, work, first=True)
    _titles(record, work)
    _imprint(record, work)
    _field(record, "300", "  ", [("a", parts.pages(parts.container(work)))])
    for abstract in work.abstracts:
        _field(record, "520", "3 ", [("a", abstract.text)])
    _subjects(record, work, "650", "653")
    _people(record, work, first=False)
    _host(record, work)
    for url in (address, *work.urls):
        _field(record, "856", "40", [("u", url)])
    return record


def _field(record: etree._Element, tag: str, indicators: str, subfields: _Subfields) -> None:
    given = [(code, text) for code, text in subfields if text]
    if not given:
        return
    field = add(record, "datafield", tag=tag, ind1=indicators[0], ind2=indicators[1])
    for code, text in given:
        add(field, "subfield", text, code=code)


def _fixed(work: Work) -> str:
    lang = parts.three_letters(next(iter(work.languages), None)) or "und"
    return _FIXED.format(year=f"{work.year:04}" if work.year else "uuuu", lang=lang)


def _numbers(record: etree._Element, work: Work) -> None:
    for isbn in parts.container(work).isbn:
        _field(record, "020", "  ", [("a", isbn)])
    for each in work.identifiers:
        if each.scheme == "isbn":
            _field(record, "020", "  ", [("a", each.value)])
        else:
            _field(record, "024", "7 ", [("a", each.value), ("2", each.scheme)])


def _languages(record: etree._Element, work: Work) -> None:
    codes = [code for lang in work.languages if (code := parts.three_letters(lang))]
    _field(record, "041", "0 ", [("a", code) for code in codes])


def _subjects(record: etree._Element, work: Work, *tags: str) -> None:
    for subject in work.subjects:
        tag, first, scheme = _SCHEMES.get(subject.scheme, ("653", " ", None))
        if tag in tags:
            _field(record, tag, f"{first} ", [("a", subject.value), ("2", scheme)])


def _people(record: etree._Element, work: Work, *, first: bool) -> None:
    """The first author has the main entry (1XX), all others an added one (7XX)."""
    people = [each.contributor for each in work.contributors if each.contributor.names]
    main = next((each for each in people if each.role == "author"), None)
    shown = (
        [main] if first and main else [] if first else [each for each in people if each is not main]
    )
    for person in shown:
        organisation = person.kind == "organisation"
        tag = ("1" if first else "7") + ("10" if organisation else "00")
        _field(record, tag, "2 " if organisation else "1 ", _person(person))


def _person(person: Contributor) -> _Subfields:
    name = person.names[0]
    yield "a", name.literal if person.kind == "organisation" else parts.inverted(name)
    for place in person.affiliations:
        yield from (("u", text.text) for text in place.names[:1])
    yield from (("0", f"({each.scheme}){each.value}") for each in person.identifiers)
    yield "4", _ROLES[person.role]


def _titles(record: etree._Element, work: Work) -> None:
    for at, title in enumerate(work.titles):
        if at == 0:
            _field(record, "245", "00", [("a", title.text)])
        else:
            _field(record, "246", "31", [("a", title.text)])


def _imprint(record: etree._Element, work: Work) -> None:
    publisher = work.publishers[0].text if work.publishers else None
    year = str(work.year) if work.year else None
    _field(record, "264", " 1", [("a", work.place), ("b", publisher), ("c", year)])


def _host(record: etree._Element, work: Work) -> None:
    place = parts.container(work)
    if not place.titles:
        return
    told = (
        ("Vol.", place.volume), ("no.", place.issue), ("", f"({work.year})" if work.year else None),
        ("p.", parts.pages(place)),
    )  # fmt: skip
    line = ", ".join(f"{name} {value}".strip() for name, value in told if value)
    numbers = [("x", issn) for issn in place.issn[:1]] + [("z", isbn) for isbn in place.isbn[:1]]
    _field(record, "773", "0 ", [("t", place.titles[0].text), ("g", line), *numbers])
