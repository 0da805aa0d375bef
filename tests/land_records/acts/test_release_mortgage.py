"""The release of a mortgage frees the right and is noted on the paper."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_after_the_release_the_land_may_be_sold() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    charge = land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [a_person(land.officer)],
                                          "contract_number": "7/HĐ", "contract_date": "2026-03-01"})  # fmt: skip
    released = {"restriction_id": charge.ids["restriction:1"], "paper_number": "9/XN", "paper_date": "2026-03-02"}
    land.done("release_mortgage", released)
    [paper] = land_records.certificates_by_id([certificate])
    assert [note.change_code for note in paper.notes] == ["TC", "XC"] and "9/XN" in paper.notes[-1].text
    land.done("transfer_right", {"right_id": right, "title": "sale",
                                 "receivers": [{"party_id": a_person(land.officer)}]})  # fmt: skip
    assert broken() == {}
    with pytest.raises(land_records.ActRefusedError) as again:
        land.submitted("release_mortgage", released)
    assert again.value.code == "mortgage_not_in_force"
