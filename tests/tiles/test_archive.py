"""The PMTiles copy holds exactly what the service serves."""

import gzip
import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from pmtiles.reader import MmapSource, Reader

from tests.tiles.town import town_tile
from tiles import vector
from tiles.catalogue import layers_of


def test_archive_holds_the_tiles_of_the_service(town: str, tmp_path: Path) -> None:
    target = tmp_path / "town.pmtiles"
    out = StringIO()
    names = "unit,land_use,parcel,plan_zone"
    call_command("tiles", "archive", str(target), layers=names, minzoom=10, maxzoom=16, json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["ok"] and answer["archive"] == str(target)
    with target.open("rb") as file:
        reader = Reader(MmapSource(file))
        assert (reader.header()["min_zoom"], reader.header()["max_zoom"]) == (10, 16)
        assert [each["id"] for each in reader.metadata()["vector_layers"]] == names.split(",")
        for z in (10, 13, 14, 16):
            tile = town_tile(z)
            packed = reader.get(z, tile.x, tile.y)
            assert packed and gzip.decompress(packed) == vector.public_tile(layers_of(names), tile)
    assert not list(tmp_path.glob("*.building"))


def test_stats_count_every_zoom(town: str) -> None:
    out = StringIO()
    call_command("tiles", "stats", layers="parcel", minzoom=14, maxzoom=17, json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert [zoom["zoom"] for zoom in answer["zooms"]] == [14, 15, 16, 17]
    assert answer["tiles"] == sum(zoom["tiles"] for zoom in answer["zooms"])
    assert all(zoom["over_budget"] == 0 for zoom in answer["zooms"])
