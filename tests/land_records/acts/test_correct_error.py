"""Corrections name what they put right."""

from decimal import Decimal

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper, place
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_correction_names_the_version_it_puts_right() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    holder = a_person(land.officer)
    before = land_records.parcel_by_id(land.parcels[0])
    land.done("correct_error", {"reason": "ghi nhầm diện tích và người sử dụng", **paper(),
                                "parcel": {"parcel_id": land.parcels[0], "area_certificate": "398.5"},
                                "right": {"right_id": right, "holders": [{"party_id": holder}]}})  # fmt: skip
    after = land_records.parcel_by_id(land.parcels[0])
    assert after.areas.certificate == Decimal("398.5") and after.history[-1].corrects == before.version_id
    corrected = land.use_right(land.parcels[0])
    assert corrected.party_ids == {holder} and corrected.purposes[0].area_m2 == Decimal("398.5")
    assert land.status(certificate) == "changed" and broken() == {}


def test_a_correction_of_the_shape_moves_no_neighbour() -> None:
    land = estate(2)
    ring = [place(0, 0), place(20, 0), place(20, 20), place(1, 20)]
    land.done("correct_error", {"reason": "sai đỉnh thửa", "parcel": {"parcel_id": land.parcels[0], "rings": [ring]}})
    assert float(land_records.parcel_by_id(land.parcels[0]).areas.computed or 0) == 390.0
    assert float(land_records.parcel_by_id(land.parcels[1]).areas.computed or 0) == 400.0
