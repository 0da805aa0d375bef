"""COPY from columns: cells that need escaping, missing values, long tables made piece by piece."""

from collections.abc import Iterator
from threading import current_thread, main_thread

import numpy as np
import pytest
import shapely
from django.db import connection, transaction

from gis_core.orm import copying

pytestmark = pytest.mark.django_db
NAMES = ("batch_id", "face", "text", "rotation_deg", "width_m", "geom")
"""Of importers_stagedname: a table without rules of its own."""


def columns(texts: list[str], *, first: int = 0) -> copying.Columns:
    count = len(texts)
    faces = np.arange(first, first + count)
    return {
        "batch_id": copying.constant(7, count),
        "face": copying.text_column(faces),
        "text": copying.text_column(texts),
        "rotation_deg": copying.text_column(faces / 3),
        "width_m": copying.constant(1.5, count),
        "geom": copying.geometry_column(shapely.points(faces / 7, faces), 9218),
    }


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_texts_come_back_letter_by_letter() -> None:
    texts = ["đường \\ngõ", "a\tb", "dòng 1\ndòng 2\r", "\\N", "", "\\"]
    assert copying.copy_columns("importers_stagedname", columns(texts)) == len(texts)
    assert [row[0] for row in rows("SELECT text FROM importers_stagedname ORDER BY face")] == texts
    found = rows("SELECT rotation_deg, ST_X(geom), ST_SRID(geom) FROM importers_stagedname WHERE face = 5")
    assert found == [(5 / 3, 5 / 7, 9218)]


def test_missing_cells_are_null_and_columns_must_agree() -> None:
    copying.copy_columns("importers_batchfinding", {
        "batch_id": copying.constant(7, 0), "code": copying.text_column([]),
    })  # fmt: skip
    told = copying.text_column([1.5, None, np.nan]).to_pylist()
    assert told == ["1.5", copying.NULL, copying.NULL]
    assert copying.bytes_column([b"\x01\xff", None]).to_pylist() == ["\\\\x01ff", copying.NULL]
    assert copying.geometry_column(np.array([None], dtype=object), 9218).to_pylist() == [copying.NULL]
    with pytest.raises(ValueError, match="differ in length"), transaction.atomic():
        copying.copy_columns("importers_stagedname", {**columns(["a", "b"]), "face": copying.text_column([1])})
    assert rows("SELECT count(*) FROM importers_stagedname") == [(0,)]


def test_pieces_are_made_beside_the_database_and_all_arrive() -> None:
    makers = set()

    def pieces() -> Iterator[copying.Columns]:
        for first in range(0, 50, 10):
            makers.add(current_thread())
            yield columns([f"tên {n}" for n in range(first, first + 10)], first=first)

    copying.copy_pieces("importers_stagedname", NAMES, pieces())
    assert rows("SELECT count(*), count(DISTINCT face), max(text) FROM importers_stagedname") == [(50, 50, "tên 9")]
    assert makers and main_thread() not in makers


def test_a_piece_that_cannot_be_made_stops_the_copy() -> None:
    def pieces() -> Iterator[copying.Columns]:
        yield columns(["một"])
        raise KeyError("no such column")

    with pytest.raises(KeyError, match="no such column"), transaction.atomic():
        copying.copy_pieces("importers_stagedname", NAMES, pieces())


def test_fresh_ids_are_never_given_twice() -> None:
    one, two = copying.next_ids("importers_stagedname", 3), copying.next_ids("importers_stagedname", 2)
    assert len({*one, *two}) == 5
