"""Pages under /toa-do/ as a reader without script sees them."""

import io
import json
import re
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.gis_core.crs.vectors import NORTH_EAST, PLACES

pytestmark = pytest.mark.usefixtures("town")
POINTS, SHEETS, DETECT = "/toa-do/", "/toa-do/manh/", "/toa-do/nhan-biet/"


def text_of(response) -> str:
    body = re.sub(r"<script.*?</script>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace("\u202f", " ")


def ask(address: str, **given: str):
    return Client().post(address, given)


def test_the_page_is_in_the_band_and_asks(town) -> None:
    page = Client().get(POINTS)
    assert page.status_code == 200
    assert re.search(r'<a href="/toa-do/" aria-current="page">', page.content.decode())
    assert 'value="VN-2000 / TM-3 108-30"' in page.content.decode() and "Gia Lai mới" in page.content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_one_point_is_answered_in_a_sentence(place: str) -> None:
    lat, lon = PLACES[place]
    page = ask(POINTS, tu="WGS-84", den="Bình Thuận", diem=f"{lat} {lon}")
    north, east = NORTH_EAST[9218][place]
    shown = text_of(page)
    for value in (north, east):
        whole, part = f"{value:.4f}".split(".")
        grouped = f"{int(whole):,}".replace(",", " ")
        assert f"{grouped},{part}" in shown
    assert "inverse EPSG:6960" in shown and "1 m" in shown and "Góc hội tụ kinh tuyến" in shown
    data = json.loads(re.search(r'<script id="places"[^>]*>(.*?)</script>', page.content.decode())[1])  # type: ignore[index]
    assert data["features"]["features"][0]["geometry"]["coordinates"] == pytest.approx([lon, lat], abs=1e-8)


def test_a_short_question_may_stand_in_the_address() -> None:
    page = Client().get(POINTS, {"tu": "WGS-84", "den": "9218", "diem": "10.9289 108.1021"})
    assert "1 208 622,9214" in text_of(page)


def test_a_list_marks_its_bad_lines() -> None:
    lines = (
        "M1 1208622.92 456313.40\nM2 456313.40 1208622.92\nM3 1208622.92\nM4 10.9 108.1\nM5 1179046,71 420072,81 4,5"
    )
    page = ask(POINTS, tu="Bình Thuận", den="WGS-84", diem=lines)
    shown = text_of(page)
    assert "Đã đổi 2 điểm, 3 dòng không đổi được" in shown
    assert "hai tọa độ bị đổi chỗ" in shown and "thiếu một tọa độ" in shown and "khác đơn vị" in shown
    assert "giữ nguyên; chưa có mô hình geoid" in shown and "4,500" in shown
    assert "10°55′44,0" in shown


def test_hanoi_72_is_said_plainly_and_letters_name_axes() -> None:
    shown = text_of(ask(POINTS, tu="HN-72 19", den="9218", diem="Y: 19183038.343 X: 1210185.654"))
    assert "5–6 m" in shown and "1 208 622,92" in shown


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"tu": "Atlantis", "den": "9218"}, "crs_unknown"),
        ({"tu": "Gia Lai", "den": "9218"}, "crs_ambiguous"),
        ({"tu": "cục bộ", "den": "9218"}, "ballpark_refused"),
        ({"tu": "HN-72 19", "den": "9218", "fit": "không có"}, "unknown_fit"),
        ({"tu": "tự khai", "den": "9218", "k": "1"}, "crs_incomplete"),
        ({"tu": "WGS-84", "den": "9218", "diem": "1 2\n" * 5001}, "too_many_points"),
    ],
)
def test_refusals_stand_on_the_page(given: dict[str, str], code: str) -> None:
    page = ask(POINTS, **{"diem": "1 2", **given})
    assert page.status_code == 400 and code in text_of(page)
    assert 'name="diem"' in page.content.decode(), "the form stays"


def test_a_system_of_ones_own_from_the_fields() -> None:
    own = {"lon_0": "108.5", "k": "0.9999", "x_0": "500000", "y_0": "0", "datum": "vn2000", "dx": "1"}
    shown = text_of(ask(POINTS, tu="WGS-84", den="tự khai", diem="10.9289 108.1021", **own))
    assert "1 208 622,9214" in shown
    seven = {
        "lon_0": "108.5", "k": "0.9999", "datum": "", "a": "6378137", "rf": "298.257223563", "dx": "-191.90441429",
        "dy": "-39.30318279", "dz": "-111.45032835", "rx": "-0.00928836", "ry": "0.01975479", "rz": "-0.00427372",
        "ds": "0.252906278", "convention": "coordinate_frame",
    }  # fmt: skip
    shown = text_of(ask(POINTS, tu="WGS-84", den="tự khai", diem="10.9289 108.1021", **seven))
    assert "1 208 622,9214" in shown and "do người dùng khai" in shown


