"""The release of notices."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def sale(land, right: int) -> dict:
    return {"right_id": right, "title": "sale", "receivers": [{"party_id": a_person(land.officer)}]}


@pytest.mark.parametrize("kind", ["seizure", "dispute", "blocking", "enforcement"])
def test_a_notice_blocks_until_it_is_released(kind: str) -> None:
    land = estate(1)
    right = land.right()
    notice = land.done("place_restriction", {"kind": kind, "parcel_id": land.parcels[0], **paper("4/THA")})
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("transfer_right", sale(land, right))
    assert "4/THA" in refused.value.message_vi
    land.done("release_restriction", {"restriction_id": notice.ids["restriction:1"], **paper("5/THA")})
    land.done("transfer_right", sale(land, right))
    assert broken() == {}


def test_a_mortgage_is_not_released_by_the_wrong_act() -> None:
    land = estate(1)
    charge = land.done("mortgage_right", {"right_id": land.right(), "mortgagee_ids": [a_person(land.officer)],
                                          "contract_number": "1", "contract_date": "2026-03-01"})  # fmt: skip
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("release_restriction", {"restriction_id": charge.ids["restriction:1"]})
    assert refused.value.code == "restriction_not_in_force"
