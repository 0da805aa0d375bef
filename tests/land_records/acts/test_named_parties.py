"""Parties of an act: merged records mean the kept party, units learn who holds in them, particulars travel with it."""

import typing
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from pydantic import BaseModel

from accounts.errors import NotAllowed
from dossiers.models import PersonalRead
from land_records import api as land_records
from land_records.acts import named_parties
from land_records.acts.inputs import HolderInput
from land_records.models import ParticularsProposal, PartyUnit
from tests.land_records.acts.ground import Estate, estate
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties.conftest import key_file  # noqa: F401  (every test of this file gets its ring)
from tests.land_records.parties.people import PURPOSE, card, entered
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def merged(land: Estate) -> tuple[int, int]:
    """Two records of one person, found to be the same: the kept one, the absorbed one."""
    number = card()
    kept = entered(land.officer, "Nguyễn Văn Một", number=number).party_id
    again = entered(land.officer, "Nguyễn Văn Một", number=number)
    assert again.same_number == (kept,)
    land_records.merge_parties(actor=land.officer, kept_id=kept, absorbed_id=again.party_id, reason="Cùng một thẻ")
    return kept, again.party_id


def fields_with_parties(model: type[BaseModel], found: set[str]) -> set[str]:
    """Names of fields, at any depth, that hold numbers of parties: by their type or by what they are called."""
    for name, field in model.model_fields.items():
        inside = [one for one in (field.annotation, *_inside(field.annotation)) if isinstance(one, type)]
        if HolderInput in inside or "party" in name or name in ("givers", "mortgagee_ids", "body_id"):
            found.add(name)
        for one in inside:
            if issubclass(one, BaseModel) and one is not HolderInput:
                fields_with_parties(one, found)
    return found


def _inside(annotation: Any) -> list[Any]:
    return [deep for one in typing.get_args(annotation) for deep in (one, *_inside(one))]


def test_every_input_that_names_parties_is_translated() -> None:
    known = named_parties.ONE | named_parties.MANY | named_parties.HOLDERS
    found: set[str] = set()
    for kind in land_records.ACT_KINDS:
        fields_with_parties(kind.payload, found)
    assert found and found <= known, found - known


def test_a_buyer_merged_between_submission_and_approval_is_the_kept_party() -> None:
    land = estate(1)
    right = land.right()
    number = card()
    kept = entered(land.officer, "Nguyễn Văn Một", number=number).party_id
    chosen = entered(land.officer, "Nguyễn Văn Một", number=number).party_id
    act = land.submitted("transfer_right", {"right_id": right, "title": "sale", "receivers": [{"party_id": chosen}]})
    land_records.merge_parties(actor=land.officer, kept_id=kept, absorbed_id=chosen, reason="Cùng một thẻ")
    land.moment += timedelta(minutes=1)
    land_records.approve_act(approver=land.approver, act_id=act, at=land.moment)
    assert land.use_right(land.parcels[0]).party_ids == {kept} and broken() == {}
    assert land_records.act(actor=land.officer, act_id=act).payload["receivers"] == [{"party_id": chosen}]


def test_who_holds_under_a_merged_record_gives_under_the_kept_one() -> None:
    land = estate(1)
    number = card()
    kept = entered(land.officer, "Nguyễn Văn Một", number=number).party_id
    absorbed = entered(land.officer, "Nguyễn Văn Một", number=number).party_id
    other, buyer = a_person(land.officer), a_person(land.officer)
    right = land.right(
        form="shares",
        holders=[{"party_id": absorbed, "share": "1/4"}, {"party_id": kept, "share": "1/4"},
                 {"party_id": other, "share": "1/2"}],
    )  # fmt: skip
    land_records.merge_parties(actor=land.officer, kept_id=kept, absorbed_id=absorbed, reason="Cùng một thẻ")
    assert {one.id for one in land_records.rights_of_parties([kept])} == {right}
    land.done("transfer_right", {"right_id": right, "title": "gift", "form": "shares", "givers": [kept],
                                 "receivers": [{"party_id": buyer, "share": "1/2"}]})  # fmt: skip
    shares = {one.party_id: one.share for one in land.use_right(land.parcels[0]).holders}
    assert shares == {other: Fraction(1, 2), buyer: Fraction(1, 2)} and broken() == {}