def test_downloads() -> None:
    given = {"tu": "WGS-84", "den": "9218", "diem": "=M1 10.9289 108.1021\nM2 xx yy"}
    table = ask(POINTS, xuat="csv", **given)
    assert table["Content-Disposition"] == 'attachment; filename="toa-do.csv"'
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("dong,ten,viet,x,y,h") and lines[1].startswith("1,'=M1,")
    assert "1208622.9214,456313.4063" in lines[1] and "không phải là số" in lines[2]
    book = load_workbook(io.BytesIO(ask(POINTS, xuat="xlsx", **given).content))
    assert next(book.worksheets[0].iter_rows(min_row=2, values_only=True))[3:5] == (1208622.9214, 456313.4063)
    features = json.loads(ask(POINTS, xuat="geojson", **given).content)["features"]
    assert len(features) == 1 and features[0]["geometry"]["coordinates"] == pytest.approx([108.1021, 10.9289], abs=1e-8)
    assert b"<coordinates>108.102100000,10.928900000</coordinates>" in ask(POINTS, xuat="kml", **given).content


def test_an_uploaded_table_comes_back_with_its_report() -> None:
    table = SimpleUploadedFile("điểm.csv", b"ten,lat,lon\nA,10.9289,108.1021\nB,108.1,10.9\n")
    answer = Client().post(POINTS, {"tu": "WGS-84", "den": "9218", "diem": "", "tep": table})
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        report = json.loads(archive.read("bao-cao.json"))
        assert report["features"] == {"in": 2, "out": 1, "rejected": 1}
        assert archive.read("điểm-doi.csv").decode() == "ten,x,y\nA,1208622.9214,456313.4063\n"
        assert b"swapped_axes" in archive.read("điểm-doi.rejected.csv")


@pytest.mark.parametrize(("name", "code"), [("x.dgn", "conversion_unsupported"), ("x.xlsx", "table_unreadable")])
def test_an_upload_that_is_no_table(name: str, code: str) -> None:
    page = Client().post(POINTS, {"tu": "WGS-84", "den": "9218", "tep": SimpleUploadedFile(name, b"no table")})
    assert page.status_code == 400 and code in text_of(page)


def test_a_sheet_number_and_its_frame() -> None:
    page = ask(SHEETS, loai="dia-chinh", so="209455-2-(6)", mui="Bình Thuận")
    shown = text_of(page)
    assert "Mảnh 209455-2-(6), tỷ lệ 1:500" in shown
    assert "Góc khung trong VN-2000 / TM-3 108-30" in shown and "1 208 750,000" in shown and "456 250,000" in shown
    topographic = text_of(ask(SHEETS, loai="dia-hinh", so="F-48-68-D-d-4"))
    assert "tỷ lệ 1:10000" in topographic and "21°00′00,000″" in topographic


def test_sheets_of_an_area_and_their_files() -> None:
    given = {"loai": "dia-chinh", "tu": "WGS-84", "ty_le": "2000", "diem": "10.92 108.09\n10.94 108.12"}
    assert "mảnh tỷ lệ 1:2000 phủ khu vực" in text_of(ask(SHEETS, **given))
    geojson = json.loads(ask(SHEETS, xuat="geojson", **given).content)
    assert {f["properties"]["scale"] for f in geojson["features"]} == {2000}
    assert ask(SHEETS, xuat="gpkg", **given).content.startswith(b"SQLite format 3")
    assert (
        b"LWPOLYLINE" in ask(SHEETS, xuat="dxf", **given).content
        or b"POLYLINE" in ask(SHEETS, xuat="dxf", **given).content
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"so": "I-48"}, "sheet_number_refused"),
        ({"diem": "10.9 108.1", "ty_le": "3000"}, "sheets_refused"),
        ({"diem": "xx yy", "ty_le": "2000"}, "sheets_refused"),
        ({"so": "209455", "mui": "WGS-84"}, "sheets_refused"),
        ({"diem": "10 107\n12 109", "ty_le": "200", "tu": "WGS-84"}, "too_many_sheets"),
    ],
)
def test_sheets_that_are_none(given: dict[str, str], code: str) -> None:
    page = ask(SHEETS, **given)
    assert page.status_code == 400 and code in text_of(page)


def test_unknown_numbers_are_explained_with_communes_and_neighbours(town) -> None:
    shown = text_of(ask(DETECT, diem="1208622.92 456313.40\n1208700 456400"))
    assert "Có khả năng nhất: VN-2000 / TM-3 108-30" in shown
    assert "đảo thứ tự X và Y" in shown and "Phường" in shown and "thửa đã đăng ký gần nhất" in shown
    elsewhere = text_of(ask(DETECT, diem="48.85 2.35"))
    assert "Không hệ nào đặt các số này vào Việt Nam" in elsewhere
    assert ask(DETECT, diem="abc").status_code == 400


@pytest.mark.parametrize("address", [POINTS, SHEETS, DETECT])
def test_english(address: str) -> None:
    page = Client().get(f"/en{address}")
    assert page.status_code == 200 and "Convert coordinates" in text_of(page)
