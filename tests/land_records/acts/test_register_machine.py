"""Random sequences of acts on a row of parcels; after each the register is sound, at the end its history verifies."""

import itertools
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate
from tests.land_records.acts.register_facts import area_now, broken
from tests.land_records.parties_ground import a_person

REFUSED_WELL = {
    "cut_misses", "cut_leaves_sliver", "cut_makes_more_parts", "rule_broken", "parcels_share_no_side", "area_too_large",
    "area_not_reachable", "several_sections", "correction_breaks_parcel", "parcel_in_parts", "merge_holders_differ",
    "merge_leaves_gap", "cut_ends_inside",
}  # fmt: skip
"""Refusals that random input may meet; any other code is a fault of the engine."""


_rows = itertools.count()
"""Each example on ground of its own: what an earlier one left stays in the register."""


class Register(RuleBasedStateMachine):
    """Splits, merges, transfers, boundaries and corrections on parcels of 20 × 20 m and what becomes of them."""

    @initialize()
    def settle(self) -> None:
        """Four parcels with two owners."""
        self.land: Estate = estate(4, north=100.0 * next(_rows))
        self.people = [a_person(self.land.officer) for _ in range(3)]
        self.parcels = list(self.land.parcels)
        for place, parcel in enumerate(self.parcels):
            self.land.right(parcel, party_id=self.people[place // 2])
        self.area = area_now()
        self.acts = 0

    def act(self, kind: str, payload: dict[str, Any]) -> land_records.ActReceipt | None:
        """An act carried out, or refused for a reason that random input may have."""
        try:
            made = self.land.done(kind, payload)
        except DomainError as refusal:
            assert refusal.code in REFUSED_WELL, (kind, refusal.code, refusal.message_en)
            return None
        self.acts += 1
        return made

    @precondition(lambda self: len(self.parcels) < 9)
    @rule(which=st.integers(0, 20), part=st.integers(25, 75), bearing=st.sampled_from(["0°", "90°", "180°", "270°"]))
    def split(self, which: int, part: int, bearing: str) -> None:
        """A share of the area from one side."""
        parcel = self.parcels[which % len(self.parcels)]
        whole = float(land_records.parcel_by_id(parcel).areas.computed or 0)
        cut = {"how": "area", "area_m2": round(whole * part / 100, 1), "bearing": bearing}
        made = self.act("split_parcel", {"parcel_id": parcel, "cut": cut})
        if made:
            self.parcels.remove(parcel)
            self.parcels += [made.ids["parcel:1"], made.ids["parcel:2"]]

    @precondition(lambda self: len(self.parcels) > 1)
    @rule(one=st.integers(0, 20), two=st.integers(0, 20))
    def merge(self, one: int, two: int) -> None:
        """Any two; those that do not touch or have other holders are refused."""
        pair = {self.parcels[one % len(self.parcels)], self.parcels[two % len(self.parcels)]}
        if len(pair) == 2 and (made := self.act("merge_parcels", {"parcel_ids": sorted(pair)})):
            self.parcels = [parcel for parcel in self.parcels if parcel not in pair] + [made.ids["parcel:1"]]

    @rule(which=st.integers(0, 20), to=st.integers(0, 2), shares=st.sampled_from([None, 2, 3, 7]))
    def transfer(self, which: int, to: int, shares: int | None) -> None:
        """The whole right, to one or by shares to two."""
        right = self.land.use_right(self.parcels[which % len(self.parcels)])
        buyers: list[dict[str, Any]] = [{"party_id": self.people[to]}]
        if shares:
            first = Fraction(1, shares)
            buyers = [{"party_id": self.people[to], "share": str(first)},
                      {"party_id": self.people[(to + 1) % 3], "share": str(1 - first)}]  # fmt: skip
        form = "shares" if shares else "sole"
        self.act("transfer_right", {"right_id": right.id, "title": "sale", "form": form, "receivers": buyers})

    @precondition(lambda self: len(self.parcels) > 1)
    @rule(one=st.integers(0, 20), two=st.integers(0, 20), shift=st.integers(-8, 8))
    def correct_boundary(self, one: int, two: int, shift: int) -> None:
        """The common side of two neighbours turned a little about its middle."""
        first, second = self.parcels[one % len(self.parcels)], self.parcels[two % len(self.parcels)]
        shapes = [land_records.parcel_by_id(parcel).official_geometry for parcel in (first, second)]
        common = shapes[0].boundary.intersection(shapes[1].boundary)
        if first == second or common.length < 4:
            return
        west, south, east, north = common.bounds
        upright = north - south > east - west
        lean = shift / 10
        ends = [(west - lean, south - 1), (west + lean, north + 1)]
        if not upright:
            ends = [(west - 1, south - lean), (east + 1, south + lean)]
        line = [{"x_north": y, "y_east": x} for x, y in ends]
        self.act("correct_boundary", {"first_id": first, "second_id": second, "line": line})

    @rule(which=st.integers(0, 20), area=st.integers(3000, 5000))
    def correct_error(self, which: int, area: int) -> None:
        """The area on paper was wrong; the ground stays."""
        parcel = self.parcels[which % len(self.parcels)]
        stated = str(Decimal(area) / 10)
        correction = {"parcel_id": parcel, "area_certificate": stated}
        self.act("correct_error", {"reason": "sai diện tích", "parcel": correction})

    @invariant()
    def register_is_sound(self) -> None:
        """Nothing broken, the ground whole up to the rounding of each parcel, every parcel of ours in force."""
        if not hasattr(self, "land"):
            return
        assert broken() == {}
        assert abs(area_now() - self.area) <= 0.05 * (len(self.parcels) + 4) + 0.05 * self.acts
        assert all(land_records.parcel_by_id(parcel).valid_to is None for parcel in self.parcels)

    @invariant()
    def lineage_is_complete(self) -> None:
        """From every parcel of the start all of its ground is found again."""
        if not hasattr(self, "land"):
            return
        for root in self.land.parcels:
            family = land_records.lineage_of(root)
            leaves = {one for one in family.relatives if not family.children_of(one)}
            assert leaves & {*self.parcels}


@pytest.fixture
def committed(committed_db: str, django_db_blocker: Any) -> Iterator[str]:
    """A database in which every act really commits, emptied of claims between examples by its own fresh ground."""
    with django_db_blocker.unblock():
        yield committed_db


def walk(examples: int, steps: int) -> None:
    """Run the machine; the history of everything it did verifies at the end."""
    profile = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )  # fmt: skip
    run_state_machine_as_test(Register, settings=profile)
    assert dossiers.verify_history().ok


def test_a_short_walk(committed: str) -> None:
    assert committed
    walk(examples=1, steps=6)


@pytest.mark.long
def test_a_long_walk(committed: str) -> None:
    assert committed
    walk(examples=25, steps=25)
