"""Change of a holder's particulars, noted on the paper."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_particulars_are_noted_on_the_paper_without_a_name() -> None:
    land = estate(1)
    holder = a_person(land.officer)
    right = land.right(party_id=holder)
    certificate = land.certificate(right)
    land.done("change_particulars", {"party_id": holder, "right_ids": [right], "what": ["address"]})
    [found] = land_records.certificates_by_id([certificate])
    assert found.status == "changed" and found.notes[0].text == f"Thay đổi địa chỉ của {{party:{holder}}}"
    assert land_records.rights_by_id([right])[right].valid_to is None
