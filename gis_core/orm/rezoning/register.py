"""Re-zone the register of the current database: prove, then move every column in one transaction.

The whole move is one database transaction under the locks of all its tables: either every column stands in the new
zone, or nothing has happened. Views over the columns and triggers that name them are put back as they were; indexes
and constraints follow by themselves. A last UPDATE lets the row history keep every row in its new digits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db import connection, transaction
from psycopg2 import sql
from psycopg2.extras import execute_values

from gis_core.crs.transform import operation_between
from gis_core.crs.zones import zone
from gis_core.orm.rezoning.columns import LandColumn, land_columns
from gis_core.orm.rezoning.moving import Proof, move
from gis_core.orm.rezoning.refusals import refusal
from gis_core.orm.rezoning.statements import statement

WAY_BACK_LIMIT_M = 0.0001
AREA_LIMIT_M2 = 0.001
BLOCK = 20_000
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rezoned:
    """What was proved, column by column. `done` is False for a dry run."""

    source: int
    target: int
    operation: str
    columns: dict[str, Proof]
    done: bool

    @property
    def way_back_m(self) -> float:
        """Largest difference on the way back over all columns, metres."""
        return max((proof.way_back_m for proof in self.columns.values()), default=0.0)

    @property
    def rows(self) -> int:
        """Rows of all columns."""
        return sum(proof.rows for proof in self.columns.values())


def rezone_register(
    *,
    source: int,
    target: int,
    dry_run: bool,
    hold: Callable[[], None],
    record: Callable[[Rezoned], None],
    progress: Progress,
) -> Rezoned:
    """Move every LAND_SRID column from `source` to `target`.

    `hold` takes the fabric lock, `record` enters the event in the same transaction. Raises
    RezoneError; nothing has changed then.
    """
    _check_target(source, target)
    with transaction.atomic(), connection.cursor() as cursor:
        columns = land_columns(cursor, source)
        hold()
        for table in sorted({column.table for column in columns}):
            _run(
                cursor,
                "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE" if not dry_run else "LOCK TABLE {} IN SHARE MODE",
                table,
            )
        _require_system(cursor, target)
        proofs = {f"{c.table}.{c.column}": _prepare(cursor, c, source, target, progress) for c in columns}
        result = Rezoned(source, target, operation_between(source, target).code, proofs, not dry_run)
        _refuse_unproved(result)
        if dry_run:
            transaction.set_rollback(True)
            return result
        _alter(cursor, columns, target, progress)
        _keep_history(cursor, columns, progress)
        record(result)
    return result


def _check_target(source: int, target: int) -> None:
    entry = zone(target)
    if source == target:
        raise refusal(
            "rezone_same_zone",
            f"Hệ thống đã ở hệ {source}.",
            f"The register is in {source} already.",
            "Chọn hệ khác.",
            "Choose another zone.",
        )
    if entry.datum != "vn2000" or entry.is_geographic:
        raise refusal(
            "rezone_not_a_zone",
            f"{entry.name} không phải múi chiếu VN-2000.",
            f"{entry.name} is no plane zone of VN-2000.",
            "Chọn mã EPSG của múi 3° (5896–5899, 9205–9218).",
            "Choose the EPSG code of a 3° zone (5896–5899, 9205–9218).",
        )


def _require_system(cursor: Any, target: int) -> None:
    cursor.execute("SELECT count(*) FROM public.spatial_ref_sys WHERE srid = %s", [target])
    if not cursor.fetchone()[0]:
        raise refusal(
            "rezone_unknown_system",
            f"Cơ sở dữ liệu chưa có hệ {target}.",
            f"The database lacks system {target}.",
            "Chạy scripts/bootstrap_srs.sql.",
            "Run scripts/bootstrap_srs.sql.",
        )


def _prepare(cursor: Any, column: LandColumn, source: int, target: int, progress: Progress) -> Proof:
    """Compute the new shapes of a column into a temporary table; returns the proof."""
    progress(f"{column.table}.{column.column}")
    names = {"temp": sql.Identifier(_temp(column)), "key": sql.Identifier(column.key)}
    _format(cursor, "CREATE TEMPORARY TABLE {temp} (pk bigint PRIMARY KEY, geom geometry) ON COMMIT DROP", names)
    proof = Proof()
    for keys, shapes, zones in _blocks(cursor, column):
        moved = move(shapes, zones, source, target, proof)
        wkb = shapely.to_wkb(shapely.set_srid(moved, target), hex=True, include_srid=True)
        rows = [(key, text) for key, text in zip(keys, wkb, strict=True) if text is not None]
        insert = sql.SQL("INSERT INTO {temp} (pk, geom) VALUES %s").format(**names).as_string(cursor.cursor)
        execute_values(cursor.cursor, insert, rows, page_size=1000)
    return proof


def _blocks(cursor: Any, column: LandColumn) -> Iterator[tuple[list[int], np.ndarray, np.ndarray]]:
    """Keys, shapes and official zones of all rows, in the order of the key."""
    wanted = sql.SQL(
        "SELECT {key}, public.ST_AsBinary({geom}), {zone} FROM {table} WHERE {key} > %s ORDER BY {key} LIMIT %s"
    ).format(
        key=sql.Identifier(column.key),
        geom=sql.Identifier(column.column),
        zone=sql.Identifier(column.zone_column) if column.zone_column else sql.SQL("0"),
        table=sql.Identifier("public", column.table),
    )
    last = -(2**62)
    while True:
        cursor.execute(wanted.as_string(cursor.cursor), [last, BLOCK])
        rows = cursor.fetchall()
        if not rows:
            return
        keys, wkb, zones = zip(*rows, strict=True)
        last = keys[-1]
        shapes = shapely.from_wkb(np.array([None if value is None else bytes(value) for value in wkb], dtype=object))
        yield list(keys), shapes, np.array([number or 0 for number in zones], dtype=np.int64)


def _refuse_unproved(result: Rezoned) -> None:
    for name, proof in result.columns.items():
        if proof.way_back_m >= WAY_BACK_LIMIT_M or proof.digits_changed or proof.worst_area_m2 > AREA_LIMIT_M2:
            raise refusal(
                "rezone_not_exact",
                f"{name}: lệch khi quay về {proof.way_back_m:.6f} m, {proof.digits_changed} đỉnh đổi số, diện tích "
                f"lệch {proof.worst_area_m2:.4f} m².",
                f"{name}: {proof.way_back_m:.6f} m on the way back, {proof.digits_changed} vertices with other "
                f"digits, areas off by {proof.worst_area_m2:.4f} m².",
                "Múi đích quá xa dữ liệu; chọn múi gần hơn.",
                "The zone is too far from the data; choose a nearer one.",
            )


def _alter(cursor: Any, columns: list[LandColumn], target: int, progress: Progress) -> None:
    """Change the column types; what stands in the way is taken down and put back."""
    cursor.execute(statement("dependent_views"), {"tables": [column.relation for column in columns]})
    views = [dict(zip([part[0] for part in cursor.description], row, strict=True)) for row in cursor.fetchall()]
    for view in reversed(views):
        cursor.execute(f"DROP {'MATERIALIZED ' if view['materialised'] else ''}VIEW {view['name']}")
    triggers = [(c.table, *row) for c in columns for row in _triggers(cursor, c)]
    for table, name, _ in dict.fromkeys(triggers):
        _format(cursor, "DROP TRIGGER {name} ON {table}", {"name": sql.Identifier(name), "table": _table(table)})
    for column in columns:
        progress(f"{column.table}.{column.column} → {target}")
        _alter_column(cursor, column, target)
    for _, _, definition in dict.fromkeys(triggers):
        cursor.execute(definition)
    for view in views:
        _put_back(cursor, view)


def _triggers(cursor: Any, column: LandColumn) -> list[tuple[str, str]]:
    cursor.execute(statement("column_triggers"), {"table": column.relation, "column": column.number})
    return list(cursor.fetchall())


def _alter_column(cursor: Any, column: LandColumn, target: int) -> None:
    names = {
        "table": _table(column.table), "column": sql.Identifier(column.column), "key": sql.Identifier(column.key),
        "temp": sql.Identifier(_temp(column)),
        "function": sql.Identifier("pg_temp", f"f_{column.relation}_{column.number}"),
        "kind": sql.SQL(f"public.geometry({column.kind}, {target:d})"),
    }  # fmt: skip
    _format(
        cursor,
        "CREATE FUNCTION {function}(bigint) RETURNS public.geometry LANGUAGE sql STABLE "
        "AS 'SELECT geom FROM pg_temp.{temp} WHERE pk = $1'",
        names,
    )
    _format(cursor, "ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind} USING {function}({key}::bigint)", names)


def _put_back(cursor: Any, view: dict[str, Any]) -> None:
    options = f" WITH ({view['options']})" if view["options"] else ""
    kind = "MATERIALIZED VIEW" if view["materialised"] else "VIEW"
    cursor.execute(f"CREATE {kind} {view['name']}{options} AS {view['body'].rstrip().rstrip(';')}")
    for text in (*(view["grants"] or ()), *(view["indexes"] or ())):
        cursor.execute(text)
    cursor.execute(f"ALTER {kind} {view['name']} OWNER TO {connection.ops.quote_name(view['owner'])}")
    if view["comment"]:
        cursor.execute(f"COMMENT ON {kind} {view['name']} IS %s", [view["comment"]])


def _keep_history(cursor: Any, columns: list[LandColumn], progress: Progress) -> None:
    """One UPDATE a table: triggers keep the rows in the history and fill the web map's copies anew."""
    for table in sorted({column.table for column in columns}):
        progress(f"history of {table}")
        own = [sql.Identifier(column.column) for column in columns if column.table == table]
        assignments = sql.SQL(", ").join(sql.SQL("{c} = {c}").format(c=name) for name in own)
        filled = sql.SQL(" OR ").join(sql.SQL("{c} IS NOT NULL").format(c=name) for name in own)
        text = sql.SQL("UPDATE {table} SET {set} WHERE {filled}").format(
            table=_table(table), set=assignments, filled=filled
        )
        cursor.execute(text.as_string(cursor.cursor))


def _temp(column: LandColumn) -> str:
    return f"rezoned_{column.relation}_{column.number}"


def _table(name: str) -> sql.Identifier:
    return sql.Identifier("public", name)


def _run(cursor: Any, text: str, table: str) -> None:
    cursor.execute(sql.SQL(text).format(_table(table)).as_string(cursor.cursor))


def _format(cursor: Any, text: str, names: dict[str, Any]) -> None:
    cursor.execute(sql.SQL(text).format(**names).as_string(cursor.cursor))
