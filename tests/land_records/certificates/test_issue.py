"""From draft to certificate: four eyes, numbers, obligations, what it replaces."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from land_records import api as land_records
from tests.dossiers.people import person
from tests.land_records.acts.ground import estate
from tests.land_records.certificates.papers import FACTS, code_of, draft_on, issued, prepared, stock
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def dossier_of(paper_id: int) -> int:
    return dossiers.transaction(land_records.certificate(paper_id).transaction_id).dossier_id


def test_a_draft_becomes_a_certificate_by_two_people() -> None:
    land = estate()
    draft = draft_on(land)
    assert land_records.certificate(draft).status == "draft"
    ready = prepared(land, draft)
    assert (ready.status, ready.register_no, ready.signer) == ("draft", "VP 1", FACTS["signer"])
    paper = land_records.issue_certificate(
        approver=land.approver, certificate_id=draft, serial="AA 01695788", at=land.moment
    )
    assert (paper.status, paper.serial, paper.form) == ("valid", "AA01695788", "tt10_2024")
    [line] = [one for one in dossiers.entries_about("certificate", draft) if one.act == "issue_certificate"]
    assert line.by_id == land.approver.pk
    assert line.details == {"serial": "AA01695788", "register_no": "VP 1"}


def test_who_prepared_does_not_issue() -> None:
    land = estate()
    draft = draft_on(land)
    prepared(land, draft)
    with pytest.raises(NotAllowed):
        land_records.issue_certificate(approver=land.officer, certificate_id=draft, serial="AA 01695788")
    with pytest.raises(NotAllowed):
        land_records.prepare_certificate(actor=land.approver, certificate_id=draft, **FACTS)


def test_an_unprepared_draft_and_one_sent_back_are_not_issued() -> None:
    land = estate()
    draft = draft_on(land)
    for _ in range(2):
        with pytest.raises(land_records.IssueRefusedError) as refusal:
            land_records.issue_certificate(approver=land.approver, certificate_id=draft, serial="AA 01695788")
        assert code_of(refusal) == "issue_not_prepared"
        prepared(land, draft)
        land_records.send_back_certificate(approver=land.approver, certificate_id=draft, reason="sai ngày cấp")
    assert land_records.certificate(draft).status == "draft"


def test_an_issued_certificate_is_not_prepared_again() -> None:
    land = estate()
    paper = issued(land, "AA 01695788")
    with pytest.raises(land_records.CertificateNotDraftError):
        prepared(land, paper.id)


def test_book_numbers_go_on_in_the_unit() -> None:
    land = estate()
    assert issued(land, "AA 00000001", 0).register_no == "VP 1"
    assert issued(land, "AA 00000002", 1, register_no="VP 9").register_no == "VP 9"
    assert issued(land, "AA 00000003", 2).register_no == "VP 10"


def test_a_taken_serial_or_book_number_is_refused_in_words() -> None:
    land = estate()
    issued(land, "AA 00000001", 0)
    with pytest.raises(land_records.SerialTakenError):
        issued(land, "AA 00000001", 1)
    with pytest.raises(land_records.SerialTakenError):
        prepared(land, draft_on(land, 2), register_no="vp  1")


def test_without_a_serial_and_with_a_bad_one() -> None:
    land = estate()
    draft = draft_on(land)
    prepared(land, draft)
    with pytest.raises(land_records.IssueRefusedError) as refusal:
        land_records.issue_certificate(approver=land.approver, certificate_id=draft)
    assert code_of(refusal) == "serial_missing"
    with pytest.raises(land_records.BadSerialError):
        land_records.issue_certificate(approver=land.approver, certificate_id=draft, serial="A 12")


def test_with_a_stock_the_serial_comes_from_it() -> None:
    land = estate()
    stock(land, "AA 00000001", "AA 00000003")
    draft = draft_on(land)
    prepared(land, draft)
    with pytest.raises(land_records.BlankRefusedError) as refusal:
        land_records.issue_certificate(approver=land.approver, certificate_id=draft, serial="AB 00000001")
    assert code_of(refusal) == "blank_unknown"
    land_records.issue_certificate(approver=land.approver, certificate_id=draft, serial="AA 00000002")
    with pytest.raises(land_records.BlankRefusedError) as refusal:
        issued(land, "AA 00000002", 1)
    assert code_of(refusal) == "blank_not_free"


def test_unpaid_blocks_with_rule_version_and_figures_then_paid_goes_on() -> None:
    land = estate()
    draft = draft_on(land)
    owed = land_records.record_obligation(
        actor=land.officer, dossier_id=dossier_of(draft), kind="land_use_fee", amount_vnd=Decimal(120_000_000),
        slip_number="51/TB-CCT", slip_date=date(2026, 3, 3),
    )  # fmt: skip
    prepared(land, draft)
    [verdict] = land_records.issue_verdicts(certificate_id=draft, at=land.moment)
    assert verdict.blocks
    with pytest.raises(land_records.RuleBrokenError) as refusal:
        land_records.issue_certificate(
            approver=land.approver, certificate_id=draft, serial="AA 00000001", at=land.moment
        )
    assert "CERTIFICATE-OBLIGATION-PAID" in refusal.value.message_vi
    assert "120.000.000 đồng" in refusal.value.message_vi
    assert land_records.certificate(draft).status == "draft"
    land_records.settle_obligation(
        actor=land.officer, obligation_id=owed.id, status="paid", settled_on=date(2026, 3, 4)
    )
    paper = land_records.issue_certificate(
        approver=land.approver, certificate_id=draft, serial="AA 00000001", at=land.moment
    )
    assert paper.status == "valid"


def test_a_deferred_obligation_stands_on_the_certificate() -> None:
    land = estate()
    draft = draft_on(land)
    owed = land_records.record_obligation(
        actor=land.officer, dossier_id=dossier_of(draft), kind="land_use_fee", amount_vnd=Decimal(45_000_000),
        slip_number="52/TB-CCT", slip_date=date(2026, 3, 3),
    )  # fmt: skip
    with pytest.raises(land_records.ObligationRefusedError):
        land_records.settle_obligation(
            actor=land.officer, obligation_id=owed.id, status="deferred", settled_on=date(2026, 3, 3)
        )
    land_records.settle_obligation(
        actor=land.officer, obligation_id=owed.id, status="deferred", settled_on=date(2026, 3, 3),
        legal_basis="Điều 22 Nghị định 103/2024/NĐ-CP",
    )  # fmt: skip
    prepared(land, draft, remarks="Thửa đất có 12,0 m² thuộc hành lang an toàn đường bộ.")
    paper = land_records.issue_certificate(
        approver=land.approver, certificate_id=draft, serial="AA 00000001", at=land.moment
    )
    assert paper.remarks.splitlines() == [
        "Thửa đất có 12,0 m² thuộc hành lang an toàn đường bộ.",
        "Nợ tiền sử dụng đất 45.000.000 đồng theo Thông báo số 52/TB-CCT ngày 03/03/2026"
        " (Điều 22 Nghị định 103/2024/NĐ-CP).",
    ]
    settled = land_records.settle_obligation(
        actor=land.officer, obligation_id=owed.id, status="paid", settled_on=date(2026, 9, 1)
    )
    assert settled.status == "paid"
    with pytest.raises(land_records.ObligationRefusedError) as refusal:
        land_records.settle_obligation(
            actor=land.officer, obligation_id=owed.id, status="exempt", settled_on=date(2026, 9, 1), legal_basis="x"
        )
    assert code_of(refusal) == "obligation_settled"


@pytest.mark.parametrize(("kind", "amount"), [("bribe", "1"), ("rent", "-1"), ("rent", "0.5")])
def test_obligations_that_are_none(kind: str, amount: str) -> None:
    land = estate()
    with pytest.raises(land_records.ObligationRefusedError):
        land_records.record_obligation(
            actor=land.officer, dossier_id=land.dossier(), kind=kind, amount_vnd=Decimal(amount)
        )


def test_a_transfer_replaces_the_certificate_when_the_new_one_is_issued() -> None:
    land = estate()
    old = issued(land, "AA 00000001")
    land.done("transfer_right", {"right_id": old.right_ids[0], "title": "sale", "form": "sole",
                                 "receivers": [{"party_id": a_person(land.officer)}]})  # fmt: skip
    [new_id] = land_records.certificate(old.id).later_ids
    prepared(land, new_id)
    land_records.issue_certificate(approver=land.approver, certificate_id=new_id, serial="AA 00000002", at=land.moment)
    assert land_records.certificate(old.id).status == "replaced"
    assert land_records.certificate(new_id).status == "valid"


def test_the_national_code_is_entered_once() -> None:
    land = estate()
    paper = issued(land, "AA 00000001")
    coded = land_records.enter_national_code(actor=land.officer, certificate_id=paper.id, code="t1 ab.12345678")
    assert coded.code == "T1AB12345678"
    with pytest.raises(land_records.IssueRefusedError):
        land_records.enter_national_code(actor=land.officer, certificate_id=paper.id, code="T1AB12345679")
    other = issued(land, "AA 00000002", 1)
    with pytest.raises(land_records.SerialTakenError):
        land_records.enter_national_code(actor=land.officer, certificate_id=other.id, code="T1AB12345678")
    with pytest.raises(land_records.BadSerialError):
        land_records.enter_national_code(actor=land.officer, certificate_id=other.id, code="T1AB")
    lines = [line.act for line in dossiers.entries_about("certificate", paper.id)]
    assert lines.count("enter_national_code") == 1


def test_somebody_of_another_unit_prepares_nothing() -> None:
    land = estate()
    draft = draft_on(land)
    stranger = person(Role.OFFICER, "22918@2025-07-01")
    with pytest.raises(NotAllowed):
        land_records.prepare_certificate(actor=stranger, certificate_id=draft, **FACTS)
