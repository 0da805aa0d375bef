"""Old numbers on public pages: the page that asks, the search row, the card of a parcel that has ended."""

import pytest
from django.test import Client

from land_records import api as land_records
from land_records.models import Certificate
from tests.land_records.acts.ground import Estate, estate, vertical
from web.public.search import search

pytestmark = pytest.mark.django_db(databases=["default", "published", "desk"])
PAGE = "/so-cu/"


@pytest.fixture
def land() -> Estate:
    """Parcel 1 was split into 4 and 5; it had a certificate."""
    made = estate()
    right = made.right()
    [draft] = land_records.certificates_on(right_ids=[right])
    Certificate.objects.filter(pk=draft.id).update(serial="AA01695788", serial_raw="AA 01695788")
    made.done("split_parcel", {"parcel_id": made.parcels[0], "cut_lines": vertical(8.0)})
    return made


def test_commune_sheet_and_number_answer_with_todays_parcels(land: Estate, client: Client) -> None:
    page = client.get(PAGE, {"xa": "phường Phan Thiết", "to": "1", "thua": "1"}).content.decode()
    assert "Thửa này đã tách thành thửa 4 và thửa 5." in page
    assert "40,0" in page and "60,0" in page, "each part says its share of the old parcel"
    for heir in land_records.heirs_of(land.parcels[0]).heirs:
        assert f"/t/{heir.relative.parcel_code}/" in page


def test_the_serial_of_an_old_certificate_answers_too(land: Estate, client: Client) -> None:
    answer = client.get(PAGE, {"seri": "aa 01695788"}, headers={"accept": "application/json"}).json()
    assert answer["ok"] and [now["number"] for now in answer["answers"][0]["today"]] == [5, 4]
    assert sum(now["share"] for now in answer["answers"][0]["today"]) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"xa": "phường Phan Thiết", "to": "1", "thua": "908"}, "chưa từng có thửa 908"),
        ({"xa": "xã Không Có", "to": "1", "thua": "1"}, "Không có xã, phường nào tên"),
        ({"xa": "phường Phan Thiết", "to": "", "thua": "1"}, "Nhập đủ xã"),
        ({"seri": "12345"}, "không phải số phát hành"),
        ({"seri": "AA 99999999"}, "Không có Giấy chứng nhận"),
    ],
)
def test_what_cannot_be_found_says_what_to_correct(land: Estate, client: Client, asked: dict, sentence: str) -> None:
    page = client.get(PAGE, asked)
    assert page.status_code == 200 and sentence in page.content.decode()


def test_the_search_box_offers_the_old_number(land: Estate) -> None:
    rows = [row for row in search("tờ 1 thửa 1").results if row.icon == "clock-history"]
    assert rows[0].title == "Số cũ: tờ 1, thửa 1"
    assert "đã tách thành" in rows[0].detail


def test_the_card_of_an_ended_parcel_leads_on(land: Estate, client: Client) -> None:
    code = land_records.parcel_by_id(land.parcels[0]).parcel_code
    page = client.get(f"/t/{code}/").content.decode()
    assert "Thửa này không còn hiệu lực" in page and "Thửa này đã tách thành thửa 4 và thửa 5." in page
