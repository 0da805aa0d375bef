"""A change of purpose asks the plans in force: it fits, it differs, nothing is known; a departure gives its reason."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from shapely.geometry import box

from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate, paper
from tests.land_records.fabric_ground import ORIGIN
from tests.planning.ground import PlanOffice, draft, zones

pytestmark = pytest.mark.django_db
NAME = "Quy hoạch sử dụng đất phường thử"


def planned(residential_m: float, *, valid_to: date | None = date(2035, 12, 31)) -> None:
    """A land-use plan over the first square: its western `residential_m` metres are for ODT, the rest CLN."""
    x, y = ORIGIN
    plan = draft(
        "QHSDD-1", name=NAME, theme="land_use_plan", valid_from=date(2025, 1, 1), valid_to=valid_to,
        decision_number="9/QĐ-UBND", coverage=box(x - 5, y - 5, x + 25, y + 25),
    )  # fmt: skip
    west = box(x - 5, y - 5, x + residential_m, y + 25)
    east = box(x + residential_m, y - 5, x + 25, y + 25)
    facts = {"theme": "land_use_plan", "article": "", "name": ""}
    drawn = zones((west, {"code": "Z1", "planned_use": "ODT", **facts}),
                  (east, {"code": "Z2", "planned_use": "CLN", **facts}))  # fmt: skip
    PlanOffice().in_force(plan, drawn)


def asked(land: Estate, residential: str, **more: Any) -> dict[str, Any]:
    """From orchard to `residential` m² of ODT beside orchard, with the decision named."""
    parcel = land.parcels[0]
    farm = {"parcel_id": parcel, "code": "CLN", "area_m2": "400", "term": "until", "until": "2066-01-01"}
    right = land.right(parcel, purposes=[farm])
    rest = str(Decimal(400) - Decimal(residential))
    uses = [{"parcel_id": parcel, "code": "ODT", "area_m2": residential}]
    uses += [{"parcel_id": parcel, "code": "CLN", "area_m2": rest, "term": "until", "until": "2066-01-01"}]
    return {"right_id": right, "parcel_id": parcel, "uses": uses if rest != "0" else uses[:1], **paper("77/QĐ"), **more}


def verdicts(land: Estate, payload: dict[str, Any], moment: str = "submit") -> dict[str, land_records.Verdict]:
    shown = land_records.preview_act(
        actor=land.officer, act_id=land.draft("change_purpose", payload), moment=moment, at=land.moment
    )
    return {one.code: one for one in shown.verdicts if one.code.startswith("PURPOSE-PLAN")}


def test_a_plan_that_means_enough_ground_fits_with_its_name_and_figures() -> None:
    land = estate(1)
    payload = asked(land, "200")
    planned(10)
    said = verdicts(land, payload)
    fits = said["PURPOSE-PLAN-FITS"]
    assert fits.passed and NAME in fits.message_vi and "9/QĐ-UBND" in fits.message_vi
    assert "200,0 m²" in fits.message_vi and "200.0 m²" in fits.message_en
    assert fits.figures["measured"] == pytest.approx(200, abs=0.2) and fits.figures["required"] == 200
    assert said["PURPOSE-PLAN-KNOWN"].passed and "PURPOSE-PLAN-DEPARTS" not in said
    land.done("change_purpose", payload)


def test_what_an_officer_types_never_outweighs_a_plan_that_differs() -> None:
    land = estate(1)
    payload = asked(land, "300", plan_check="fits")
    planned(10)
    fits = verdicts(land, payload)["PURPOSE-PLAN-FITS"]
    assert fits.blocks and fits.figures == {
        "plan": "differs", "plan_code": "QHSDD-1", "use": "ODT", "measured": 200.0, "required": 300.0, "unit": "m²",
    }  # fmt: skip
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("change_purpose", payload)
    assert [one.code for one in refused.value.broken] == ["PURPOSE-PLAN-FITS"]


def test_a_decision_that_departs_is_entered_with_its_reason_and_kept_with_the_act() -> None:
    land = estate(1)
    payload = asked(land, "300", departs_reason="Quyết định điều chỉnh cục bộ đang công bố")
    planned(10)
    said = verdicts(land, payload)
    assert "PURPOSE-PLAN-FITS" not in said and not said["PURPOSE-PLAN-DEPARTS"].passed
    assert "điều chỉnh cục bộ" in said["PURPOSE-PLAN-DEPARTS"].message_vi
    receipt = land.done("change_purpose", payload)
    decided = land_records.act(actor=land.officer, act_id=receipt.act_id).decided
    assert decided is not None
    [kept] = [one for one in decided["verdicts"] if one["rule"] == "PURPOSE-PLAN-DEPARTS"]
    assert kept["figures"]["measured"] == 200.0 and kept["figures"]["plan_code"] == "QHSDD-1"
    without = {**payload, "right_id": land.use_right(land.parcels[0]).id, "paper_number": ""}
    assert verdicts(land, without) == {}, "nothing grows any more"
    without["uses"] = [{"parcel_id": land.parcels[0], "code": "ODT", "area_m2": "400"}]
    assert verdicts(land, without)["PURPOSE-PLAN-FITS"].blocks, "a reason without a decision is none"


@pytest.mark.parametrize(("typed", "passed"), [("no_data", None), ("fits", True), ("differs", False)])
def test_without_a_plan_the_written_answer_of_the_body_counts(typed: str, passed: bool | None) -> None:
    land = estate(1)
    said = verdicts(land, asked(land, "200", plan_check=typed))
    assert ("PURPOSE-PLAN-FITS" in said) == (passed is not None)
    assert passed is None or said["PURPOSE-PLAN-FITS"].passed == passed
    assert said["PURPOSE-PLAN-KNOWN"].passed == (passed is not None)


def test_a_plan_whose_period_is_over_is_named_as_out_of_date() -> None:
    land = estate(1)
    payload = asked(land, "200")
    planned(10, valid_to=date(2025, 12, 31))
    known = verdicts(land, payload)["PURPOSE-PLAN-KNOWN"]
    assert not known.passed and NAME in known.message_vi and "đã hết kỳ" in known.message_vi


def test_a_plan_put_in_force_after_submission_is_met_at_approval() -> None:
    land = estate(1)
    act = land.submitted("change_purpose", asked(land, "300"))
    planned(10)
    with pytest.raises(land_records.RuleBrokenError):
        land_records.approve_act(approver=land.approver, act_id=act, at=land.moment)


def test_less_of_a_use_asks_no_plan() -> None:
    land = estate(1)
    parcel = land.parcels[0]
    planned(10)
    uses = [{"parcel_id": parcel, "code": "ODT", "area_m2": "400"}]
    assert verdicts(land, {"right_id": land.right(), "parcel_id": parcel, "uses": uses}) == {}
