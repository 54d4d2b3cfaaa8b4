"""The invented journals of ``journals/*.toml``, with the places in volumes that follow from their order."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Texts = dict[str, str]

KEYWORDS: dict[str, Texts] = {
    "ecology": {"ru": "окружающая среда; мониторинг", "en": "environment; monitoring"},
    "physics": {"ru": "математическая модель; численные методы", "en": "mathematical model; numerical methods"},
    "history": {"ru": "источниковедение; средние века", "en": "source studies; Middle Ages"},
    "computing": {"ru": "нейронные сети; распознавание образов", "en": "neural networks; pattern recognition"},
    "economy": {"ru": "ЕАЭС; экономика региона", "en": "EAEU; regional economy"},
    "science": {"ru": "библиометрия; научные журналы", "en": "bibliometrics; scholarly journals"},
    "education": {"ru": "высшее образование; обучение", "en": "higher education; learning"},
    "language": {"ru": "языкознание; корпус текстов", "en": "linguistics; text corpus"},
}  # fmt: skip


@dataclass(frozen=True)
class Journal:
    """A journal as its file describes it."""

    code: str
    country: str
    language: str
    host: str
    software: str
    handle: str
    issn: str
    doi: str
    volume_base: int
    title: Texts
    institution: dict[str, Any]
    people: dict[str, Texts]
    works: list[Work] = field(default_factory=list)


@dataclass(frozen=True)
class Author:
    """A person and the journal whose institution is theirs."""

    names: Texts
    home: Journal

    def name(self, language: str) -> tuple[str, str]:
        """Family and given name in a language, else in English."""
        family, _, given = self.names.get(language, self.names["en"]).partition(", ")
        return family, given


@dataclass(frozen=True)
class Work:
    """A paper of a journal; ``number`` counts from 1."""

    journal: Journal
    number: int
    titles: Texts
    authors: tuple[Author, ...]
    year: int
    topic: str
    first_page: int

    @property
    def volume(self) -> str:
        return str(self.year - self.journal.volume_base)

    @property
    def issue(self) -> str:
        return str(1 + self.year % 4)

    @property
    def pages(self) -> tuple[str, str]:
        return str(self.first_page), str(self.first_page + 5 + self.number % 7)

    @property
    def doi(self) -> str:
        """In Crossref's prefix for tests, 10.5555."""
        return f"{self.journal.doi}.{self.year}.{self.number:03d}"

    @property
    def address(self) -> str:
        """Hosts end in ``.example`` (RFC 2606), so that no link leads to a real repository."""
        host, handle, number = self.journal.host, self.journal.handle, 1000 + self.number
        if self.journal.software == "dspace":
            return f"http://{host}/handle/{handle}/{number}"
        return f"https://{host}/index.php/{handle}/article/view/{number}"


def load_journals() -> dict[str, Journal]:
    """All journals by code; authors of the form ``kz:kassymov`` come from another journal's people."""
    files = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in _files()}
    raw_works = {code: data.pop("works") for code, data in files.items()}
    journals = {code: Journal(**data) for code, data in files.items()}
    for code, works in raw_works.items():
        for number, data in enumerate(works, start=1):
            journals[code].works.append(_work(journals, journals[code], number, data))
    return journals


def _files() -> list[Path]:
    return sorted((HERE / "journals").glob("??.toml"))


def _work(
    journals: dict[str, Journal], journal: Journal, number: int, data: dict[str, Any]
) -> Work:
    return Work(
        journal=journal,
        number=number,
        titles={lang: data[lang] for lang in journal.title if lang in data},
        authors=tuple(_author(journals, journal, key) for key in data["authors"]),
        year=data["year"],
        topic=data["topic"],
        first_page=3 + 17 * (number % 5),
    )


def _author(journals: dict[str, Journal], journal: Journal, key: str) -> Author:
    code, _, name = key.rpartition(":")
    home = journals[code] if code else journal
    return Author(names=home.people[name], home=home)
