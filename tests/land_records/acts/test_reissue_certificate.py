"""A certificate issued again: worn or lost."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.acts.register_facts import broken

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
