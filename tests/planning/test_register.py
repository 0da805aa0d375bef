"""Registering plans: whole or not at all, hatch where something changes, life of a plan, rights, ledger."""

from datetime import date

import geopandas as gpd
import pytest
import shapely
from django.db import IntegrityError, connection, transaction

from accounts.api import NotAllowed
from dossiers import api as dossiers
from gis_core.topology.finding import Severity
from planning import api as planning
from planning.models import Plan, Zone
from reference import api as reference
from tests.planning.ground import AT, SRID, PlanOffice, draft, square, zones

GOOD = (square(0, 0, 10, 100), {"code": "LG-1"})


def check(plan: planning.PlanDraft, frame: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    found = planning.check_plan(plan, frame, known_uses=planning.known_codes())
    return [(finding.code, str(finding.severity)) for finding in found]


def test_a_faulty_zone_keeps_the_whole_plan_out(office: PlanOffice) -> None:
    bow_tie = shapely.Polygon([(456_000, 1_208_000), (456_010, 1_208_010), (456_010, 1_208_000), (456_000, 1_208_010)])
    with pytest.raises(planning.PlanRefused) as refusal:
        office.register(draft(), zones(GOOD, (bow_tie, {"code": "LG-2"})))
    assert [finding.code for finding in refusal.value.findings] == ["ZONE-UNUSABLE"]
    assert "ZONE-UNUSABLE" in refusal.value.message_vi
    assert not Plan.objects.exists() and not Zone.objects.exists()


@pytest.mark.parametrize(
    ("plan", "row", "expected"),
    [
        (draft(line_accuracy_m=None), GOOD, ("PLAN-INCOMPLETE", "error")),
        (draft(valid_to=date(2020, 1, 1)), GOOD, ("PLAN-INCOMPLETE", "error")),
        (draft(), (square(0, 0, 10), {"code": "A", "planned_use": "XYZ"}), ("ZONE-USE-UNKNOWN", "error")),
        (draft(), (square(0, 0, 10), {"code": "A", "theme": "weather"}), ("ZONE-THEME-UNKNOWN", "error")),
        (draft(), (square(0, 0, 10), {"name": "no code"}), ("ZONE-CODE-MISSING", "warning")),
        (draft(), (square(95, 0, 10), {"code": "A"}), ("ZONE-OUTSIDE-COVERAGE", "error")),
        (draft(), (square(90.2, 0, 10), {"code": "A"}), ("ZONE-OUTSIDE-COVERAGE", "note")),
    ],
)
def test_each_fault_has_its_code(plan: planning.PlanDraft, row: tuple, expected: tuple[str, str], db: None) -> None:
    assert check(plan, zones(row)) == [expected]


def test_zones_of_a_land_use_plan_may_not_share_ground_but_corridors_may(db: None) -> None:
    frame = zones((square(0, 0, 20), {"code": "A"}), (square(15, 0, 20), {"code": "B"}))
    use_plan = draft(theme="land_use_plan")
    found = planning.check_plan(use_plan, frame, known_uses=planning.known_codes())
    assert [(f.code, f.severity, f.size, f.between) for f in found] == [
        ("ZONE-OVERLAP", Severity.ERROR, pytest.approx(100.0), ("A", "B"))
    ]
    assert check(draft(), frame) == []
    touching = zones((square(0, 0, 20), {"code": "A"}), (square(20, 0, 20), {"code": "B"}))
    assert check(use_plan, touching) == []


def test_every_code_of_a_check_has_its_sentence(db: None) -> None:
    for code in ("PLAN-INCOMPLETE", "PLAN-CODE-TAKEN", "ZONE-UNUSABLE", "ZONE-THEME-UNKNOWN", "ZONE-USE-UNKNOWN",
                 "ZONE-CODE-MISSING", "ZONE-OUTSIDE-COVERAGE", "ZONE-OVERLAP"):  # fmt: skip
        assert reference.finding_text(code).vi


def test_receipt_ledger_and_code_taken(office: PlanOffice) -> None:
    receipt = office.register(draft(), zones(GOOD, (square(20, 0, 5), {"code": "C", "theme": "water_corridor"})))
    assert (receipt.zones, receipt.themes) == (2, ("right_of_way", "water_corridor"))
    assert (receipt.covered_m2, receipt.zone_m2) == (pytest.approx(10_000), pytest.approx(1_025))
    assert [entry.act for entry in dossiers.entries_about("plan", receipt.plan_id)] == ["plan.register"]
    with pytest.raises(planning.PlanRefused, match="registered"):
        office.register(draft(), zones(GOOD))


def test_only_who_may_approve_plans_registers_them(office: PlanOffice) -> None:
    with pytest.raises(NotAllowed), transaction.atomic():
        planning.register_plan(
            actor=office.officer, transaction_id=office.transaction(), plan=draft(), zones=zones(GOOD), at=AT
        )


def test_without_a_coverage_the_plan_speaks_about_its_zones_only(office: PlanOffice) -> None:
    receipt = office.register(draft(coverage=None), zones(GOOD))
    assert receipt.coverage_from_zones
    assert receipt.covered_m2 == pytest.approx(1_000)


def test_vertices_stand_on_the_millimetre_grid(office: PlanOffice) -> None:
    office.register(draft(), zones((square(0.00049, 0, 10.00061, 100), {"code": "LG-1"})))
    corners = shapely.get_coordinates(shapely.from_wkb(bytes(Zone.objects.get().geom.wkb)))
    assert ((corners * 1000 - (corners * 1000).round()) ** 2).max() < 1e-6


def test_hatch_only_where_something_changes(office: PlanOffice) -> None:
    existing = gpd.GeoDataFrame(
        {"land_use": ["DGT", "ODT", "CLN"]},
        geometry=[square(0, 0, 6, 100), square(6, 0, 44, 100), square(50, 0, 50, 100)],
        crs=SRID,
    )
    frame = zones(
        GOOD,
        (square(50, 0, 50, 100), {"code": "Q-1", "theme": "land_use_plan", "planned_use": "CLN"}),
        (square(40, 0, 10, 100), {"code": "Q-2", "theme": "land_use_plan", "planned_use": "CLN"}),
    )
    receipt = office.register(draft(), frame, existing=existing)
    by_code = {zone.code: zone for zone in Zone.objects.all()}
    assert by_code["LG-1"].hatch_geom.area == pytest.approx(400)  # 10 m right-of-way less 6 m of road
    assert (by_code["Q-1"].differs, by_code["Q-1"].hatch_geom) == (False, None)
    assert by_code["Q-2"].hatch_geom.area == pytest.approx(1_000)

    existing["land_use"] = ["ODT", "ODT", "ODT"]
    with transaction.atomic():
        differing = planning.compare_with_existing(
            actor=office.approver, transaction_id=office.transaction(), plan_id=receipt.plan_id, existing=existing
        )
    assert differing == 3


def test_never_compared_means_unknown_not_everywhere(office: PlanOffice) -> None:
    office.register(draft(), zones(GOOD))
    assert (Zone.objects.get().differs, Zone.objects.get().hatch_geom) == (None, None)


def test_a_plan_binds_only_with_its_decision(office: PlanOffice) -> None:
    with pytest.raises(planning.PlanStateRefused):
        office.in_force(draft(decision_number=""), zones(GOOD))
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(status="in_force")


def test_steps_of_a_plans_life(office: PlanOffice) -> None:
    receipt = office.in_force(draft(), zones(GOOD))
    with pytest.raises(planning.PlanStateRefused), transaction.atomic():
        planning.put_in_force(
            actor=office.approver, transaction_id=office.transaction(), plan_id=receipt.plan_id, at=AT
        )
    with transaction.atomic():
        ended = planning.revoke_plan(
            actor=office.approver, transaction_id=office.transaction(), plan_id=receipt.plan_id,
            on=date(2026, 5, 1), at=AT,
        )  # fmt: skip
    assert (ended.status, ended.ended_on) == ("revoked", date(2026, 5, 1))
    assert [plan.code for plan in planning.plans_in_force(date(2026, 4, 30))] == ["QH-1"]
    assert planning.plans_in_force(date(2026, 5, 1)) == ()
    acts = [entry.act for entry in dossiers.entries_about("plan", receipt.plan_id)]
    assert sorted(acts) == ["plan.put_in_force", "plan.register", "plan.revoke"]


def test_published_views_show_binding_plans_and_open_drafts_only(office: PlanOffice) -> None:
    past = {"decision_date": date(2020, 1, 5), "valid_from": date(2020, 1, 10), "valid_to": None}
    office.in_force(draft("QH-A", **past), zones(GOOD))
    office.in_force(draft("QH-B", **(past | {"valid_to": date(2021, 1, 1)})), zones(GOOD))
    office.register(draft("QH-C", public_from=date(2020, 5, 1)), zones(GOOD))
    office.register(draft("QH-D"), zones(GOOD))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plan_code, status, round(ST_Area(ST_Transform(geom_3857, 9218)))"
            " FROM published.plan_zone ORDER BY 1"
        )
        assert cursor.fetchall() == [("QH-A", "in_force", 1000), ("QH-B", "out_of_date", 1000), ("QH-C", "draft", 1000)]


def test_rows_of_plans_are_kept_in_the_history(office: PlanOffice) -> None:
    office.in_force(draft(), zones(GOOD))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, op, count(*) FROM history.row WHERE table_name LIKE '%planning%' GROUP BY 1, 2"
        )
        rows = {(table.split(".")[-1], op[0].lower()): count for table, op, count in cursor.fetchall()}
    assert rows == {("planning_plan", "i"): 1, ("planning_plan", "u"): 1, ("planning_zone", "i"): 1}
