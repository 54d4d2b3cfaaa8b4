"""What the tagger misreads, kind by kind, with near misses that stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.misread import put_right
from indexer.references.spans import Spans, without
from indexer.references.western import parse_all

Pieces = dict[str, list[str]]


def _spans(text: str, labelled: Pieces) -> Spans:
    return {
        label: [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
        for label, pieces in labelled.items()
    }


def _put_right(text: str, labelled: Pieces) -> Pieces:
    found = put_right(text, _spans(text, labelled))
    return {label: [text[start:end] for start, end in spans] for label, spans in found.items()}


@pytest.mark.parametrize(
    ("text", "labelled", "changed"),
    [
        (
            "--, and J. Gratz, 2008: Hurricane damage. J. Climate, 9.",
            {"title": ["2008: Hurricane damage"], "container": ["J. Climate"]},
            {"title": ["Hurricane damage"], "date": ["2008"]},
        ),
        (
            "Жук, І. М., 1998a: Балоты Палесся. Прырода Беларусі, 2, 5.",
            {"authors": ["Жук, І. М"], "title": ["1998a: Балоты Палесся"]},
            {"title": ["Балоты Палесся"], "date": ["1998a"]},
        ),
        (
            "Faulkner S. Poetry as method: Research through verse. Walnut Creek: Left Coast, 2009.",
            {
                "title": ["Poetry as method"],
                "container": ["Research through verse"],
                "publisher": ["Left Coast"],
            },
            {"title": ["Poetry as method: Research through verse"], "container": None},
        ),
        (
            "Әуезов М. Абай жолы: Роман-эпопея. Алматы: Жазушы, 1990.",
            {"title": ["Абай жолы"], "container": ["Роман-эпопея"], "place": ["Алматы"]},
            {"title": ["Абай жолы: Роман-эпопея"], "container": None},
        ),
        (
            "Hughes G. Introduction to Logic. Methuen and Co. Ltd, 1968.",
            {"title": ["Introduction to Logic. Methuen and Co"], "publisher": ["Ltd"]},
            {"title": ["Introduction to Logic"], "publisher": ["Methuen and Co. Ltd"]},
        ),
        (
            "Зуев П. Основы логики. Юрайт, ООО, 2018.",
            {"title": ["Основы логики. Юрайт"], "publisher": ["ООО"]},
            {"title": ["Основы логики"], "publisher": ["Юрайт, ООО"]},
        ),
        (
            "National Office. (2008). Drugs. Geneva: World Health Organization.",
            {"publisher": ["National Office", "World Health Organization"], "title": ["Drugs"]},
            {"publisher": ["World Health Organization"], "authors": ["National Office"]},
        ),
        (
            "R. Graham. Anomalies. SIAM J. Comput., 17 416 - 429, 1969.",
            {"container": ["SIAM J. Comput."], "volume": ["17 416"], "pages": ["429"]},
            {"volume": ["17"], "pages": ["416 - 429"]},
        ),
        (
            "Lindquist T. Denture design. J Prosthodont1997; 6: 122-7.",
            {"container": ["J Prosthodont1997"], "volume": ["6"]},
            {"container": ["J Prosthodont"], "date": ["1997"]},
        ),
        (
            "B. Obrist, 'Social Resilience: A New Approach,' Progress in Studies, Vol. 10, 2010.",
            {"container": ["Social Resilience: A New Approach,' Progress in Studies"]},
            {"title": ["Social Resilience: A New Approach"], "container": ["Progress in Studies"]},
        ),
        (
            "Будаев А. «Новый подход», Вестник наук, 2010. № 3.",
            {"container": ["Новый подход», Вестник наук"]},
            {"title": ["Новый подход"], "container": ["Вестник наук"]},
        ),
        (
            "Will, C. M. 2014, Living Reviews in Relativity, 17, 4",
            {"date": ["2014"], "container": ["Living Reviews in Relativity"]},
            {"volume": ["17"], "pages": ["4"]},
        ),
        (
            "Margot, J. L. 2003, Bulletin of the Society ,34",
            {"date": ["2003"], "container": ["Bulletin of the Society"], "pages": ["34"]},
            {"volume": ["34"], "pages": None},
        ),
        (
            "M. Ackermann et al., JCAP 1509, 008 (2015).",
            {"container": ["JCAP"], "date": ["1509", "2015"], "pages": ["008"]},
            {"volume": ["1509"], "date": ["2015"]},
        ),
        (
            "Turing, Alan, Computing Machinery, Mind 59, pp 433–460 (1950)",
            {"title": ["Computing Machinery"], "pages": ["433–460"], "date": ["1950"]},
            {"container": ["Mind"], "volume": ["59"]},
        ),
        (
            "Асанов Б., Суу балансы, Кабарлар 12, с. 33–46 (1985)",
            {"title": ["Суу балансы"], "pages": ["33–46"], "date": ["1985"]},
            {"container": ["Кабарлар"], "volume": ["12"]},
        ),
        (
            "Current Opinion in Biotechnology 1995, 6:561-566",
            {"title": ["Current Opinion"], "container": ["Biotechnology"], "date": ["1995"]},
            {"title": None, "container": ["Current Opinion in Biotechnology"]},
        ),
        (
            "Faddeev L., The quantum method, Usp. Mat. Nauk 34 (1979) 13, Russ. Math. Surv. 34.",
            {"container": ["Usp. Mat. Nauk", "Russ. Math. Surv"], "pages": ["13"]},
            {"container": ["Usp. Mat. Nauk"]},
        ),
        (
            "Garcia A. HLA and susceptibility. Infection, Genetics and Evolution 17, 1–7.",
            {
                "title": ["HLA and susceptibility. Infection"],
                "container": ["Genetics and Evolution"],
            },
            {
                "title": ["HLA and susceptibility"],
                "container": ["Infection, Genetics and Evolution"],
            },
        ),
        (
            "Ким Е. Рынок труда региона. Экономика, политика и право 5, 2010.",
            {"title": ["Рынок труда региона. Экономика"], "container": ["политика и право"]},
            {"title": ["Рынок труда региона"], "container": ["Экономика, политика и право"]},
        ),
    ],
)
def test_what_is_misread_is_put_right(
    text: str, labelled: Pieces, changed: dict[str, list[str] | None]
) -> None:
    wanted = {label: pieces for label, pieces in (labelled | changed).items() if pieces}
    assert _put_right(text, labelled) == wanted


@pytest.mark.parametrize(
    ("text", "labelled"),
    [
        ("Clarke A. 2001: A Space Odyssey.", {"title": ["2001: A Space Odyssey"]}),
        ("2001: A Space Odyssey. MGM, 1968.", {"title": ["2001: A Space Odyssey"]}),
        (
            "Smith J., 1984: a novel of power, 2001.",
            {"title": ["1984: a novel of power"], "date": ["2001"]},
        ),
        (
            "Ким Е. О реках: Вестник наук. Минск, 5, 2010.",
            {
                "title": ["О реках"],
                "container": ["Вестник наук"],
                "place": ["Минск"],
                "volume": ["5"],
            },
        ),
        (
            "Hughes G. Logic. Methuen and Co. Ltd, 1968.",
            {"title": ["Logic"], "publisher": ["Methuen and Co. Ltd"]},
        ),
        (
            "United Nations. 2000. Census of Population.",
            {"publisher": ["United Nations"], "title": ["Census of Population"]},
        ),
        (
            "Smith. Drugs. WHO, Geneva; UNICEF, 2008.",
            {"publisher": ["WHO", "UNICEF"], "title": ["Drugs"]},
        ),
        ("Smith J. J. Phys. 17 416, 1969.", {"container": ["J. Phys"], "volume": ["17 416"]}),
        (
            "Smith J. On it. Conf. ICML2010, 2011.",
            {"container": ["Conf. ICML2010"], "date": ["2011"]},
        ),
        ("Smith J. People's Voice, 2010.", {"container": ["People's Voice"]}),
        ("Smith J. A long book, 17, 4", {"title": ["A long book"]}),
        (
            "Smith J., Book, 17, 4, 2014",
            {"container": ["Book"], "date": ["2014"]},
        ),
        ("Smith J. JCAP 1509 2015.", {"container": ["JCAP"], "date": ["1509", "2015"]}),
        (
            "Schneider L., Le rôle, in Fabre et al. 1996, p. 227-242.",
            {"title": ["Le rôle"], "date": ["1996"], "pages": ["227-242"]},
        ),
        (
            "Stability of jets in Physics of Fluids 1995, 6",
            {"title": ["Stability of jets"], "container": ["Physics of Fluids"]},
        ),
        (
            "Ivanov I. Lakes. Ecology, Lakes Review 17.",
            {"title": ["Lakes. Ecology"], "container": ["Lakes Review"]},
        ),
    ],
)
def test_near_misses_stay_as_they_are(text: str, labelled: Pieces) -> None:
    assert _put_right(text, labelled) == labelled


@pytest.mark.parametrize(
    ("text", "title", "publisher"),
    [
        # an equation is no second title; a name in another language behind the same sign is one
        (
            "Dubail J. 2010 Conformal field theory at c = 0 and disorder. Nucl. Phys. B 834 399-422",
            "Conformal field theory at c = 0 and disorder",
            None,
        ),
        (
            "Johnson S., 2013. The magazine from cover to cover, New York: Oxford University Press. [CUL]",
            "The magazine from cover to cover",
            "Oxford University Press",
        ),
        (
            "CMS collaboration, Splitting function at 5.02 TeV, CMS-PAS-HIN-16-006 [INSPIRE].",
            "Splitting function at 5.02 TeV",
            None,
        ),
    ],
)
def test_values_end_where_they_should(text: str, title: str, publisher: str | None) -> None:
    (found,) = parse_all([text])
    assert (found.title, found.publisher) == (title, publisher)


def test_a_label_is_left_out() -> None:
    assert without({"title": [(0, 1)], "date": [(2, 3)]}, "date") == {"title": [(0, 1)]}


LABELS = st.sampled_from(("title", "container", "date", "publisher", "volume", "pages", "authors"))
WORDS = st.sampled_from(("Реки,", "2008:", "Genetics", "and", "Ltd", "17", "(2015)", "in", "'A'"))


@given(st.lists(st.tuples(WORDS, LABELS), max_size=9))
def test_no_label_is_left_without_a_run_and_every_run_is_of_the_text(
    words: list[tuple[str, str]],
) -> None:
    text = ""
    spans: Spans = {}
    for word, label in words:
        spans.setdefault(label, []).append((len(text), len(text) + len(word)))
        text += f"{word} "
    for runs in put_right(text, spans).values():
        assert runs
        assert all(0 <= start < end <= len(text) for start, end in runs)
