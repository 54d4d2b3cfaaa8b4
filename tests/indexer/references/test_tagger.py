"""Our own inference gives the very labels of python-crfsuite, and lists give what single references give."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import msgspec
import numpy as np
import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references import tagger
from indexer.references.parse import parse_reference, parse_references
from indexer.references.sequence import features, tokens
from indexer.references.tagger import MODEL, Tagger, Weights, best_paths, shipped
from indexer.training.tagger import (
    average,
    example,
    read,
    weights_of,
    with_beginnings,
    write_weights,
)

DATA = Path(__file__).parents[2] / "data" / "parsing"
SAMPLE = [item for name in ("anystyle", "grobid") for item in read(DATA / name)][::5]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of python-crfsuite, trained on every fifth recorded reference."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": 15})
    for item in SAMPLE:
        trainer.append(*example(item))
    path = tmp_path_factory.mktemp("model") / "small.crfsuite"
    trainer.train(str(path))
    return path


def test_labels_are_those_of_crfsuite(trained: Path) -> None:
    theirs = pycrfsuite.Tagger()
    theirs.open(str(trained))
    ours = Tagger(weights_of(trained))
    texts = [
        (item.text, tokens(item.text))
        for folder in ("anystyle", "grobid")
        for item in read(DATA / folder)
    ]
    expected = [theirs.tag(features(text, items)) for text, items in texts]
    assert ours.tag(texts) == expected
    assert [ours.tag([text])[0] for text in texts[:20]] == expected[:20]


def test_features_of_a_word() -> None:
    """The words, marks and shapes around it, the piece it stands in, and the state of the text."""
    text = "Li A. Big “Data in 2019”"
    found = features(text, tokens(text))
    assert len(found) == 6
    assert found[3] == [
        *("w=data", "p=dat", "q=ata", "q2=ta", "-2w=a", "-1w=big", "1w=in", "2w=year"),
        *("< “|data", "data|> ", "big| “|data", "data| |in"),
        *("piece=data", "ends=year", "after=big", "next=end", "style=late,True", "open=Xx |X. "),
        *("-2s=X", "-1s=Xx", "s=Xx", "k=access", "1s=xx", "1k=in", "2s=year"),
        *("< “", "> ", "< “|Xx", "Xx|> ", "< “|Xx|> ", "aXx| “|Xx", "bXx| |xx"),
        *("tXx| “|Xx| |xx", "uXx| |xx|year", "vX|Xx| “|Xx", "opens=Xx,3, “|”"),
        *("length=3", "has=access", "has=in", "has=year", "in=01", "years=0", "stops=0", "marks=2"),
        *("at=4", "at=4,style=late,True", "word=0", "left=3", "first=3"),
    ]


def test_sums_that_are_kept_are_dropped_when_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [(item.text, tokens(item.text)) for item in SAMPLE]
    expected = shipped().tag(texts)
    small = Tagger(msgspec.json.decode(MODEL.read_bytes(), type=Weights))
    monkeypatch.setattr(tagger, "_KEPT", 100)
    assert [small.tag([text])[0] for text in texts] == expected


def test_no_text_and_no_word_are_no_labels() -> None:
    assert shipped().tag([]) == []
    assert shipped().tag([("", [])]) == [[]]
    assert shipped().tag([("— .", []), ("A", tokens("A"))])[0] == []


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=3).map(
        lambda sizes: sorted(sizes, reverse=True)
    ),
    st.integers(0, 2**32 - 1),
)
def test_best_path_is_the_best_of_all(lengths: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.normal(size=(sum(lengths), 3)).astype(np.float32)
    steps = random.normal(size=(3, 3)).astype(np.float32)

    def value(start: int, path: tuple[int, ...]) -> float:
        own = sum(scores[start + place, label] for place, label in enumerate(path))
        return float(own + sum(steps[pair] for pair in itertools.pairwise(path)))

    found = best_paths(scores, lengths, steps)
    for start, length, path in zip(
        [0, *itertools.accumulate(lengths)], lengths, found, strict=False
    ):
        best = max(value(start, other) for other in itertools.product(range(3), repeat=length))
        assert value(start, tuple(path)) == pytest.approx(best, abs=1e-5)


def test_a_list_gives_what_its_references_give_alone() -> None:
    items: list[tuple[str, str | None]] = [
        (item.text, None) for name in ("anystyle", "gost", "grobid") for item in read(DATA / name)
    ]
    items += [
        ("", None),
        ("—", "ru"),
        ("I. Žliobaitė, M. Budka, Neurocomputing 150 (2015) 240.", None),
    ]
    assert parse_references(items) == [parse_reference(text, lang) for text, lang in items]


def test_a_run_begins_with_a_label_of_its_own() -> None:
    labels = ["other", "title", "title", "date", "title", "other"]
    assert with_beginnings(labels) == ["other", "B-title", "title", "date", "B-title", "other"]


def test_the_mean_of_models_counts_what_one_leaves_out_as_nought() -> None:
    left = Weights(["a", "b"], [[1.0, 0.0], [0.0, 0.0]], {"w=x": {0: 2.0}})
    right = Weights(["b", "a"], [[0.0, 0.0], [0.0, 3.0]], {"w=x": {1: 4.0}, "w=y": {0: 1.0}})
    mean = average([left, right])
    assert mean == Weights(["a", "b"], [[2.0, 0.0], [0.0, 0.0]], {"w=x": {0: 3.0}, "w=y": {1: 0.5}})


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = Weights(
        ["a", "b"], [[1.0, 0.25], [0.0, -2.0]], {'w="': {0: 2.0}, "w=ә": {0: -1.5, 1: 3.0}}
    )
    write_weights(model, tmp_path / "model.json")
    read_back = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert read_back["features"] == {'w="': {"0": 2.0}, "w=ә": {"0": -1.5, "1": 3.0}}
    assert (read_back["labels"], read_back["steps"]) == (model.labels, model.steps)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mal'tsev A.I. O grupakh", ["Maltsev", "A", "I", "O", "grupakh"]),
        ("Ol’shanskii, mnogokriterial'noj", ["Olshanskii", "mnogokriterialnoj"]),
        ("Solov'ev", ["Solovev"]),
        # an apostrophe that parts two words
        ("l'eau et l’Harmattan", ["l", "eau", "et", "l", "Harmattan"]),
        ("Lewis's rule, D'Obre, O'Brien", ["Lewis", "s", "rule", "D", "Obre", "O", "Brien"]),
        ("Gogol' N. V.", ["Gogol", "N", "V"]),
    ],
)
def test_a_soft_sign_parts_no_word(text: str, words: list[str]) -> None:
    found = tokens(text)
    assert [token.text for token in found] == words
    assert [text[token.start : token.end][0] for token in found] == [word[0] for word in words]


@pytest.mark.parametrize(
    ("text", "authors", "title"),
    [
        (
            "Vol'dek A.I., Popov V.V. Elektricheskie mashiny [Electrical machines]. SPb., Piter Publ., 2008.",
            ("Vol'dek A.I.", "Popov V.V."),
            "Elektricheskie mashiny",
        ),
        (
            "Ivanov A.A., Il'in V.P. O metode. Matematicheskii sbornik, 2010, vol. 5, no. 3, pp. 10-20.",
            ("Ivanov A.A.", "Il'in V.P."),
            "O metode",
        ),
        (
            "Yu. A. Mitropol'skii, Metod usredneniya, Naukova Dumka, Kiev, 1971, 440 pp.",
            ("Yu. A. Mitropol'skii",),
            "Metod usredneniya",
        ),
        (
            "Ol’shanskii A. V. Teoriya. Vestnik MGU, 2011, no. 2, pp. 3–9.",
            ("Ol’shanskii A. V.",),
            "Teoriya",
        ),
    ],
)
def test_romanised_names_with_soft_signs(text: str, authors: tuple[str, ...], title: str) -> None:
    found = parse_reference(text)
    assert (found.authors, found.title) == (authors, title)


@pytest.mark.parametrize(
    ("text", "author", "title", "container"),
    [
        ("Զորյան Ա. Գետեր, Հանդես 10, 1987, էջ 231-287:", "Զորյան Ա.", "Գետեր", "Հանդես"),
        ("Громов П. А. Почвы, Природа 10, 1987, с. 231-287.", "Громов П. А.", "Почвы", "Природа"),
    ],
)
def test_a_short_title_is_no_end_of_a_name(
    text: str, author: str, title: str, container: str
) -> None:
    found = parse_reference(text)
    assert (found.authors, found.title, found.container) == ((author,), title, container)
    assert (found.volume, found.first_page) == ("10", "231")


def test_a_reference_without_title_has_none() -> None:
    text = "Karaboga D., Basturk B. (2007) Journal of Global Optimization, 39(3):459-471."
    assert parse_reference(text).title is None
