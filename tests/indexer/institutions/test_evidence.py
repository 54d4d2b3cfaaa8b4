from __future__ import annotations

import pytest

from indexer.institutions import institutions, resolve
from indexer.institutions.evidence import by_domain, by_ror

WITH_ROR = next((each for each in institutions().values() if each.ror), None)


@pytest.mark.parametrize(
    "identifiers",
    [[("ror", "https://ror.org/000000000")], [("isni", "0000")], [("ror", "nothing")], []],
)
def test_an_unknown_identifier_claims_nothing(identifiers: list[tuple[str, str]]) -> None:
    assert list(by_ror(identifiers)) == []
    assert [each.institution.id for each in resolve(["БНТУ"], (), identifiers)] == ["by-bntu"]


def test_a_domain_is_evidence_where_no_name_is() -> None:
    (found,) = resolve(["кафедра физики, e-mail: name@mail.bsuir.by"])
    assert (found.institution.id, found.evidence.name) == ("by-bsuir", "bsuir.by")
    assert [each.institution.id for each in resolve(["БНТУ, name@bsuir.by"])] == ["by-bntu"]
    assert list(by_domain("name@example.com, bsuir.by")) == []
