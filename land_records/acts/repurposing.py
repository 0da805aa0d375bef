"""Rights whose purposes, areas per purpose or terms change while holders and parcels stay."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from land_records.acts.carrying import Place, carried_purposes, carried_right
from land_records.acts.changes import NewPurpose
from land_records.acts.state import ActState
from land_records.acts.succession import Succession, hand_on
from land_records.rights.snapshots import RightSnapshot


def repurposed(
    state: ActState,
    right: RightSnapshot,
    uses: Mapping[int, Sequence[NewPurpose]],
    *,
    cause: str,
    places: Mapping[int, Sequence[Place]],
    origin: str | None = None,
    received_by: str | None = None,
) -> Succession:
    """The right goes on with `uses` on these parcels; its other parcels keep their purposes."""
    kept = tuple(one for one in carried_purposes(state, right, places) if one.parcel not in uses)
    purposes = kept + tuple(use for parcel in uses for use in uses[parcel])
    return hand_on(
        state,
        [right],
        lambda old, number: [
            carried_right(
                state, old, key=f"right:{number}", places=places, purposes=purposes, origin=origin,
                received_by=received_by,
            )
        ],
        cause=cause,
    )  # fmt: skip


def uses_of(purposes: Sequence[NewPurpose]) -> tuple[tuple[str, Decimal | None], ...]:
    """Land uses of a parcel as its right's purposes say; one code once."""
    areas: dict[str, Decimal | None] = {}
    for one in purposes:
        before = areas.get(one.code, Decimal(0))
        areas[one.code] = None if before is None or one.area_m2 is None else before + one.area_m2
    return tuple(areas.items())
