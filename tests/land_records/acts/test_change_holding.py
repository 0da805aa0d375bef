"""Another form of holding among the same people."""

import pytest

from tests.land_records.acts.ground import estate
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_household_members_follow_the_household() -> None:
    land = estate(1)
    household = a_person(land.officer, kind="household")
    right = land.right(party_id=household)
    members = [a_person(land.officer) for _ in range(3)]
    land.done("change_holding", {"right_id": right, "title": "household_members", "form": "shares",
                                 "holders": [{"party_id": one, "share": "1/3"} for one in members]})  # fmt: skip
    after = land.use_right(land.parcels[0])
    assert after.party_ids == {*members} and after.received_by == "TQ" and broken() == {}
