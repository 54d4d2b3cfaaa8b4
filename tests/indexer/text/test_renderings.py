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


def test_a_rendering_begins_with_what_one_of_the_rules_for_the_first_letter_writes() -> None:
    rules = [
        ("tsch", ("ч",)),
        ("^t", ("т",)),
        ("(?<=[ae])s", ("з",)),
        ("[sz]", ("с",)),
        ("z$", ("",)),
    ]
    assert renderings._openings(rules) == {"t": {*"чт"}, "s": {"с"}, "z": {"с"}}
    # what a rule may leave out says nothing of the beginning
    assert len(renderings._openings([*rules, ("z(?=e)", ("ц", ""))])["z"]) > 20
    with pytest.raises(ValueError, match="begin with a letter"):
        renderings._openings([("(?:a|e)", ("а",))])


@given(
    st.sampled_from(sorted(TABLE)),
    st.text("abcdegikoszčąğé", max_size=8),
    st.text("абвгзийклосфхцчшэюя", max_size=8),
)
def test_the_look_at_the_first_letters_loses_no_rendering(
    language: str, name: str, cyrillic: str
) -> None:
    rules = renderings._LANGUAGES[language]
    blind = rules._replace(openings=dict.fromkeys(rules.openings, frozenset(cyrillic)))
    found = renders(cyrillic, name, language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(renderings._LANGUAGES, language, blind)
        assert renders(cyrillic, name, language) == found
