"""Splitting a parcel with a right, a mortgage and a certificate on it."""

import pytest

from dossiers import api as dossiers
from gis_core.errors import GeometryError
from land_records import api as land_records
from tests.land_records.acts.ground import AT, estate, vertical
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def split(parcel: int, east: float = 8.0) -> dict:
    return {"parcel_id": parcel, "cut_lines": vertical(east)}


def test_the_dry_run_shows_both_sides_and_writes_nothing() -> None:
    land = estate()
    land.right()
    act = land.draft("split_parcel", split(land.parcels[0]))
    shown = land_records.preview_act(actor=land.officer, act_id=act)
    assert [float(one.area_m2 or 0) for one in shown.before] == [400.0]
    assert sorted(float(one.area_m2 or 0) for one in shown.after) == [160.0, 240.0]
    assert shown.area_before == shown.area_after
    assert shown.may_go_on, [verdict for verdict in shown.verdicts if not verdict.passed]
    assert land_records.parcel_by_id(land.parcels[0]).standing == "official"


def test_parts_take_over_the_right_and_the_old_number_ends() -> None:
    land = estate()
    land.right()
    receipt = land.done("split_parcel", split(land.parcels[0]))
    parts = [receipt.ids["parcel:1"], receipt.ids["parcel:2"]]
    assert [land_records.parcel_by_id(part).number for part in parts] == [4, 5]
    assert land_records.parcel_by_id(land.parcels[0]).standing == "historic"
    rights = [land.use_right(part) for part in parts]
    assert rights[0].holders == rights[1].holders
    assert {float(right.purposes[0].area_m2 or 0) for right in rights} == {160.0, 240.0}
    papers = [land_records.certificates_on(right_ids=[right.id]) for right in rights]
    assert [paper.status for [paper] in papers] == ["draft", "draft"]
    [draft] = land_records.certificates_on(right_ids=[rights[0].earlier_ids[0]], ended_too=True)
    assert draft.status == "discarded", "a draft that was never issued is not replaced"


def test_a_neighbour_gets_the_vertex_and_is_named() -> None:
    land = estate()
    land.right()
    receipt = land.done("split_parcel", {"parcel_id": land.parcels[0], "cut_lines": horizontal()})
    assert receipt.neighbours == (land_records.parcel_by_id(land.parcels[1]).reference,)


def horizontal() -> list:
    [[low, _]] = vertical(0.0)
    return [[[low[0] - 5, low[1] + 15], [low[0] + 20, low[1] + 15]]]


def test_a_mortgage_blocks_and_after_release_the_split_goes_on() -> None:
    land = estate()
    right = land.right()
    bank = a_person(land.officer, kind="organisation")
    charge = land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [bank], "contract_number": "12/2026",
                                          "contract_date": "2026-03-01"}).ids["restriction:1"]  # fmt: skip
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("split_parcel", split(land.parcels[0]))
    assert "RESTRICTION-BLOCKS" in refused.value.message_vi and "12/2026" in refused.value.message_vi
    land.done("release_mortgage", {"restriction_id": charge})
    land.done("split_parcel", split(land.parcels[0]))


def test_a_part_under_the_minimum_is_refused_with_rule_version_and_figures() -> None:
    land = estate()
    land.right()
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("split_parcel", split(land.parcels[0], east=1.0))
    assert "PARCEL-SPLIT-MINIMUM, phiên bản 1" in refused.value.message_vi


def test_a_second_act_on_the_parcel_is_refused_with_the_name_of_the_first() -> None:
    land = estate()
    land.right()
    first = land.submitted("split_parcel", split(land.parcels[0]))
    code = dossiers.dossier(land_records.act(actor=land.officer, act_id=first).dossier_id).code
    with pytest.raises(land_records.SubjectClaimedError) as refused:
        land.submitted("split_parcel", split(land.parcels[0], east=10.0))
    assert code in refused.value.message_vi and "Tách thửa đất" in refused.value.message_vi


def test_a_cut_that_misses_is_refused_and_the_draft_is_kept() -> None:
    land = estate()
    act = land.draft("split_parcel", split(land.parcels[0], east=500.0))
    with pytest.raises(GeometryError) as refused:
        land_records.preview_act(actor=land.officer, act_id=act)
    assert refused.value.code == "cut_misses"
    assert land_records.act(actor=land.officer, act_id=act).status == "draft"


def test_three_acts_on_one_day_can_each_be_asked_for() -> None:
    land = estate()
    right = land.right()
    first = land.done("split_parcel", split(land.parcels[0]))
    second = land.done("split_parcel", split(first.ids["parcel:2"], east=14.0))
    assert land_records.rights_by_id([right])[right].valid_to == first.at
    before = land_records.rights_on(parcel_ids=[land.parcels[0]], as_of=AT.replace(hour=9, minute=1, second=30))
    assert [one.id for one in before] == [right]
    between = land_records.rights_on(parcel_ids=[first.ids["parcel:2"]], as_of=first.at)
    assert len(between) == 1 and between[0].valid_to == second.at
