"""A DXF carried to another system entity by entity, in its own text.

Only coordinates, turns and radii of the entities are rewritten; layers, colours, blocks, texts with their bytes and
extended data stay the lines they were. Entities whose geometry is not understood are taken out and named.
"""

from dataclasses import dataclass, field

import numpy as np

from importers.conversion.errors import ConversionError
from importers.conversion.measuring import Measure

POINTS = {
    "POINT": (10,), "LINE": (10, 11), "TEXT": (10, 11), "MTEXT": (10,), "INSERT": (10,), "ATTRIB": (10, 11),
    "CIRCLE": (10,), "ARC": (10,), "LWPOLYLINE": (10,), "VERTEX": (10,), "SOLID": (10, 11, 12, 13),
    "TRACE": (10, 11, 12, 13), "3DFACE": (10, 11, 12, 13), "SPLINE": (10, 11), "ELLIPSE": (10,),
}  # fmt: skip
"""Entity → group codes of its x values; y is the code plus ten."""

DEGREES = {"TEXT": (50,), "MTEXT": (50,), "INSERT": (50,), "ATTRIB": (50,), "ARC": (50, 51)}
LENGTHS = {"TEXT": (40,), "MTEXT": (40, 41), "ATTRIB": (40,), "CIRCLE": (40,), "ARC": (40,), "INSERT": (41, 42)}
PARTS = {"VERTEX", "SEQEND", "ATTRIB"}
"""Entities that belong to the one before them; they are not counted."""

UNPLACED = {"SEQEND", "POLYLINE"}
"""Entities whose own point means nothing."""


@dataclass(slots=True)
class Scan:
    """Lines of the file and where the numbers of its entities stand."""

    lines: list[bytes]
    entity_of_line: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    x_at: list[int] = field(default_factory=list)
    y_at: list[int] = field(default_factory=list)
    point_of: list[int] = field(default_factory=list)


def convert(content: bytes, measure: Measure) -> tuple[bytes, int]:
    """The drawing in the target system and the number of entities in it; raises ConversionError `damaged_file`."""
    scan = _scan(content)
    counted = [at for at, kind in enumerate(scan.kinds) if kind not in PARTS]
    number = {entity: place for place, entity in enumerate(counted)}
    measure.rows_in = len(counted)
    xy = np.column_stack([_numbers(scan.lines, scan.x_at), _numbers(scan.lines, scan.y_at)]).reshape(-1, 2)
    owner = np.array([number[scan.owner[entity]] for entity in scan.point_of], dtype=np.int64)
    image, gone = measure.convert(xy, owner)
    rejected = set(gone.tolist())
    for place, entity in enumerate(counted):
        if scan.kinds[entity] not in POINTS and scan.kinds[entity] not in UNPLACED and place not in rejected:
            measure.reject(
                place, f"thực thể {scan.kinds[entity]} không chuyển được / entities of this type are not converted"
            )
            rejected.add(place)
    _put(scan, image)
    _turn(scan, xy, measure)
    dead = [scan.spans[entity] for entity in range(len(scan.kinds)) if number[scan.owner[entity]] in rejected]
    for first, last in dead:
        scan.lines[first:last] = [b""] * (last - first)
    text = b"".join(line for line in scan.lines if line)
    return text, len(counted) - len(rejected)


def _scan(content: bytes) -> Scan:
    """Pairs of lines; only the section ENTITIES counts (blocks keep their local coordinates)."""
    if content.startswith(b"AutoCAD Binary DXF"):
        raise _damaged("DXF nhị phân / binary DXF")
    scan = Scan(content.splitlines(keepends=True))
    inside, kind, entity = False, "", -1
    awaiting: dict[int, int] = {}
    for at in range(0, len(scan.lines) - 1, 2):
        code_text, value = scan.lines[at].strip(), scan.lines[at + 1].strip()
        try:
            code = int(code_text)
        except ValueError:
            if inside or not scan.kinds:
                raise _damaged(f"dòng {at + 1} / line {at + 1}") from None
            break
        if code == 2 and value == b"ENTITIES" and scan.lines[at - 1].strip() == b"SECTION":
            inside = True
        elif code == 0 and inside:
            if scan.kinds:
                scan.spans[-1] = (scan.spans[-1][0], at)
            if value in {b"ENDSEC", b"EOF"}:
                inside = False
                continue
            kind, entity, awaiting = value.decode("latin-1"), len(scan.kinds), {}
            owner = scan.owner[-1] if kind in PARTS and scan.owner else entity
            scan.kinds.append(kind)
            scan.owner.append(owner)
            scan.spans.append((at, len(scan.lines)))
        elif inside and code in POINTS.get(kind, ()):
            awaiting[code + 10] = at + 1
        elif inside and code in awaiting:
            scan.x_at.append(awaiting.pop(code))
            scan.y_at.append(at + 1)
            scan.point_of.append(entity)
    return scan


