"""RSCI (Articulus) issue files of generated papers; element names by the official schema of journal issues."""

from __future__ import annotations

from codecs import BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from scripts.sample.citing import Cited, gost, roman
from scripts.sample.model import KEYWORDS, Author, Journal, Work
from scripts.sample.oai import ABOUT, LABEL

_LANGS = (("RUS", "ru"), ("ENG", "en"))


def issue(journal: Journal, works: Sequence[tuple[Work, Sequence[Cited]]], encoding: str) -> bytes:
    """One file: papers of one issue, at least one."""
    first = works[0][0]
    lines = [
        f'<?xml version="1.0" encoding="{encoding}" standalone="no"?>',
        f"<!-- {LABEL} -->",
        "<journal>",
        f"<titleid>{journal.issn[:4]}</titleid>",
        f"<issn>{journal.issn}</issn>",
        *(
            f'<journalInfo lang="{c}"><title>{escape(journal.title[k])}</title></journalInfo>'
            for c, k in _LANGS
        ),
        "<issue>",
        f"<volume>{first.volume}</volume><number>{first.issue}</number><dateUni>{first.year}</dateUni>",
        "<articles>",
        '<section><secTitle lang="RUS">Статьи</secTitle><secTitle lang="ENG">Articles</secTitle></section>',
        *(line for work, cited in works for line in _article(work, cited)),
        "</articles>",
        "</issue>",
        "</journal>",
        "",
    ]
    text = "\n".join(lines)
    # the byte order is fixed, so that the file is the same on every machine
    return (
        BOM_UTF16_LE + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)
    )


def _article(work: Work, cited: Sequence[Cited]) -> Iterator[str]:
    yield "<article>"
    yield f"<pages>{'-'.join(work.pages)}</pages><artType>RAR</artType><langPubl>RUS</langPubl>"
    yield "<authors>"
    for number, author in enumerate(work.authors, start=1):
        yield from _author(author, number)
    yield "</authors>"
    yield f"<artTitles>{_each('artTitle', work.titles)}</artTitles>"
    about = {lang: f"{work.titles[lang]}. {ABOUT[lang]}" for lang in ("ru", "en")}
    yield f"<abstracts>{_each('abstract', about)}</abstracts>"
    yield f"<codes>{_doi(work)}</codes>"
    yield f"<keywords>{''.join(_keywords(work))}</keywords>"
    yield "<references>"
    yield from (line for one in cited for line in _reference(one))
    yield "</references>"
    yield "</article>"


def _doi(work: Work) -> str:
    """Every other deposit of a foreign journal comes without the DOI: those must meet by title and people."""
    return f"<doi>{work.doi}</doi>" if work.journal.code == "ru" or work.number % 2 else ""


def _each(tag: str, texts: dict[str, str]) -> str:
    return "".join(f'<{tag} lang="{code}">{escape(texts[key])}</{tag}>' for code, key in _LANGS)


def _author(author: Author, number: int) -> Iterator[str]:
    yield f'<author num="{number:03d}">'
    for code, lang in _LANGS:
        family, given = author.name(lang)
        place = author.home.institution
        yield (
            f'<individInfo lang="{code}"><surname>{family}</surname><initials>{given}</initials>'
            f"<orgName>{escape(place[lang])}</orgName><town>{place['city'][lang]}</town>"
            f"<country>{place['country'][lang]}</country></individInfo>"
        )
    yield "</author>"


def _keywords(work: Work) -> Iterator[str]:
    for code, lang in _LANGS:
        words = "".join(f"<keyword>{w}</keyword>" for w in KEYWORDS[work.topic][lang].split("; "))
        yield f'<kwdGroup lang="{code}">{words}</kwdGroup>'


def _reference(cited: Cited) -> Iterator[str]:
    yield "<reference>"
    yield f'<refInfo lang="RUS"><text>{escape(gost(cited, "ru"))}</text>{_elements(cited)}</refInfo>'
    yield f'<refInfo lang="ENG"><text>{escape(roman(cited))}</text></refInfo>'
    yield "</reference>"


def _elements(cited: Cited) -> str:
    """Publishers mark up some references: here those of even years. "Name" is the title and "Title" the journal."""
    if cited.year % 2 or cited.book or "ru" not in cited.titles:
        return ""
    fields = {
        "Authors": ", ".join(cited.authors["ru"]),
        "Name": cited.titles["ru"],
        "Title": cited.containers["ru"],
        "YearPubl": str(cited.year),
        "Volume": cited.volume,
        "Issue": cited.issue,
        "Pages": cited.pages,
    }
    marked = (f'<element field="{k}">{escape(v)}</element>' for k, v in fields.items() if v)
    return f"<elements>{''.join(marked)}</elements>"
