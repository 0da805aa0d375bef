"""Change of purpose: parcel, right and paper."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate, paper
from tests.land_records.acts.register_facts import broken

pytestmark = pytest.mark.django_db


def farm(land: Estate, *, began_on: str = "2010-05-04", **more: object) -> int:
    parcel = land.parcels[0]
    use = {"parcel_id": parcel, "code": "CLN", "area_m2": "400", "term": "until", "until": "2066-01-01", **more}
    return land.right(parcel, purposes=[use], began_on=began_on)


def test_a_change_of_purpose_changes_parcel_right_and_paper() -> None:
    land = estate(1)
    right = farm(land)
    certificate = land.certificate(right)
    garden = {"code": "CLN", "area_m2": "300", "term": "until", "until": "2070-01-01"}
    uses = [{"parcel_id": land.parcels[0], "code": "ODT", "area_m2": "100"}, {"parcel_id": land.parcels[0], **garden}]
    land.done("change_purpose", {"right_id": right, "parcel_id": land.parcels[0], "uses": uses, "permit": True,
                                 "plan_check": "fits", **paper("77/QĐ-UBND")})  # fmt: skip
    assert land_records.parcel_by_id(land.parcels[0]).land_use == "ODT+CLN"
    assert [use.code for use in land.use_right(land.parcels[0]).purposes] == ["ODT", "CLN"]
    assert land.status(certificate) == "changed" and broken() == {}
