"""Which works a generated paper cites, and how its authors write them: GOST, the authors' own language, romanised."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.sample.model import HERE, Journal, Texts, Work

# BGN/PCGN 1947 for Russian, without its context rules: what journals print in "References"
_ROMAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_PLACE_WORDS = {
    "ru": ("Т.", "№", "С."),
    "be": ("Т.", "№", "С."),
    "kk": ("Т.", "№", "Б."),
    "ky": ("Т.", "№", "Б."),
    "hy": ("Հ.", "№", "Էջ"),
    "en": ("Vol.", "No.", "P."),
}


@dataclass(frozen=True)
class Cited:
    """What can be cited: a paper in a journal, or a book (``book`` is then "place: publisher" and the pages)."""

    authors: dict[str, tuple[str, ...]]
    titles: Texts
    containers: Texts
    year: int
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    book: tuple[str, str] | None = None
    work: Work | None = None


def romanise(text: str) -> str:
    """Russian letters in Latin ones; everything else as it is."""
    letters = (_ROMAN.get(letter.lower(), letter) for letter in text)
    pairs = zip(text, letters, strict=True)
    return "".join(roman.capitalize() if letter.isupper() else roman for letter, roman in pairs)


def cited_work(work: Work) -> Cited:
    """A generated paper as others cite it."""
    languages = set(work.titles) | {"en"}
    return Cited(
        authors={lang: tuple(_short(*a.name(lang)) for a in work.authors) for lang in languages},
        titles=work.titles,
        containers=work.journal.title,
        year=work.year,
        volume=work.volume,
        issue=work.issue,
        pages="–".join(work.pages),
        doi=work.doi,
        work=work,
    )


def _short(family: str, given: str) -> str:
    return " ".join([family, *(f"{part[0]}." for part in given.split())])


def cited_only() -> list[Cited]:
    """The invented books that no source holds."""
    data = tomllib.loads((HERE / "journals" / "cited_only.toml").read_text("utf-8"))
    return [
        Cited(
            authors={"ru": tuple(w["authors"])},
            titles={"ru": w["ru"], "en": w["en"]},
            containers={},
            year=w["year"],
            book=(f"{w['place']}: {w['publisher']}", str(w["pages_total"])),
        )
        for w in data["works"]
    ]


def recorded(records: Sequence[str]) -> list[Cited]:
    """Real CyberLeninka articles of the recorded OAI-PMH answer, written as a Russian author would cite them."""
    found = (_recorded(record) for record in records)
    return [cited for cited in found if cited is not None]


def _recorded(record: str) -> Cited | None:
    def all_of(name: str) -> list[str]:
        return [t.strip() for t in re.findall(rf"<{name}>([^<&]+)</{name}>", record) if t.strip()]

    title, year = all_of("dc:title"), all_of("dc:date")
    authors, pages = all_of("dc:creator"), all_of("bibo:pages")
    container = all_of("dcterms:bibliographicCitation")
    if not (title and year and authors and pages and container) or re.search(
        "[іїє]", title[0], re.I
    ):
        return None
    return Cited(
        authors={"ru": tuple(_from_capitals(name) for name in authors)},
        titles={"ru": _sentence(title[0])},
        containers={"ru": _sentence(container[0])},
        year=int(year[0]),
        issue=(all_of("bibo:issue") or [""])[0].replace("\xa0", " "),
        pages=pages[0].replace("-", "–"),
    )


def _from_capitals(name: str) -> str:
    family, *given = name.replace(".", ". ").split()
    return " ".join([family.title(), *(f"{part[0].upper()}." for part in given)])


def _sentence(text: str) -> str:
    return text.capitalize() if text.isupper() else text


def choose(
    work: Work, pool: Sequence[Cited], real: Sequence[Cited], books: Sequence[Cited]
) -> list[Cited]:
    """The works that a paper cites: never itself, nothing later, most from other countries and its own field."""
    pick = random.Random(f"{work.journal.code}-{work.number}")  # noqa: S311 -- data for a demo
    earlier = [c for c in pool if c.work is not None and c.work != work and c.year <= work.year]
    own = [c for c in earlier if c.work and c.work.journal is work.journal]
    abroad = [c for c in earlier if c not in own]
    near = [c for c in abroad if c.work and c.work.topic == work.topic]
    chosen = [
        *_some(pick, own, 2),
        *_some(pick, near, 3),
        *_some(pick, [c for c in abroad if c not in near], 2),
        *_some(pick, [c for c in real if c.year <= work.year], 2),
        *_some(pick, books, 1 + work.number % 2),
    ]
    return sorted(chosen, key=lambda cited: cited.authors.get("ru", ("",))[0])


def _some(pick: random.Random, among: Sequence[Cited], count: int) -> list[Cited]:
    return pick.sample(list(among), min(count, len(among)))


def gost(cited: Cited, language: str) -> str:
    """GOST R 7.0.5 in a language that the work has, else in Russian."""
    if language not in cited.titles:
        language = "ru" if "ru" in cited.titles else "en"
    authors = ", ".join(cited.authors.get(language) or cited.authors["ru"])
    head = f"{authors} {cited.titles[language]}"
    if cited.book:
        return f"{head}. {cited.book[0]}, {cited.year}. {cited.book[1]} с."
    vol, no, pp = _PLACE_WORDS[language]
    place = ", ".join(
        p
        for p in (cited.volume and f"{vol} {cited.volume}", cited.issue and f"{no} {cited.issue}")
        if p
    )
    journal = cited.containers.get(language) or cited.containers["ru"]
    tail = "".join(f" {part}." for part in (place, f"{pp} {cited.pages}") if part)
    doi = f" DOI: {cited.doi}" if cited.doi and cited.year % 3 == 0 else ""
    return f"{head} // {journal}. {cited.year}.{tail}{doi}"


def roman(cited: Cited) -> str:
    """The entry of a "References" list: romanised, with the English title in brackets."""
    source = "ru" if "ru" in cited.titles else "en"
    authors = romanise(", ".join(cited.authors.get(source) or cited.authors["ru"]))
    title = romanise(cited.titles[source])
    english = f" [{cited.titles['en']}]" if "en" in cited.titles and source != "en" else ""
    if cited.book:
        place, total = romanise(cited.book[0]), cited.book[1]
        return f"{authors} {title}{english}. {place} Publ., {cited.year}. {total} p. (In Russ.)"
    journal = romanise(cited.containers.get("ru") or cited.containers["en"])
    parts = [
        str(cited.year),
        *(f"vol. {v}" for v in [cited.volume] if v),
        *(f"no. {n}" for n in [cited.issue] if n),
    ]
    return (
        f"{authors} {title}{english}. {journal}, {', '.join(parts)}, pp. {cited.pages}. (In Russ.)"
    )


def reference_lists(cited: Sequence[Cited], journal: Journal) -> tuple[list[str], list[str]]:
    """The same references twice: in the journal's language (or Russian), and romanised."""
    native = [gost(c, journal.language if i % 2 else "ru") for i, c in enumerate(cited)]
    return native, [roman(c) for c in cited]
