"""SQL of this room: one statement per file in `sql/`, named by what it answers."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return files("land_records.parties").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
