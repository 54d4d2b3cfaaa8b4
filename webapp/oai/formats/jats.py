"""JATS 1.2 (``jats``) with the reference list, as journals' repositories give it. https://jats.nlm.nih.gov/archiving/"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from schemas import Container, Contributor, Work
from webapp.exports.name_parts import name_parts
from webapp.oai.formats import parts
from webapp.oai.xml import LANG, add, add_if, root

NAMESPACE = "http://jats.nlm.nih.gov"
"""JATS itself has none, which OAI-PMH does not allow; this is the one that OJS gives it in."""
SCHEMA = "https://jats.nlm.nih.gov/archiving/1.2/xsd/JATS-archivearticle1.xsd"
_XLINK = "http://www.w3.org/1999/xlink"
_TYPES = {"article": "research-article", "review": "review-article", "editorial": "editorial"}


def made(work: Work, address: str, references: Sequence[str]) -> etree._Element:
    """The work as ``article``: what is known of its journal, of itself, and its references as printed."""
    article = root(NAMESPACE, "article", SCHEMA, xlink=_XLINK)
    article.set("article-type", _TYPES.get(work.type, "other"))
    if work.languages:
        article.set(LANG, work.languages[0])
    front = add(article, "front")
    _journal(front, work)
    _article(add(front, "article-meta"), work, address)
    _references(article, references)
    return article


def _journal(front: etree._Element, work: Work) -> None:
    place = parts.container(work)
    journal = add(front, "journal-meta")
    if place.titles:
        group = add(journal, "journal-title-group")
        for title in place.titles:
            add(group, "journal-title", title.text, title.lang)
    for issn in place.issn:
        add(journal, "issn", issn)
    if not place.issn:
        add(journal, "issn")  # the schema wants one, and this says that it is not known
    for publisher in work.publishers[:1]:
        entry = add(journal, "publisher")
        add(entry, "publisher-name", publisher.text)
        add_if(entry, "publisher-loc", work.place)


def _article(meta: etree._Element, work: Work, address: str) -> None:
    for each in work.identifiers:
        add(meta, "article-id", each.value, **{"pub-id-type": each.scheme})
    add(meta, "article-id", work.id, **{"pub-id-type": "publisher-id"})
    _titles(meta, work)
    people = [each.contributor for each in work.contributors if each.contributor.names]
    if people:
        group = add(meta, "contrib-group")
        for person in people:
            _person(group, person)
    _dates(meta, work)
    _place(meta, parts.container(work))
    add(meta, "self-uri", **{f"{{{_XLINK}}}href": address})
    for at, abstract in enumerate(work.abstracts):
        name = "abstract" if at == 0 else "trans-abstract"
        add(add(meta, name, lang=abstract.lang), "p", abstract.text)
    _keywords(meta, work)


def _titles(meta: etree._Element, work: Work) -> None:
    group = add(meta, "title-group")
    first, *others = work.titles or (None,)
    add(group, "article-title", first.text if first else "", first.lang if first else None)
    for title in others:
        if title is not None:
            add(add(group, "trans-title-group", lang=title.lang), "trans-title", title.text)


def _person(group: etree._Element, person: Contributor) -> None:
    entry = add(group, "contrib", **{"contrib-type": person.role})
    for each in person.identifiers:
        add(entry, "contrib-id", each.value, **{"contrib-id-type": each.scheme})
    if person.kind == "organisation":
        add(entry, "collab", person.names[0].literal)
    elif len(person.names) > 1:
        forms = add(entry, "name-alternatives")
        for name in person.names:
            _name(forms, name_parts(name), name.lang)
    else:
        _name(entry, name_parts(person.names[0]), person.names[0].lang)
    for place in person.affiliations:
        add(entry, "aff", "; ".join(dict.fromkeys(text.text for text in place.names)))


def _name(entry: etree._Element, both: tuple[str, str], lang: str | None) -> None:
    name = add(entry, "name", lang=lang)
    add(name, "surname", both[0])
    add_if(name, "given-names", both[1])


def _dates(meta: etree._Element, work: Work) -> None:
    if not work.year:
        return
    date = add(meta, "pub-date", **{"date-type": "pub"})
    _, *rest = (work.published or "").split("-")
    if (work.published or "").startswith(f"{work.year}"):
        for name, number in reversed(list(zip(("month", "day"), rest, strict=False))):
            add(date, name, number)
    add(date, "year", str(work.year))


def _place(meta: etree._Element, place: Container) -> None:
    told = (
        ("volume", place.volume), ("issue", place.issue), ("fpage", place.first_page), ("lpage", place.last_page),
        ("elocation-id", place.article_number if not place.first_page else None),
    )  # fmt: skip
    for name, value in told:
        add_if(meta, name, value)


def _keywords(meta: etree._Element, work: Work) -> None:
    keywords = [subject for subject in work.subjects if subject.scheme == "keyword"]
    for lang in dict.fromkeys(subject.lang for subject in keywords):
        group = add(meta, "kwd-group", lang=lang)
        for subject in keywords:
            if subject.lang == lang:
                add(group, "kwd", subject.value)


def _references(article: etree._Element, references: Iterable[str]) -> None:
    given = list(references)
    if not given:
        return
    listed = add(add(article, "back"), "ref-list")
    for at, text in enumerate(given, 1):
        add(add(listed, "ref", id=f"R{at}"), "mixed-citation", text)
