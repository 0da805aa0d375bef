"""Searching the way people write."""

import pytest

from land_records import api as land_records
from land_records.cadastre.queries_in_words import Asked, understand
from tests.land_records.fabric_ground import ground, squares

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("to 54 thua 20", Asked(sheet="54", number=20)),
        ("Tờ 54, thửa 20", Asked(sheet="54", number=20)),
        ("thửa đất số 20 tờ bản đồ số 54", Asked(sheet="54", number=20)),
        ("TỜ 054 THỬA 020 Phường Phan Thiết", Asked(sheet="54", number=20, place="phuong phan thiet")),
        ("54/20", Asked(sheet="54", number=20)),
        ("54 20", Asked(sheet="54", number=20)),
        ("phan thiết 54/20", Asked(sheet="54", number=20, place="phan thiet")),
        ("thửa 20", Asked(number=20)),
        ("tờ TĐ03-2014 thửa 1", Asked(sheet="TĐ03-2014", number=1)),
        ("w3uy5vt93w85", Asked(code="w3uy5vt93w85")),
        ("W3UY5", Asked(code="w3uy5")),
        ("22945/54/20", Asked(reference="22945/54/20")),
        ("22945@2024-12-31/Bộ A:54/20", Asked(reference="22945@2024-12-31/Bộ A:54/20")),
        ("10.9289, 108.1021", Asked()),
        ("1208622.921 456313.406", Asked()),
        ("đường Trần Hưng Đạo", Asked()),
        ("", Asked()),
    ],
)
def test_texts_are_understood(text, asked):
    assert understand(text) == asked


@pytest.fixture
def town():
    base = ground(sheet=54)
    base.register(squares(20, 2))
    base.register(squares(3, east=1000), sheet_id=base.another_sheet(61).id)
    return base


def test_parcels_are_found(town):
    for text in (
        "to 54 thua 20",
        "54/20",
        "tờ 54 thửa 20 phường phan thiết",
        "22945/54/20",
        "Tờ 54 thửa 20 p. Phan Thiết",
    ):
        (hit,) = land_records.search_parcels(text).hits
        assert (hit.reference, hit.land_use, hit.area_m2, hit.unit_name) == (
            "22945/54/20",
            "ODT",
            400,
            "Phường Phan Thiết",
        )
        assert abs(hit.lon - 108.105) < 0.01 and abs(hit.lat - 10.929) < 0.01
    code = land_records.find_parcel("22945/54/20").parcel_code
    assert land_records.search_parcels(code[:11]).hits[0].reference == "22945/54/20"
    assert len(land_records.search_parcels("thửa 2").hits) == 2
    assert [hit.number for hit in land_records.search_parcels("tờ 61").hits] == [1, 2, 3]


def test_old_unit_names_lead_to_the_parcel():
    base = ground("22942@2024-12-31", sheet=7)
    base.register(squares(1))
    for text in ("tờ 7 thửa 1 đức nghĩa", "7/1 phan thiet"):
        assert [hit.reference for hit in land_records.search_parcels(text).hits] == ["22945/7/1"]


def test_nothing_found_says_what_exists(town):
    answer = land_records.search_parcels("tờ 54 thửa 908")
    assert answer.hits == () and answer.said_vi.endswith("Tờ 54 có thửa 1 đến 40.")
    assert "parcels 1 to 40" in answer.said_en
    assert "2 tờ, từ tờ 54 đến tờ 61" in land_records.search_parcels("tờ 99 thửa 1").said_vi
    assert "Tờ 54 có thửa 1 đến 40" in land_records.search_parcels("22945/54/908").said_vi
    assert "atlantis" in land_records.search_parcels("tờ 54 thửa 1 Atlantis").said_vi
    assert land_records.search_parcels("Trần Hưng Đạo") == land_records.SearchAnswer(())
