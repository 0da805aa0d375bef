"""Family trees of parcels and answers to old numbers, frozen."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Relative:
    """One parcel of a family tree as it was last; `ended` None: in force. `area_m2`: its legal area."""

    parcel_id: int
    reference: str
    sheet: str
    number: int
    parcel_code: str | None
    series: str
    series_status: str
    series_unit: str
    began: datetime
    ended: datetime | None
    standing: str
    area_m2: Decimal | None
    land_use: str


@dataclass(frozen=True, slots=True)
class Step:
    """One parentage: `parent_share` is the part of the parent's area that went into the child (0–1)."""

    parent_id: int
    child_id: int
    kind: str
    parent_share: float
    at: datetime
    transaction_id: int


@dataclass(frozen=True, slots=True)
class Lineage:
    """The tree around one parcel: its ancestors and what became of it; `relatives` holds the parcel itself too."""

    parcel_id: int
    relatives: dict[int, Relative]
    steps: tuple[Step, ...]

    def children_of(self, parcel_id: int) -> tuple[Step, ...]:
        """Where a parcel went, largest part first."""
        return tuple(
            sorted((s for s in self.steps if s.parent_id == parcel_id), key=lambda s: (-s.parent_share, s.child_id))
        )

    def parents_of(self, parcel_id: int) -> tuple[Step, ...]:
        """Where a parcel came from."""
        return tuple(s for s in self.steps if s.child_id == parcel_id)


@dataclass(frozen=True, slots=True)
class Heir:
    """A parcel in force that holds a part of an older one: `share` of the old parcel's area (0–1), by `steps` acts."""

    relative: Relative
    share: float
    steps: int


@dataclass(frozen=True, slots=True)
class OldNumberAnswer:
    """What one old parcel is called today. `heirs` empty: the land forms no parcel any more (recovered, eroded)."""

    old: Relative
    heirs: tuple[Heir, ...]
    kinds: tuple[str, ...]
