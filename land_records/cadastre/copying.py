"""COPY of column blocks into a table: the only way rows enter the register in numbers."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


def copy_rows(table: str, columns: Sequence[str], values: Sequence[Iterable[str]]) -> None:
    """COPY parallel columns of ready texts; `table` and `columns` come from code, never from input."""
    text = "\n".join("\t".join(row) for row in zip(*values, strict=True))
    if not text:
        return
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO(text + "\n"))


def constant(value: Any, count: int) -> list[str]:
    """One value for every row."""
    return [field(value)] * count


def fields(values: Iterable[Any]) -> list[str]:
    """One text per value; None and NaN become NULL."""
    return [field(value) for value in values]


def field(value: Any) -> str:
    """The COPY text of one value."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return NULL
    if isinstance(value, Decimal):
        return NULL if value.is_nan() else str(value)
    return str(value).translate(_ESCAPES)


def shapes_hex(shapes: NDArray[Any], srid: int) -> list[str]:
    """EWKB of many shapes; None becomes NULL."""
    marked = shapely.set_srid(shapes, srid)
    return [NULL if text is None else text for text in shapely.to_wkb(marked, hex=True, include_srid=True)]


def since(moment: datetime) -> str:
    """A validity from `moment` on."""
    return f'["{moment.isoformat()}",)'


def next_ids(table: str, count: int) -> list[int]:
    """`count` fresh primary keys of a table, in one round trip; gaps are no harm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [row[0] for row in cursor.fetchall()]
