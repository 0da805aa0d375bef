"""How much an archive may unpack to; the ceilings of one reading process are `gis_core.process.limits`."""

from dataclasses import dataclass

from gis_core.process.limits import Limits

__all__ = ["ArchiveLimits", "Limits"]


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Ceilings of an archive: unpacked bytes, entries, ratio of unpacked to packed bytes, name length in bytes."""

    total_bytes: int = 2 << 30
    entries: int = 2000
    ratio: int = 200
    free_bytes: int = 16 << 20
    name_bytes: int = 240
