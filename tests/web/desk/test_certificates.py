"""Desk pages of certificates: search within one's units, prepare and issue by two people, blanks, printers."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts import api as accounts
from accounts.api import Role
from dossiers import api as dossiers
from dossiers.models import PersonalRead
from land_records import api as land_records
from tests.dossiers.people import person
from tests.land_records.acts.ground import Estate, estate
from tests.land_records.certificates.papers import FACTS, draft_on, issued, minutes, prepared, stock

pytestmark = pytest.mark.django_db
GCN = "/ban-lam-viec/gcn/"


def signed(user: accounts.User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def land() -> Iterator[Estate]:
    yield estate()


def page(client: Client, path: str, **asked: Any) -> str:
    answer = client.get(f"{GCN}{path}", asked)
    assert answer.status_code == 200, answer.content.decode()[-600:]
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def form(**more: Any) -> dict[str, str]:
    facts = {**FACTS, **more}
    return {name: value.isoformat() if hasattr(value, "isoformat") else str(value) for name, value in facts.items()}


def test_search_by_number_status_and_parcel_within_the_units(land: Estate) -> None:
    issued(land, "AA 00000001", 0)
    issued(land, "AA 00000002", 1)
    draft_on(land, 2)
    officer = signed(land.officer)
    assert "AA 00000001" in page(officer, "") and "AA 00000002" in page(officer, "")
    assert "AA 00000002" not in page(officer, "", tim="aa00000001")
    assert "AA 00000001" in page(officer, "", tim="VP 1")
    reference = land_records.parcel_by_id(land.parcels[1]).reference
    found = page(officer, "", thua=reference)
    assert "AA 00000002" in found and "AA 00000001" not in found
    assert "AA 0000000" not in page(officer, "", **{"tinh-trang": "draft"})
    assert "không" in page(officer, "", thua="99999/1/1").lower()
    assert "AA 00000001" not in page(signed(person(Role.OFFICER, "22918@2025-07-01")), "")


def test_two_people_issue_through_the_pages(land: Estate) -> None:
    draft = draft_on(land)
    officer, approver = signed(land.officer), signed(land.approver)
    assert "Cần chuẩn bị" in page(officer, "du-thao/")
    assert officer.post(f"{GCN}{draft}/chuan-bi/", form(signer="")).status_code == 400
    assert officer.post(f"{GCN}{draft}/chuan-bi/", form()).status_code == 302
    assert "Chờ người thứ hai phát hành" in page(approver, "du-thao/")
    assert officer.post(f"{GCN}{draft}/phat-hanh/", {"serial": "AA 00000001"}).status_code == 403
    refused = approver.post(f"{GCN}{draft}/phat-hanh/", {"serial": "12"})
    assert refused.status_code == 400 and "bad_serial" in refused.content.decode()
    assert approver.post(f"{GCN}{draft}/phat-hanh/", {"serial": "AA 00000001"}).status_code == 302
    told = page(approver, f"{draft}/")
    assert "AA 00000001" in told and "Còn giá trị" in told
    assert officer.post(f"{GCN}{draft}/ma-gcn/", {"code": "T1AB12345678"}).status_code == 302
    assert "T1AB12345678" in page(officer, f"{draft}/")


def test_the_approver_sends_back_with_a_reason(land: Estate) -> None:
    draft = draft_on(land)
    prepared(land, draft)
    assert signed(land.approver).post(
        f"{GCN}{draft}/phat-hanh/", {"tra-lai": "1", "reason": "sai ngày cấp"}
    ).status_code == 302  # fmt: skip
    assert "Cần chuẩn bị" in page(signed(land.officer), "du-thao/")


def test_an_unpaid_obligation_stands_on_the_page_until_settled(land: Estate) -> None:
    draft = draft_on(land)
    officer = signed(land.officer)
    assert officer.post(
        f"{GCN}{draft}/nghia-vu/", {"kind": "land_use_fee", "amount_vnd": "45000000", "slip_number": "51/TB"}
    ).status_code == 302  # fmt: skip
    assert "Chưa nộp tiền sử dụng đất: 45.000.000 đồng" in page(officer, f"{draft}/")
    prepared(land, draft)
    refused = signed(land.approver).post(f"{GCN}{draft}/phat-hanh/", {"serial": "AA 00000001"})
    assert "CERTIFICATE-OBLIGATION-PAID" in refused.content.decode()
    [owed] = land_records.obligations_of([_dossier(draft)])
    assert officer.post(
        f"{GCN}{draft}/nghia-vu/", {"obligation": owed.id, "status": "paid", "settled_on": "2026-03-05"}
    ).status_code == 302  # fmt: skip
    assert "Đã nộp" in page(officer, f"{draft}/")


def _dossier(certificate_id: int) -> int:
    return dossiers.transaction(land_records.certificate(certificate_id).transaction_id).dossier_id


def test_somebody_of_another_unit_sees_nothing(land: Estate) -> None:
    paper = issued(land, "AA 00000001")
    stranger = signed(person(Role.OFFICER, "22918@2025-07-01"))
    assert stranger.get(f"{GCN}{paper.id}/").status_code == 403
    assert stranger.post(f"{GCN}{paper.id}/ma-gcn/", {"code": "T1AB12345678"}).status_code == 403
    assert signed(person(Role.VIEWER)).get(GCN).status_code == 403
    assert Client().get(GCN).status_code == 302


def test_blanks_come_in_go_wrong_and_stand_in_the_book(land: Estate) -> None:
    keeper = signed(land.officer)
    path = f"{GCN}phoi/"
    receive = {"nhan-first": "AA 00000001", "nhan-last": "AA 00000010", "nhan-received_on": "2026-01-05"}
    assert keeper.post(path, receive).status_code == 302
    again = keeper.post(path, receive)
    assert again.status_code == 409 and "blank_received_twice" in again.content.decode()
    spoil = {"chuyen-first": "AA 00000002", "chuyen-what": "spoil", "chuyen-reason": "rách"}
    without = keeper.post(path, spoil)
    assert without.status_code == 400 and "minutes_missing" in without.content.decode()
    dossier = dossiers.dossier(dossiers.document(minutes(land)).dossier_id)
    assert keeper.post(
        path, {**spoil, "chuyen-dossier": dossier.code, "chuyen-position": "1"}
    ).status_code == 302  # fmt: skip
    told = page(keeper, "phoi/")
    assert "9 trong kho" in told.replace("\n", "") and "rách" in told
    book = keeper.get(f"{path}so.xlsx")
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet["F"]][1:] == [10, 1]
    assert signed(person(Role.CLERK)).get(path).status_code == 403
    reader = signed(person(Role.AUDITOR))
    assert "Nhập kho" in page(reader, "phoi/") and reader.post(path, receive).status_code == 403


def test_printers_are_entered_and_impossible_ones_refused(land: Estate) -> None:
    officer = signed(land.officer)
    facts = {"name": "Máy 1", "page1_right": "1.5", "page1_down": "-2", "page2_right": "0", "page2_down": "0"}
    assert officer.post(f"{GCN}may-in/", {**facts, "scale": "1"}).status_code == 302
    assert "Máy 1" in page(officer, "may-in/")
    assert officer.post(f"{GCN}may-in/", {**facts, "scale": "2"}).status_code == 400


def test_a_list_takes_as_many_statements_with_three_rows_as_with_one(
    land: Estate, django_assert_max_num_queries: Any
) -> None:
    stock(land)
    for place in range(3):
        issued(land, f"AA 0000000{place + 1}", place)
    officer = signed(land.officer)
    with django_assert_max_num_queries(45):
        page(officer, "")


def test_search_by_holder_needs_a_purpose_and_puts_no_name_in_an_address(land: Estate) -> None:
    named = land_records.add_person(
        actor=land.officer, unit_id=land.ground.unit_id, facts=land_records.Particulars(name="Ngô Thị Canh Nông")
    )
    paper = prepared(land, draft_on(land, 0, party_id=named.party_id))
    land_records.issue_certificate(
        approver=land.approver, certificate_id=paper.id, serial="AA 00000001", at=land.moment
    )
    issued(land, "AA 00000002", 1)
    officer = signed(land.officer)
    asked = {"text": "canh nong", "by": "name"}
    closed = officer.post(f"{GCN}theo-nguoi/", asked)
    assert closed.status_code == 302 and closed.url.endswith("#purpose")
    officer.post("/ban-lam-viec/nguoi-su-dung/muc-dich/", {"dossier": "", "reason": "Đối chiếu theo văn bản số 12"})
    opened = officer.post(f"{GCN}theo-nguoi/", asked)
    assert opened.status_code == 302 and "canh" not in opened.url.lower()
    found = officer.get(opened.url).content.decode()
    assert "AA 00000001" in found and "AA 00000002" not in found
    nobody = officer.post(f"{GCN}theo-nguoi/", {"text": "không có ai tên này"})
    assert "AA 0000000" not in officer.get(nobody.url).content.decode()
    assert [read.reason for read in PersonalRead.objects.filter(read_by=land.officer, what="search_name")] == [
        "Đối chiếu theo văn bản số 12"
    ] * 2