def test_officers_of_the_unit_reach_who_holds_there() -> None:
    land = estate(1)
    elsewhere = a_person(land.officer)
    bank = a_person(land.officer, kind="organisation")
    assert not PartyUnit.objects.filter(party_id__in=[elsewhere, bank]).exists()
    right = land.right(party_id=elsewhere)
    assert [one.unit_id for one in PartyUnit.objects.filter(party_id=elsewhere)] == [land.ground.unit_id]
    land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [bank], "contract_number": "7/HĐ",
                                 "contract_date": "2026-03-01"})  # fmt: skip
    assert PartyUnit.objects.get(party_id=bank).recorded_by_id == land.approver.pk
    assert land_records.display_names(actor=land.officer, purpose=PURPOSE, party_ids=[elsewhere, bank]).keys() == {
        elsewhere, bank,
    }  # fmt: skip


def test_nobody_is_erased_while_a_right_or_a_charge_stands() -> None:
    land = estate(1)
    holder, absorbed = merged(land)
    bank = a_person(land.officer, kind="organisation")
    right = land.right(party_id=absorbed)
    land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [bank], "contract_number": "7/HĐ",
                                 "contract_date": "2026-03-01"})  # fmt: skip
    for party in (holder, absorbed, bank):
        with pytest.raises(land_records.ErasureRefused):
            land_records.erase_party(actor=land.officer, party_id=party, ground="Quyết định số 7/QĐ")


def proposed(land: Estate, **parts: Any) -> tuple[int, int, int]:
    """A holder with a certificate, and new particulars that wait: party, right, proposal."""
    holder = entered(land.officer, "Nguyễn Văn Cũ", number=card(serial=900001), address="Số 1 đường Cũ").party_id
    right = land.right(party_id=holder)
    land.certificate(right)
    return holder, right, land_records.propose_particulars(actor=land.officer, party_id=holder, **parts)


def asked(holder: int, right: int, proposal: int | None, *what: str) -> dict[str, Any]:
    given = {"party_id": holder, "right_ids": [right], "what": list(what)}
    return given if proposal is None else {**given, "proposal_id": proposal}


def test_new_particulars_wait_sealed_and_are_entered_under_the_act() -> None:
    land = estate(1)
    holder, right, proposal = proposed(
        land, facts=land_records.Particulars("Nguyễn Văn Mới", gender="male", birth_year=1985),
        address=land_records.AddressDraft("Số 2 đường Mới"),
    )  # fmt: skip
    told = land_records.party(actor=land.officer, purpose=PURPOSE, party_id=holder)
    assert told.name == "Nguyễn Văn Cũ", "nothing is changed before"
    waiting = ParticularsProposal.objects.get(pk=proposal)
    assert "Mới".encode() not in bytes(waiting.sealed or b"")
    read = land_records.proposed_change(actor=land.approver, purpose=PURPOSE, proposal_id=proposal)
    assert read.facts is not None and read.facts.name == "Nguyễn Văn Mới"
    assert PersonalRead.objects.filter(what="proposed_change", read_by=land.approver).count() == 1
    receipt = land.done("change_particulars", asked(holder, right, proposal, "name", "address"))
    after = land_records.party(actor=land.officer, purpose=PURPOSE, party_id=holder)
    assert after.name == "Nguyễn Văn Mới" and after.versions[0].transaction_id == receipt.transaction_id
    assert after.versions[1].valid_to is not None and after.versions[0].recorded_by_id == land.officer.pk
    assert "Số 2 đường Mới" in {one.detail for one in after.addresses if one.valid_to is None}
    settled = ParticularsProposal.objects.get(pk=proposal)
    assert settled.sealed is None and settled.transaction_id == receipt.transaction_id
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("change_particulars", asked(holder, right, proposal, "name", "address"))
    assert refused.value.code == "proposal_not_open" and broken() == {}


