"""References, mergers, moments: the right parcel or all candidates, never the first."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gis_core.errors import DomainError
from land_records import api as land_records
from land_records.cadastre.moments import LEGAL_ZONE, end_of_day
from land_records.cadastre.references import parse_reference
from reference import api as reference
from tests.land_records.fabric_ground import AT, ground, squares

pytestmark = pytest.mark.django_db
WARDS = ("22945@2024-12-31", "22942@2024-12-31", "22948@2024-12-31")
"""Lạc Đạo, Đức Nghĩa, Đức Thắng: all of them lie in today's Phường Phan Thiết (22945)."""


@pytest.fixture
def merged():
    """Three old wards that each have a sheet 12 with a parcel 34."""
    grounds = [ground(ward, sheet=12) for ward in WARDS]
    for place, base in enumerate(grounds):
        base.register(squares(1, first=34, east=100 * place))
    return grounds


def test_merged_wards_answer_with_all_candidates(merged):
    with pytest.raises(land_records.AmbiguousParcelError) as refused:
        land_records.find_parcel("22945/12/34")
    candidates = refused.value.candidates
    assert len(candidates) == 3
    assert {c.unit_name for c in candidates} == {"Phường Lạc Đạo", "Phường Đức Nghĩa", "Phường Đức Thắng"}
    assert {c.series for c in candidates} == {base.series.name for base in merged}
    for candidate in candidates:
        found = land_records.find_parcel(candidate.precise)
        assert found.parcel_id == candidate.parcel_id
        assert found.unit_code == "22945" and found.unit_name == "Phường Phan Thiết"
        assert found.unit_since == date(2025, 7, 1)


def test_old_unit_with_date_and_series_name_mean_one(merged):
    found = land_records.find_parcel("22945@2024-12-31/12/34")
    assert found.series_unit_name == "Phường Lạc Đạo"
    for base in merged:
        assert land_records.find_parcel(f"22945/{base.series.name}:12/34").series == base.series.name


def test_numbering_in_use_goes_before_replaced(merged):
    new = ground(sheet=12)
    receipt = new.register(squares(1, first=34, east=1000))
    with pytest.raises(land_records.AmbiguousParcelError):
        land_records.find_parcel("22945/12/34")
    for base in merged:
        land_records.replace_series(series_id=base.series.id, replaced_by_id=new.series.id)
    assert land_records.find_parcel("22945/12/34").parcel_id == receipt.parcel_ids[0]
    assert land_records.find_parcel("22942@2024-12-31/12/34").series == merged[1].series.name


def test_nothing_and_nonsense_are_said_apart():
    ground(sheet=12)
    with pytest.raises(land_records.ParcelNotFoundError):
        land_records.find_parcel("22945/12/34")
    for text in ("22945", "22945/12", "22945/12/x", "/12/3", "22945/:12/3", "22945//3"):
        with pytest.raises(land_records.BadReferenceError):
            land_records.find_parcel(text)


def test_series_may_hold_slashes_and_sheets_may_be_texts():
    asked = parse_reference(" 22945@2024-12-31/BĐĐC 1/1000: 007/20 ")
    assert (asked.unit, asked.series, asked.sheet, asked.number) == ("22945@2024-12-31", "BĐĐC 1/1000", "7", 20)
    assert parse_reference("22945/TĐ03-2014/1").sheet == "TĐ03-2014"


def test_as_of_means_the_end_of_the_legal_day():
    assert end_of_day(date(2026, 3, 2)) == datetime(2026, 3, 2, 23, 59, 59, 999999, LEGAL_ZONE)
    base = ground()
    evening_utc = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)  # 3 March, 01:00 in Viet Nam
    base.register(squares(1), at=evening_utc)
    with pytest.raises(land_records.ParcelNotFoundError):
        land_records.find_parcel("22945/1/1", date(2026, 3, 2))
    assert land_records.find_parcel("22945/1/1", date(2026, 3, 3)).valid_from == evening_utc


def test_two_acts_at_one_moment_are_both_found():
    base = ground()
    first = base.register(squares(1), at=AT)
    base.register(squares(1, first=2, size=10.0, east=20.0), at=AT)  # puts a vertex into its neighbour
    found = land_records.parcel_by_id(first.parcel_ids[0], AT.date())
    assert [note.cause for note in found.history] == ["registered", "neighbour_vertex"]
    assert found.valid_from == AT + timedelta(microseconds=1)
    assert land_records.parcel_by_id(first.parcel_ids[0], AT).version_id == first.version_ids[0]


def test_an_ended_parcel_is_answered_as_historic():
    base = ground()
    receipt = base.register(squares(1))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE land_records_parcelversion SET valid = tstzrange(lower(valid), lower(valid) + interval '9 days'),"
            " closed_by_id = transaction_id WHERE id = %s",
            [receipt.version_ids[0]],
        )
    found = land_records.find_parcel("22945/1/1")
    assert found.standing == "historic" and found.valid_to == AT + timedelta(days=9)
    assert land_records.find_parcel("22945/1/1", AT.date()).standing == "official"
    assert land_records.parcel_at(*found.label_lonlat) is None


def test_moving_a_unit_takes_its_parcels_and_the_map_along():
    base = ground("22942@2024-12-31")
    receipt = base.register(squares(2), unit_id=base.unit_id)
    assert land_records.parcel_by_id(receipt.parcel_ids[0]).unit_name == "Phường Đức Nghĩa"
    today = ground()
    moved = land_records.move_parcels(
        from_unit_id=base.unit_id, to_unit_id=today.unit_id, since=date(2025, 7, 1), transaction_id=today.approved()
    )
    assert moved == 2
    found = land_records.parcel_by_id(receipt.parcel_ids[0])
    assert (found.unit_name, found.series_unit_name) == ("Phường Phan Thiết", "Phường Đức Nghĩa")
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unit_name FROM published.parcel")
        assert cursor.fetchall() == [("Phường Phan Thiết",)]


