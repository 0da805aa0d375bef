"""The geometry columns that follow LAND_SRID, found from the models and checked against the database."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from gis_core.orm.fields import is_land_field
from gis_core.orm.rezoning.refusals import refusal
from gis_core.orm.rezoning.statements import statement

ZONE_COLUMNS = ("official_srid", "srid")
"""Columns of a table that name the official zone of its row, the first that exists."""


@dataclass(frozen=True, slots=True)
class LandColumn:
    """One geometry column in LAND_SRID. `zone_column` names the row's official zone, None where a row has none."""

    table: str
    column: str
    number: int
    relation: int
    declared: str
    key: str
    zone_column: str | None

    @property
    def kind(self) -> str:
        """The geometry type without the system: `MultiPolygon`."""
        return self.declared.partition("(")[2].split(",")[0].rstrip(")") or "Geometry"


def land_columns(cursor: Any, srid: int) -> list[LandColumn]:
    """All of them, ordered by table; refuses columns in LAND_SRID that no model declares, and tables not our own."""
    declared = {(model._meta.db_table, field.column): model for model in apps.get_models(include_auto_created=True)
                for field in model._meta.local_fields if is_land_field(field)}  # fmt: skip
    cursor.execute(statement("land_columns"), {"srid": srid})
    found = []
    for schema, table, column, number, relation, type_text, owned in cursor.fetchall():
        model = declared.get((table, column)) if schema == "public" else None
        if model is None:
            raise refusal(
                "rezone_unknown_column",
                f"Cột {schema}.{table}.{column} ở hệ {srid} không thuộc mô hình dữ liệu nào.",
                f"Column {schema}.{table}.{column} is in system {srid}, but no model declares it.",
                "Khai báo cột bằng trường Land…Field, hoặc bỏ bảng thừa.",
                "Declare it with a Land…Field, or drop the stray table.",
            )
        if not owned:
            raise refusal(
                "rezone_needs_owner",
                f"Tài khoản cơ sở dữ liệu hiện tại không sở hữu bảng {table}.",
                f"The database role in use does not own table {table}.",
                "Chạy với THODIA_DB_ROLE=thodia_owner.",
                "Run it with THODIA_DB_ROLE=thodia_owner.",
            )
        found.append(LandColumn(table, column, number, relation, type_text, _key(model), _zone_column(model)))
    missing = {(table, column) for table, column in declared} - {(c.table, c.column) for c in found}
    if missing:
        raise refusal(
            "rezone_wrong_system",
            f"{len(missing)} cột hình học không ở hệ {srid}, ví dụ {min(missing)}.",
            f"{len(missing)} geometry columns are not in system {srid}, e.g. {min(missing)}.",
            "Đặt THODIA_LAND_SRID đúng với cơ sở dữ liệu, chạy manage.py check --database default.",
            "Set THODIA_LAND_SRID to the database's zone and run manage.py check --database default.",
        )
    return found


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _zone_column(model: type[Model]) -> str | None:
    columns = {field.column for field in model._meta.local_fields}
    return next((name for name in ZONE_COLUMNS if name in columns), None)
