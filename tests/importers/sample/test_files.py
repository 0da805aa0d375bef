"""The sample's files: same seed same bytes, exact on read-back, encodings and canaries where they belong."""

import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from gis_core.text.charsets import decode, encode
from importers.sample.drawing import draw, draw_commune
from importers.sample.fault_kinds import CODES
from importers.sample.make import Sample, make_sample
from importers.sample.names import CANARY_OWNER
from importers.sample.output import write_sample
from importers.sample.polygon_files import parcel_table
from importers.sample.recipe import Recipe

FORMING = (10, 21, 23, 31, 32, 38, 46, 63)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, faulty: Sample) -> Path:
    target = tmp_path_factory.mktemp("sample")
    write_sample(faulty, target)
    return target


def read(path: Path):
    return pyogrio.read_dataframe(path, encoding="ISO-8859-1")


def test_same_recipe_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_sample(make_sample(Recipe(parcels=1200, seed=1, faults=3)), tmp_path)
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert len(files) >= 20
    assert [str(name) for name in files if (folder / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_clean_sheets_close_into_exactly_their_faces(clean: Sample, tmp_path: Path) -> None:
    """Plain node + polygonize of the design file as GDAL reads it: every face has one label, outside has none."""
    for sheet in clean.commune.sheets.itertuples():
        path = tmp_path / "sheet.dgn"
        draw(clean.drawing, sheet.ordinal).save(path)
        table = read(path)
        lines = table[table["Level"].isin(FORMING) & (table["Type"] != 17)].geometry.to_numpy()
        lines = np.where(shapely.get_type_id(lines) == 3, shapely.boundary(lines), lines)
        lines = shapely.transform(shapely.get_parts(lines), lambda points: np.round(points, 3))
        faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.multilinestrings(lines))]))
        texts = table[table["Type"] == 17]
        uses = texts[texts["Level"].isin((2, 13)) & texts["Text"].str.match("[A-Z]{3}")]
        label, face = shapely.STRtree(faces).query(uses.geometry.to_numpy(), predicate="within")
        assert len(label) == len(uses) == (clean.commune.faces["sheet"] == sheet.ordinal).sum()
        counts = np.bincount(face, minlength=len(faces))
        assert counts.max() == 1
        inside = shapely.contains(clean.commune.boundary.buffer(0.01), faces)
        assert (counts[inside] == 1).all()
        assert (counts[~inside] == 0).all()


def test_design_lines_are_the_true_boundaries_to_the_millimetre(clean: Sample, tmp_path: Path) -> None:
    path = tmp_path / "commune.dgn"
    draw_commune(clean.drawing).save(path)
    table = read(path)
    straight = table[table["Level"].isin((10, 23, 31, 32)) & table["Type"].isin((3, 4, 6, 12))]
    drawn = np.unique(np.rint(shapely.get_coordinates(straight.geometry.to_numpy()) * 1000), axis=0)
    true = shapely.get_coordinates(clean.commune.faces.geometry.to_numpy()) * 1000
    true = {tuple(point) for point in np.rint(true).astype(np.int64)}
    assert {tuple(point) for point in drawn.astype(np.int64)} <= true


def test_encodings_and_levels_of_the_sheets(folder: Path, faulty: Sample) -> None:
    facts = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
    assert {sheet["encoding"] for sheet in facts["sheets"]} == {"tcvn3", "vni"}
    for sheet in facts["sheets"]:
        table = read(folder / sheet["file"])
        texts = table[table["Type"] == 17]
        titles = texts.loc[texts["Level"] == 63, "Text"]
        assert [decode(text.encode("latin-1"), sheet["encoding"]) for text in titles] == [
            f"Tờ bản đồ số {sheet['sheet']}"
        ]
        old = faulty.drawing.styles[sheet["sheet"]].name == "OLD_FAMIS"
        assert texts["Level"].isin([2, 4]).any() != old


