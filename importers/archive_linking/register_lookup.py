"""The register as matching asks it: parcels by reference or code, certificates by serial, scans already archived.

A delivery has tens of thousands of rows: each method answers for all of them with a fixed number of questions.
"""

from collections.abc import Collection, Iterable, Mapping

from accounts import api as accounts
from dossiers import api as dossiers
from importers.archive_linking.matching import ParcelKey
from land_records import api as land_records

BEFORE_REORGANISATION = "2025-06-30"
"""The last day of the units that resolution 202/2025/QH15 ended: papers still bear their codes."""


class RegisterReading:
    """Answers for one unit and what it came from and became: parcels elsewhere are never candidates."""

    def __init__(self, unit_id: int) -> None:
        self._unit_ids = accounts.units_in_time([unit_id])

    def parcels(self, keys: Collection[ParcelKey]) -> dict[ParcelKey, tuple[int, ...]]:
        """Ids of the parcels each key may mean inside the delivery's unit."""
        codes = land_records.parcels_with_codes({key.code for key in keys if key.code})
        found: dict[ParcelKey, tuple[int, ...]] = {key: (codes[key.code],) if key.code in codes else () for key in keys}
        numbered = [key for key in keys if not key.code and key.number.isdigit()]
        found |= self._meant(numbered, "")
        found |= self._meant([key for key in numbered if not found[key]], f"@{BEFORE_REORGANISATION}")
        names = land_records.parcel_names({one for ids in found.values() for one in ids})
        inside = {one for one, name in names.items() if name.unit_id in self._unit_ids}
        return {key: tuple(one for one in ids if one in inside) for key, ids in found.items()}

    def _meant(self, keys: Collection[ParcelKey], day: str) -> dict[ParcelKey, tuple[int, ...]]:
        texts = {key: f"{key.unit_code}{day}/{key.sheet}/{key.number}" for key in keys}
        meant = land_records.parcels_meant(set(texts.values()))
        return {key: meant[text] for key, text in texts.items()}

    def certificates(self, serials: Iterable[str]) -> Mapping[str, int]:
        """Plain serial → id of the certificate in the register."""
        return land_records.certificates_with_serials(serials)

    def archive_dossiers(self, hashes: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        """SHA-256 → ids of archive dossiers that hold the scan already."""
        return dossiers.archive_dossiers_with_scans(hash_ for hash_ in hashes if hash_)
