"""CSV and TXT point tables: streamed in blocks, other columns carried over untouched.

Separator, decimal sign and text encoding are seen from the beginning of the file and kept in the result. Rows that
cannot be converted are left out of the result and written to `NAME.rejected.csv` beside it, each with its reason.
"""

import csv
import io
import os
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from gis_core.crs.row_reasons import ORDER, REASONS
from gis_core.errors import DomainError
from importers.conversion.columns import CoordinateColumns, find_columns, output_names
from importers.conversion.request import ConversionRequest, Tally
from importers.conversion.rows import ConvertedBlock, convert_block, count_block, read_column

BLOCK_BYTES = 4 << 20
WORKERS = min(4, os.cpu_count() or 1)
TXT_ROWS = 50_000
_LOOK = 64 << 10
_SEPARATORS = (";", "\t", ",")


class TableUnreadable(DomainError):
    """A table with broken lines, or none at all."""

    code = "table_unreadable"


@dataclass(frozen=True, slots=True)
class TableForm:
    """How the file is written: separator (a space for columns set with blanks), decimal comma, encoding, header."""

    separator: str
    decimal_comma: bool
    encoding: str
    header: list[str]
    has_header: bool


def convert_delimited(request: ConversionRequest) -> dict[str, Any]:
    """Convert a CSV or TXT table into a CSV or TXT table; answers by the contract."""
    form = look_at(request.source, request.columns)
    columns = find_columns(form.header, request.conversion.source)
    tally = Tally()
    names = output_names(form.header, columns, request.conversion.target)
    rejected_path = request.target.with_name(f"{request.target.stem}.rejected.csv")
    with request.target.open("wb") as out, _Rejected(rejected_path, form.header) as rejected:
        sink = _Recoded(out, form.encoding) if form.encoding != "utf-8" else out
        writer = _Writer(sink, names, form)
        for batch, done in _converted(request, form, columns):
            first_row = count_block(tally, done)
            writer.write(batch, done, columns)
            rejected.write(batch, done, first_row)
            request.progress(f"{tally.converted + tally.rejected} rows")
    answer = tally.answer(request.conversion)
    answer["rejected_file"] = str(rejected_path) if tally.rejected else None
    return answer


def look_at(path: Path, columns: tuple[str, ...] = ()) -> TableForm:
    """Separator, decimal sign, encoding and header of a table, from its first 64 kB."""
    with path.open("rb") as file:
        raw = file.read(_LOOK)
    encoding = "utf-8"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # a cut in the middle of a letter is no other encoding
        encoding = "utf-8" if error.start > len(raw) - 4 and len(raw) == _LOOK else "latin-1"
        text = raw.decode("utf-8" if encoding == "utf-8" else "latin-1", errors="ignore")
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    if len(raw) == _LOOK and len(lines) > 1:
        lines = lines[:-1]
    if not lines:
        raise TableUnreadable(
            f"Tệp {path.name} không có dòng nào.",
            f"The file {path.name} holds no line.",
            hint_vi="Kiểm tra lại tệp gốc.",
            hint_en="Check the source file.",
        )
    counts = {sign: lines[0].count(sign) for sign in _SEPARATORS}
    separator = next((sign for sign in _SEPARATORS if counts[sign]), " ")
    first = next(csv.reader([lines[0]], delimiter=separator)) if separator != " " else lines[0].split()
    has_header = not columns
    header = [name.strip().lstrip("\ufeff") for name in (columns or first)]
    comma = separator != "," and any(re.search(r"\d,\d", line) for line in lines[1 if has_header else 0 :][:20])
    return TableForm(separator, comma, encoding, header, has_header)


def _batches(path: Path, form: TableForm) -> Iterator[pa.RecordBatch]:
    """Blocks of the table with every column as text."""
    if form.separator == " ":
        yield from _spaced_batches(path, form)
        return
    names = [f"c{index}" for index in range(len(form.header))]
    try:
        yield from pacsv.open_csv(
            path,
            read_options=pacsv.ReadOptions(
                column_names=names, skip_rows=int(form.has_header), block_size=BLOCK_BYTES,
                encoding="utf8" if form.encoding == "utf-8" else "latin1",
            ),
            parse_options=pacsv.ParseOptions(delimiter=form.separator),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )  # fmt: skip
    except pa.ArrowInvalid as error:
        raise TableUnreadable(
            f"Bảng {path.name} có dòng không đủ cột: {_first_line(error)}.",
            f"The table {path.name} has a line with another number of columns: {_first_line(error)}.",
            hint_vi="Sửa dòng đó, hoặc bỏ dấu phân cách thừa.",
            hint_en="Put that line right, or remove the extra separator.",
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:120]


