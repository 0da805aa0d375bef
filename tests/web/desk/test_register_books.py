"""The three register books on the desk: lines, names only for a stated purpose, files."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from dossiers.models import PersonalRead
from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate, vertical

pytestmark = pytest.mark.django_db(databases=["default", "published", "desk"])
BOOKS = "/ban-lam-viec/so/"


@pytest.fixture
def land() -> Estate:
    """Parcel 1 of a made-up holder, split once."""
    made = estate()
    person = land_records.add_person(
        actor=made.officer, unit_id=made.ground.unit_id, facts=land_records.Particulars(name="Ngô Thị Canh Nông")
    )
    made.right(party_id=person.party_id)
    made.done("split_parcel", {"parcel_id": made.parcels[0], "cut_lines": vertical(8.0)})
    return made


def signed_in(land: Estate, *, purpose: bool) -> Client:
    client = Client()
    client.force_login(land.officer)
    if purpose:
        answer = client.post(
            "/ban-lam-viec/nguoi-su-dung/muc-dich/", {"dossier": "", "reason": "Đối chiếu sổ theo văn bản số 12"}
        )
        assert answer.status_code in (200, 302)
    return client


@pytest.mark.parametrize(("book", "lines"), [("dia-chinh", 2), ("cap-gcn", 0), ("bien-dong", 2)])
def test_each_book_shows_its_lines_without_names(land: Estate, book: str, lines: int) -> None:
    page = signed_in(land, purpose=False).get(f"{BOOKS}{book}/", {"nam": "2026"})
    text = page.content.decode()
    assert page.status_code == 200 and f"{lines} dòng" in text
    assert "Canh Nông" not in text and "no-store" in page.headers["Cache-Control"]


def test_names_stand_there_for_a_purpose_and_the_look_is_logged(land: Estate) -> None:
    text = signed_in(land, purpose=True).get(f"{BOOKS}dia-chinh/").content.decode()
    assert text.count("Ngô Thị Canh Nông") == 2
    logged = PersonalRead.objects.filter(read_by=land.officer, what="display_names")
    assert [read.reason for read in logged] == ["Đối chiếu sổ theo văn bản số 12"]


def test_the_excel_file_holds_real_numbers_and_days(land: Estate) -> None:
    file: Any = signed_in(land, purpose=False).get(f"{BOOKS}bien-dong.xlsx", {"nam": "2026"})
    page = openpyxl.load_workbook(io.BytesIO(file.content)).active
    split = [cell.value for cell in page[8]]
    assert split[2:4] == ["1", 1] and float(split[6]) == 400.0 and split[7] == "Tách thửa đất"


def test_an_unknown_book_is_not_found(land: Estate) -> None:
    assert signed_in(land, purpose=False).get(f"{BOOKS}khong-co/").status_code == 404
