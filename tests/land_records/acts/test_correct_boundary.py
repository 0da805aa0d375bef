"""Correcting the boundary between two neighbours."""

import pytest

from gis_core.errors import GeometryError
from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper, place
from tests.land_records.acts.register_facts import area_now, broken

pytestmark = pytest.mark.django_db


def test_both_change_at_once_and_what_one_wins_the_other_loses() -> None:
    land = estate()
    rights = [land.right(parcel) for parcel in land.parcels[:2]]
    paper_id = land.certificate(rights[0])
    before = area_now()
    land.done("correct_boundary", {"first_id": land.parcels[0], "second_id": land.parcels[1],
                                   "line": [place(22, -1), place(20, 21)], **paper("05/BB")})  # fmt: skip
    areas = [float(land_records.parcel_by_id(parcel).areas.computed or 0) for parcel in land.parcels[:2]]
    assert areas[0] == pytest.approx(420.0, abs=1.1) and sum(areas) == pytest.approx(800.0, abs=0.2)
    assert area_now() == pytest.approx(before, abs=0.2)
    assert float(land.use_right(land.parcels[0]).purposes[0].area_m2 or 0) == areas[0]
    [certificate] = land_records.certificates_by_id([paper_id])
    assert certificate.status == "changed" and "05/BB" in certificate.notes[0].text
    assert broken() == {}


def test_a_line_that_misses_both_is_refused() -> None:
    land = estate()
    with pytest.raises(GeometryError) as refused:
        land.submitted("correct_boundary", {"first_id": land.parcels[0], "second_id": land.parcels[1],
                                            "line": [place(500, 0), place(500, 20)]})  # fmt: skip
    assert refused.value.code == "cut_misses"
