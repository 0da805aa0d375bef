"""XLSX point tables: first sheet, header in its first row, rows streamed in and out."""

from itertools import islice
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gis_core.crs.row_reasons import ORDER, REASONS
from importers.conversion.columns import CoordinateColumns, find_columns, output_names
from importers.conversion.delimited import TableUnreadable
from importers.conversion.request import ConversionRequest, Tally
from importers.conversion.rows import ConvertedBlock, convert_block, count_block, read_column

BLOCK_ROWS = 20_000


def convert_workbook(request: ConversionRequest) -> dict[str, Any]:
    """Convert an XLSX table into another; rejected rows stand on a second sheet with their reason."""
    try:
        source = load_workbook(request.source, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise TableUnreadable(
            f"{request.source.name} không phải sổ Excel (XLSX) đọc được.",
            f"{request.source.name} is no readable Excel workbook (XLSX).",
            hint_vi="Lưu lại bằng Excel thành .xlsx.",
            hint_en="Save it again from Excel as .xlsx.",
        ) from error
    rows = source.worksheets[0].iter_rows(values_only=True)
    header = [str(cell).strip() if cell is not None else "" for cell in next(rows, ())]
    if request.columns:
        rows = source.worksheets[0].iter_rows(values_only=True)
        header = list(request.columns)
    columns = find_columns(header, request.conversion.source)
    target = Workbook(write_only=True)
    good_sheet, bad_sheet = target.create_sheet("toa do"), None
    good_sheet.append(output_names(header, columns, request.conversion.target))
    tally = Tally()
    while block := list(islice(rows, BLOCK_ROWS)):
        filled = [[*row[: len(header)], *[None] * (len(header) - len(row))] for row in block]
        done = _convert(request, filled, columns)
        first_row = count_block(tally, done)
        for row in _converted_rows(filled, done, columns):
            good_sheet.append(row)
        bad = np.flatnonzero(done.codes)
        if len(bad) and bad_sheet is None:
            bad_sheet = target.create_sheet("khong doi duoc")
            bad_sheet.append(["dòng", "mã", "lý do", *header])
        for place in bad:
            code = ORDER[done.codes[place]]
            bad_sheet.append([first_row + int(place), code, REASONS[code][0], *filled[place]])  # type: ignore[union-attr]
        request.progress(f"{tally.converted + tally.rejected} rows")
    target.save(request.target)
    return tally.answer(request.conversion)


def _convert(request: ConversionRequest, rows: list[list[Any]], columns: CoordinateColumns) -> ConvertedBlock:
    north, north_codes = _numbers([row[columns.north] for row in rows])
    east, east_codes = _numbers([row[columns.east] for row in rows])
    if request.swap_axes:
        north, east = east, north
    codes = np.where(north_codes == 0, east_codes, north_codes)
    return convert_block(request.conversion, east, north, codes)


def _numbers(cells: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of Excel as they are, texts read like those of a CSV."""
    if all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells):
        return np.array(cells, dtype=np.float64), np.zeros(len(cells), dtype=np.int8)
    return read_column(pa.array(["" if cell is None else _text(cell) for cell in cells]))


def _text(cell: Any) -> str:
    return repr(cell) if isinstance(cell, float) else str(cell)


def _converted_rows(rows: list[list[Any]], done: ConvertedBlock, columns: CoordinateColumns) -> list[list[Any]]:
    kept = [row for row, good in zip(rows, done.good, strict=True) if good]
    for row, east, north in zip(kept, done.east.tolist(), done.north.tolist(), strict=True):
        row[columns.north], row[columns.east] = north, east
    return kept
