"""How much a file from outside may ask of the machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of one child process: bytes of memory and output, seconds of processor and wall clock, file size."""

    memory_bytes: int = 4 << 30
    cpu_seconds: int = 300
    wall_seconds: float = 420.0
    output_bytes: int = 4 << 30
    file_bytes: int = 2 << 30
