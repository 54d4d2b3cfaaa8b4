"""What several formats say of a work in the same words."""

from __future__ import annotations

from collections.abc import Iterator

from schemas import Container, PersonName, Work
from schemas.vocabularies import document_types, languages
from webapp.exports.name_parts import name_parts

_ADDRESSES = {"doi": "https://doi.org/", "handle": "https://hdl.handle.net/"}
_ISO_639_2 = 3
# the twenty languages that have another code for terminology
_BIBLIOGRAPHIC = {
    "bod": "tib", "ces": "cze", "cym": "wel", "deu": "ger", "ell": "gre", "eus": "baq", "fas": "per", "fra": "fre",
    "hye": "arm", "isl": "ice", "kat": "geo", "mkd": "mac", "mri": "mao", "msa": "may", "mya": "bur", "nld": "dut",
    "ron": "rum", "slk": "slo", "sqi": "alb", "zho": "chi",
}  # fmt: skip


def container(work: Work) -> Container:
    """The journal or book, empty if there is none."""
    return work.container or Container()


def addresses(work: Work) -> Iterator[tuple[str, str]]:
    """Scheme and value of each identifier; those that resolve as addresses."""
    for each in work.identifiers:
        yield each.scheme, f"{_ADDRESSES.get(each.scheme, '')}{each.value}"


def type_name(work: Work) -> str | None:
    """The document type in English."""
    known = document_types().get(work.type)
    return known.en if known and work.type != "unknown" else None


def pages(place: Container) -> str | None:
    """The pages as a range."""
    if place.first_page and place.last_page:
        return f"{place.first_page}-{place.last_page}"
    return place.first_page or place.pages


def citation(work: Work) -> str | None:
    """The place in the journal in one line: "Почвоведение, 2010, vol. 5, no. 3, pp. 5-12"."""
    place = container(work)
    if not place.titles:
        return None
    parts = [place.titles[0].text]
    if work.year:
        parts.append(str(work.year))
    told = (("vol.", place.volume), ("no.", place.issue), ("pp.", pages(place)))
    parts += [f"{name} {value}" for name, value in told if value]
    return ", ".join(parts)


def inverted(name: PersonName) -> str:
    """Family name first, as catalogues write it."""
    family, given = name_parts(name)
    return f"{family}, {given}" if given else family


def three_letters(lang: str | None) -> str | None:
    """The bibliographic code of a language in ISO 639-2, as MARC asks for it."""
    known = languages().get((lang or "").split("-")[0])
    codes = known.codes if known else ()
    code = next((each for each in codes if len(each) == _ISO_639_2 and each.isascii()), None)
    return _BIBLIOGRAPHIC.get(code or "", code)
