"""Tables of the land register, as Django finds them; each room keeps its own."""

from land_records.acts.models import ActSubject, Obligation, RegisterAct
from land_records.cadastre.models import (
    LandObject,
    MapParcel,
    MapSeries,
    MapSheet,
    ObjectName,
    Parcel,
    ParcelLandUse,
    ParcelVersion,
)
from land_records.certificates.blank_models import Blank, BlankLot, BlankMove, PrinterProfile
from land_records.certificates.models import (
    Certificate,
    CertificateIssue,
    CertificateNote,
    CertificateRight,
    CertificateState,
    CertificateSuccession,
)
from land_records.lineage.models import ParcelLineage
from land_records.parties.models import (
    IdentityPaper,
    Party,
    PartyAddress,
    PartyDuplicate,
    PartyMember,
    PartyMerge,
    PartyParticulars,
    PartyUnit,
)
from land_records.rights.models import (
    Asset,
    AssetVersion,
    Restriction,
    RestrictionParty,
    Right,
    RightHolder,
    RightPurpose,
    RightSubject,
    RightSuccession,
)
from land_records.rules.models import Rule

__all__ = [
    "ActSubject",
    "Asset",
    "AssetVersion",
    "Blank",
    "BlankLot",
    "BlankMove",
    "Certificate",
    "CertificateIssue",
    "CertificateNote",
    "CertificateRight",
    "CertificateState",
    "CertificateSuccession",
    "IdentityPaper",
    "LandObject",
    "MapParcel",
    "MapSeries",
    "MapSheet",
    "ObjectName",
    "Obligation",
    "Parcel",
    "ParcelLandUse",
    "ParcelLineage",
    "ParcelVersion",
    "Party",
    "PartyAddress",
    "PartyDuplicate",
    "PartyMember",
    "PartyMerge",
    "PartyParticulars",
    "PartyUnit",
    "PrinterProfile",
    "RegisterAct",
    "Restriction",
    "RestrictionParty",
    "Right",
    "RightHolder",
    "RightPurpose",
    "RightSubject",
    "RightSuccession",
    "Rule",
]
