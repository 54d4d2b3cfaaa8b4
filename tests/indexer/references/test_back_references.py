"""Entries that stand for an entry above, in the languages of the Union, beside titles that only begin so. Invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.back_references import BackReference, back_reference
from indexer.references.back_words import BEFORE, Phrases
from indexer.references.publications import describes_book, shows_publication
from indexer.text.printed import unnumbered

BEFORE_IT = """
Там же. С. 45.
Там же.
12. Там же. — Т. 2. — С. 45–47.
[5] Там же, с. 5
Там же. Л. 3.
Там же. 2012. № 3. С. 5.
Там же. С. 45. Перевод наш.
Там же (курсив автора).
См. там же. С. 4.
Указ. соч. С. 12.
Он же. Указ. соч. С. 12.
Тамсама. С. 45.
Там жа. С. 5.
Назв. праца. С. 12.
Там само. С. 5.
Сол жерде. Б. 45.
Бұл да сонда. 45-б.
Сонда. 12 б.
Аталған еңбек. Б. 12.
Ошол эле жерде. Б. 45.
Аталган эмгек. Б. 12.
Նույն տեղում, էջ 45:
Նույն տեղում:
Անդ, էջ 12-13:
Նշվ. աշխ., էջ 12:
Tam zhe. S. 45.
Tam že. S. 45.
Ukaz. soch. S. 4
Tamsama. S. 45
Sol zherde. B. 5
Atalgan enbek. B. 12.
Oshol ele zherde. B. 12.
Nuyn teghum, ej 45.
Ibid. P. 45.
ibid, 45
Ibidem, pp. 34-35
Idem. P. 3.
Op. cit. P. 12.
Loc. cit.
Ebd., S. 45.
Там же. С. 45, 47, 50–52.
Там же [Ibid.]. С. 5.
ТАМ ЖЕ. С. 5
Там же. Док. № 5.
Тамсама. Арк. 5.
Ошол эле жерде. Барак 6.
Его же. Указ. соч. С. 3
Sol jerde. B. 45.
Ошол эле. Б. 4.
Նշվ․ աշխ․, էջ 45։
Art. cit. P. 5
"""

BY_AUTHOR = [
    ("Орлов А. С. Указ. соч. С. 12.", "Орлов А. С."),
    ("Подробнее см.: Орлов А. С. Указ. соч. С. 5.", "Орлов А. С."),
    ("Орлов. Указ. соч., т. II, с. 45.", "Орлов."),
    ("См.: Орлов А. С. Указ. соч. С. 12—14.", "Орлов А. С."),
    ("Цит. по: Орлов А.С. Цит. раб. С. 44.", "Орлов А.С."),
    ("Орлов А. С., Петров Б. Д. Указ. раб. С. 5.", "Орлов А. С., Петров Б. Д."),
    ("Орлов А. С. Указанное сочинение. С. 100.", "Орлов А. С."),
    ("Орлов А.С. Почвы юга. Указ. соч. С. 7.", "Орлов А.С. Почвы юга."),
    ("Арлоў А. С. Назв. праца. С. 12.", "Арлоў А. С."),
    ("Нұрпейісов Ә. Аталған еңбек. Б. 12.", "Нұрпейісов Ә."),
    ("Акматалиев А. Аталган эмгек. Б. 12.", "Акматалиев А."),
    ("Սիմոնյան Հ., նշվ. աշխ., էջ 55:", "Սիմոնյան Հ."),
    ("Orlov A. S. Ukaz. soch. S. 12.", "Orlov A. S."),
    ("Gromov P. Op. cit. P. 12.", "Gromov P."),
    ("Smith, J. & Brown, A. op. cit., pp. 12–15.", "Smith, J. & Brown, A."),
]

THEMSELVES = """
Там же, где всегда: роман. М.: Эксмо, 2010. 300 с.
Там же. С. 45; Петров А. А. История. М.: Наука, 2010. 300 с.
Орлов А. С. Там, где нас нет. М., 1999.
Иванов И. И. Там же и тогда же // Звезда. 2001. № 5.
О термине «указ. соч.» в сносках // Библиография. 2010. № 3. С. 5–9.
Указ Президента РФ от 07.05.2018 № 204.
Он же. История юга. М.: Наука, 2010. 544 с.
Idem. The Acquisition of Syntax. London: Longman, 1990.
Idem per idem: a study of tautology. Oxford: OUP, 2001.
Op. cit. and other footnotes: a history. London: Verso, 1999.
Id and ego. Freud S. London: Hogarth, 1927.
Ib S. Nielsen. Dental statistics. 1999.
Brown L. C. J. 2010, 12, 45.
Сонда С. А. Экология почв. Минск, 2001. 200 с.
Он жетінші ғасыр әдебиеті. Алматы: Ғылым, 1999.
Ошол жерде туулган. Бишкек, 2001. 120 б.
Անդրեասյան Ա. Հողեր: Երևան, 1999, 120 էջ:
"""


@pytest.mark.parametrize("raw", BEFORE_IT.strip().splitlines())
def test_an_entry_stands_for_the_one_before_it(raw: str) -> None:
    assert back_reference(raw) == BackReference("")


@pytest.mark.parametrize(("raw", "author"), BY_AUTHOR)
def test_an_entry_stands_for_a_work_of_its_author(raw: str, author: str) -> None:
    assert back_reference(raw) == BackReference(author)


@pytest.mark.parametrize("raw", THEMSELVES.strip().splitlines())
def test_an_entry_stands_for_itself(raw: str) -> None:
    assert back_reference(raw) is None


@given(st.text(alphabet="Там жеУказсоч. opcit12С—,:;()[]«»\n", max_size=80))
def test_any_text_is_read(raw: str) -> None:
    back_reference(raw)


@given(st.sampled_from(BEFORE_IT.strip().splitlines()), st.integers(1, 300))
def test_the_number_of_an_entry_says_nothing(raw: str, number: int) -> None:
    assert back_reference(f"{number}. {unnumbered(raw)}") == back_reference(raw)


def test_phrases_are_found_by_whole_words_and_beginnings() -> None:
    phrases = Phrases(["указ соч*", "указ"])
    words = ["o", "ukaz", "sochinenie", "ukaz"]
    assert [phrases.length_at(words, at) for at in range(4)] == [0, 2, 0, 1]
    assert (phrases.may_begin("ukaz"), phrases.may_begin("ukazka")) == (True, False)
    assert BEFORE.length_at(["oshol", "ele", "zherde", "b"], 0) == 3


@pytest.mark.parametrize(
    ("text", "published", "book"),
    [
        ("М.: Наука, 1980.", True, True),
        ("Алматы : Ғылым, 2010. – 120 б.", True, True),
        ("Минск, 2001. 200 с.", True, True),
        ("Дети // Звезда", True, False),
        ("https://example.org", True, False),
        ("Минск, 2001", False, False),
        ("ПМА: Иванова А. И., д. Малые Корелы", False, False),
        ("С. 5, 2001", False, False),
    ],
)
def test_what_shows_a_publication(text: str, published: bool, book: bool) -> None:
    assert (shows_publication(text), describes_book(text)) == (published, book)
