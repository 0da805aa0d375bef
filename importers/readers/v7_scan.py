"""The frame of a DGN V7 file: every element's place, type, level and parent, without decoding the rest.

DGN V7 (ISFF) is a chain of elements of 2-byte words: byte 0 level (bit 7: part of a complex element), byte 1 type
(bit 7: deleted), word 1 the number of words that follow. A word 0xFFFF ends the file. The walk finds a file that was
cut off, which other readers give back shorter without a word.
"""

from dataclasses import dataclass

import numpy as np

from importers.readers.errors import DamagedFile, TruncatedFile, UnsupportedFormat

CONTROL_BLOCK_BYTES = 1536
"""Size of the design settings element every V7 drawing begins with."""

MAX_RECORDS = 20_000_000
"""More elements than any drawing on paper could show."""

LEAF_KINDS = {
    3: "line",
    4: "linestring",
    6: "shape",
    11: "curve",
    13: "conic",
    15: "ellipse",
    16: "arc",
    17: "text",
    22: "point_string",
    23: "cone",
    27: "bspline",
    33: "dimension",
    35: "shared_cell",
    36: "multiline",
    37: "tag",
}
"""Element types that draw something by themselves."""

CONTAINER_KINDS = {
    2: "cell",
    7: "text_node",
    12: "complex_chain",
    14: "complex_shape",
    18: "surface",
    19: "solid",
    24: "bspline_surface",
    34: "shared_cell_definition",
}
"""Element types that hold other elements."""

PART_KINDS = {21: "bspline_pole", 25: "bspline_boundary", 26: "bspline_knot", 28: "bspline_weight"}
"""Records that belong to a B-spline and are no elements of their own."""

KIND_OF_TYPE = {**LEAF_KINDS, **CONTAINER_KINDS, **PART_KINDS}
ENDS_BY_WORDS = {2, 34}


@dataclass(frozen=True, slots=True)
class Records:
    """One row per record of the file, in file order, deleted ones included; offsets are in bytes."""

    octets: np.ndarray
    words: np.ndarray
    start: np.ndarray
    size: np.ndarray
    type: np.ndarray
    level: np.ndarray
    part: np.ndarray
    deleted: np.ndarray
    dimension: int
    ended_by_marker: bool

    @property
    def graphic(self) -> np.ndarray:
        """Mask of live elements that a drawing shows: leaves and containers."""
        wanted = np.zeros(128, dtype=bool)
        wanted[list(LEAF_KINDS) + list(CONTAINER_KINDS)] = True
        return wanted[self.type] & ~self.deleted


