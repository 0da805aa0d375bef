"""The register as matching asks it: parcels by reference or code, certificates by serial, scans already archived."""

import contextlib
from collections.abc import Iterable, Mapping

from accounts import api as accounts
from dossiers import api as dossiers
from importers.archive_linking.matching import ParcelKey
from land_records import api as land_records
from reference import api as reference

BEFORE_REORGANISATION = "2025-06-30"
"""The last day of the units that resolution 202/2025/QH15 ended: papers still bear their codes."""


class RegisterReading:
    """Answers for one unit and what it came from and became: parcels elsewhere are never candidates."""

    def __init__(self, unit_id: int) -> None:
        self._unit_ids = accounts.units_in_time([unit_id])

    def parcels(self, key: ParcelKey) -> tuple[int, ...]:
        """Ids of the parcels a key may mean inside the delivery's unit."""
        if key.code:
            try:
                return self._inside([land_records.parcel_by_code(key.code).parcel_id])
            except land_records.ParcelNotFoundError:
                return ()
        if not key.number.isdigit():
            return ()
        found = self._by_reference(f"{key.unit_code}/{key.sheet}/{key.number}")
        if not found:
            found = self._by_reference(f"{key.unit_code}@{BEFORE_REORGANISATION}/{key.sheet}/{key.number}")
        return self._inside(found)

    def _by_reference(self, text: str) -> list[int]:
        try:
            return [land_records.find_parcel(text).parcel_id]
        except land_records.AmbiguousParcelError as several:
            return [candidate.parcel_id for candidate in several.candidates]
        except (land_records.ParcelNotFoundError, land_records.BadReferenceError):
            return []
        except (reference.UnknownUnit, reference.AmbiguousUnit):
            return []

    def _inside(self, parcel_ids: list[int]) -> tuple[int, ...]:
        return tuple(one for one in parcel_ids if land_records.parcel_by_id(one).unit_id in self._unit_ids)

    def certificates(self, serials: Iterable[str]) -> Mapping[str, int]:
        """Plain serial → id of the certificate in the register."""
        found = {}
        for serial in serials:
            with contextlib.suppress(land_records.CertificateNotFoundError):
                found[serial] = land_records.certificate_by_serial(serial).id
        return found

    def archive_dossiers(self, hashes: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        """SHA-256 → ids of archive dossiers that hold the scan already."""
        return dossiers.archive_dossiers_with_scans(hash_ for hash_ in hashes if hash_)
