"""How much a file may ask of the machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of one reading process: bytes of memory and output, seconds of processor and wall clock, file size."""

    memory_bytes: int = 4 << 30
    cpu_seconds: int = 300
    wall_seconds: float = 420.0
    output_bytes: int = 4 << 30
    file_bytes: int = 2 << 30


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Ceilings of an archive: unpacked bytes, entries, ratio of unpacked to packed bytes, name length in bytes."""

    total_bytes: int = 2 << 30
    entries: int = 2000
    ratio: int = 200
    free_bytes: int = 16 << 20
    name_bytes: int = 240
