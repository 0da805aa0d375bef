"""What an act would do, as data: the dry-run shows it, approval applies it, and both come from one plan.

New things have keys ("parcel:1", "right:2") until they are written; a reference is an id or such a key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from land_records.rights.snapshots import Holder

Ref = int | str
"""An id of something that exists, or the key of something this act makes."""


@dataclass(frozen=True, slots=True)
class NewParcel:
    """A parcel to be opened. `geometry`: MultiPolygon or Polygon in the official zone of its sheet, metres, 1 mm.

    `number` None: the next free number of the sheet, given at approval. `parents`: parcel id → part of the parent's
    area that goes into this one (0–1). Without geometry (known from papers) the standing is provisional.
    """

    key: str
    sheet_id: int
    geometry: Any
    land_uses: tuple[tuple[str, Decimal | None], ...]
    number: int | None = None
    land_use: str = ""
    area_certificate: Decimal | None = None
    area_labelled: Decimal | None = None
    standing: str = "official"
    lineage: str = ""
    parents: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RevisedParcel:
    """The next version of a parcel that keeps its identity; None keeps what stands.

    `corrects`: the version this one puts right (a correction, not a change of the ground).
    """

    parcel_id: int
    cause: str
    geometry: Any = None
    land_uses: tuple[tuple[str, Decimal | None], ...] | None = None
    area_certificate: Decimal | None = None
    standing: str | None = None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class EndedParcel:
    """A parcel that ceases to be."""

    parcel_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class NewPurpose:
    """A purpose of a right to be opened; term long | until | unknown."""

    parcel: Ref
    code: str
    area_m2: Decimal | None
    term: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class NewRight:
    """A right to be opened; `succeeds`: the rights it comes from; `under`: the right it is derived from."""

    key: str
    kind: str
    form: str
    unit_id: int
    holders: tuple[Holder, ...]
    parcels: tuple[Ref, ...] = ()
    assets: tuple[Ref, ...] = ()
    purposes: tuple[NewPurpose, ...] = ()
    origin: str = ""
    received_by: str = ""
    succeeds: tuple[int, ...] = ()
    under: Ref | None = None
    began_on: date | None = None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class EndedRight:
    """A right that ends."""

    right_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class NewRestriction:
    """A restriction to be opened; `continues`: the one it goes on from (a mortgage on the parts of a split parcel)."""

    key: str
    kind: str
    unit_id: int
    right: Ref | None = None
    parcel: Ref | None = None
    asset: Ref | None = None
    favours_parcel: Ref | None = None
    rank: int | None = None
    blocks: tuple[str, ...] = ()
    document_number: str = ""
    document_date: date | None = None
    issuer: str = ""
    note: str = ""
    geometry: Any = None
    parties: tuple[tuple[int, str], ...] = ()
    continues: int | None = None


@dataclass(frozen=True, slots=True)
class EndedRestriction:
    """A restriction that is released."""

    restriction_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class NewAsset:
    """An asset to be opened (`asset_id` None) or its next version; areas in m²."""

    key: str
    kind: str
    unit_id: int
    parcel: Ref | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    asset_id: int | None = None
    building_id: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class EndedAsset:
    """An asset that is gone."""

    asset_id: int


@dataclass(frozen=True, slots=True)
class CertificateChange:
    """What happens to a certificate that exists: its new status, and the change noted on it.

    `proves`: the rights it proves from now on (after a noted change); None: as before for rights that go on, none
    for rights that end. `note` names parties as {party:ID}.
    """

    certificate_id: int
    status: str | None = None
    note: str = ""
    change_code: str = ""
    proves: tuple[Ref, ...] | None = None


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate to be issued. Without a serial it is a draft until it is printed on a blank.

    `facts` are columns of Certificate (form, serial, register_no, issued_on …).
    """

    key: str
    unit_id: int
    rights: tuple[Ref, ...]
    replaces: tuple[int, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything one act does, in the order it is applied."""

    change_code: str
    ended_parcels: tuple[EndedParcel, ...] = ()
    new_parcels: tuple[NewParcel, ...] = ()
    revised_parcels: tuple[RevisedParcel, ...] = ()
    ended_assets: tuple[EndedAsset, ...] = ()
    new_assets: tuple[NewAsset, ...] = ()
    ended_rights: tuple[EndedRight, ...] = ()
    new_rights: tuple[NewRight, ...] = ()
    ended_restrictions: tuple[EndedRestriction, ...] = ()
    new_restrictions: tuple[NewRestriction, ...] = ()
    certificate_changes: tuple[CertificateChange, ...] = ()
    new_certificates: tuple[NewCertificate, ...] = ()
    proposals: tuple[int, ...] = ()
    """New particulars of parties, sealed, that are entered under this act."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Figures for the rules that are not in the rest: surveyed difference, asked area, width of the cut part."""
