"""What a layer is: one frozen spec feeds the tile statement, the TileJSON and the style."""

from dataclasses import dataclass
from typing import Literal

Audience = Literal["public", "desk"]
Shape = Literal["polygon", "line", "point"]


@dataclass(frozen=True, slots=True)
class Column:
    """One attribute of a layer; sent from zoom `from_zoom` on (tiles stay small where nobody reads it).

    `expression` computes it in SQL from the view's columns; without it the view has a column of that name.
    """

    name: str
    from_zoom: int = 0
    kind: Literal["String", "Number", "Boolean"] = "String"
    expression: str = ""


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """A layer of vector tiles over one view of schema `published` or `desk`.

    The view has `fid` (the feature's number), `geom_3857` and the columns. `min_width_px` leaves out features whose
    `w` (metres) is narrower than that on a 512-pixel tile. `dissolve_by` makes generalised areas: features are
    snapped to the pixel grid and merged by that column, without ids. `as_point` sends a point inside each polygon
    (for names). `max_age_s` is how long a copy may be shown.
    """

    name: str
    view: str
    shape: Shape
    minzoom: int
    maxzoom: int
    columns: tuple[Column, ...]
    title_vi: str
    title_en: str
    audience: Audience = "public"
    buffer: int = 64
    min_width_px: float = 0.0
    dissolve_by: str = ""
    as_point: bool = False
    max_age_s: int = 60

    def columns_at(self, z: int) -> tuple[Column, ...]:
        """The attributes sent at that zoom, in order."""
        return tuple(column for column in self.columns if z >= column.from_zoom)

    def drawn_at(self, z: int) -> bool:
        """True when tiles of that zoom hold this layer."""
        return self.minzoom <= z <= self.maxzoom
