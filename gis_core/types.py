"""Names for the numbers that pass between rooms."""

from typing import NewType

Srid = NewType("Srid", int)
"""An EPSG code, or one of the project's own codes of gis_core.crs.zones for zones EPSG lacks."""

Metres = NewType("Metres", float)
SquareMetres = NewType("SquareMetres", float)
