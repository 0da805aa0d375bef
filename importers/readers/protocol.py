"""What every reader gives: one description of the file, and blocks of elements as Arrow tables.

A reader decides nothing, repairs nothing and loses nothing. Texts stay the bytes of the file; coordinates stay the
file's own, except that a drawing whose master unit is declared as millimetre, centimetre or kilometre is given in
metres (with a note). Blocks travel as Arrow IPC: no pickle, nothing executable.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

BLOCK_ROWS = 50_000
"""Rows per block."""

ATTRIBUTE_PREFIX = "attr:"
"""Arrow columns of the file's own fields carry this prefix; the parent gathers them into `attrs`."""

ARC_FIELDS = ("cx", "cy", "primary", "secondary", "rotation", "start", "sweep")
"""Order of the arc parameters: centre and half axes in file units, angles in degrees, anticlockwise from east."""

BLOCK_SCHEMA = pa.schema(
    [
        ("element", pa.int64()),
        ("source", pa.string()),
        ("layer", pa.string()),
        ("level", pa.int32()),
        ("kind", pa.string()),
        ("leaf", pa.bool_()),
        ("container", pa.int64()),
        ("color", pa.int32()),
        ("weight", pa.int32()),
        ("style", pa.int32()),
        ("text", pa.binary()),
        ("font", pa.string()),
        ("text_height", pa.float64()),
        ("rotation", pa.float64()),
        ("cell", pa.string()),
        ("linkage", pa.binary()),
        ("arc", pa.list_(pa.float64())),
        ("geometry", pa.binary()),
    ]
)
"""Columns of every block. `element` numbers all graphic rows of the file in file order from 0, containers included;
`container` names the element that holds this one; `geometry` is WKB."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the user has to see; `severity` is 'info', 'warn' or 'quarantine' (nothing enters undecided)."""

    code: str
    severity: str
    message_vi: str
    message_en: str
    count: int = 1


@dataclass(slots=True)
class LayerInfo:
    """One layer or level: `count` is features as GDAL counts them where GDAL reads the format."""

    name: str
    level: int | None
    count: int
    types: dict[str, int]
    has_text: bool
    leaf_elements: int | None = None


@dataclass(slots=True)
class FileInfo:
    """What a file holds; the fields of `inspect_file` (command contract) come from here."""

    format: str
    version: str = ""
    kind: str = "vector"
    driver: str = ""
    sha256: str = ""
    size: int = 0
    companions: list[str] = field(default_factory=list)
    layers: list[LayerInfo] = field(default_factory=list)
    features: int = 0
    extent: list[float] | None = None
    extent_in_master_units: list[float] | None = None
    unit: dict[str, Any] | None = None
    encodings: list[dict[str, Any]] = field(default_factory=list)
    declared_encoding: str | None = None
    crs_wkt: str | None = None
    declared_crs: dict[str, Any] | None = None
    crs_candidates: list[dict[str, Any]] = field(default_factory=list)
    readers: list[dict[str, Any]] = field(default_factory=list)
    leaf_elements: int | None = None
    containers: int | None = None
    deleted_elements: int | None = None
    other_elements: dict[str, int] = field(default_factory=dict)
    disagreements: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    sample_xy: list[list[float]] = field(default_factory=list)

    def note(self, code: str, severity: str, vi: str, en: str, count: int = 1) -> None:
        """Add a note; a reader says everything it saw."""
        self.warnings.append(Note(code, severity, vi, en, count))

    @property
    def verdict(self) -> str:
        """The heaviest severity of the notes and disagreements: accept, warn or quarantine."""
        severities = {note.severity for note in self.warnings}
        if self.disagreements or "quarantine" in severities:
            return "quarantine"
        return "warn" if "warn" in severities else "accept"

    def as_json(self) -> dict[str, Any]:
        """Plain values for the JSON file between the processes."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "FileInfo":
        """The inverse of `as_json`; unknown keys are refused by the constructor."""
        values = dict(values)
        values["layers"] = [LayerInfo(**layer) for layer in values.get("layers", [])]
        values["warnings"] = [Note(**note) for note in values.get("warnings", [])]
        return cls(**values)


@dataclass(slots=True)
class RawReading:
    """A reader's result inside the child process; `texts` are samples for the encoding guess: (bytes, font)."""

    info: FileInfo
    blocks: Iterator[pa.Table]
    texts: list[tuple[bytes, str | None]] = field(default_factory=list)


class Reader(Protocol):
    """Turns one kind of file into blocks."""

    code: str

    def read(self, path: Path, *, with_blocks: bool) -> RawReading:
        """Read `path`; raises a subclass of UnreadableFile for what cannot be trusted."""
        ...


def block(columns: dict[str, Any], rows: int) -> pa.Table:
    """A table in the common schema; columns not given are null."""
    arrays = [
        pa.array(columns[name], type=kind) if name in columns else pa.nulls(rows, kind)
        for name, kind in zip(BLOCK_SCHEMA.names, BLOCK_SCHEMA.types, strict=True)
    ]
    table = pa.Table.from_arrays(arrays, schema=BLOCK_SCHEMA)
    for name, values in columns.items():
        if name.startswith(ATTRIBUTE_PREFIX):
            table = table.append_column(name, values if isinstance(values, pa.Array) else pa.array(values))
    return table


def sliced(table: pa.Table) -> Iterator[pa.Table]:
    """Cut a table into blocks."""
    for start in range(0, max(table.num_rows, 1), BLOCK_ROWS):
        yield table.slice(start, BLOCK_ROWS)
