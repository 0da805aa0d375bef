"""Pages as HTML, before any map code arrives."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tests.web.town import Town


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_map_page_shows_ways_in_and_the_drawn_extent(client: Client, town: Town) -> None:
    page = client.get("/")
    assert page.status_code == 200
    config = json.loads(
        re.search(r'id="map-config" type="application/json">(.*?)</script>', page.content.decode(), re.S)[1]
    )
    west, south, east, north = config["extent"]
    assert 108.09 < west < east < 108.11 and 10.9 < south < north < 10.95
    assert "Tra cứu thửa đất" in text_of(page)


def test_policy_without_unsafe_inline(client: Client, town: Town) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "worker-src 'self' blob:" in policy and "frame-ancestors 'none'" in policy


def test_a_parcel_has_a_permanent_page_with_its_answer(client: Client, town: Town) -> None:
    page = client.get(f"/t/{town.codes[1]}/")
    words = text_of(page)
    assert "Thửa đất số 1, tờ bản đồ số 1" in words
    assert "Một phần thửa đất" in words and "200,0" in words and "50,0" in words
    assert "không có nghĩa là không có quy hoạch" in words
    assert "22945" not in words  # people read names, not codes


def test_numbers_lead_to_the_permanent_page(client: Client, town: Town) -> None:
    moved = client.get("/thua/22945/1/7/")
    assert moved.status_code == 302 and moved.headers["Location"] == f"/t/{town.codes[7]}/"
    missing = client.get("/thua/22945/1/908/")
    assert missing.status_code == 404 and "908" in text_of(missing)


def test_unknown_codes_and_addresses_are_404_in_both_languages(client: Client, town: Town) -> None:
    for path in ("/t/w3uy5vzzzzzz/", "/khong-co-trang-nay/"):
        page = client.get(path)
        assert page.status_code == 404
        assert 'lang="en"' in page.content.decode()
    answer = client.get("/t/w3uy5vzzzzzz/quy-hoach.json").json()
    assert answer["ok"] is False and answer["error"]["code"] == "parcel_not_found"
    assert answer["error"]["message_vi"] and answer["error"]["message_en"]


def test_the_planning_sheet_prints_everything_checked(client: Client, town: Town) -> None:
    page = client.get(f"/t/{town.codes[1]}/quy-hoach/")
    words = text_of(page)
    assert "5 nội dung quy hoạch đã kiểm tra" in words
    assert "1812/QĐ-UBND" in words and "chắc chắn" in words
    drawing = page.content.decode()
    assert drawing.count('class="parcel') > 3 and "hatch" in drawing


def test_the_planning_answer_for_programs(client: Client, town: Town) -> None:
    answer = client.get(f"/t/{town.codes[1]}/quy-hoach.json").json()
    assert answer["ok"] and answer["parcel_code"] == town.codes[1]
    states = {part["theme"]: part["state"] for part in answer["themes"]}
    assert states["right_of_way"] == "affected" and states["power_corridor"] == "no_data"


def test_days_that_cannot_be_answered(client: Client, town: Town) -> None:
    for day in ("hom-qua", "2999-01-01"):
        assert client.get(f"/t/{town.codes[1]}/quy-hoach/", {"ngay": day}).status_code == 400


def test_the_parcel_at_a_place(client: Client, town: Town) -> None:
    lon, lat = town.places[7]
    assert client.get("/tai-diem/", {"lon": lon, "lat": lat}).json() == {"parcel": town.codes[7]}
    nothing = client.get("/tai-diem/", {"lon": 0, "lat": 0}).json()
    assert nothing["parcel"] is None and nothing["message"]
    assert client.get("/tai-diem/", {"lon": "x"}).status_code == 400


def test_search_is_json_for_the_box_and_links_without_script(client: Client, town: Town) -> None:
    rows = client.get("/tim/", {"q": "to 1 thua 7"}, headers={"accept": "application/json"}).json()["results"]
    assert rows[0]["parcel"] == town.codes[7] and rows[0]["hits"]
    page = client.get("/tim/", {"q": "to 1 thua 7"}, headers={"accept": "text/html"})
    assert f"/t/{town.codes[7]}/" in page.content.decode()
    sure = client.get("/tim/", {"q": town.codes[7]}, headers={"accept": "text/html"})
    assert sure.status_code == 302


def test_english_pages_stand_under_en(client: Client, town: Town) -> None:
    words = text_of(client.get(f"/en/t/{town.codes[1]}/"))
    assert "Part of the parcel" in words and "200.0" in words
    assert "Parcel 1, map sheet 1" in words
    assert 'lang="en"' in client.get("/en/tro-giup/").content.decode()


def test_plans_help_and_sign_in(client: Client, town: Town) -> None:
    assert "Lộ giới đường thử" in text_of(client.get("/quy-hoach/"))
    assert "Bốn câu trả lời" in text_of(client.get("/tro-giup/"))
    refused = client.post("/dang-nhap/", {"username": "x", "password": "y"})
    assert "Chưa đăng nhập được" in text_of(refused)


def test_the_readers_theme_is_in_the_first_byte(client: Client, town: Town) -> None:
    client.cookies["thodia_theme"] = "dark"
    assert 'data-bs-theme="dark"' in client.get("/tro-giup/").content.decode()
    client.cookies["thodia_theme"] = '"><script>'
    assert "data-bs-theme" not in client.get("/tro-giup/").content.decode()


def test_colours_are_data(client: Client, town: Town) -> None:
    sheet = client.get("/mau/loai-dat.css")
    assert ".use-ODT{--use:#FFA0FF}" in sheet.content.decode()
    assert client.get("/mau/loai-dat.css", headers={"if-none-match": sheet.headers["ETag"]}).status_code == 304
    style = client.get("/ban-do/kieu/dark.json").json()
    assert {"parcel", "selection", "hover"} <= {layer["id"] for layer in style["layers"]}


def test_a_card_costs_few_statements(client: Client, town: Town) -> None:
    client.get(f"/t/{town.codes[1]}/tom-tat/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(f"/t/{town.codes[2]}/tom-tat/")
    assert len(queries) <= 20


def test_no_name_of_a_person_in_any_public_answer(client: Client, town: Town) -> None:
    for path in (
        "/",
        f"/t/{town.codes[1]}/",
        f"/t/{town.codes[1]}/quy-hoach/",
        f"/t/{town.codes[1]}/quy-hoach.json",
        "/quy-hoach/",
    ):
        assert "Người Thử Nghiệm" not in client.get(path).content.decode()


@override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False)
def test_a_fault_is_a_page_without_a_trace(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.public.views.map_config", lambda: 1 / 0)
    client.raise_request_exception = False
    page = client.get("/")
    assert page.status_code == 500
    assert "ZeroDivisionError" not in page.content.decode() and "The system failed" in page.content.decode()
