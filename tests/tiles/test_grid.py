"""The tile pyramid."""

import morecantile
import pytest

from tiles.errors import TileOutOfRange
from tiles.grid import HALF_WORLD_M, Tile, degrees, tile, tile_at, tiles_within, web_mercator


def test_bounds_of_the_world_and_of_its_quarters() -> None:
    assert tile(0, 0, 0).bounds() == (-HALF_WORLD_M, -HALF_WORLD_M, HALF_WORLD_M, HALF_WORLD_M)
    assert tile(1, 1, 0).bounds() == (0.0, 0.0, HALF_WORLD_M, HALF_WORLD_M)
    margin = HALF_WORLD_M * 64 / 4096
    assert tile(1, 1, 0).bounds(64) == (-margin, -margin, HALF_WORLD_M + margin, HALF_WORLD_M + margin)


@pytest.mark.parametrize(("z", "x", "y"), [(-1, 0, 0), (23, 0, 0), (2, 4, 0), (2, 0, 4), (2, -1, 0)])
def test_outside_the_pyramid(z: int, x: int, y: int) -> None:
    with pytest.raises(TileOutOfRange):
        tile(z, x, y)


def test_places_and_tiles() -> None:
    other = morecantile.tms.get("WebMercatorQuad")
    for z in (5, 12, 16, 22):
        told = other.tile(108.1, 10.93, z)
        assert tile_at(108.1, 10.93, z) == Tile(z, told.x, told.y)
    assert degrees(*web_mercator(108.1, 10.93)) == pytest.approx((108.1, 10.93))


def test_tiles_that_meet_a_box() -> None:
    west, south, east, north = tile(5, 10, 12).bounds()
    inside = (west + 1, south + 1, east - 1, north - 1)
    assert tiles_within(inside, 5) == [Tile(5, 10, 12)]
    assert len(tiles_within(inside, 7)) == 16
