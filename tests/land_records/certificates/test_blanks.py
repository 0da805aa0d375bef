"""The stock of blanks: whole ranges, once used never again, minutes for what is lost, a book that adds up."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import Error, connection, transaction

from accounts.api import NotAllowed, Role, offices
from land_records import api as land_records
from land_records.certificates.blanks import serial_range
from tests.dossiers.people import PHAN_THIET, person
from tests.land_records.acts.ground import estate
from tests.land_records.certificates.papers import code_of, draft_on, issued, minutes, prepared, stock

pytestmark = pytest.mark.django_db
ZERO = (Decimal(0), Decimal(0))


def statuses(*serials: str) -> list[str]:
    keeper = person(Role.ARCHIVIST, PHAN_THIET)
    return [land_records.blank(actor=keeper, serial=serial).status for serial in serials]


def test_a_range_keeps_its_zeros_and_its_letters() -> None:
    numbers = serial_range("aa 00000098", "AA00000101")
    assert numbers.serials == ["AA00000098", "AA00000099", "AA00000100", "AA00000101"]


@pytest.mark.parametrize(
    "ends",
    [("AA 00000002", "AA 00000001"), ("AA 00000001", "AB 00000002"), ("AA 00000001", "AA 000002"), ("khác", "khác")],
)
def test_what_is_no_range_is_refused(ends: tuple[str, str]) -> None:
    with pytest.raises(land_records.BadSerialError):
        serial_range(*ends)


def test_no_more_than_five_thousand_at_once() -> None:
    assert len(serial_range("AA 00000001", "AA 00005000").serials) == 5000
    with pytest.raises(land_records.BlankRefusedError) as refusal:
        serial_range("AA 00000001", "AA 00005001")
    assert code_of(refusal) == "blank_range_too_long"


def test_a_number_is_received_once() -> None:
    land = estate()
    stock(land, "AA 00000001", "AA 00000010")
    with pytest.raises(land_records.BlankRefusedError) as refusal:
        stock(land, "AA 00000010", "AA 00000020")
    assert code_of(refusal) == "blank_received_twice"
    stock(land, "AA 00000011", "AA 00000020")


def test_a_number_on_a_certificate_is_not_received_again() -> None:
    land = estate()
    issued(land, "AA 00000005")
    with pytest.raises(land_records.BlankRefusedError) as refusal:
        stock(land, "AA 00000001", "AA 00000010")
    assert code_of(refusal) == "blank_received_twice"
    assert "AA 00000005" in refusal.value.message_vi


def test_handing_moves_a_whole_range_or_nothing() -> None:
    land = estate()
    stock(land, "AA 00000001", "AA 00000010")
    office = offices()[0]
    land_records.spoil_blanks(
        actor=land.officer, first="AA 00000004", document_id=minutes(land), reason="rách góc", at=land.moment
    )
    with pytest.raises(land_records.BlankRefusedError) as refusal:
        land_records.hand_blanks(actor=land.officer, first="AA 00000001", last="AA 00000005", office_id=office.id)
    assert code_of(refusal) == "blank_not_free"
    assert statuses("AA 00000001", "AA 00000004") == ["in_store", "spoiled"]
    assert land_records.hand_blanks(
        actor=land.officer, first="AA 00000001", last="AA 00000003", office_id=office.id
    ) == 3  # fmt: skip
    assert statuses("AA 00000003", "AA 00000005") == ["handed", "in_store"]


def test_spoiling_needs_minutes_that_exist_and_a_reason() -> None:
    land = estate()
    stock(land)
    with pytest.raises(land_records.BlankRefusedError) as refusal:
        land_records.spoil_blanks(actor=land.officer, first="AA 00000001", document_id=minutes(land), reason="  ")
    assert code_of(refusal) == "blank_reason_missing"
    with connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
        cursor.execute(
            "INSERT INTO land_records_blankmove (kind, lot_id, first_serial, last_serial, count, reason, moved_by_id,"
            " moved_at) SELECT 'spoiled', id, 'AA00000001', 'AA00000001', 1, '', %s, now()"
            " FROM land_records_blanklot",
            [land.officer.pk],
        )


def test_spoiling_the_blank_of_a_draft_lets_it_be_prepared_on_another() -> None:
    land = estate()
    stock(land)
    draft = draft_on(land)
    assert prepared(land, draft, serial="AA 00000001").serial == "AA00000001"
    land_records.spoil_blanks(
        actor=land.officer, first="AA 00000001", document_id=minutes(land), reason="in lệch", at=land.moment
    )
    assert land_records.certificate(draft).serial == ""
    prepared(land, draft, serial="AA 00000002")
    land_records.issue_certificate(approver=land.approver, certificate_id=draft, at=land.moment)
    assert statuses("AA 00000001", "AA 00000002") == ["spoiled", "used"]


def test_preparing_again_on_another_blank_gives_the_first_one_back() -> None:
    land = estate()
    stock(land)
    draft = draft_on(land)
    prepared(land, draft, serial="AA 00000001")
    prepared(land, draft, serial="AA 00000002")
    assert statuses("AA 00000001", "AA 00000002") == ["in_store", "reserved"]
    kinds = [move.kind for move in land_records.blank(actor=land.officer, serial="AA 00000001").moves]
    assert kinds == ["received", "reserved", "released"]


def test_the_database_itself_keeps_a_used_blank_used() -> None:
    land = estate()
    stock(land)
    issued(land, "AA 00000001")
    with connection.cursor() as cursor, pytest.raises(Error, match="stays so"), transaction.atomic():
        cursor.execute("UPDATE land_records_blank SET status='in_store', certificate_id=NULL WHERE serial='AA00000001'")


def test_the_book_adds_up() -> None:
    land = estate()
    stock(land, "AA 00000001", "AA 00000010")
    issued(land, "AA 00000001")
    land_records.return_blanks(actor=land.officer, first="AA 00000009", last="AA 00000010", reason="đổi mẫu")
    land_records.lose_blanks(
        actor=land.officer, first="AA 00000008", document_id=minutes(land), reason="thất lạc khi vận chuyển"
    )
    [lot] = land_records.blank_lots(actor=land.officer)
    assert lot.counts == {"in_store": 6, "used": 1, "returned": 2, "lost": 1}
    assert sum(lot.counts.values()) == lot.count == 10
    assert [(move.kind, move.count) for move in land_records.book_of_blanks(actor=land.officer)] == [
        ("received", 10), ("reserved", 1), ("used", 1), ("returned", 2), ("lost", 1),
    ]  # fmt: skip


def test_only_keepers_move_blanks() -> None:
    with pytest.raises(NotAllowed):
        land_records.receive_blanks(
            actor=person(Role.CLERK), first="AA 00000001", last="AA 00000002", received_on=date(2026, 1, 5)
        )
    with pytest.raises(NotAllowed):
        land_records.blank_lots(actor=person(Role.CLERK))


def test_unknown_printers_and_impossible_offsets_are_refused() -> None:
    land = estate()
    with pytest.raises(land_records.PrinterRefusedError) as refusal:
        land_records.printer("Máy in tầng 2")
    assert code_of(refusal) == "printer_unknown"
    with pytest.raises(land_records.PrinterRefusedError):
        land_records.save_printer(actor=land.officer, name="Máy 1", page1_mm=(Decimal(31), Decimal(0)), page2_mm=ZERO)
    saved = land_records.save_printer(
        actor=land.officer, name="Máy 1", page1_mm=(Decimal("1.5"), Decimal(-2)), page2_mm=ZERO
    )
    assert land_records.printer("Máy 1").page1_mm == saved.page1_mm == (1.5, -2.0)
