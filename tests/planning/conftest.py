"""A plan office in the test's database."""

import pytest

from tests.planning.ground import PlanOffice


@pytest.fixture
def office(db: None) -> PlanOffice:
    """An officer, an approver and what they need to bring a plan into force."""
    return PlanOffice()
