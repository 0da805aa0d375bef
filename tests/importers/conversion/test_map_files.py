"""Files with attribute tables: every format in and out, texts and systems as they should be, bad rows named."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from gis_core.crs.operations import choose_operation
from gis_core.crs.recognise import recognise
from gis_core.crs.systems import parse_system
from gis_core.errors import DomainError
from importers.conversion.one_file import Wish, convert_file
from importers.writers.mapinfo import Column, write_mif, write_tab
from tests.databases import PROJECT
from tests.importers.conversion.asked import convert_answer
from tests.public_data import public_file

WAY = choose_operation(parse_system("9218"), parse_system("4326"))
NAMES = np.array(["Đất ở tại nông thôn", "Nguyễn Thị Ế", None], dtype=object)
TABLES = (".gpkg", ".fgb", ".shp", ".geojson", ".mif", ".tab")


def parcels(count: int = 3) -> np.ndarray:
    """Squares with a hole, a part apart, and a plain one."""
    boxes = [shapely.box(456300.0 + 40 * k, 1208600.0, 456330.0 + 40 * k, 1208625.5) for k in range(count)]
    boxes[1] = shapely.union(boxes[1], shapely.box(456300.0, 1208700.0, 456310.0, 1208710.0))
    boxes[2] = shapely.difference(boxes[2], shapely.box(456385.0, 1208605.0, 456390.0, 1208610.0))
    return np.array(boxes, dtype=object)


def made(path: Path, shapes: np.ndarray, driver: str = "GPKG", crs: str | None = "EPSG:9218") -> Path:
    fields = [
        np.arange(len(shapes), dtype=np.int32),
        np.linspace(0.5, 9.25, len(shapes)),
        np.resize(NAMES, len(shapes)),
    ]
    pyogrio.raw.write(path, shapely.to_wkb(shapes), fields, ["so_thua", "dien_tich", "loai"], crs=crs, driver=driver,
                      geometry_type="Unknown" if driver == "GPKG" else "MultiPolygon", encoding="UTF-8")  # fmt: skip
    return path


def held(path: Path) -> tuple[dict, np.ndarray, dict[str, list]]:
    meta, _, wkb, fields = pyogrio.raw.read(path)
    columns = {str(name): list(values) for name, values in zip(meta["fields"], fields, strict=True)}
    # FlatGeobuf keeps features in the order of its spatial index
    order = np.argsort(columns["so_thua"]) if path.suffix == ".fgb" else np.arange(len(wkb))
    return meta, shapely.from_wkb(wkb)[order], {name: [v[k] for k in order] for name, v in columns.items()}


@pytest.mark.parametrize(
    ("suffix", "target"),
    [*((suffix, target) for suffix in TABLES for target in ("5899", "4326")),
     *((".mif", target) for target in ("9218", "4756", "2045", "3149", "TD:910492")), (".tab", "2045")],
)  # fmt: skip
def test_every_table_in_every_system_reads_back(tmp_path: Path, suffix: str, target: str) -> None:
    source, result = made(tmp_path / "p.gpkg", parcels()), tmp_path / f"out{suffix}"
    report = convert_file(source, result, Wish(target))
    assert report["features"] == {"in": 3, "out": 3, "rejected": 0} and report["balanced"]
    way = choose_operation(parse_system("9218"), parse_system(target))
    meta, shapes, columns = held(result)
    expected = shapely.transform(parcels(), lambda xy: np.column_stack(way.forward(xy[:, 0], xy[:, 1])))
    apart = [shapely.hausdorff_distance(a, b) for a, b in zip(shapely.normalize(shapes), expected, strict=True)]
    assert max(apart) < (1e-9 if way.target.is_geographic else 1e-4)
    assert columns["so_thua"] == [0, 1, 2] and columns["dien_tich"] == [0.5, 4.875, 9.25]
    assert [text or None for text in columns["loai"]] == list(NAMES)
    known = recognise(meta["crs"])
    if suffix in {".mif", ".tab"} or target not in {"TD:910492"}:
        assert known.srid == way.target.srid and known.certain, (meta["crs"], known)


@pytest.mark.parametrize("suffix", [".csv", ".kml"])
def test_csv_and_kml(tmp_path: Path, suffix: str) -> None:
    report = convert_file(made(tmp_path / "p.gpkg", parcels()), tmp_path / f"out{suffix}", Wish("4326"))
    assert report["features"]["out"] == 3
    if suffix == ".csv":
        lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
        assert (
            lines[0] == '"so_thua","dien_tich","loai","wkt"' and "Đất ở" in lines[1] and "POLYGON ((108.1" in lines[1]
        )


@pytest.mark.parametrize("suffix", TABLES)
def test_every_table_as_source(tmp_path: Path, suffix: str) -> None:
    convert_file(made(tmp_path / "p.gpkg", parcels()), tmp_path / f"a{suffix}", Wish("5899"))
    report = convert_file(tmp_path / f"a{suffix}", tmp_path / "back.gpkg", Wish("9218"))
    _, shapes, columns = held(tmp_path / "back.gpkg")
    order = np.argsort(columns["so_thua"])
    shapes, columns = shapes[order], {name: [values[k] for k in order] for name, values in columns.items()}
    assert report["from"] == "VN-2000 / TM-3 107-45"
    apart = [shapely.hausdorff_distance(a, b) for a, b in zip(shapes, parcels(), strict=True)]
    assert max(apart) < 1e-4
    assert [text or None for text in columns["loai"]] == list(NAMES)


@pytest.mark.parametrize("suffix", [".mif", ".tab"])
def test_legacy_bytes_become_unicode(tmp_path: Path, suffix: str) -> None:
    texts = [text.encode("latin-1") for text in ("§Êt ë t¹i n«ng th«n", "NguyÔn ThÞ Hång", "TrÇn V¨n N¨m")]
    columns = [Column("chu", "char", texts, width=40)]
    writer = write_mif if suffix == ".mif" else write_tab
    writer(tmp_path / f"old{suffix}", parcels(), columns, meridian=108.5)
    report = convert_file(tmp_path / f"old{suffix}", tmp_path / "new.gpkg", Wish("5899"))
    assert report["encoding"] == "tcvn3" and report["unreadable_texts"] == 0
    assert held(tmp_path / "new.gpkg")[2]["chu"] == ["Đất ở tại nông thôn", "Nguyễn Thị Hồng", "Trần Văn Năm"]


def test_rows_without_a_place_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    shapes = parcels()
    shapes[1] = shapely.transform(shapes[1], lambda xy: xy + np.array([9e7, 0]))
    answer, code = convert_answer(made(tmp_path / "p.gpkg", shapes), tmp_path / "out.fgb", "--to", "4326")
    assert code == 0 and answer["balanced"]
    assert answer["features"] == {"in": 3, "out": 2, "rejected": 1}
    assert answer["rejected"][0]["row"] == 1 and "hệ đích" in answer["rejected"][0]["reason"]


def test_swapped_axes_are_put_right_when_asked(tmp_path: Path) -> None:
    turned = shapely.transform(parcels(), lambda xy: xy[:, ::-1])
    source = made(tmp_path / "p.gpkg", turned)
    answer, code = convert_answer(source, tmp_path / "out.gpkg", "--to", "5899", "--swap-axes")
    assert code == 0
    west, _, _, north = answer["extent"]
    assert 530_000 < west < 550_000 and 1_200_000 < north < 1_210_000


def test_a_file_without_a_system_is_refused_and_the_stated_one_is_used(tmp_path: Path) -> None:
    source = made(tmp_path / "p.gpkg", parcels(), crs=None)
    answer, code = convert_answer(source, tmp_path / "out.gpkg", "--to", "5899")
    assert code == 1 and answer["error"]["code"] == "source_system_unknown"
    answer, code = convert_answer(source, tmp_path / "out.gpkg", "--to", "5899", "--from", "VN-2000 108-30")
    assert code == 0
    other = made(tmp_path / "q.gpkg", parcels())
    answer, code = convert_answer(other, tmp_path / "out.gpkg", "--to", "5899", "--from", "9217")
    assert code == 0 and "108-30" in json.dumps(answer["notes"], ensure_ascii=False)


def test_mapinfo_datum_104_under_a_national_grid_is_not_believed(tmp_path: Path) -> None:
    source = tmp_path / "trap.mif"
    pyogrio.raw.write(source, shapely.to_wkb(parcels()), [np.arange(3, dtype=np.int32)], ["n"], crs="EPSG:9218",
                      driver="MapInfo File", geometry_type="Polygon")  # fmt: skip
    assert "Projection 8, 104" in source.read_text("latin-1")
    with pytest.raises(DomainError) as refused:
        convert_file(source, tmp_path / "out.gpkg", Wish("5899"))
    assert refused.value.code == "source_system_unknown"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 no map", b"fgb\x03fgb\x00 cut off", b"SQLite format 3\x00"])
def test_what_is_no_map_is_refused_with_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.gpkg").write_bytes(content)
    answer, code = convert_answer(tmp_path / "a.gpkg", tmp_path / "out.gpkg", "--to", "9218", "--from", "9218")
    assert code == 1 and answer["error"]["message_vi"] and answer["error"]["hint"]["en"]
    assert not (tmp_path / "out.gpkg").exists()


def test_cut_off_shapefile_is_refused(tmp_path: Path) -> None:
    convert_file(made(tmp_path / "p.gpkg", parcels()), tmp_path / "a.shp", Wish("5899"))
    (tmp_path / "a.shp").write_bytes((tmp_path / "a.shp").read_bytes()[:-50])
    answer, code = convert_answer(tmp_path / "a.shp", tmp_path / "b.gpkg", "--to", "9218")
    assert code == 1 and answer["error"]["code"] == "truncated_file"


def test_a_zip_gives_one_report_a_file_and_a_total(tmp_path: Path) -> None:
    convert_file(made(tmp_path / "p.gpkg", parcels()), tmp_path / "tab" / "a.tab", Wish("9218"))
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for path in [tmp_path / "p.gpkg", *(tmp_path / "tab").iterdir()]:
            archive.write(path, f"Xã Hàm Liêm/{path.name}")
        archive.writestr("readme.txt", "no map")
    answer, code = convert_answer(tmp_path / "in.zip", tmp_path / "out.zip", "--to", "5899", "--format", "gpkg")
    assert code == 0
    assert answer["data_sets"] == {"in": 3, "converted": 2, "refused": 1}
    assert answer["features"] == {"in": 6, "out": 6, "rejected": 0} and answer["balanced"]
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        names = set(archive.namelist())
        report = json.loads(archive.read("convert_report.json"))
    assert names == {"Xã Hàm Liêm/p.gpkg", "Xã Hàm Liêm/a.gpkg", "convert_report.json"}
    assert [entry["ok"] for entry in report["files"]].count(False) == 1


def test_manage_py_needs_no_database_for_a_file(tmp_path: Path) -> None:
    source = made(tmp_path / "p.gpkg", parcels())
    done = subprocess.run(
        [sys.executable, "manage.py", "convert", str(source), str(tmp_path / "o.fgb"), "--to", "4326", "--json"],
        cwd=PROJECT, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["operation"]["code"] == "EPSG:6960" and answer["max_round_trip_m"] < 1e-5


def test_every_readable_public_file_balances(tmp_path: Path) -> None:
    folder = public_file("shp").parent
    for name in ("gpkg", "mapinfo", "vn", "gpx"):
        answer, _ = convert_answer(folder / name, tmp_path / name, "--from", "", "--to", "4326", "--format", "gpkg")
        for report in answer["files"]:
            assert report["ok"] is False or report["balanced"], report
            assert report["ok"] or report["error"]["message_vi"]
