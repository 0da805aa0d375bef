"""Change of the form of the grant."""

import pytest

from tests.land_records.acts.ground import estate, paper
from tests.land_records.acts.register_facts import broken

pytestmark = pytest.mark.django_db


def test_the_form_of_the_grant_changes() -> None:
    land = estate(1)
    right = land.right(origin="DT-THN")
    receipt = land.done("change_grant_form", {"right_id": right, "origin": "DG-CTT", **paper()})
    assert land.use_right(land.parcels[0]).origin == "DG-CTT"
    assert "certificate:1" in receipt.ids and broken() == {}
