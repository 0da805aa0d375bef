"""Residential area determined again."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate, paper

pytestmark = pytest.mark.django_db


def farm(land: Estate, *, began_on: str = "2010-05-04", **more: object) -> int:
    parcel = land.parcels[0]
    use = {"parcel_id": parcel, "code": "CLN", "area_m2": "400", "term": "until", "until": "2066-01-01", **more}
    return land.right(parcel, purposes=[use], began_on=began_on)


def test_residential_area_is_determined_again_within_the_parcel() -> None:
    land = estate(1)
    right = farm(land, began_on="1999-05-01")
    asked = {"right_id": right, "parcel_id": land.parcels[0], "code": "ODT", **paper()}
    land.done("redetermine_residential", {**asked, "residential_m2": "250"})
    uses = [(use.code, float(use.area_m2 or 0)) for use in land.use_right(land.parcels[0]).purposes]
    assert uses == [("ODT", 250.0), ("CLN", 150.0)]
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("redetermine_residential", {**asked, "right_id": land.use_right(land.parcels[0]).id,
                                                   "residential_m2": "401"})  # fmt: skip
    assert refused.value.code == "residential_area_wrong"
