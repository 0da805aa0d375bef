"""The SQL files of this room."""

from functools import cache
from importlib import resources


@cache
def statement(name: str) -> str:
    """Text of `sql/NAME.sql`."""
    return resources.files("gis_core.orm.rezoning").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
