"""What the levels, layers and columns of a delivery mean; one TOML file each, offices differ.

A text on a level, or a column, that the profile does not name is of unknown meaning and therefore personal
from the moment of reading: it is kept as raw bytes only and never shown (DESIGN §5.10).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gis_core.text.names import fold

DEFAULT = "circular_2014"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Profile:
    """Level numbers, folded layer names and folded column names, mapped to forms, roles and fields."""

    name: str
    title: str
    level_form: dict[int, str]
    level_role: dict[int, str]
    layer_form: dict[str, str]
    layer_role: dict[str, str]
    column: dict[str, tuple[str, ...]]
    zone_column: dict[str, tuple[str, ...]]

    def names_column(self, name: str) -> bool:
        """True when the profile says what the column of this name holds."""
        key = folded_key(name)
        return any(key in keys for keys in (*self.column.values(), *self.zone_column.values()))

    def columns_of(self, names: list[str], *, zones: bool = False) -> dict[str, str]:
        """Field → the file's column that carries it; fields without a column are left out."""
        folded = {folded_key(name): name for name in names}
        wanted = self.zone_column if zones else self.column
        return {
            field: next(folded[key] for key in keys if key in folded)
            for field, keys in wanted.items()
            if any(key in folded for key in keys)
        }


def folded_key(name: str) -> str:
    """A level or column name without accents, lower case, words joined by one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")


def names() -> list[str]:
    """The profiles there are."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def profile(name: str = DEFAULT) -> Profile:
    """Read a profile; KeyError when there is none of that name."""
    path = _FOLDER / f"{name}.toml"
    if name not in names():
        raise KeyError(name)
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Profile(
        name=name,
        title=data["title"],
        level_form={int(level): form for level, form in data["level"]["form"].items()},
        level_role={int(level): role for level, role in data["level"]["role"].items()},
        layer_form=dict(data["layer"]["form"]),
        layer_role=dict(data["layer"]["role"]),
        column={field: tuple(keys) for field, keys in data["column"].items()},
        zone_column={field: tuple(keys) for field, keys in data["zone_column"].items()},
    )
