"""Real connections: two approve at once, the same twice, while an import of the same sheet is approved: one wins."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shapely
from django.db import connections

from gis_core.errors import DomainError
from land_records import api as land_records
from tests.land_records.acts.ground import Estate, cut_at, estate, paper
from tests.land_records.acts.register_facts import broken
from tests.land_records.fabric_ground import ORIGIN, frame_of
from tests.land_records.parties_ground import a_person


@pytest.fixture(autouse=True)
def really_committed(committed_db: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run acts in threads of their own connections; "written" or the code of the refusal, in order."""
    results = [""] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(20)
            act()
            results[place] = "written"
        except DomainError as refusal:
            results[place] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return results


def approval(land: Estate, act: int) -> Callable[[], object]:
    return lambda: land_records.approve_act(approver=land.approver, act_id=act, at=land.moment)


def test_the_same_approval_twice_is_written_once() -> None:
    land = estate(1)
    land.right()
    act = land.submitted("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0)})
    results = at_once(approval(land, act), approval(land, act))
    assert sorted(results) == ["act_not_open", "written"] and broken() == {}
    assert len(land_records.lineage_of(land.parcels[0]).children_of(land.parcels[0])) == 2


def test_two_submissions_on_one_parcel_one_wins_and_the_other_is_told() -> None:
    land = estate(2)
    holder = a_person(land.officer)
    right, _other = (land.right(parcel, party_id=holder) for parcel in land.parcels)
    sale = {"right_id": right, "title": "sale", "receivers": [{"party_id": a_person(land.officer)}]}
    acts = [
        land.draft("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0)}),
        land.draft("merge_parcels", {"parcel_ids": land.parcels}),
        land.draft("transfer_right", sale),
    ]
    submit = [lambda act=act: land_records.submit_act(actor=land.officer, act_id=act) for act in acts]
    results = at_once(*submit)
    # a split ends the parcel and its right, a merger both parcels: no two of the three may wait at once
    assert sorted(results) == ["act_pending", "act_pending", "written"]


def test_two_approvals_of_neighbours_both_win_and_numbers_differ() -> None:
    land = estate(2)
    for parcel in land.parcels:
        land.right(parcel)
    acts = [land.submitted("split_parcel", {"parcel_id": parcel, "cut": cut_at(8.0 + 20 * place)})
            for place, parcel in enumerate(land.parcels)]  # fmt: skip
    assert at_once(*(approval(land, act) for act in acts)) == ["written", "written"]
    numbers = [step.child_id for parcel in land.parcels
               for step in land_records.lineage_of(parcel).children_of(parcel)]  # fmt: skip
    found = [land_records.parcel_by_id(parcel).number for parcel in numbers]
    assert sorted(found) == [3, 4, 5, 6] and broken() == {}


def test_an_import_of_the_same_ground_and_a_survey_one_wins() -> None:
    land = estate(1)
    ring = [[{"x_north": ORIGIN[1] + y, "y_east": ORIGIN[0] + x} for x, y in ((0, 0), (25, 0), (25, 20), (0, 20))]]
    asked = {"parcel_id": land.parcels[0], "rings": ring, "surveyed_difference_m2": 100.0, **paper()}
    act = land.submitted("resurvey_parcel", asked)
    x, y = ORIGIN
    block = frame_of([shapely.box(x + 20, y, x + 40, y + 20)], first=60)
    transaction = land.ground.approved()
    results = at_once(approval(land, act), lambda: land.ground.register(block, transaction_id=transaction))
    assert results.count("written") == 1 and set(results) <= {"written", "parcels_overlap", "rule_broken"}
    assert broken() == {}
