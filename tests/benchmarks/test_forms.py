"""Rendered references: the little language, the labels that come for free, and what is kept out of training."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.forms.items import LANGUAGES, draw, terms
from benchmarks.forms.lexicon import blend, lexicon, name_of, title
from benchmarks.forms.printing import fields, joined, merged
from benchmarks.forms.render import forms, references, rendered
from benchmarks.forms.template import filled, needed, parsed, settled
from indexer.evaluate.parsing import LabelledReference
from indexer.references.plausible import broken
from indexer.text.pages import split_pages
from indexer.text.printed import squeeze
from schemas.reference import ReferenceFields

VALUES = {"title": [("Почвы", "title")], "volume": [], "issue": [("3", "issue")]}


def _printed(template: str, seed: int = 1) -> str:
    pieces = filled(parsed(template), VALUES, {"vol": "т."}.__getitem__, Random(seed))
    return "".join(text for text, _ in pieces)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{title}.", "Почвы."),
        ("{title}< {.vol} {volume}>.", "Почвы."),
        ("{title}< № {issue}>.", "Почвы № 3."),
        ("<{volume}({issue})|({issue})>", "(3)"),
        ("<%{volume}>", ""),
        ("<a<b<{issue}>>>", "ab3"),
        ("<{.vol}>", "т."),
    ],
)
def test_a_template(template: str, text: str) -> None:
    assert _printed(template) == text


def test_chance_chooses_among_alternatives() -> None:
    assert {_printed("<%a|b|>", seed) for seed in range(30)} == {"a", "b", ""}
    assert {settled("<%a|b>", Random(seed)) for seed in range(30)} == {("a",), ("b",)}
    assert settled("a<%b|c>", Random(1)) == parsed("a<%b|c>")


@pytest.mark.parametrize("template", ["<a", "a>", "<a|b", "a|b", "<a><"])
def test_a_bracket_that_does_not_close_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        parsed(template)


def test_needed_values_are_those_outside_of_groups() -> None:
    assert needed(parsed("{title}<{volume}>{.vol}")) == {"title", ".vol"}


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("Орлов А. С.", "authors"), (". ", None), ("Почвы", "title")], "Орлов А. С. Почвы"),
        ([("Почвы?", "title"), (". М.", None)], "Почвы? М."),
        ([("12. ", None), (" ", None), ("Почвы", "title"), (" ", None)], "12. Почвы"),
        (
            [("Орлов А. С.", "authors"), (" и ", None), ("Лис Б.", "authors")],
            "Орлов А. С. и Лис Б.",
        ),
    ],
)
def test_joined_text(pieces: list[tuple[str, str | None]], text: str) -> None:
    found, spans = joined(pieces)
    assert found == text
    assert [found[start:end] for _, start, end in spans] == [one for one, label in pieces if label]


def test_people_are_one_span_and_are_named_once() -> None:
    text = "Орлов А. Почвы / А. Орлов, Б. Лис"
    spans = [("authors", 0, 8), ("title", 9, 14), ("authors", 17, 25), ("authors", 27, 33)]
    assert merged(spans) == [("authors", 0, 8), ("title", 9, 14), ("authors", 17, 33)]
    assert fields(text, spans)["authors"] == ["Орлов А.", "Б. Лис"]


def test_all_forms_print_all_kinds_in_all_their_languages() -> None:
    assert len(forms()) >= 70
    for form in forms():
        for lang in form.languages:
            for seed in range(len(form.kinds)):
                item = rendered(form, lang, Random(seed), "x")
                assert item.fields.get("title") or "container" in item.fields, item


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.sampled_from(forms()), st.data())
def test_every_label_is_a_piece_of_the_text(seed: int, form: object, data: st.DataObject) -> None:
    chosen = next(one for one in forms() if one is form)
    lang = data.draw(st.sampled_from(chosen.languages))
    item = rendered(chosen, lang, Random(seed), "x")
    assert item.text == squeeze(item.text)
    for field, value in item.fields.items():
        for one in value if isinstance(value, list) else [value]:
            assert one in item.text, (field, item)
    for _, start, end in item.spans:
        assert item.text[start:end].strip()


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.sampled_from(forms()), st.data())
def test_a_right_reading_breaks_no_rule(seed: int, form: object, data: st.DataObject) -> None:
    """The rules that choose between readings hold for the labels of any rendered reference."""
    chosen = next(one for one in forms() if one is form)
    item = rendered(chosen, data.draw(st.sampled_from(chosen.languages)), Random(seed), "x")
    first, last = split_pages(item.fields.get("pages", ""))
    right = ReferenceFields(
        authors=tuple(item.fields.get("authors", ())),
        title=item.fields.get("title"),
        container=item.fields.get("container"),
        publisher=item.fields.get("publisher"),
        place=item.fields.get("place"),
        volume=item.fields.get("volume"),
        first_page=first,
        last_page=last,
        year=int(item.fields["year"]) if "year" in item.fields else None,
    )
    assert broken(item.text, right) == 0, item


def test_the_same_seed_gives_the_same_references_and_another_others() -> None:
    first = list(references(5, 60))
    assert first == list(references(5, 60))
    assert {item.text for item in first}.isdisjoint(item.text for item in references(6, 60))
    LabelledReference(id=first[0].id, text=first[0].text, fields=first[0].fields)


def test_forms_kept_out_of_training_are_apart() -> None:
    held = {form.name for form in forms() if form.held}
    assert 10 <= len(held) <= 20
    assert {item.form for item in references(1, 200, held=True)} == held
    assert held.isdisjoint(item.form for item in references(1, 500, held=False))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_publication_has_all_values(lang: str) -> None:
    item = draw(Random(1), lang)
    assert item.people
    assert all(item.values[name] for name in ("title", "date", "place", "publisher", "pages"))
    assert item.term("Vol")[0].isupper() or not item.term("vol")[0].isalpha()
    assert set(terms("ru")) == set(terms("roman" if lang == "roman" else lang))


def test_words_of_titles() -> None:
    chance = Random(2)
    assert blend(chance, ["исследование", "почва"])
    assert len({title(chance, "ky") for _ in range(50)}) > 45
    assert not set("*^#") & set(name_of(chance, "hy", "journals"))
    assert "М." not in lexicon("ru")["words"]
