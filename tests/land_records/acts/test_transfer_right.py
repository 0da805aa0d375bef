"""Handing rights over: whole, by shares, parts of shares; leases and charges go along."""

from fractions import Fraction

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_sale_of_the_whole_right_replaces_the_paper_and_takes_the_lease_along() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    lessee, buyer = a_person(land.officer), a_person(land.officer)
    land.done("lease_right", {"right_id": right, "holders": [{"party_id": lessee}], "until": "2031-01-01"})
    receipt = land.done("transfer_right", {"right_id": right, "title": "sale", "receivers": [{"party_id": buyer}],
                                           **paper("88/HĐ")})  # fmt: skip
    kinds = {one.kind: one for one in land_records.rights_on(parcel_ids=land.parcels)}
    assert kinds["land_use"].party_ids == {buyer} and kinds["land_use"].received_by == "CN"
    assert kinds["lease"].party_ids == {lessee} and kinds["lease"].under_id == kinds["land_use"].id
    assert land.status(certificate) == "replaced" and land.status(receipt.ids["certificate:1"]) == "draft"
    [old] = land_records.certificates_by_id([certificate])
    assert f"{{party:{buyer}}}" in old.notes[-1].text and broken() == {}


def test_a_part_of_a_share_is_given_away() -> None:
    land = estate(1)
    one, two, three = (a_person(land.officer) for _ in range(3))
    right = land.right(form="shares", holders=[{"party_id": one, "share": "1/2"}, {"party_id": two, "share": "1/2"}])
    land.done("transfer_right", {"right_id": right, "title": "gift", "form": "shares", "parts": {str(one): "1/6"},
                                 "receivers": [{"party_id": three, "share": "1/6"}]})  # fmt: skip
    shares = {holder.party_id: holder.share for holder in land.use_right(land.parcels[0]).holders}
    assert shares == {one: Fraction(1, 3), two: Fraction(1, 2), three: Fraction(1, 6)} and broken() == {}


def test_a_receiver_who_holds_already_adds_the_share() -> None:
    land = estate(1)
    one, two = a_person(land.officer), a_person(land.officer)
    right = land.right(form="shares", holders=[{"party_id": one, "share": "1/2"}, {"party_id": two, "share": "1/2"}])
    land.done("transfer_right", {"right_id": right, "title": "sale", "form": "shares", "parts": {str(one): "1/4"},
                                 "receivers": [{"party_id": two, "share": "1/4"}]})  # fmt: skip
    shares = {holder.party_id: holder.share for holder in land.use_right(land.parcels[0]).holders}
    assert shares == {one: Fraction(1, 4), two: Fraction(3, 4)}


def test_nobody_gives_more_than_they_have_and_shares_stay_one() -> None:
    land = estate(1)
    one, two = a_person(land.officer), a_person(land.officer)
    right = land.right(form="shares", holders=[{"party_id": one, "share": "1/2"}, {"party_id": two, "share": "1/2"}])
    asked = {"right_id": right, "title": "sale", "form": "shares", "receivers": [{"party_id": two, "share": "3/4"}]}
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("transfer_right", {**asked, "parts": {str(one): "3/4"}})
    assert refused.value.code == "giver_holds_less"
    with pytest.raises(land_records.RuleBrokenError) as broke:
        land.submitted("transfer_right", {**asked, "parts": {str(one): "1/4"}})
    assert "RIGHT-SHARES-ONE" in broke.value.message_vi
