"""Revoking a certificate."""

import pytest

from tests.land_records.acts.ground import estate, paper
from tests.land_records.acts.register_facts import broken

pytestmark = pytest.mark.django_db


def test_revoking_a_paper_leaves_the_right() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    land.done("revoke_certificate", {"certificate_id": certificate, **paper("2/QĐ")})
    assert land.status(certificate) == "revoked"
    assert land.use_right(land.parcels[0]).id == right and broken() == {}
