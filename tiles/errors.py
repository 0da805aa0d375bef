"""Refusals of the tile service and the HTTP status each is told with."""

from gis_core.errors import DomainError


class TileError(DomainError):
    """Parent of every refusal of the tile service."""

    code = "tile_refused"
    status = 400


class UnknownLayer(TileError):
    """A layer that is not in the catalogue, or not for this audience."""

    code = "unknown_layer"
    status = 404


class UnknownRaster(TileError):
    """No published scanned plan with that number, or its file is away."""

    code = "unknown_raster"
    status = 404


class TileOutOfRange(TileError):
    """A zoom, column or row outside the tile pyramid."""

    code = "tile_out_of_range"
    status = 400


class TileTooHeavy(TileError):
    """The database gave up on a tile (its time limit for readers)."""

    code = "tile_too_heavy"
    status = 503
