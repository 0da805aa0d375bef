"""Rules with figures and sources: access, surveys, consent, originals, obligations, holders, codes, terms, plans."""

from datetime import date
from decimal import Decimal

import pytest
import shapely

from land_records import api as land_records
from land_records.models import Obligation, PartyParticulars
from land_records.rules.checks import CHECKS
from tests.land_records.acts.ground import Estate, cut_at, estate, paper
from tests.land_records.fabric_ground import ORIGIN, frame_of
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def verdict(land: Estate, act: int, code: str, moment: str = "submit") -> land_records.Verdict | None:
    shown = land_records.preview_act(actor=land.officer, act_id=act, moment=moment, at=land.moment)
    return next((one for one in shown.verdicts if one.code == code), None)


def test_without_road_data_access_is_not_called_fine() -> None:
    land = estate(1)
    said = verdict(land, land.draft("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0)}),
                   "PARCEL-SPLIT-ACCESS")  # fmt: skip
    assert said is not None and not said.passed and said.figures["roads"] == 0 and not said.blocks


@pytest.mark.parametrize(("road", "passed", "measured"), [((0, 20, 40, 24), True, 8.0), ((-4, 0, 0, 20), False, 0.0)])
def test_each_part_touches_a_road(road: tuple, passed: bool, measured: float) -> None:
    land = estate(1)
    x, y = ORIGIN
    west, south, east, north = road
    strip = shapely.box(x + west, y + south, x + east, y + north)
    land.ground.register(frame_of([strip], first=50, use="DGT"))
    said = verdict(land, land.draft("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0)}),
                   "PARCEL-SPLIT-ACCESS")  # fmt: skip
    assert said is not None and said.passed is passed
    assert said.figures["measured"] == pytest.approx(measured, abs=0.15)


def test_a_mortgage_stands_back_for_the_mortgagees_consent() -> None:
    land = estate(1)
    right = land.right()
    land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [a_person(land.officer)],
                                 "contract_number": "9/TC", "contract_date": "2026-03-01"})  # fmt: skip
    land.papers = ("certificate", "mortgagee_consent")
    receipt = land.done("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0)})
    for key in ("right:1", "right:2"):
        [mortgage] = land_records.restrictions_on(right_ids=[receipt.ids[key]])
        assert (mortgage.kind, mortgage.rank, mortgage.document_number) == ("mortgage", 1, "9/TC")


def test_the_original_certificate_is_needed_at_approval() -> None:
    land = estate(1)
    right = land.right()
    land.certificate(right)
    land.papers = ()
    act = land.submitted("transfer_right", {"right_id": right, "title": "sale",
                                            "receivers": [{"party_id": a_person(land.officer)}]})  # fmt: skip
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land_records.approve_act(approver=land.approver, act_id=act, at=land.moment)
    assert "DOSSIER-ORIGINAL-CERTIFICATE" in refused.value.message_vi


def test_what_is_unpaid_stops_an_act_that_issues() -> None:
    land = estate(1)
    act = land.submitted("transfer_right", {"right_id": land.right(), "title": "sale",
                                            "receivers": [{"party_id": a_person(land.officer)}]})  # fmt: skip
    dossier = land_records.act(actor=land.officer, act_id=act).dossier_id
    Obligation.objects.create(dossier_id=dossier, kind="income_tax", amount_vnd=Decimal(1250000),
                              recorded_by=land.officer, recorded_at=land.moment)  # fmt: skip
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land_records.approve_act(approver=land.approver, act_id=act, at=land.moment)
    assert "ACT-OBLIGATION-PAID" in refused.value.message_vi and "1.250.000 đồng" in refused.value.message_vi


def test_nobody_receives_who_was_never_entered_or_has_died() -> None:
    land = estate(1)
    right, dead = land.right(), a_person(land.officer)
    PartyParticulars.objects.create(party_id=dead, name="Ông A", folded_name="ong a", folded_back="a ong",
                                    death_year=2020, valid=(land.moment, None),
                                    recorded_at=land.moment, recorded_by=land.officer)  # fmt: skip
    for party in (dead, 987654321):
        with pytest.raises(land_records.RuleBrokenError) as refused:
            land.submitted("transfer_right", {"right_id": right, "title": "gift", "receivers": [{"party_id": party}]})
        assert "HOLDER-LIVING-KNOWN" in refused.value.message_vi and "Ông A" not in refused.value.message_vi


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"plan_check": "differs"}, "PURPOSE-PLAN-FITS"),
        ({"paper_number": "", "paper_date": None}, "PURPOSE-PERMIT-NAMED"),
        ({"uses": [("ODT", "120"), ("CLN", "250")]}, "PURPOSE-AREAS-SUM"),
        ({"uses": [("SKX", "400")]}, "LAND-USE-CODE-VALID"),
    ],
)
def test_a_change_of_purpose_is_refused_by_name(more: dict, code: str) -> None:
    land = estate(1)
    parcel = land.parcels[0]
    given = {"plan_check": "fits", "uses": [("ODT", "400")], **paper(), **more}
    uses = [{"parcel_id": parcel, "code": use, "area_m2": area, "term": "until", "until": "2070-01-01"}
            for use, area in given["uses"]]  # fmt: skip
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("change_purpose", {**given, "right_id": land.right(), "parcel_id": parcel, "uses": uses})
    assert code in {one.code for one in refused.value.broken}


def test_a_term_longer_than_the_law_is_refused() -> None:
    land = estate(1)
    parcel = land.parcels[0]
    right = land.right(purposes=[{"parcel_id": parcel, "code": "SKC", "term": "until", "until": "2030-01-01"}])
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("extend_term", {"right_id": right, "until": "2099-01-01"})
    assert "TERM-WITHIN-LIMIT" in refused.value.message_vi and "50 năm" in refused.value.message_vi


def test_a_paper_of_after_2004_keeps_its_residential_area() -> None:
    land = estate(1)
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("redetermine_residential", {"right_id": land.right(), "parcel_id": land.parcels[0],
                                                   "code": "ODT", "residential_m2": "400"})  # fmt: skip
    assert "RESIDENTIAL-OLD-PAPER" in refused.value.message_vi


def test_rules_are_asked_by_the_day_they_hold() -> None:
    early = {one.code for one in land_records.rules_in_force(on=date(2024, 1, 1), unit_id=None)}
    late = {one.code for one in land_records.rules_in_force(on=date(2026, 3, 1), unit_id=None)}
    assert "PARCEL-SPLIT-ACCESS" in late - early


def test_every_rule_that_is_asked_has_a_row_and_a_source() -> None:
    rules = {one.code: one for one in land_records.all_rules()}
    assert not CHECKS.keys() - rules.keys()
    assert all(rule.legal_source and rule.text_vi and rule.text_en for rule in rules.values())
