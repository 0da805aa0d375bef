"""Vector tiles: one prepared statement per layer on the reader's connection, nothing kept between requests."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, cast
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import InterfaceError, OperationalError
from psycopg2 import errors as database_errors

from tiles.errors import TileTooHeavy
from tiles.grid import EXTENT, Tile
from tiles.layer import Column, LayerSpec

DISPLAY_PIXELS = 512
"""Side of a tile on screen, in pixels; generalised areas are drawn on this grid."""

_SQL = resources.files("tiles") / "sql"
_TILE = (_SQL / "vector_tile.sql").read_text(encoding="utf-8")
_DISSOLVED = (_SQL / "dissolved_tile.sql").read_text(encoding="utf-8")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,50}")

_prepared: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()
"""Statements each database session already knows; a session is used by one thread at a time."""


def public_tile(layers: Sequence[LayerSpec], tile: Tile) -> bytes:
    """The layers that are drawn at the tile's zoom, one after the other; empty when there is nothing."""
    return b"".join(_layer_bytes("published", spec, tile, ()) for spec in layers if spec.drawn_at(tile.z))


def desk_tile(
    layers: Sequence[LayerSpec], tile: Tile, *, unit_ids: Iterable[int] | None, batch_id: int | None
) -> bytes:
    """The same from schema `desk`, narrowed to units (None: all) and to one batch (None: all)."""
    narrowed = (sorted(unit_ids) if unit_ids is not None else None, batch_id)
    return b"".join(_layer_bytes("desk", spec, tile, narrowed) for spec in layers if spec.drawn_at(tile.z))


@lru_cache(maxsize=512)
def statement(spec: LayerSpec, z: int) -> str:
    """The SQL of a layer at a zoom, with $1…$4 the tile's bounds, $5…$8 the searched bounds, $9 units, $10 batch."""
    where = []
    if spec.audience == "desk":
        where.append("AND ($9::bigint[] IS NULL OR unit = ANY ($9)) AND ($10::bigint IS NULL OR batch = $10)")
    if spec.min_width_px:
        where.append(f"AND w >= ($3 - $1) * {spec.min_width_px / DISPLAY_PIXELS!r}")
    words = {
        "layer": spec.name,
        "view": ".".join(_quoted(part) for part in spec.view.split(".")),
        "columns": "".join(f"{_selected(column)}, " for column in spec.columns_at(z)),
        "dissolve_by": _quoted(spec.dissolve_by) if spec.dissolve_by else "",
        "geometry": "ST_PointOnSurface(geom_3857)" if spec.as_point else "geom_3857",
        "extent": str(EXTENT),
        "buffer": str(spec.buffer),
        "pixels": f"{DISPLAY_PIXELS}.0",
        "where": " ".join(where),
    }
    text = _DISSOLVED if spec.dissolve_by else _TILE
    return re.sub(r"\{(\w+)\}", lambda word: words[word[1]], text)


def _selected(column: Column) -> str:
    return f"{column.expression} AS {_quoted(column.name)}" if column.expression else _quoted(column.name)


def _quoted(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a plain identifier: {name!r}")
    return f'"{name}"'


def _layer_bytes(alias: str, spec: LayerSpec, tile: Tile, narrowed: tuple[Any, ...]) -> bytes:
    wrapper = cast(BaseDatabaseWrapper, connections[alias])
    parameters = (*tile.bounds(), *tile.bounds(spec.buffer), *narrowed)
    try:
        return _asked(wrapper, spec, tile.z, parameters)
    except (OperationalError, InterfaceError, database_errors.InvalidSqlStatementName) as error:
        if isinstance(error, database_errors.QueryCanceled):
            raise TileTooHeavy(
                "Mảnh bản đồ này mất quá nhiều thời gian.",
                "This tile takes too long.",
                hint_vi="Phóng to thêm rồi thử lại.",
                hint_en="Zoom in and try again.",
            ) from error
        # the server was restarted or the session reset behind our back: once more, on a fresh session
        wrapper.close()
        return _asked(wrapper, spec, tile.z, parameters)


def _asked(wrapper: BaseDatabaseWrapper, spec: LayerSpec, z: int, parameters: tuple[Any, ...]) -> bytes:
    wrapper.ensure_connection()
    session = wrapper.connection
    # one statement per set of columns, not per zoom: zooms with the same columns share it
    name = f"tile_{spec.name}_{len(spec.columns_at(z))}"
    known = _prepared.setdefault(session, set())
    with session.cursor() as cursor:
        if name not in known:
            _prepare(cursor, name, spec, z, known)
        cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(parameters))})", parameters)
        row = cursor.fetchone()
    return bytes(row[0]) if row and row[0] is not None else b""


def _prepare(cursor: Any, name: str, spec: LayerSpec, z: int, known: set[str]) -> None:
    """A generic plan serves every tile: always the index on the box, never planned again."""
    types = ", ".join(["float8"] * 8 + (["bigint[]", "bigint"] if spec.audience == "desk" else []))
    if not known:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
    cursor.execute(f"PREPARE {name} ({types}) AS {statement(spec, z)}")
    known.add(name)