def ask(*arguments: str) -> dict:
    out = StringIO()
    call_command("parcel", *arguments, "--json", stdout=out)
    text = out.getvalue()
    assert text.count("\n") == 1
    return json.loads(text)


def test_command_answers_the_contract(merged):
    answer = ask("22942@2024-12-31/12/34")
    assert answer["ok"] and answer["reference"] == "22945/12/34"
    assert (answer["sheet"], answer["number"], answer["standing"]) == (12, 34, "official")
    assert answer["crs"]["epsg"] == 9218
    assert answer["area_m2"] == {"certificate": None, "labelled": 400.0, "computed": 400.0}
    assert answer["land_uses"] == [{"code": "ODT", "area_m2": None}]
    assert answer["geometry"]["type"] == "MultiPolygon"
    lon, lat = answer["geometry"]["coordinates"][0][0][0]
    assert 108.0 < lon < 108.2 and 10.9 < lat < 11.0
    assert len(answer["corners"]) == 4 and answer["corners"][0]["side_m"] == 20.0
    assert answer["certificates"] == [] and len(answer["dossiers"]) == 1 and len(answer["history"]) == 1
    assert len(answer["parcel_code"]) == 12


def test_command_lists_candidates_and_exits_1(merged):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("parcel", "22945/12/34", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert ended.value.code == 1 and not answer["ok"]
    assert answer["error"]["code"] == "ambiguous_parcel" and len(answer["candidates"]) == 3
    assert ask(answer["candidates"][0]["reference"])["ok"]


def test_command_speaks_to_people_too(merged):
    out = StringIO()
    call_command("parcel", "22942@2024-12-31/12/34", stdout=out)
    assert "Thửa 34, tờ 12, Phường Phan Thiết" in out.getvalue() and "X (Bắc)" in out.getvalue()


def test_many_parcels_are_read_as_each_alone_with_three_queries():
    base, old = ground(), ground("22942@2024-12-31", srid=9209)
    first = base.register(squares(4))
    second = old.register(squares(2, east=300))
    ids = [*first.parcel_ids, *second.parcel_ids]
    with CaptureQueriesContext(connection) as few:
        land_records.parcels_by_ids(ids[:1])
    with CaptureQueriesContext(connection) as many:
        found = land_records.parcels_by_ids(ids)
    assert len(few) == len(many) == 3
    moment = AT + timedelta(days=1)
    assert list(found) == sorted(ids)
    assert land_records.parcels_by_ids(ids, moment) == {one: land_records.parcel_by_id(one, moment) for one in ids}
    assert {found[one].official_srid for one in ids} == {9218, 9209}
    assert land_records.parcels_by_ids([*ids, 10**12]).keys() == found.keys()
    assert land_records.parcels_by_ids(ids, AT - timedelta(days=1)) == {} == land_records.parcels_by_ids([])
    assert list(land_records.every_parcel(ids[::-1])) == ids[::-1]
    with pytest.raises(land_records.ParcelNotFoundError):
        land_records.every_parcel([*ids, 10**12])


def test_many_references_mean_what_each_alone_means(merged):
    number_on = [base.register(squares(3, first=50, north=200 + 100 * at)) for at, base in enumerate(merged)]
    texts = ["22945/12/34", "22942@2024-12-31/12/34", "22945@2024-12-31/12/51", "22945/12/52", "22945/12/99",
             f"22945/{merged[1].series.name}:12/50", f"22945/12/{10**11}", "99999/12/34", "22945@2025-02-30/1/1",
             "một hai ba", ""]  # fmt: skip

    def alone(text):
        try:
            return {land_records.find_parcel(text).parcel_id}
        except land_records.AmbiguousParcelError as several:
            return {one.parcel_id for one in several.candidates}
        except DomainError:
            return set()

    meant = land_records.parcels_meant(texts)
    assert list(meant) == texts
    assert {text: set(ids) for text, ids in meant.items()} == {text: alone(text) for text in texts}
    assert [len(ids) for ids in meant.values()] == [3, 1, 1, 3, 0, 1, 0, 0, 0, 0, 0]
    assert meant[texts[5]] == number_on[1].parcel_ids[:1]


def test_references_of_one_unit_are_asked_for_at_once(merged):
    with CaptureQueriesContext(connection) as one:
        land_records.parcels_meant(["22945/12/34"])
    with CaptureQueriesContext(connection) as many:
        land_records.parcels_meant([f"22945/12/{number}" for number in range(1, 200)])
    assert len(one) == len(many)


def test_parcels_are_found_by_many_codes_at_once():
    receipt = ground().register(squares(3))
    codes = [f" {receipt.codes[0].upper()}", receipt.codes[2], "zzzzzzzzzzzz"]
    assert land_records.parcels_with_codes(codes) == {codes[0]: receipt.parcel_ids[0], codes[1]: receipt.parcel_ids[2]}
    assert land_records.parcels_with_codes([]) == {}


def test_a_reference_asks_for_all_former_units_at_once(merged, django_assert_max_num_queries):
    unit = reference.resolve_unit("22945")
    known, waiting = set(), [unit.id]
    while waiting:
        steps = {step.unit.id for step in reference.predecessors(waiting.pop())} - known - {unit.id}
        known |= steps
        waiting += steps
    assert len(known) > 2
    assert reference.unit_ids_before(unit.id) == known
    with django_assert_max_num_queries(6):
        land_records.parcels_meant(["22945/12/34"])
