"""References as lists print them: GOST R 7.0.5-2008, GOST 7.1-2003, GOST R 7.0.100-2018, APA and Vancouver."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.generator.people import Name
from benchmarks.generator.works import Work

STYLES = ("gost-7.0.5", "gost-7.1", "gost-7.0.100", "apa", "vancouver")
_MARKS = {
    "ru": ("Т.", "№", "С.", "с.", "и др."),
    "be": ("Т.", "№", "С.", "с.", "і інш."),
    "kk": ("Т.", "№", "Б.", "б.", "және т.б."),
    "ky": ("Т.", "№", "Б.", "б.", "ж.б."),
    "hy": ("Հ.", "№", "Էջ", "էջ", "և ուր."),
    "en": ("Vol.", "no.", "P.", "p.", "et al."),
}


class Entry(NamedTuple):
    """What a reference says: strings ready to print, and the marks of its language."""

    names: tuple[Name, ...]
    title: str
    container: str
    year: int
    volume: str
    issue: str
    first: str
    last: str
    publisher: str
    city: str
    total: str
    doi: str
    marks: tuple[str, str, str, str, str]


def entry(work: Work, lang: str, script: str, *, short: bool) -> Entry:
    """The work as a reference in ``lang`` ("roman:bgn" too), names in ``script``; ``short`` abbreviates the journal."""
    roman = lang.startswith("roman:")
    table = "en" if roman else lang
    container = ""
    if work.journal:
        known = lang if roman or lang in work.journal.titles else "ru"
        container = (work.journal.abbreviated if short else work.journal.title)(known)
    return Entry(
        names=tuple(person.name(script) for person in work.authors),
        title=work.title(lang),
        container=container,
        year=work.year,
        volume=str(work.volume),
        issue=str(work.issue),
        first=str(work.page),
        last=str(work.last_page),
        publisher=work.publisher[table],
        city=work.city[table],
        total=str(work.pages),
        doi=work.doi,
        marks=_MARKS[table],
    )


def rendered(item: Entry, style: str) -> str:
    """The reference as a style prints it."""
    return {
        "gost-7.0.5": _gost_short,
        "gost-7.1": _gost_described,
        "gost-7.0.100": _gost_2018,
        "apa": _apa,
        "vancouver": _vancouver,
    }[style](item)


def _gost_short(item: Entry) -> str:
    names = ", ".join(f"{name.family} {name.initials()}" for name in item.names[:3])
    names += f" [{item.marks[4]}]" if len(item.names) > 3 else ""
    return f"{names} {item.title}{_gost_host(item, '. ')}{_doi(item, ' DOI: ')}"


def _gost_described(item: Entry) -> str:
    """An own heading under the first author, all of them after the stroke."""
    return (
        f"{_heading(item)} {item.title} [Текст] / {_after_stroke(item)}{_gost_host(item, '. – ')}"
    )


def _gost_2018(item: Entry) -> str:
    return (
        f"{_heading(item)} {item.title} / {_after_stroke(item)}. – Текст : непосредственный"
        f"{_gost_host(item, '. – ')}{_doi(item, ' – DOI ')}"
    )


def _heading(item: Entry) -> str:
    return f"{item.names[0].family}, {item.names[0].initials()}"


def _after_stroke(item: Entry) -> str:
    shown = ", ".join(f"{name.initials()} {name.family}" for name in item.names[:3])
    return shown + (f" [{item.marks[4]}]" if len(item.names) > 3 else "")


def _gost_host(item: Entry, dot: str) -> str:
    volume, issue, pages, total, _ = item.marks
    if not item.container:
        return f"{dot}{item.city} : {item.publisher}, {item.year}{dot}{item.total} {total}"
    numbers = f"{volume} {item.volume}" + (f", {issue} {item.issue}" if item.issue else "")
    parts = [item.container, str(item.year), numbers]
    if item.first:
        parts.append(f"{pages} {item.first}–{item.last}")
    return " // " + dot.join(parts) + "."


def _apa(item: Entry) -> str:
    names = [f"{name.family}, {name.initials()}" for name in item.names]
    people = ", ".join(names[:-1]) + (", & " if names[1:] else "") + names[-1]
    head = f"{people} ({item.year}). {item.title}."
    if not item.container:
        return f"{head} {item.city}: {item.publisher}."
    issue = f"({item.issue})" if item.issue else ""
    pages = f", {item.first}–{item.last}" if item.first else ""
    return f"{head} {item.container}, {item.volume}{issue}{pages}.{_doi(item, ' https://doi.org/')}"


def _vancouver(item: Entry) -> str:
    names = [f"{name.family} {name.initials('').replace('.', '')}" for name in item.names[:6]]
    people = ", ".join(names) + (", et al" if len(item.names) > 6 else "")
    if not item.container:
        return (
            f"{people}. {item.title}. {item.city}: {item.publisher}; {item.year}. {item.total} p."
        )
    issue = f"({item.issue})" if item.issue else ""
    pages = f":{item.first}-{item.last}" if item.first else ""
    return f"{people}. {item.title}. {item.container}. {item.year};{item.volume}{issue}{pages}."


def _doi(item: Entry, before: str) -> str:
    return f"{before}{item.doi}" if item.doi else ""
