"""The heart of every point table: blocks of written numbers in, converted numbers and reasons out, counted."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis_core.crs.number_text import read_number
from gis_core.crs.operations import Conversion
from gis_core.crs.row_reasons import ORDER, judge, judge_result
from gis_core.crs.transform import round_coordinates
from importers.conversion.request import Tally

Floats = NDArray[np.float64]

METRE_GRID, DEGREE_GRID = 1e-4, 1e-9
"""Digits written: 0.1 mm in metres, and 0.1 mm on the ground (1e-9 degree) in degrees."""

_PLAIN = r"^[-+]?\d+(\.\d*)?$"


@dataclass(frozen=True, slots=True)
class ConvertedBlock:
    """A block after conversion: `good` marks the rows kept; `east`, `north` of those rows only, in the target.

    `codes` give each row's reason (0: kept); `worst_round_trip_m` is the largest miss on the way back.
    """

    good: NDArray[np.bool_]
    east: Floats
    north: Floats
    codes: NDArray[np.int8]
    worst_round_trip_m: float


def read_column(column: pa.ChunkedArray | pa.Array) -> tuple[Floats, NDArray[np.int8]]:
    """Numbers of a text column (NaN where there is none) and codes: an empty cell, or not a number."""
    texts = pc.utf8_trim_whitespace(column)
    codes = np.zeros(len(texts), dtype=np.int8)
    try:
        return pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False), codes
    except pa.ArrowInvalid:
        pass
    # one odd cell sends its block this way: plain numbers in one piece, the others one by one
    plain = pc.fill_null(pc.match_substring_regex(texts, _PLAIN), False).to_numpy(zero_copy_only=False)
    values = np.full(len(texts), np.nan)
    values[plain] = pc.cast(texts.filter(pa.array(plain)), pa.float64()).to_numpy(zero_copy_only=False)
    for index in np.flatnonzero(~plain):
        text = texts[index].as_py() or ""
        number = read_number(text) if text else None
        values[index] = np.nan if number is None else number
        if number is None:
            codes[index] = ORDER.index("not_a_number" if text else "empty_cell")
    return values, codes


def convert_block(conversion: Conversion, east: Floats, north: Floats, codes: NDArray[np.int8]) -> ConvertedBlock:
    """Judge, convert and check one block. Touches nothing shared: blocks may be converted in several threads."""
    judged = judge(conversion.source, east, north)
    codes = np.where(codes == 0, judged, codes)
    kept = codes == 0
    x, y = (east, north) if kept.all() else (east[kept], north[kept])
    out_x, out_y, missed = conversion.there_and_back(x, y) if len(x) else (x, y, x)
    late = judge_result(conversion, x, y, out_x, missed)
    if late.any():
        codes[np.flatnonzero(kept)[late != 0]] = late[late != 0]
        fine = late == 0
        out_x, out_y, missed = out_x[fine], out_y[fine], missed[fine]
        kept = codes == 0
    grid = DEGREE_GRID if conversion.target.is_geographic else METRE_GRID
    out_x, out_y = round_coordinates(out_x, grid), round_coordinates(out_y, grid)
    return ConvertedBlock(kept, out_x, out_y, codes, float(missed.max()) if len(missed) else 0.0)


def count_block(tally: Tally, done: ConvertedBlock) -> int:
    """Enter a block into the tally, blocks in the order of the file; gives the row number of its first row."""
    first_row = tally.converted + tally.rejected + 1
    for index in np.flatnonzero(done.codes):
        tally.add_rejected(first_row + int(index), ORDER[done.codes[index]])
    tally.converted += len(done.east)
    if len(done.east):
        tally.max_round_trip_m = max(tally.max_round_trip_m, done.worst_round_trip_m)
        east, north = done.east, done.north
        tally.add_extent(float(east.min()), float(north.min()), float(east.max()), float(north.max()))
    return first_row