def test_owner_names_stand_only_on_the_spare_level_of_one_sheet_and_in_one_table(folder: Path) -> None:
    found = []
    for path in sorted((folder / "sheets").glob("*.dgn")):
        table = read(path)
        texts = table[table["Type"] == 17]
        owners = texts["Text"].map(
            lambda text: CANARY_OWNER in decode(text.encode("latin-1"), "tcvn3", errors="replace")
        )
        assert (texts.loc[owners, "Level"] == 60).all()
        found.append(bool(owners.any()))
    assert sum(found) == 1
    assert (folder / "parcels.dat").read_bytes().count(encode(CANARY_OWNER, "tcvn3")) == 1200
    assert "ChuSuDung" not in read(folder / "parcels.mif").columns
    others = [path for path in folder.rglob("*") if path.suffix in (".json", ".gpkg", ".txt")]
    raw = CANARY_OWNER.encode()
    assert [path.name for path in others if raw + b" 0" in path.read_bytes()] == []


def test_polygon_files_hold_the_same_parcels(folder: Path, faulty: Sample) -> None:
    wanted = parcel_table(faulty)
    shapes = shapely.normalize(wanted.geometry.to_numpy())
    for name in ("parcels.tab", "parcels.mif", "parcels.gpkg"):
        table = read(folder / name) if not name.endswith("gpkg") else pyogrio.read_dataframe(folder / name)
        assert shapely.equals_exact(shapely.normalize(table.geometry.to_numpy()), shapes, 0.0).all(), name
        number = "SoThua" if name != "parcels.gpkg" else "so_thua"
        assert table[number].tolist() == wanted["so_thua"].tolist()


def test_plans_are_sound_and_leave_ground_without_data(folder: Path, faulty: Sample) -> None:
    zones = read(folder / "planning_zones.tab")
    assert zones.geometry.is_valid.all()
    facts = json.loads((folder / "sample.json").read_text(encoding="utf-8"))["planning"]["plans"]
    assert {plan["code"] for plan in facts} == set(zones["MaQH"])
    assert {plan["theme"] for plan in facts} == {"right_of_way", "land_use_plan", "water_corridor", "zoning"}
    assert sum(plan["valid_to"] < "2026-01-01" for plan in facts) == 1
    coverage = zones[(zones["VaiTro"] == "coverage") & (zones["MaQH"] == "LG-THK")].geometry.iloc[0]
    share = coverage.area / faulty.commune.boundary.area
    assert 0.7 < share < 0.97
    widening = zones[(zones["VaiTro"] == "zone") & (zones["MaQH"] == "LG-THK")].geometry.iloc[0]
    parcels = faulty.commune.parcels.geometry.to_numpy()
    reached = shapely.area(shapely.intersection(parcels, widening))
    assert (reached > 1.0).sum() > 15
    land_use = zones[(zones["VaiTro"] == "zone") & (zones["MaQH"] == "QHSDD-2030")].geometry.to_numpy()
    assert shapely.union_all(land_use).area == pytest.approx(shapely.area(land_use).sum(), rel=1e-6)


def test_scan_is_a_georeferenced_picture(folder: Path, faulty: Sample) -> None:
    path = folder / "plan_scan.tif"
    assert path.stat().st_size < 6_000_000
    with rasterio.open(path) as scan:
        assert scan.crs.to_epsg() == 9218
        assert scan.count == 3
        assert 0.25 <= scan.res[0] <= 0.5
        assert shapely.box(*scan.bounds).covers(faulty.commune.boundary)
        assert scan.read(1, window=((0, 600), (0, 600))).std() > 2


def test_truth_states_every_parcel_and_fault(folder: Path, faulty: Sample) -> None:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert truth["counts"]["parcels"] == len(truth["parcels"]) == 1200
    assert truth["counts"]["faults"] == dict.fromkeys(CODES, 3)
    assert len({(parcel["sheet"], parcel["number"]) for parcel in truth["parcels"]}) == 1200
    for parcel in truth["parcels"][::37]:
        polygon = shapely.Polygon(parcel["corners"][0], parcel["corners"][1:])
        assert polygon.area == pytest.approx(parcel["area"], abs=0.4)
    assert all(shapely.from_wkt(fault["geometry"]).is_valid for fault in truth["faults"])
