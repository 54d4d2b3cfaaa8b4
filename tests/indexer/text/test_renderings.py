from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import renderings
from indexer.text.renderings import as_heard, renders, renders_any

TABLE = tomllib.loads(Path(renderings.__file__).with_suffix(".toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("language", "name", "cyrillic"),
    [
        ("german", "schröder", "шрёдер"),
        ("english", "wright", "райт"),
        ("french", "foucault", "фуко"),
        ("spanish", "jiménez", "хименес"),
        ("italian", "boccaccio", "боккаччо"),
        ("polish", "wójcik", "вуйцик"),
        ("czech", "dvořák", "дворжак"),
        ("hungarian", "kovács", "ковач"),
        ("nordic", "sjöberg", "шёберг"),
        ("dutch", "dijkstra", "дейкстра"),
        ("finnish", "virtanen", "виртанен"),
        ("romanian", "ceaușescu", "чаушеску"),
        ("japanese", "suzuki", "судзуки"),
        ("korean", "hwang", "хван"),
        ("turkish", "yılmaz", "йылмаз"),
        ("azerbaijani", "əliyev", "алиев"),
        ("uzbek", "oʻrozov", "урозов"),
        ("western_armenian", "hagopian", "акопян"),
        ("belarusian", "ганчароў", "гончаров"),
    ],
)
def test_each_language_has_its_own_rules(language: str, name: str, cyrillic: str) -> None:
    assert renders(as_heard(cyrillic), name, language)
    assert renders_any(as_heard(cyrillic), name, ("german", language))
    assert not renders(as_heard(cyrillic + "щ"), name, language)


@pytest.mark.parametrize(
    ("language", "name", "cyrillic"),
    [("german", "dąbrowski", "домбровский"), ("english", "müller", "мюллер"), ("french", "", "")],
)
def test_a_letter_that_is_not_the_language_s_ends_the_matter(
    language: str, name: str, cyrillic: str
) -> None:
    assert not renders(as_heard(cyrillic), name, language)


def test_the_rules_are_expressions_and_cyrillic_letters() -> None:
    for text in TABLE.values():
        for line in text.strip().splitlines():
            pattern, written = line.split(" ")
            assert re.compile(pattern)
            assert re.fullmatch("[а-я|-]+", written), line
            assert as_heard(written) == written, line


@given(st.sampled_from(sorted(TABLE)), st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared(language: str, name: str, cyrillic: str) -> None:
    renders(cyrillic, name, language)
