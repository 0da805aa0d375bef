"""What leaves the room of rights: frozen, by party id; names are asked of the parties' own door, which logs it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Holder:
    """One holder; `share` only where the right is held by shares."""

    party_id: int
    share: Fraction | None = None
    represents: bool = False


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose on one parcel: area in m² when the papers divide it, term long | until | unknown."""

    parcel_id: int
    code: str
    area_m2: Decimal | None
    term: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RightSnapshot:
    """One right as it stood; `valid_to` None: still in force. `earlier_ids`: the rights it came from."""

    id: int
    kind: str
    form: str
    origin: str
    received_by: str
    unit_id: int
    under_id: int | None
    began_on: date | None
    valid_from: datetime
    valid_to: datetime | None
    transaction_id: int
    closed_by_id: int | None
    cause: str
    parcel_ids: tuple[int, ...]
    asset_ids: tuple[int, ...]
    holders: tuple[Holder, ...]
    purposes: tuple[Purpose, ...]
    earlier_ids: tuple[int, ...]

    @property
    def party_ids(self) -> frozenset[int]:
        """Who holds it."""
        return frozenset(holder.party_id for holder in self.holders)


@dataclass(frozen=True, slots=True)
class RestrictionSnapshot:
    """One restriction as it stood; `blocks`: groups of acts it refuses.

    `geometry`: the part of the parcel it lies on (MultiPolygon, LAND_SRID, metres), None for all of it; `area_m2`: its.
    """

    id: int
    kind: str
    right_id: int | None
    parcel_id: int | None
    asset_id: int | None
    favours_parcel_id: int | None
    unit_id: int
    rank: int | None
    blocks: tuple[str, ...]
    document_number: str
    document_date: date | None
    issuer: str
    area_m2: Decimal | None
    geometry: Any
    valid_from: datetime
    valid_to: datetime | None
    transaction_id: int
    parties: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AssetSnapshot:
    """One asset as it stood; areas in m²."""

    id: int
    version_id: int
    kind: str
    unit_id: int
    parcel_id: int | None
    building_id: int | None
    number: str
    name: str
    built_area_m2: Decimal | None
    floor_area_m2: Decimal | None
    floors: str
    structure: str
    grade: str
    ownership_until: date | None
    valid_from: datetime
    valid_to: datetime | None
