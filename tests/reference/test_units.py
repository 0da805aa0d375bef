"""Units in time: codes re-used, names old and new, successions whole and in part."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from reference import api
from reference.models import Unit, UnitSuccession

LAST_DAY = date(2025, 6, 30)
pytestmark = pytest.mark.django_db


def test_counts_of_the_reorganisation() -> None:
    old = Unit.objects.filter(level="commune", valid_to=LAST_DAY)
    assert old.count() == 121
    assert {kind: old.filter(kind=kind).count() for kind in ("xa", "phuong", "thi_tran")} == {
        "xa": 93,
        "phuong": 16,
        "thi_tran": 12,
    }
    today = api.current_units()
    assert len(today) == 45
    assert sorted(unit.kind for unit in today).count("xa") == 36
    assert [unit.full_name for unit in api.current_units("district")] == []
    assert [unit.full_name for unit in api.current_units("province")] == ["Tỉnh Lâm Đồng"]
    assert Unit.objects.filter(level="district").count() == 10


@pytest.mark.parametrize(
    ("code", "before", "since"),
    [("22963", "Xã Tiến Lợi", "Xã Tuyên Quang"), ("22972", "Thị trấn Phan Rí Cửa", "Xã Phan Rí Cửa")],
)
def test_a_reused_code_is_resolved_by_date(code: str, before: str, since: str) -> None:
    assert api.unit(code, LAST_DAY).full_name == before
    assert api.resolve_unit(f"{code}@2025-06-30").full_name == before
    assert api.resolve_unit(f"{code}@1999-01-01").full_name == before, "an open beginning"
    assert api.unit(code, date(2025, 7, 1)).full_name == since
    assert api.resolve_unit(code).full_name == since
    assert api.resolve_unit(api.unit(code, LAST_DAY).reference).full_name == before


def test_tiers_of_old_and_new_units() -> None:
    old = api.unit("22945", LAST_DAY)
    assert (old.district_name, old.province_name) == ("Thành phố Phan Thiết", "Tỉnh Bình Thuận")
    new = api.unit("22945")
    assert (new.district_name, new.province_name) == ("", "Tỉnh Lâm Đồng")
    assert new.formerly == ("Phường Bình Hưng", "Phường Lạc Đạo", "Phường Phú Trinh")
    assert api.unit_by_id(new.id) == new


@pytest.mark.parametrize(
    ("code", "becomes"),
    [("22978", {"22972", "22978"}), ("23053", {"23041", "23053"})],
)
def test_split_communes_go_to_two_units_in_part(code: str, becomes: set[str]) -> None:
    found = api.successors(api.unit(code, LAST_DAY).id)
    assert {entry.unit.code for entry in found} == becomes
    assert {entry.extent for entry in found} == {"part"}
    assert all(entry.on == date(2025, 7, 1) for entry in found)
    assert all("(một phần)" in " ".join(entry.unit.formerly) for entry in found)


def test_every_old_commune_has_a_successor_and_every_new_one_predecessors() -> None:
    for unit in Unit.objects.filter(level="commune"):
        if unit.valid_to is None:
            assert len(api.predecessors(unit.pk)) >= 2
        else:
            assert api.successors(unit.pk), unit


def test_chains_through_two_reorganisations() -> None:
    hung_long = api.unit("22951", date(2024, 12, 31))
    assert hung_long.full_name == "Phường Hưng Long"
    assert [entry.unit.full_name for entry in api.successors(hung_long.id, date(2025, 3, 1))] == ["Phường Bình Hưng"]
    assert [entry.unit.full_name for entry in api.successors(hung_long.id)] == ["Phường Phan Thiết"]
    phan_thiet = api.unit("22945")
    then = api.predecessors(phan_thiet.id, date(2024, 12, 1))
    assert {entry.unit.full_name for entry in then} == {
        "Phường Hưng Long",
        "Phường Bình Hưng",
        "Phường Đức Nghĩa",
        "Phường Đức Thắng",
        "Phường Lạc Đạo",
        "Phường Phú Trinh",
    }
    assert api.successors(phan_thiet.id) == []


def test_related_units_reach_both_ways() -> None:
    phan_thiet, lac_dao = api.unit("22945"), api.unit("22945", LAST_DAY)
    related = api.related_unit_ids(lac_dao.id)
    assert {lac_dao.id, phan_thiet.id} <= related
    assert api.unit("22930", LAST_DAY).id not in related, "a sister ward is no relative"


@pytest.mark.parametrize("text", ["Lạc Đạo", "lac dao", "phường lạc đạo", "P. Lac Dao", "LẠC ĐẠO, Phan Thiết"])
def test_old_names_with_and_without_accents_lead_to_today(text: str) -> None:
    (match,) = api.search_units(text)
    assert match.unit.full_name == "Phường Phan Thiết"
    assert match.how == "former"
    assert match.formerly_vi == "Phường Phan Thiết: trước đây là Phường Lạc Đạo, đến 30/06/2025"
    assert "formerly Lac Dao Ward" in match.formerly_en


def test_search_order_and_doubles() -> None:
    assert api.search_units("phú quí")[0].unit.full_name == "Đặc khu Phú Quý"
    hoa_thang = api.search_units("hoa thang")
    assert [match.unit.full_name for match in hoa_thang] == ["Xã Hòa Thắng", "Xã Hồng Thái"]
    assert "(một phần)" in hoa_thang[1].formerly_vi and hoa_thang[1].extent == "part"
    phong_phu = api.search_units("phong phu")
    assert {match.unit.code for match in phong_phu} == {"22972", "22978"}
    assert api.search_units("22915")[0].formerly_vi.endswith("Phường Mũi Né 22915, đến 30/06/2025")
    assert api.search_units("x") == []
    assert api.search_units("%") == []
    assert len(api.search_units("tan", limit=3)) == 3


def test_references_by_name_and_refusals_with_candidates() -> None:
    assert api.resolve_unit("Phường Phan Thiết").code == "22945"
    with pytest.raises(api.UnknownUnit) as gone:
        api.resolve_unit("22915")
    assert "Phường Mũi Né" in gone.value.message_vi and "22918" in gone.value.hint_vi
    with pytest.raises(api.UnknownUnit) as former:
        api.resolve_unit("Phường Lạc Đạo")
    assert "Phường Phan Thiết: trước đây" in former.value.hint_vi
    with pytest.raises(api.AmbiguousUnit) as several:
        api.resolve_unit("hàm thuận")
    assert "23089" in several.value.message_vi
    for nonsense in ("99999", "22945@2025-13-01", "", "'; drop table"):
        with pytest.raises(api.UnknownUnit):
            api.resolve_unit(nonsense)
    with pytest.raises(api.UnknownUnit):
        api.unit_by_id(0)


def test_many_units_cost_few_queries(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        api.current_units()


def test_the_database_refuses_two_bearers_of_a_code_on_one_day() -> None:
    unit = Unit.objects.get(code="22945", valid_to=LAST_DAY)
    twin = {field.name: getattr(unit, field.name) for field in Unit._meta.fields if field.name != "id"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(**twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(**{**twin, "valid_from": date(2025, 6, 1), "valid_to": date(2025, 7, 31)})


def test_successions_rate_their_source() -> None:
    doubtful = UnitSuccession.objects.filter(confidence="low")
    assert {link.from_unit.code for link in doubtful} == {"22942", "22948"}
    assert all(link.basis for link in UnitSuccession.objects.all())


def test_public_view() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, kind, formerly, public.ST_SRID(geom_3857), public.ST_IsValid(geom_3857) "
            "FROM published.unit ORDER BY code"
        )
        rows = cursor.fetchall()
    assert len(rows) == 45
    assert ("Phường Phan Thiết", "phuong", "Phường Bình Hưng, Phường Lạc Đạo, Phường Phú Trinh", 3857, True) in rows
