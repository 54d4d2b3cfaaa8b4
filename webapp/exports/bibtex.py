"""A work as BibTeX in UTF-8 (biber, BibTeX8 and reference managers), written by bibtexparser."""

from __future__ import annotations

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from schemas import Work
from webapp.exports.csl import CslItem, to_csl

_TYPES = {
    "article-journal": "article",
    "paper-conference": "inproceedings",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
    "review-book": "article",
    "article": "unpublished",
    "patent": "patent",
    "standard": "standard",
    "webpage": "online",
    "dataset": "dataset",
}
"""The types of BibTeX and, for what it has none, of BibLaTeX; styles that do not know them treat them as @misc."""
_FIELDS = {
    "title": "title",
    "volume": "volume",
    "issue": "number",
    "publisher": "publisher",
    "publisher-place": "address",
    "DOI": "doi",
    "ISSN": "issn",
    "ISBN": "isbn",
    "URL": "url",
    "language": "language",
    "keyword": "keywords",
    "abstract": "abstract",
}
_BY_WHOM = {"phdthesis": "school", "techreport": "institution", "online": "organization"}
"""What a type calls its publisher."""
_HOSTS = {
    "article": "journal",
    "misc": "howpublished",
    "unpublished": "howpublished",
    "online": "organization",
    "patent": "howpublished",
    "standard": "howpublished",
}
_VERBATIM = {"doi", "url", "issn", "isbn"}
# a backslash before the closing brace would keep the field open for some readers
_AS_IN_ADDRESSES = str.maketrans({letter: f"%{ord(letter):02X}" for letter in "{}\\"})
# BibTeX counts braces even behind a backslash, so a brace of the text must not stand as one.
_ESCAPES = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{letter: f"\\{letter}" for letter in "&%$#_"},
    }
)


def to_bibtex(work: Work) -> str:
    """The BibTeX entry of a work; its key is made of the year and the work's id."""
    item = to_csl(work)
    kind = _TYPES.get(item["type"], "misc")
    fields = {ours: item[theirs] for theirs, ours in _FIELDS.items() if theirs in item}
    if "publisher" in fields and kind in _BY_WHOM:
        fields[_BY_WHOM[kind]] = fields.pop("publisher")
    fields |= _people(item) | _host(item, kind)
    if work.year:
        fields["year"] = str(work.year)
    if "page" in item:
        fields["pages"] = item["page"].replace("-", "--")
    entry = Entry(
        kind,
        f"eaci{work.year or ''}{work.id}",
        [Field(name, _value(name, text)) for name, text in fields.items()],
    )
    return str(write_string(Library([entry])))


def _value(name: str, text: str) -> str:
    if name in _VERBATIM:
        return text.translate(_AS_IN_ADDRESSES)
    escaped = text.translate(_ESCAPES) if name not in {"author", "editor"} else text
    return "{" + escaped + "}" if name == "title" else escaped


def _people(item: CslItem) -> dict[str, str]:
    return {
        role: " and ".join(_name(person) for person in item[role])
        for role in ("author", "editor")
        if role in item
    }


def _name(person: dict[str, str]) -> str:
    """Braces keep an organisation, or a name that cannot be taken apart, from being split."""
    if "literal" in person:
        return "{" + person["literal"].translate(_ESCAPES) + "}"
    return f"{person['family'].translate(_ESCAPES)}, {person['given'].translate(_ESCAPES)}"


def _host(item: CslItem, kind: str) -> dict[str, str]:
    if "container-title" not in item:
        return {}
    return {_HOSTS.get(kind, "booktitle"): item["container-title"]}