def _spaced_batches(path: Path, form: TableForm) -> Iterator[pa.RecordBatch]:
    """A table set with blanks: fields are words; what is too much goes to the last column."""
    width = len(form.header)
    with path.open(encoding="utf-8-sig" if form.encoding == "utf-8" else "latin-1", newline=None) as file:
        lines = (line for line in file if line.strip())
        if form.has_header:
            next(lines, None)
        while rows := [line.split(None, width - 1) for line in islice(lines, TXT_ROWS)]:
            filled = [[*row, *[""] * (width - len(row))] for row in rows]
            arrays = [pa.array([row[index].strip() for row in filled]) for index in range(width)]
            yield pa.RecordBatch.from_arrays(arrays, names=[f"c{index}" for index in range(width)])


def _converted(
    request: ConversionRequest, form: TableForm, columns: CoordinateColumns
) -> Iterator[tuple[pa.RecordBatch, ConvertedBlock]]:
    """Blocks in the order of the file, a few of them converted at the same time: PROJ works outside Python's lock."""
    waiting: deque[tuple[pa.RecordBatch, Future[ConvertedBlock]]] = deque()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="convert") as pool:
        for batch in _batches(request.source, form):
            waiting.append((batch, pool.submit(_convert_batch, request, batch, columns)))
            if len(waiting) > WORKERS:
                earliest, work = waiting.popleft()
                yield earliest, work.result()
        for earliest, work in waiting:
            yield earliest, work.result()


def _convert_batch(request: ConversionRequest, batch: pa.RecordBatch, columns: CoordinateColumns) -> ConvertedBlock:
    north, north_codes = read_column(batch.column(columns.north))
    east, east_codes = read_column(batch.column(columns.east))
    codes = np.where(north_codes == 0, east_codes, north_codes)
    if request.swap_axes:
        north, east = east, north
    return convert_block(request.conversion, east, north, codes)


class _Writer:
    """Writes converted blocks with the file's own separator and decimal sign."""

    def __init__(self, sink: Any, names: list[str], form: TableForm) -> None:
        self._form = form
        self._names = names
        self._sink = sink
        separator = form.separator if form.separator != " " else "\t"
        self._separator = separator
        self._special = f'["\\r\\n{re.escape(separator)}]'
        line = io.StringIO()
        csv.writer(line, delimiter=separator, lineterminator="\n").writerow(names)
        sink.write(line.getvalue().encode("utf-8"))

    def write(self, batch: pa.RecordBatch, done: ConvertedBlock, columns: CoordinateColumns) -> None:
        """The good rows of a block, coordinates replaced."""
        kept = batch if done.good.all() else batch.filter(pa.array(done.good))
        if not kept.num_rows:
            return
        arrays = list(kept.columns)
        for index, values in ((columns.north, done.north), (columns.east, done.east)):
            column: Any = pa.array(values)
            if self._form.decimal_comma:
                column = pc.replace_substring(pc.cast(column, pa.string()), ".", ",")
            arrays[index] = column
        table = pa.Table.from_arrays(arrays, names=[f"c{i}" for i in range(len(arrays))])
        pacsv.write_csv(table, self._sink, self._options(arrays))

    def _options(self, arrays: list[Any]) -> pacsv.WriteOptions:
        """Quotes only where a text needs them: Arrow would quote every text, needed or not."""
        texts = [array for array in arrays if pa.types.is_string(array.type)]
        quoted = any(pc.any(pc.match_substring_regex(text, self._special)).as_py() for text in texts)
        return pacsv.WriteOptions(
            include_header=False, delimiter=self._separator, quoting_style="needed" if quoted else "none"
        )


class _Rejected:
    """The file of rejected rows: made only when there is one; row number, reason, then the row as it was."""

    def __init__(self, path: Path, header: list[str]) -> None:
        self._path, self._header = path, header
        self._file: IO[str] | None = None
        path.unlink(missing_ok=True)

    def __enter__(self) -> "_Rejected":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def write(self, batch: pa.RecordBatch, done: ConvertedBlock, first_row: int) -> None:
        """The rows of a block that were left out."""
        bad = np.flatnonzero(done.codes)
        if not len(bad):
            return
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(["row", "reason", "ly_do", *self._header])
        out = csv.writer(cast(IO[str], self._file))
        rows = batch.take(pa.array(bad)).to_pydict()
        for place, values in zip(bad, zip(*rows.values(), strict=True), strict=True):
            code = ORDER[done.codes[place]]
            out.writerow([first_row + int(place), code, REASONS[code][0], *values])


class _Recoded:
    """A sink that gives a file in an old encoding its own bytes back."""

    closed = False

    def __init__(self, out: IO[bytes], encoding: str) -> None:
        self._out, self._encoding = out, encoding

    def write(self, data: Any) -> int:
        """UTF-8 in, the file's bytes out."""
        return self._out.write(bytes(data).decode("utf-8").encode(self._encoding))

    def flush(self) -> None:
        """Nothing is held back."""