def scan(content: bytes) -> Records:
    """Walk the chain of elements.

    Raises UnsupportedFormat for a cell library, TruncatedFile when an element reaches over the end of the file or
    the control block is incomplete, DamagedFile when the chain does not begin with a control block.
    """
    dimension = _dimension(content)
    usable = len(content) - len(content) % 2
    words = np.frombuffer(content, dtype="<u2", count=usable // 2)
    starts, ended_by_marker = _walk(memoryview(content)[:usable].cast("H"), len(content))
    octets = np.frombuffer(content, dtype=np.uint8)
    start = np.array(starts, dtype=np.int64) * 2
    first, second = octets[start], octets[start + 1]
    size = (words[start // 2 + 1].astype(np.int64) + 2) * 2
    return Records(
        octets=octets,
        words=words,
        start=start,
        size=size,
        type=second & 0x7F,
        level=first & 0x3F,
        part=(first & 0x80) != 0,
        deleted=(second & 0x80) != 0,
        dimension=dimension,
        ended_by_marker=ended_by_marker,
    )


def _dimension(content: bytes) -> int:
    if content[:4] == b"\x08\x05\x17\x00":
        raise UnsupportedFormat(
            "Tệp là thư viện ô (cell library) của MicroStation, không phải bản vẽ.",
            "The file is a MicroStation cell library, not a drawing.",
            hint_vi="Hãy gửi tệp bản vẽ .dgn của tờ bản đồ.",
            hint_en="Send the sheet's drawing (.dgn).",
        )
    if len(content) < CONTROL_BLOCK_BYTES:
        raise TruncatedFile(
            f"Tệp DGN bị cắt: chỉ có {len(content)} byte, phần đầu tệp phải có {CONTROL_BLOCK_BYTES} byte.",
            f"The DGN file is cut off: {len(content)} bytes, the control block alone takes {CONTROL_BLOCK_BYTES}.",
            hint_vi="Hãy sao chép lại tệp gốc rồi gửi lại.",
            hint_en="Copy the original file again and send it again.",
        )
    if content[1] & 0x7F != 9:
        raise DamagedFile(
            "Tệp DGN không bắt đầu bằng phần khai báo bản vẽ (phần tử loại 9).",
            "The DGN file does not begin with a control block (element type 9).",
            hint_vi="Hãy mở tệp trong MicroStation, dùng EdG hoặc File > Compress rồi lưu lại.",
            hint_en="Open the file in MicroStation, repair it with EdG or File > Compress, and save it again.",
        )
    return 3 if content[0] == 0xC8 else 2


def _walk(words: memoryview, file_size: int) -> tuple[list[int], bool]:
    starts: list[int] = []
    position, total = 0, len(words)
    while position + 1 < total:
        if words[position] == 0xFFFF:
            return starts, True
        following = position + words[position + 1] + 2
        if following > total:
            raise _cut_off(len(starts), position * 2, (following - position) * 2, file_size)
        starts.append(position)
        position = following
        if len(starts) > MAX_RECORDS:
            raise DamagedFile(
                f"Tệp DGN có hơn {MAX_RECORDS} phần tử.",
                f"The DGN file has more than {MAX_RECORDS} elements.",
                hint_vi="Hãy chia bản vẽ thành nhiều tờ.",
                hint_en="Split the drawing into sheets.",
            )
    ended = position < total and words[position] == 0xFFFF
    if not ended and position * 2 < file_size:
        raise _cut_off(len(starts), position * 2, 4, file_size)
    return starts, ended


def _cut_off(element: int, at: int, size: int, file_size: int) -> TruncatedFile:
    return TruncatedFile(
        f"Tệp DGN bị cắt giữa chừng: phần tử thứ {element} (byte {at}) dài ít nhất {size} byte nhưng tệp chỉ có "
        f"{file_size} byte.",
        f"The DGN file is cut off: element {element} at byte {at} takes at least {size} bytes, but the file ends at "
        f"byte {file_size}.",
        hint_vi="Tệp chưa được chép hết. Hãy sao chép lại tệp gốc rồi gửi lại; không dùng phần đã đọc được.",
        hint_en="The copy is incomplete. Copy the original again and send it again; nothing of it was used.",
    )


def parents(records: Records) -> tuple[np.ndarray, list[dict[str, int]]]:
    """Record index of each record's container (-1: none), and the containers whose promise of parts is broken.

    Parts are the records with the complex bit directly after a header. Inside such a run a nested chain, shape or
    text node takes as many parts as it announces; a nested cell takes the words it announces.
    """
    parent = np.full(len(records.start), -1, dtype=np.int64)
    broken: list[dict[str, int]] = []
    containers = np.isin(records.type, [*list(CONTAINER_KINDS), 27])
    if not (containers | records.part).any():
        return parent, broken
    kinds, part, deleted = records.type.tolist(), records.part.tolist(), records.deleted.tolist()
    starts, sizes, holds = records.start.tolist(), records.size.tolist(), containers.tolist()
    open_: list[list[int]] = []
    for index, kind in enumerate(kinds):
        if not part[index]:
            _close(open_, records, broken, upto=0)
        elif not deleted[index]:
            _close_full(open_, records, broken, starts[index])
            if open_:
                parent[index] = open_[-1][0]
                open_[-1][2] += 1
        if holds[index] and not deleted[index]:
            open_.append([index, _promise(records, index, kind, sizes[index]), 0])
    _close(open_, records, broken, upto=0)
    return parent, broken


def _promise(records: Records, index: int, kind: int, size: int) -> int:
    """Announced number of parts, or for cells the byte where the contents end."""
    start = int(records.start[index])
    if size < 40 or kind == 27:
        return MAX_RECORDS
    if kind in ENDS_BY_WORDS:
        return start + 38 + int(records.words[start // 2 + 18]) * 2
    return int(records.words[start // 2 + 19])


def _close_full(open_: list[list[int]], records: Records, broken: list[dict[str, int]], at: int) -> None:
    """Leave nested containers that have all their parts; the outermost stays open while complex parts follow."""
    while len(open_) > 1:
        index, promise, count = open_[-1]
        full = at >= promise if int(records.type[index]) in ENDS_BY_WORDS else count >= promise
        if not full:
            return
        _close(open_, records, broken, upto=len(open_) - 1)


def _close(open_: list[list[int]], records: Records, broken: list[dict[str, int]], *, upto: int) -> None:
    while len(open_) > upto:
        index, promise, count = open_.pop()
        kind = int(records.type[index])
        if kind in {12, 14, 7} and count != promise:
            broken.append({"record": index, "type": kind, "announced": promise, "found": count})