def test_a_new_paper_replaces_the_old_one_at_approval_alone() -> None:
    land = estate(1)
    holder = entered(land.officer, "Nguyễn Văn Cũ", number="260123456", kind="cmnd").party_id
    right = land.right(party_id=holder)
    land.certificate(right)
    [old] = land_records.party(actor=land.officer, purpose=PURPOSE, party_id=holder).papers
    number = card(serial=900002)
    proposal = land_records.propose_particulars(
        actor=land.officer, party_id=holder, paper=land_records.PaperDraft("cccd", number), replaces_id=old.id
    )
    read = land_records.proposed_change(actor=land.officer, purpose=PURPOSE, proposal_id=proposal)
    assert read.paper is not None and read.paper.number.startswith("•"), "numbers are masked"
    land.done("change_particulars", asked(holder, right, proposal, "paper"))
    papers = land_records.party(actor=land.officer, purpose=PURPOSE, party_id=holder, numbers=True).papers
    assert {one.number: one.valid_to is None for one in papers} == {number: True, "260123456": False}


@pytest.mark.parametrize("what", [("address",), ("name", "paper")])
def test_what_is_noted_is_what_is_entered(what: tuple[str, ...]) -> None:
    land = estate(1)
    holder, right, proposal = proposed(land, facts=land_records.Particulars("Nguyễn Văn Mới"))
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("change_particulars", asked(holder, right, proposal, *what))
    assert refused.value.code == "proposal_differs"


def test_a_proposal_about_somebody_else_or_a_wrong_one_is_refused() -> None:
    land = estate(1)
    holder, right, _proposal = proposed(land, facts=land_records.Particulars("Nguyễn Văn Mới"))
    other = entered(land.officer, "Người Khác").party_id
    elses = land_records.propose_particulars(
        actor=land.officer, party_id=other, facts=land_records.Particulars("Người Khác Hẳn")
    )
    with pytest.raises(land_records.ActRefusedError):
        land.submitted("change_particulars", asked(holder, right, elses, "name"))
    with pytest.raises(land_records.ParticularsRefused):
        land_records.propose_particulars(
            actor=land.officer, party_id=other, facts=land_records.Particulars("Người Mai Sau", birth_year=2199)
        )
    with pytest.raises(NotAllowed):
        land_records.propose_particulars(
            actor=land.approver, party_id=other, facts=land_records.Particulars("Người Khác")
        )


def test_a_party_merged_while_its_new_name_waits_is_changed_as_the_kept_one() -> None:
    land = estate(1)
    holder, right, proposal = proposed(land, facts=land_records.Particulars("Nguyễn Văn Mới"))
    kept = entered(land.officer, "Nguyễn Văn Cũ", number=card(serial=900001)).party_id
    act = land.submitted("change_particulars", asked(holder, right, proposal, "name"))
    land_records.merge_parties(actor=land.officer, kept_id=kept, absorbed_id=holder, reason="Cùng một thẻ")
    land.moment += timedelta(minutes=1)
    land_records.approve_act(approver=land.approver, act_id=act, at=land.moment)
    assert land_records.party(actor=land.officer, purpose=PURPOSE, party_id=kept).name == "Nguyễn Văn Mới"


def test_what_waits_goes_along_when_keys_are_rotated() -> None:
    land = estate(1)
    _holder, _right, proposal = proposed(land, facts=land_records.Particulars("Nguyễn Văn Mới"))
    before = ParticularsProposal.objects.get(pk=proposal).key_id
    receipt = land_records.rotate_identity_keys()
    assert receipt.resealed == 2, "a paper and what waits"
    assert ParticularsProposal.objects.get(pk=proposal).key_id == receipt.active != before
    state = land_records.key_state()
    assert before in state.unused and state.papers[receipt.active] == 2
    read = land_records.proposed_change(actor=land.officer, purpose=PURPOSE, proposal_id=proposal)
    assert read.facts is not None and read.facts.name == "Nguyễn Văn Mới"
