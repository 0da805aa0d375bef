"""Contribution of capital and its end."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_contribution_and_its_end_have_their_own_codes() -> None:
    land = estate(1)
    right = land.right()
    company = a_person(land.officer, kind="organisation")
    made = land.done("contribute_capital", {"right_id": right, "holders": [{"party_id": company}],
                                            "until": "2036-01-01"}).ids["right:1"]  # fmt: skip
    assert land_records.rights_by_id([made])[made].received_by == "GP"
    land.done("end_derived_right", {"right_id": made})
    assert land_records.rights_by_id([made])[made].cause == "GP" and broken() == {}
