"""What leaves the cadastre: frozen facts, no models. Areas in m², geometry as said per field."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from gis_core.topology.finding import Finding


@dataclass(frozen=True, slots=True)
class SeriesSnapshot:
    """A map series: `srid` is the official zone of its sheets, `scale` the denominator."""

    id: int
    unit_id: int
    name: str
    srid: int
    scale: int | None
    method: str
    year: int | None
    numbering_scheme: str
    status: str


@dataclass(frozen=True, slots=True)
class SheetSnapshot:
    """A map sheet; `ordinal` is the number certificates quote, `srid` its official zone."""

    id: int
    series_id: int
    unit_id: int
    ordinal: str
    grid_id: str
    title: str
    srid: int


@dataclass(frozen=True, slots=True)
class NeighbourChange:
    """A neighbour that got vertices of a common boundary: new technical version, same legal area, no new papers."""

    parcel_id: int
    reference: str
    version_id: int
    old_version_id: int
    vertices: int


@dataclass(frozen=True, slots=True)
class RegisterReceipt:
    """What one call wrote. Lists are in the order of the rows given; `area_m2` is the sum of computed areas.

    `own_vertices` counts vertices of existing neighbours (or of parcels in the same call) that were inserted in
    the registered shapes; `findings` says so per parcel.
    """

    registered: int
    rejected: int
    parcel_ids: tuple[int, ...]
    version_ids: tuple[int, ...]
    codes: tuple[str, ...]
    area_m2: Decimal
    neighbour_versions: tuple[NeighbourChange, ...]
    own_vertices: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LandObjectReceipt:
    """What one call wrote of roads, canals, rivers."""

    registered: int
    object_ids: tuple[int, ...]
    area_m2: Decimal


@dataclass(frozen=True, slots=True)
class SheetReceipt:
    """What `register_sheets` wrote on one sheet."""

    parcels: RegisterReceipt
    objects: LandObjectReceipt


@dataclass(frozen=True, slots=True)
class LandUse:
    """One use; `area_m2` only where the papers divide the area."""

    code: str
    area_m2: Decimal | None


@dataclass(frozen=True, slots=True)
class Areas:
    """Three areas, kept apart: on the certificate, on the map's label, computed from the official coordinates."""

    certificate: Decimal | None
    labelled: Decimal | None
    computed: Decimal | None

    @property
    def legal(self) -> Decimal | None:
        """The one the law goes by: certificate, else label, else computed."""
        return next((area for area in (self.certificate, self.labelled, self.computed) if area is not None), None)


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner in the official zone, metres, 1 mm. `n` as gis_core.geometry.corners numbers; `side_m` to the next."""

    ring: int
    n: int
    x_north: float
    y_east: float
    side_m: float


@dataclass(frozen=True, slots=True)
class VersionNote:
    """One line of a parcel's history. `valid_to` None: still in force."""

    version_id: int
    valid_from: datetime
    valid_to: datetime | None
    standing: str
    cause: str
    area_m2: Decimal | None
    land_use: str
    transaction_id: int
    closed_by_id: int | None
    corrects: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several parcels a reference may mean; `precise` is a reference that means only this one."""

    parcel_id: int
    reference: str
    precise: str
    unit_code: str
    unit_name: str
    series: str
    series_status: str
    sheet: str
    number: int
    parcel_code: str | None
    valid_from: datetime | None
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class ParcelSnapshot:
    """A parcel as it was at a moment.

    `unit_id`, `unit_code`, `unit_name` say where it lies today; `series_unit_*` the unit whose sheets number it.
    `geometry` is a MultiPolygon in LAND_SRID, `official_geometry` the millimetre digits in `official_srid`;
    both None for a parcel known from papers only. `valid_to` None: in force at `as_of`.
    """

    parcel_id: int
    version_id: int
    reference: str
    unit_id: int
    unit_code: str
    unit_name: str
    unit_since: Any
    series_unit_id: int
    series_unit_code: str
    series_unit_name: str
    series: str
    series_status: str
    sheet: str
    number: int
    parcel_code: str | None
    code_algorithm: str
    standing: str
    as_of: datetime
    valid_from: datetime
    valid_to: datetime | None
    official_srid: int
    areas: Areas
    land_use: str
    land_uses: tuple[LandUse, ...]
    geometry: Any
    official_geometry: Any
    geojson: dict[str, Any] | None
    corners: tuple[Corner, ...]
    label_lonlat: tuple[float, float] | None
    transaction_id: int
    history: tuple[VersionNote, ...]


@dataclass(frozen=True, slots=True)
class ParcelHit:
    """One row of a search: enough to show the fraction label and to go there (`lon`, `lat` WGS-84 degrees)."""

    parcel_id: int
    reference: str
    unit_code: str
    unit_name: str
    series: str
    sheet: str
    number: int
    parcel_code: str | None
    land_use: str
    area_m2: Decimal | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Hits, best first; when there is none, two sentences that say what exists ("Tờ 54 có thửa 1 đến 312")."""

    hits: tuple[ParcelHit, ...]
    said_vi: str = ""
    said_en: str = ""
