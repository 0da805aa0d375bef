"""Rights that go on in another version, and everything that hangs on them: leases under them, charges, easements.

An act says what becomes of the rights it changes itself; the rest follows here, so that no act forgets a lease.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from land_records.acts.carrying import Place, carried_restrictions, carried_right, ended_rights
from land_records.acts.changes import Changes, EndedRestriction, EndedRight, NewRestriction, NewRight, Ref
from land_records.acts.state import ActState
from land_records.rights.snapshots import RightSnapshot

Make = Callable[[RightSnapshot, int], Sequence[NewRight]]
"""What becomes of one right: the next versions, with keys right:N from the given number on; none when it ends."""


@dataclass(frozen=True, slots=True)
class Succession:
    """The rights and restrictions that end, those that follow, and old right → keys of what follows."""

    ended_rights: tuple[EndedRight, ...]
    new_rights: tuple[NewRight, ...]
    ended_restrictions: tuple[EndedRestriction, ...]
    new_restrictions: tuple[NewRestriction, ...]
    heirs: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def into(self, change_code: str, **more: Any) -> Changes:
        """The plan of an act with these rights and restrictions in it."""
        return Changes(
            change_code=change_code,
            ended_rights=self.ended_rights,
            new_rights=self.new_rights,
            ended_restrictions=self.ended_restrictions,
            new_restrictions=self.new_restrictions,
            **more,
        )

    @property
    def single(self) -> dict[int, Ref]:
        """Old right → the one that follows it, for acts in which every right has exactly one heir."""
        return {old: keys[0] for old, keys in self.heirs.items() if keys}


def hand_on(
    state: ActState,
    rights: Iterable[RightSnapshot],
    make: Make,
    *,
    cause: str,
    places: Mapping[int, Sequence[Place]] | None = None,
    ground: Mapping[Ref, Any] | None = None,
    joined: bool = False,
    gone: Collection[int] = (),
) -> Succession:
    """Every right of `rights` goes on as `make` says; rights derived from them follow their own heirs.

    `joined`: they all become what the first one becomes (a merger). `gone`: parcels that end without a successor.

    `places`: old parcel → what follows it, for acts that end parcels; without it parcels stay. A derived right follows
    only heirs of the right it lies under that hold one of its places. `ground`: shapes (LAND_SRID) of the parcels that
    follow, and of those that stay with another shape when restrictions must follow it.
    """
    direct = list(rights)
    heirs: dict[int, list[NewRight]] = {}
    for right in direct:
        heirs[right.id] = list(make(right, _next(heirs)))
    going = direct + derived_rights(state, [right.id for right in direct])
    for right in going[len(direct) :]:
        mine: list[NewRight] = []
        for above in heirs.get(right.under_id or 0, ()):
            spots = {
                old: [place for place in (places or {}).get(old, [Place(old, None)]) if place.ref in above.parcels]
                for old in right.parcel_ids
            }
            if any(spots.values()):
                key = f"right:{_next(heirs) + len(mine)}"
                mine.append(carried_right(state, right, key=key, places=spots, under=above.key))
        heirs[right.id] = mine
    new_rights = tuple(new for right in going for new in heirs[right.id])
    keys = {old: tuple(new.key for new in news) for old, news in heirs.items()}
    if joined:
        keys |= {right.id: keys[direct[0].id] for right in direct}
    ended, opened = carried_restrictions(
        [one for one in state.restrictions.values() if one.valid_to is None],
        rights=keys,
        parcels={old: [] for old in gone}
        | {
            old: [place.ref for place in to]
            for old, to in (places or {}).items()
            if old in (ground or {}) or any(place.ref != old for place in to)
        },
        cause=cause,
        ground=ground,
        lies_on={new.key: new.parcels for new in new_rights},
    )
    return Succession(ended_rights(going, cause), new_rights, ended, opened, keys)


def derived_rights(state: ActState, right_ids: Sequence[int]) -> list[RightSnapshot]:
    """Leases, subleases and contributions under these rights, each after the one it lies under."""
    found: list[RightSnapshot] = []
    above = {*right_ids}
    while True:
        more = [
            right
            for right in state.rights.values()
            if right.valid_to is None and right.under_id in above and right.id not in above
        ]
        if not more:
            return found
        found += sorted(more, key=lambda right: right.id)
        above |= {right.id for right in more}


def renew(
    state: ActState,
    rights: Iterable[RightSnapshot],
    *,
    cause: str,
    places: Mapping[int, Sequence[Place]],
    ground: Mapping[Ref, Any] | None = None,
) -> Succession:
    """Rights go on with the same holders on the same parcels; `places` gives the parcels whose area changed."""
    return hand_on(
        state,
        rights,
        lambda right, number: [
            carried_right(
                state,
                right,
                key=f"right:{number}",
                places={old: places.get(old, [Place(old, None)]) for old in right.parcel_ids},
            )
        ],
        cause=cause,
        places=places,
        ground=ground,
    )


def leave_parcel(
    state: ActState, parcel_id: int, *, cause: str, assets_gone: Collection[int] = (), gone: bool = False
) -> Succession:
    """Every right leaves a parcel: those on it alone end, those on several go on with the others.

    Rights on assets that are gone end too. `gone`: the parcel itself ends, and what lay on it.
    """

    def make(right: RightSnapshot, number: int) -> list[NewRight]:
        parcels = [other for other in right.parcel_ids if other != parcel_id]
        assets = tuple(asset for asset in right.asset_ids if asset not in assets_gone)
        if not parcels and (right.parcel_ids or not assets):
            return []
        places = {other: [Place(other, None)] for other in parcels}
        return [carried_right(state, right, key=f"right:{number}", places=places, assets=assets)]

    leaving = [
        right
        for right in state.rights.values()
        if right.valid_to is None
        and right.under_id is None
        and (parcel_id in right.parcel_ids or {*assets_gone} & {*right.asset_ids})
    ]
    ends = [parcel_id] if gone else []
    return hand_on(state, leaving, make, cause=cause, places={parcel_id: []}, gone=ends)


def end_all(state: ActState, rights: Iterable[RightSnapshot], *, cause: str) -> Succession:
    """Rights end and everything derived from them and lying on them with them."""
    return hand_on(state, rights, lambda _right, _number: [], cause=cause)


def _next(heirs: Mapping[int, Sequence[NewRight]]) -> int:
    return sum(len(news) for news in heirs.values()) + 1
