"""The sổ mục kê on the desk: filters, pages, files, and nobody who may not read it."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pypdfium2
from django.test import Client

from accounts import api as accounts
from dossiers import api as dossiers
from dossiers.models import PersonalRead
from land_records import api as land_records
from land_records.api import ParcelLine
from tests.web.desk.conftest import Desk
from tests.web.desk.test_acts import registered_ground
from web.desk import books
from web.desk.book_names import BookNames

BOOK = "/ban-lam-viec/so/muc-ke/"
UNIT = "22945"


def test_the_index_leads_to_the_books_of_my_units(desk: Desk, client_of: Callable[..., Client]) -> None:
    page = client_of("canbo").get("/ban-lam-viec/so/").content.decode()
    assert f"{BOOK}?don-vi={UNIT}" in page
    assert page.count(f"{BOOK}?don-vi={UNIT}") == 1, "the code of a ward of the past stands for today's"
    assert f"don-vi={UNIT}" not in client_of("muine").get("/ban-lam-viec/so/").content.decode()


def test_the_page_has_the_nine_columns_and_the_sheets_rows(desk: Desk, client_of: Callable[..., Client]) -> None:
    client = client_of("canbo")
    sheet = client.get(BOOK, {"don-vi": UNIT}).context["sheets"][0]
    answer = client.get(BOOK, {"don-vi": UNIT, "to": sheet.sheet})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert [column.number for column in answer.context["table"].columns] == [str(n) for n in range(1, 10)]
    rows = answer.context["rows"]
    assert {row[0][0] for row in rows} == {sheet.sheet}
    assert answer.context["whole"] == sheet.parcels
    assert len(rows) == min(answer.context["whole"], books.PAGE_ROWS)
    assert "Diện tích hiện trạng (m²)" in html


def test_pages_follow_each_other_without_gap(desk: Desk, client_of: Callable[..., Client], monkeypatch: object) -> None:
    monkeypatch.setattr(books, "PAGE_ROWS", 7)
    client = client_of("canbo")
    first = client.get(BOOK, {"don-vi": UNIT}).context
    seen = [row[:2] for row in first["rows"]]
    for page in range(2, 4):
        seen += [row[:2] for row in client.get(BOOK, {"don-vi": UNIT, "trang": page}).context["rows"]]
    assert len(seen) == 21
    assert len({tuple(row) for row in seen}) == 21
    assert first["pages"] == -(-first["whole"] // 7)
    assert client.get(BOOK, {"don-vi": UNIT, "trang": "x"}).context["page"] == 1


def test_the_files_hold_the_same_rows(desk: Desk, client_of: Callable[..., Client]) -> None:
    client = client_of("canbo")
    sheet = client.get(BOOK, {"don-vi": UNIT}).context["sheets"][0]
    asked = {"don-vi": UNIT, "to": sheet.sheet}
    excel = client.get("/ban-lam-viec/so/muc-ke.xlsx", asked)
    assert excel["Content-Disposition"] == f'attachment; filename="so-muc-ke-{UNIT}-to-{sheet.sheet}.xlsx"'
    page = openpyxl.load_workbook(io.BytesIO(excel.content)).active
    assert page.max_row == 6 + sheet.parcels
    assert isinstance(page.cell(7, 5).value, float | int)
    document = pypdfium2.PdfDocument(client.get("/ban-lam-viec/so/muc-ke.pdf", asked).content)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Sổ mục kê đất đai".upper() in text.upper()
    assert "(9)" in text


def test_a_very_long_pdf_is_refused(desk: Desk, client_of: Callable[..., Client], monkeypatch: object) -> None:
    monkeypatch.setattr(books, "MOST_PDF_ROWS", 3)
    client = client_of("canbo")
    answer = client.get("/ban-lam-viec/so/muc-ke.pdf", {"don-vi": UNIT})
    assert answer.status_code == 400
    assert "book_too_long" in answer.content.decode()
    assert client.get("/ban-lam-viec/so/muc-ke.xlsx", {"don-vi": UNIT}).status_code == 200


def test_books_are_closed_to_others(desk: Desk, client_of: Callable[..., Client]) -> None:
    for address in (BOOK, "/ban-lam-viec/so/muc-ke.xlsx", "/ban-lam-viec/so/muc-ke.pdf"):
        assert client_of("vanthu").get(address, {"don-vi": UNIT}).status_code == 403
        assert client_of("muine").get(address, {"don-vi": UNIT}).status_code == 403
        assert Client().get(address).status_code == 302


def test_cells_of_names_are_empty_until_they_may_be_shown() -> None:
    line = ParcelLine(5, "3", 85, None, "ONT", None, "", (17, 18), "provisional")
    plain = books.muc_ke([line], "Phường Thử", None, BookNames())
    assert plain.rows[0] == ("3", 85, "", "", None, "ONT", None, "", "chỉ có trên giấy tờ")
    known = {17: land_records.DisplayName(17, 17, "person", "CNV", "Ông Thử", 1970, None)}
    named = books.muc_ke([line], "Phường Thử", "3", BookNames(named=True, known=known))
    assert named.rows[0][2:4] == ("Ông Thử, ngoài địa bàn", "CNV")
    assert f"{date.today():%d/%m/%Y}" in named.subtitle


def test_names_of_a_sheet_are_one_look_with_a_purpose(desk: Desk, client_of: Callable[..., Client]) -> None:
    parcel, dossier = registered_ground()
    officer, approver = accounts.actor("canbo"), accounts.actor("duyet")
    named = land_records.add_person(
        actor=officer, unit_id=parcel.unit_id, facts=land_records.Particulars(name="Ngô Thị Canh Nông")
    )
    [right] = land_records.rights_on(parcel_ids=[parcel.parcel_id])
    gift = {"right_id": right.id, "title": "gift", "form": "sole", "receivers": [{"party_id": named.party_id}]}
    dossiers.add_documents(
        actor=officer, dossier_id=dossier.id, documents=[dossiers.DocumentDraft(type_code="certificate")]
    )
    act = land_records.draft_act(actor=officer, dossier_id=dossier.id, kind="transfer_right", payload=gift)
    land_records.submit_act(actor=officer, act_id=act.id)
    land_records.approve_act(approver=approver, act_id=act.id)
    client, asked = client_of("canbo"), {"don-vi": UNIT, "to": parcel.sheet}
    assert "Cột tên để trống" in client.get(BOOK, asked).content.decode()
    closed = client.get("/ban-lam-viec/so/muc-ke.xlsx", asked)
    client.post("/ban-lam-viec/nguoi-su-dung/muc-dich/", {"reason": "Đối chiếu sổ mục kê", "dossier": ""})
    last = PersonalRead.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    opened = client.get("/ban-lam-viec/so/muc-ke.xlsx", asked)
    assert "Ngô Thị Canh Nông" in cells(opened.content) and "Ngô Thị Canh Nông" not in cells(closed.content)
    [logged] = PersonalRead.objects.filter(pk__gt=last, what="display_names")
    assert logged.reason == "Đối chiếu sổ mục kê" and named.party_id in logged.subject_ids
    assert "Cột tên để trống" not in client.get(BOOK, asked).content.decode()


def cells(excel: bytes) -> set[object]:
    return {cell.value for row in openpyxl.load_workbook(io.BytesIO(excel)).active for cell in row}