def _numbers(lines: list[bytes], at: list[int]) -> np.ndarray:
    try:
        return np.array([float(lines[place]) for place in at])
    except ValueError as problem:
        raise _damaged("tọa độ không phải là số / a coordinate is no number") from problem


def _line(old: bytes, value: float) -> bytes:
    end = old[len(old.rstrip(b"\r\n")) :] or b"\n"
    return f"{value:.6f}".encode() + end


def _put(scan: Scan, image: np.ndarray) -> None:
    for place, (x, y) in enumerate(image.tolist()):
        scan.lines[scan.x_at[place]] = _line(scan.lines[scan.x_at[place]], x)
        scan.lines[scan.y_at[place]] = _line(scan.lines[scan.y_at[place]], y)


def _turn(scan: Scan, xy: np.ndarray, measure: Measure) -> None:
    """Texts, inserts and arcs turn at their first point; heights and radii take the local scale."""
    first: dict[int, int] = {}
    for place, entity in enumerate(scan.point_of):
        first.setdefault(entity, place)
    rows = [entity for entity in first if scan.kinds[entity] in DEGREES or scan.kinds[entity] in LENGTHS or
            scan.kinds[entity] == "ELLIPSE"]  # fmt: skip
    if not rows:
        return
    at = xy[[first[entity] for entity in rows]]
    turn = np.nan_to_num(measure.conversion.turn_deg(at[:, 0], at[:, 1]))
    ratio = np.nan_to_num(measure.conversion.length_ratio(at[:, 0], at[:, 1]), nan=1.0)
    for entity, degrees, stretch in zip(rows, turn.tolist(), ratio.tolist(), strict=True):
        _turn_entity(scan, entity, degrees, stretch)


def _turn_entity(scan: Scan, entity: int, degrees: float, stretch: float) -> None:
    kind, (begin, end) = scan.kinds[entity], scan.spans[entity]
    angles, lengths, turned = DEGREES.get(kind, ()), LENGTHS.get(kind, ()), False
    axis: dict[int, int] = {}
    for at in range(begin, end - 1, 2):
        code = int(scan.lines[at])
        if code >= 1000:
            break
        if code in angles:
            scan.lines[at + 1] = _line(scan.lines[at + 1], (float(scan.lines[at + 1]) + degrees) % 360.0)
            turned = True
        elif code in lengths:
            scan.lines[at + 1] = _line(scan.lines[at + 1], float(scan.lines[at + 1]) * stretch)
        elif code in {11, 21} and kind in {"ELLIPSE", "MTEXT"}:
            axis[code] = at + 1
    if len(axis) == 2:
        _turn_vector(scan, axis, degrees, stretch if kind == "ELLIPSE" else 1.0)
    elif not turned and kind in {"TEXT", "MTEXT", "INSERT", "ATTRIB"} and degrees:
        # no angle in the file means zero: the code has to be added
        scan.lines[end - 1] += b" 50\n" + f"{degrees % 360.0:.6f}\n".encode()


def _turn_vector(scan: Scan, axis: dict[int, int], degrees: float, stretch: float) -> None:
    x, y = (float(scan.lines[axis[code]]) for code in (11, 21))
    c, s = np.cos(np.radians(degrees)) * stretch, np.sin(np.radians(degrees)) * stretch
    scan.lines[axis[11]] = _line(scan.lines[axis[11]], x * c - y * s)
    scan.lines[axis[21]] = _line(scan.lines[axis[21]], x * s + y * c)


def _damaged(where: str) -> ConversionError:
    return ConversionError(
        f"Tệp DXF hỏng hoặc không đọc được: {where}.",
        f"The DXF is damaged or cannot be read: {where}.",
        hint_vi="Hãy lưu lại thành DXF dạng văn bản (ASCII).",
        hint_en="Save it again as ASCII DXF.",
        code="damaged_file",
    )
