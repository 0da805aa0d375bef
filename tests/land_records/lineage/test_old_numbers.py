"""Old numbers find today's parcels: through splits, a new survey, a certificate."""

import pandas as pd
import pytest
import shapely
from django.db import transaction

from land_records import api as land_records
from land_records.models import Certificate
from tests.land_records.acts.ground import Estate, estate, vertical
from tests.land_records.fabric_ground import frame_of, squares
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def reference(land: Estate, parcel: int) -> str:
    return land_records.parcel_by_id(parcel).reference


def split(land: Estate, parcel: int, east: float) -> tuple[int, int]:
    made = land.done("split_parcel", {"parcel_id": parcel, "cut_lines": vertical(east)}).ids
    return made["parcel:1"], made["parcel:2"]


def test_a_number_split_twice_answers_with_its_three_parts_and_their_shares() -> None:
    land = estate()
    land.right()
    old = reference(land, land.parcels[0])
    _, east = split(land, land.parcels[0], 8.0)
    split(land, east, 14.0)
    [answer] = land_records.resolve_old_number(old)
    assert [heir.share for heir in answer.heirs] == pytest.approx([0.4, 0.3, 0.3], abs=1e-6)
    assert {heir.relative.number for heir in answer.heirs} == {4, 6, 7}
    assert answer.kinds == ("split",) and answer.old.ended is not None


def test_the_tree_knows_ancestors_and_descendants_but_no_sisters() -> None:
    land = estate()
    land.right()
    west, east = split(land, land.parcels[0], 8.0)
    below = split(land, east, 14.0)
    tree = land_records.lineage_of(east)
    assert set(tree.relatives) == {land.parcels[0], east, *below}
    assert west not in tree.relatives
    assert [step.child_id for step in tree.children_of(east)] == sorted(below)
    assert [step.parent_id for step in tree.parents_of(east)] == [land.parcels[0]]


def test_a_parcel_in_force_answers_itself() -> None:
    land = estate()
    [answer] = land_records.resolve_old_number(reference(land, land.parcels[1]))
    assert [(heir.relative.parcel_id, heir.share) for heir in answer.heirs] == [(land.parcels[1], 1.0)]


def test_a_number_that_never_was_says_so() -> None:
    land = estate()
    unknown = reference(land, land.parcels[0]).rsplit("/", 1)[0] + "/908"
    with pytest.raises(land_records.ParcelNotFoundError) as refused:
        land_records.resolve_old_number(unknown)
    assert "908" in refused.value.message_vi


def no_objects() -> land_records.PreparedObjects:
    columns = ["geometry", "object_type", "land_use", "name"]
    return land_records.prepare_land_objects(pd.DataFrame({name: [] for name in columns}), srid=9218)


def resurvey(land: Estate, frame) -> land_records.ResurveyReceipt:
    series = land_records.ensure_series(
        unit_id=land.ground.unit_id, name="Bản đồ đo mới", srid=9218, scale=500, method="đo mới", year=2026
    )
    sheet = land_records.ensure_sheet(series_id=series.id, ordinal=1)
    act = land.ground.approved()
    with transaction.atomic():
        return land_records.register_resurvey(
            actor=land.approver, replaced_series_id=land.ground.series.id, at=land.moment,
            sheets=[land_records.SheetContent(
                sheet.id, act, land_records.prepare_parcels(frame, srid=9218), no_objects())],
        )  # fmt: skip


def test_a_new_survey_takes_over_rights_of_plainly_the_same_land_and_lists_the_rest() -> None:
    land = estate(3)
    holder = a_person(land.officer)
    land.right(land.parcels[0], party_id=holder)
    land.right(land.parcels[1])
    # the first square as it was, the other two divided into three strips; its national code goes over with the land
    code = land_records.parcel_by_id(land.parcels[0]).parcel_code
    x, y = squares(1, east=20.0)["geometry"][0].bounds[:2]
    strips = [shapely.box(x + place * 13.0, y, x + (place + 1) * 13.0 + (place == 2), y + 20.0) for place in range(3)]
    frame = frame_of([squares(1)["geometry"][0], *strips], first=101)
    receipt = resurvey(land, frame)
    first = receipt.sheets[0].parcels.parcel_ids[0]
    assert receipt.same == ((land.parcels[0], first),)
    assert land_records.parcel_by_id(first).parcel_code == code
    assert land_records.parcel_by_id(land.parcels[0]).parcel_code is None
    assert land.use_right(first).holders[0].party_id == holder
    assert receipt.for_officer == (land.parcels[1],)
    assert set(receipt.ended) == set(land.parcels)
    assert land_records.parcels_waiting_after_resurvey(unit_ids=[land.ground.unit_id]) == (land.parcels[1],)
    [answer] = land_records.resolve_old_number(f"{reference(land, land.parcels[0]).split('/')[0]}/"
                                               f"{land.ground.series.name}:1/2")  # fmt: skip
    assert len(answer.heirs) == 2 and answer.kinds == ("resurvey",)


def test_an_old_certificate_finds_the_parts_of_its_parcel() -> None:
    land = estate()
    land.right(certificate=True)
    right = land.use_right(land.parcels[0])
    [draft] = land_records.certificates_on(right_ids=[right.id])
    Certificate.objects.filter(pk=draft.id).update(serial="AA01695788", serial_raw="AA 01695788")
    split(land, land.parcels[0], 8.0)
    [answer] = land_records.resolve_old_certificate("aa 0169 5788")
    assert len(answer.heirs) == 2
