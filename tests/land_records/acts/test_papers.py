"""Certificates of their own: re-issue, revocation; corrections; parcels known from papers."""

from decimal import Decimal

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper, place
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("reason", "status"), [("worn", "replaced"), ("lost", "lost")])
def test_a_certificate_is_issued_again(reason: str, status: str) -> None:
    land = estate(1)
    certificate = land.certificate(land.right())
    posted = {"posted_on": "2026-02-01"} if reason == "lost" else {}
    receipt = land.done("reissue_certificate", {"certificate_id": certificate, "reason": reason, **posted})
    assert land.status(certificate) == status
    [draft] = land_records.certificates_by_id([receipt.ids["certificate:1"]])
    assert draft.status == "draft" and draft.earlier_ids == (certificate,) and broken() == {}


def test_a_loss_needs_the_day_of_its_posting() -> None:
    land = estate(1)
    certificate = land.certificate(land.right())
    with pytest.raises(land_records.BadPayloadError):
        land.submitted("reissue_certificate", {"certificate_id": certificate, "reason": "lost"})


def test_revoking_a_paper_leaves_the_right() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    land.done("revoke_certificate", {"certificate_id": certificate, **paper("2/QĐ")})
    assert land.status(certificate) == "revoked"
    assert land.use_right(land.parcels[0]).id == right and broken() == {}


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


def test_a_parcel_known_from_papers_has_its_right_and_no_shape() -> None:
    land = estate(1)
    holder = a_person(land.officer)
    receipt = land.done("register_paper_parcel", {
        "sheet_id": land.ground.sheet.id, "number": 55, "area_m2": "812.4", "holders": [{"party_id": holder}],
        "uses": [{"code": "CLN", "area_m2": "812.4"}], **paper("GCN D 1234567"),
    })  # fmt: skip
    parcel = land_records.parcel_by_id(receipt.ids["parcel:1"])
    assert (parcel.standing, parcel.geometry, parcel.parcel_code) == ("provisional", None, None)
    assert land.use_right(parcel.parcel_id).party_ids == {holder} and broken() == {}


def test_a_number_that_is_taken_is_refused() -> None:
    land = estate(1)
    act = land.draft("register_paper_parcel", {"sheet_id": land.ground.sheet.id, "number": 1, **paper()})
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land_records.submit_act(actor=land.officer, act_id=act)
    assert "PARCEL-NUMBER-FREE" in refused.value.message_vi
