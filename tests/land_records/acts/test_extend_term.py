"""Extension of a term."""

from datetime import date

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate, paper

pytestmark = pytest.mark.django_db


def farm(land: Estate, *, began_on: str = "2010-05-04", **more: object) -> int:
    parcel = land.parcels[0]
    use = {"parcel_id": parcel, "code": "CLN", "area_m2": "400", "term": "until", "until": "2066-01-01", **more}
    return land.right(parcel, purposes=[use], began_on=began_on)


def test_a_term_is_extended_and_never_shortened() -> None:
    land = estate(1)
    right = farm(land, term="until", until="2030-06-30")
    land.done("extend_term", {"right_id": right, "until": "2076-03-01", **paper()})
    later = land.use_right(land.parcels[0])
    assert later.purposes[0].until == date(2076, 3, 1)
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("extend_term", {"right_id": later.id, "until": "2050-01-01"})
    assert refused.value.code == "term_shortened"


def test_land_without_a_term_has_nothing_to_extend() -> None:
    land = estate(1)
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("extend_term", {"right_id": land.right(), "until": "2076-03-01"})
    assert refused.value.code == "no_term_to_extend"
