"""System checks of the ground the register stands on: extensions, coordinate systems, roles.

They run with `manage.py check --database default` and before every `migrate`; a database that would store wrong
coordinates without a word is refused here.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from gis_core.crs.zones import ZONES

EXTENSIONS = ("postgis", "btree_gist", "pg_trgm", "unaccent", "pgcrypto")
ROLES = ("thodia_owner", "thodia_app", "tiles_reader", "desk_reader")
TOLERANCE_M = 0.002

VECTORS = (
    (9218, 108.1021, 10.9289, 456313.4063, 1208622.9214),
    (9218, 108.9440, 10.5280, 548400.1649, 1164288.4612),
    (5899, 108.1021, 10.9289, 538290.7287, 1208616.2252),
    (3406, 108.1021, 10.9289, 183026.4866, 1209753.2022),
)
"""SRID, WGS-84 longitude and latitude, expected east and north by EPSG:6960 (metres)."""


@register(Tags.database)
def check_ground(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Extensions, EPSG rows, regression vectors, LAND_SRID and roles of the default database."""
    if not databases or "default" not in databases:
        return []
    try:
        with connections["default"].cursor() as cursor:
            missing = _missing_extensions(cursor)
            if missing:
                return missing
            return [*_zones(cursor), *_land_srid(cursor), *_roles(cursor)]
    except DatabaseError as error:
        return [Error(f"The database cannot be examined: {error}", id="gis_core.E000")]


def _missing_extensions(cursor: Any) -> list[CheckMessage]:
    cursor.execute("SELECT extname FROM pg_extension")
    present = {name for (name,) in cursor.fetchall()}
    return [
        Error(
            f"Extension {name} is missing.",
            hint="Run scripts/bootstrap_database.sql as superuser in this database.",
            id="gis_core.E001",
        )
        for name in EXTENSIONS
        if name not in present
    ]


def _zones(cursor: Any) -> list[CheckMessage]:
    national = sorted(z.srid for z in ZONES.values() if z.datum == "vn2000" and not z.own_code)
    cursor.execute("SELECT srid FROM public.spatial_ref_sys WHERE srid = ANY(%s)", [national])
    present = {srid for (srid,) in cursor.fetchall()}
    absent = [srid for srid in national if srid not in present]
    if absent:
        return [
            Error(
                f"spatial_ref_sys lacks {', '.join(map(str, absent))}.",
                hint="Run scripts/bootstrap_srs.sql as superuser in this database.",
                id="gis_core.E002",
            )
        ]
    messages: list[CheckMessage] = []
    for srid, lon, lat, east, north in VECTORS:
        cursor.execute(
            "SELECT public.ST_X(p), public.ST_Y(p) FROM (SELECT public.ST_Transform("
            "public.ST_SetSRID(public.ST_MakePoint(%s, %s), 4326), %s::int) AS p) AS moved",
            [lon, lat, srid],
        )
        got_east, got_north = cursor.fetchone()
        off = max(abs(got_east - east), abs(got_north - north))
        if off > TOLERANCE_M:
            messages.append(
                Error(
                    f"PostGIS puts a regression point {off:.3f} m off in SRID {srid}.",
                    hint="The EPSG row carries another datum shift than EPSG:6960; run scripts/bootstrap_srs.sql.",
                    id="gis_core.E003",
                )
            )
    return messages


def _land_srid(cursor: Any) -> list[CheckMessage]:
    """Legal geometry columns (named geom) must be in LAND_SRID: it is fixed when the database is made.

    SRID 0 marks staging tables, whose rows are in their file's own zone.
    """
    cursor.execute(
        "SELECT f_table_name, srid FROM public.geometry_columns "
        "WHERE f_table_schema = 'public' AND f_geometry_column = 'geom' AND srid NOT IN (0, %s)",
        [settings.LAND_SRID],
    )
    return [
        Error(
            f"{table}.geom is in SRID {srid}, the settings say LAND_SRID = {settings.LAND_SRID}.",
            hint="Set THODIA_LAND_SRID to the database's zone, or re-zone the database.",
            id="gis_core.E004",
        )
        for table, srid in cursor.fetchall()
    ]


def _roles(cursor: Any) -> list[CheckMessage]:
    cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
    found = dict(cursor.fetchall())
    messages: list[CheckMessage] = [
        Error(f"Role {role} is missing.", hint="Run scripts/bootstrap_roles.sql.", id="gis_core.E005")
        for role in ROLES
        if role not in found
    ]
    messages += [
        Error(f"Role {role} is a superuser: no rule of the database binds it.", id="gis_core.E006")
        for role, is_super in found.items()
        if is_super
    ]
    return messages
