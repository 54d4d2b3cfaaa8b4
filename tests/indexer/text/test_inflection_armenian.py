"""Armenian: cases, articles and plurals in both standards and orthographies; look-alikes keep apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.inflection.armenian import armenian_stems

# the dictionary form, then others; words of titles
FORMS = """
լիճ լճի լճում լճեր լիճը լճից
ջուր ջրի ջրով ջրեր ջուրը ջրերի
կրթություն կրթության կրթությունը կրթությամբ կրթությունների կրթութիւն կրթութեան
գիտություն գիտության գիտությունների գիտութիւն գիտութեան
պատմություն պատմության պատմութեան պատմութիւնը պատմութիւններուն
տնտեսություն տնտեսության տնտեսությունը
կառավարում կառավարման կառավարմամբ կառավարումը կառավարումից
զարգացում զարգացման զարգացմանը զարգացումներ
պետություն պետության պետություններ պետությունների
համալսարան համալսարանի համալսարանում համալսարանները համալսարանին
լեզու լեզվի լեզվով լեզուներ լեզուների լեզուին
գիրք գրքի գրքեր գրքերում գիրքը
միտք մտքի մտքեր մտքերու միտքը
երկիր երկրի երկրներ երկրից երկիրը երկրէն
ամիս ամսի ամիսներ ամսվա
տարի տարվա տարիներ տարիների
օր օրվա օրեր
հարց հարցեր հարցերի հարցում
կին կնոջ կանայք կինը
մարդ մարդու մարդիկ մարդկանց մարդը
անուն անվան անուններ անունը
եկեղեցի եկեղեցու եկեղեցիներ եկեղեցիի
լույս լույսի լուսի լոյս լոյսի
գյուղ գյուղի գյուղեր գիւղ գիւղի գիւղը
կյանք կյանքի կյանքում կեանք կեանքի
մշակույթ մշակույթի մշակոյթ մշակոյթի
Հայաստան Հայաստանի Հայաստանում Հայաստանից
Երևան Երևանի Երեւանում Երեվանի
Թուրքիա Թուրքիայի Թուրքիան Թուրքիոյ
աղջիկ աղջկա աղջիկներ
արյուն արյան արյունը
տղա տղայի տղաներ տղայ
""".lower().strip().splitlines()  # fmt: skip


@pytest.mark.parametrize(
    ("lemma", "form"), [(line.split()[0], form) for line in FORMS for form in line.split()[1:]]
)
def test_forms_meet(lemma: str, form: str) -> None:
    assert not armenian_stems(lemma).isdisjoint(armenian_stems(form))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("գիր", "գիրք"),
        ("գին", "գիծ"),
        ("լիճ", "լուծ"),
        ("ջուր", "ջութակ"),
        ("հայ", "հայց"),
        ("հայ", "հայտ"),
        ("ծառ", "ծառայություն"),
        ("քաղաք", "քաղաքական"),
        ("գիտություն", "գիտելիք"),
        ("տուն", "տոն"),
        ("կետ", "գետը"),
        ("գին", "գինի"),
        ("լեզու", "լեռ"),
        ("մարդ", "մարզի"),
        ("պատմություն", "պատնեշ"),
        ("կենտրոն", "կենդանի"),
        ("քար", "քարտ"),
        ("օր", "որ"),
        ("իրավունք", "իրավաբան"),
    ],
)
def test_words_keep_apart(one: str, other: str) -> None:
    assert armenian_stems(one).isdisjoint(armenian_stems(other))


@given(st.text("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև", min_size=1, max_size=30))
def test_any_letters_have_a_stem(word: str) -> None:
    assert armenian_stems(word)
    assert all(armenian_stems(word))
