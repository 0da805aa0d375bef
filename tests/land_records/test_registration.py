"""Registering parcels: receipts, digits, neighbours, refusals."""

import pytest

from land_records import api as land_records
from tests.land_records.fabric_ground import ORIGIN, ground, squares

pytestmark = pytest.mark.django_db


def test_squares_enter_with_areas_codes_and_uses():
    base = ground()
    receipt = base.register(squares(3, 2))
    assert (receipt.registered, receipt.rejected, receipt.area_m2) == (6, 0, 2400)
    assert len(set(receipt.codes)) == 6 and all(len(code) == 12 for code in receipt.codes)
    found = land_records.parcel_by_id(receipt.parcel_ids[0])
    assert found.reference == "22945/1/1"
    assert found.standing == "official" and found.valid_to is None
    assert found.areas.legal == 400 and found.areas.certificate is None
    assert [use.code for use in found.land_uses] == ["ODT"]
    assert {(c.x_north, c.y_east) for c in found.corners} == {
        (ORIGIN[1] + dy, ORIGIN[0] + dx) for dx in (0, 20) for dy in (0, 20)
    }
    assert all(corner.side_m == 20 for corner in found.corners)
    assert land_records.parcel_by_code(receipt.codes[0]).parcel_id == found.parcel_id
    assert found.label_lonlat is not None
    assert land_records.parcel_at(*found.label_lonlat).parcel_id == found.parcel_id
