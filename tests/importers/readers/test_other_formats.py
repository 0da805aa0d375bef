"""Shapefile, GeoPackage, GeoJSON, DXF, GPX, pictures and survey files: checked before they are believed."""

import json
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from importers.intake.blocks import as_frame
from importers.readers import raster_place
from importers.readers.choose import BY_CODE, READERS, read, reader_for
from importers.readers.errors import (
    CompanionFile,
    DamagedFile,
    EmptyFile,
    ImpossibleCoordinates,
    MissingCompanion,
    RasterFile,
    TooLarge,
    TruncatedFile,
    UnknownFormat,
    UnreadableFile,
    UnsafeReference,
    WrongExtension,
)
from importers.readers.signatures import sniff
from tests.public_data import public_file

SQUARE = shapely.box(456000.0, 1208000.0, 456010.5, 1208020.25)


def shapefile(folder: Path, *, drop: tuple[str, ...] = ()) -> Path:
    frame = geopandas.GeoDataFrame({"SOTHUA": ["Thửa 1"]}, geometry=[SQUARE], crs=9218)
    path = folder / "thua.shp"
    pyogrio.write_dataframe(frame, path, encoding="UTF-8")
    for extension in drop:
        path.with_suffix(extension).unlink()
    return path


def geojson(folder: Path, *geometries: dict[str, Any]) -> Path:
    path = folder / "a.geojson"
    features = [{"type": "Feature", "properties": {"n": i}, "geometry": g} for i, g in enumerate(geometries)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def codes(path: Path, **options: Any) -> list[str]:
    return [note.code for note in read(path, **options).info.warnings]


def test_every_reader_has_a_code_of_its_own() -> None:
    assert len(BY_CODE) == len(READERS)


def test_shapefile_texts_are_bytes_and_missing_parts_are_told(tmp_path: Path) -> None:
    path = shapefile(tmp_path, drop=(".prj", ".shx"))
    reading = read(path)
    assert [note.code for note in reading.info.warnings] == ["companion_missing", "crs_missing"]
    row = as_frame(next(iter(reading.blocks))).iloc[0]
    assert row["attrs"]["SOTHUA"] == "Thửa 1".encode()
    assert row.geometry.equals(SQUARE)


def test_shapefile_without_table_or_cut_off_is_refused(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(TruncatedFile):
        read(path)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(MissingCompanion):
        read(path)


def test_a_broken_prj_does_not_hide_the_parcels(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".prj").write_text("PROJCS[rubbish")
    assert "crs_unreadable" in codes(path)


def test_companions_point_at_their_main_file(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    for extension in (".dbf", ".shx", ".prj", ".cpg"):
        with pytest.raises(CompanionFile) as caught:
            reader_for(path.with_suffix(extension))
        assert "thua.shp" in caught.value.message_vi


def test_nan_and_far_coordinates(tmp_path: Path) -> None:
    good = SQUARE
    odd = shapely.linestrings([[456000.0, np.nan], [456001.0, 1208001.0]])
    frame = geopandas.GeoDataFrame({"a": [1, 2]}, geometry=[good, odd], crs=9218)
    pyogrio.write_dataframe(frame, tmp_path / "a.gpkg")
    info = read(tmp_path / "a.gpkg").info
    assert "coordinates_not_finite" in [note.code for note in info.warnings]
    assert info.extent == [456000.0, 1208000.0, 456010.5, 1208020.25]
    far = {"type": "Polygon", "coordinates": [[[1e12, 0], [1e12, 1e9], [2e12, 1e9], [1e12, 0]]]}
    with pytest.raises(ImpossibleCoordinates):
        read(geojson(tmp_path, far))


def test_rings_collapsed_and_open(tmp_path: Path) -> None:
    flat = {"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [3, 3], [1, 1]]]}
    with pytest.raises(DamagedFile):
        read(geojson(tmp_path, flat))
    open_ = {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 2]]]}
    reading = read(geojson(tmp_path, open_))
    assert "ring_unclosed" in [note.code for note in reading.info.warnings]
    assert as_frame(next(iter(reading.blocks))).geometry[0].area == pytest.approx(1.0)


def test_broken_json_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text('{"type": "FeatureCollection",\n "features": [')
    with pytest.raises(DamagedFile) as caught:
        read(tmp_path / "a.geojson")
    assert "dòng 2" in caught.value.message_vi


def test_gpx_declarations_and_swapped_axes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpx"
    path.write_text('<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx/>')
    with pytest.raises(UnsafeReference):
        read(path)
    path.write_text('<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="108.1" lon="10.9"/></gpx>')
    with pytest.raises(ImpossibleCoordinates):
        read(path)


@pytest.mark.parametrize(
    ("name", "content", "error", "word"),
    [
        ("a.dgn", b"", EmptyFile, "0 byte"),
        ("a.dgn", b"%PDF-1.5 rest", WrongExtension, "PDF"),
        ("a.dgn", b"AC1015" + bytes(50), WrongExtension, "DWG R2000"),
        ("a.dgn", b"PK\x03\x04" + bytes(50), WrongExtension, "ZIP"),
        ("a.dgn", b"<!DOCTYPE html><html></html>", WrongExtension, "HTML"),
        ("a.xml", b"<?xml version='1.0'?><kml xmlns='x'/>", WrongExtension, "KML"),
        ("a.dgn", b"12 13 14\n15 16 17\n", WrongExtension, "văn bản"),
        ("a.bin", bytes(range(256)) * 9, UnknownFormat, "Không nhận ra"),
    ],
)
def test_content_decides(tmp_path: Path, name: str, content: bytes, error: type[UnreadableFile], word: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error) as caught:
        read(tmp_path / name)
    assert word in caught.value.message_vi
    assert caught.value.hint_vi
    assert caught.value.hint_en


def picture(path: Path, **options: Any) -> Path:
    profile = {"driver": "GTiff", "width": 40, "height": 30, "count": 1, "dtype": "uint8", **options}
    with rasterio.open(path, "w", **profile) as file:
        file.write(np.zeros((1, 30, 40), dtype="uint8")) if profile["width"] == 40 else None
    return path


def test_pictures(tmp_path: Path) -> None:
    placed = rasterio.transform.from_origin(456000, 1208000, 0.5, 0.5)
    path = picture(tmp_path / "a.tif", crs="EPSG:9218", transform=placed)
    info = read(path, with_blocks=False).info
    assert (info.kind, info.extent) == ("raster", [456000.0, 1207985.0, 456020.0, 1208000.0])
    with pytest.raises(RasterFile):
        read(path)
    path.write_bytes(path.read_bytes()[:-600])
    with pytest.raises(TruncatedFile):
        read(path, with_blocks=False)
    big = picture(tmp_path / "b.tif", width=60000, height=60000, tiled=True, sparse_ok=True, compress="deflate")
    with pytest.raises(TooLarge):
        read(big, with_blocks=False)


def test_world_files(tmp_path: Path) -> None:
    path = tmp_path / "a.jgw"
    path.write_text("0,5\n0\n0\n-0,5\n456000,25\n1207999,75\n")
    assert raster_place.read_world_file(path) @ (0, 0) == (456000.0, 1208000.0)
    for text in ("0.5\n0\n0\n-0.5\n456000\n", "0\n0\n0\n0\n1\n1\n", "<html>404</html>"):
        path.write_text(text)
        with pytest.raises(DamagedFile):
            raster_place.read_world_file(path)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("RILIEVO.gsi", "GSI"),
        ("leica_gsi16_gurob.gsi", "GSI-16"),
        ("sokkia_sdr33.sdr", "SDR33"),
        ("Leica1200.rw5", "RW5"),
        ("landxml.xml", "LandXML"),
        ("nikon_raw_v200.tops", "Nikon"),
        ("leica_tcr_705", "TCR"),
        ("zeiss_elta_r55-REC_500.tops", "Zeiss"),
        ("BSG-08-11-19.are", "ARE"),
        ("test1.job", "JOB"),
        ("survey_points.csv", "Points"),
    ],
)
def test_survey_files_are_named_and_refused_politely(name: str, word: str) -> None:
    path = public_file(f"survey/{name}")
    info = read(path, with_blocks=False).info
    assert info.kind == "survey"
    assert word in f"{info.format} {info.version}"
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == "survey_file"


def test_sniffing_never_trusts_the_name(tmp_path: Path) -> None:
    path = shapefile(tmp_path).rename(tmp_path / "x.dgn")
    signature = sniff(path)
    assert signature is not None
    assert signature.code == "shp"
