"""A mortgage: its rank follows the order of registration, it blocks, and the paper tells of it."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db
CONTRACT = {"contract_number": "7/HĐTC", "contract_date": "2026-03-01"}


def test_a_second_mortgage_ranks_behind_the_first_and_both_are_noted() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    banks = [a_person(land.officer, kind="organisation") for _ in range(2)]
    for bank in banks:
        land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [bank], **CONTRACT})
    charges = land_records.restrictions_on(right_ids=[right])
    assert [(one.kind, one.rank) for one in charges] == [("mortgage", 1), ("mortgage", 2)]
    [paper] = land_records.certificates_by_id([certificate])
    assert [note.change_code for note in paper.notes] == ["TC", "TC"] and broken() == {}


def test_mortgaged_land_is_not_sold_without_the_mortgagee() -> None:
    land = estate(1)
    right = land.right()
    land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [a_person(land.officer)], **CONTRACT})
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("transfer_right", {"right_id": right, "title": "sale",
                                          "receivers": [{"party_id": a_person(land.officer)}]})  # fmt: skip
    assert "RESTRICTION-BLOCKS" in refused.value.message_vi


def test_somebody_must_take_the_security() -> None:
    land = estate(1)
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("mortgage_right", {"right_id": land.right(), "mortgagee_ids": [], **CONTRACT})
    assert refused.value.code == "mortgagee_missing"
