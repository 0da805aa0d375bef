"""Drawings: what depends on the place is carried, everything else stays."""

from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from gis_core.crs.operations import choose_operation
from gis_core.crs.systems import parse_system
from importers.conversion.one_file import Wish, convert_file
from importers.readers.choose import read
from importers.writers.dgn_v7 import DgnDesign, Lettering, Symbology, linkage
from tests.importers.conversion.asked import convert_answer
from tests.public_data import public_file

WAY = choose_operation(parse_system("9218"), parse_system("5899"))
HERE = np.array([456313.406, 1208622.921])
TEXT = "§Êt ë".encode("latin-1")
UNCHANGED = ("layer", "level", "kind", "color", "weight", "style", "text", "font", "cell", "linkage", "container")


def sheet(path: Path) -> Path:
    """A cadastral sheet with one element of every kind the house writes."""
    design = DgnDesign(origin=(456_000.0, 1_208_000.0))
    ring = HERE + np.array([[0, 0], [20.5, 1.25], [19, 31], [-1, 30]])
    design.add_shape(Symbology(10, color=3, weight=2), ring)
    design.add_line(Symbology(23, color=1, style=3), HERE + np.array([[5, 5], [9, 40]]), attributes=linkage(77, [1, 2]))
    turns = np.linspace(0, 40, 150)
    design.add_line(Symbology(31), HERE + np.column_stack([turns, np.sin(turns)]))
    design.add_arc(Symbology(21), centre=(456400.0, 1208600.0), radius=35.5, start=15, sweep=-120)
    design.add_ellipse(Symbology(22), centre=(456450.0, 1208650.0), radius=4.25)
    design.add_text(Symbology(13, color=5), (456320.0, 1208630.0), TEXT, Lettering(2.0, 1.5, font=7, rotation=33.0))
    with design.cell("COC", (456500.0, 1208500.0), level=12):
        design.add_line(Symbology(12), [[456499.0, 1208500.0], [456501.0, 1208500.0]])
        design.add_text(Symbology(12), (456500.0, 1208501.0), b"M1", Lettering(1.0, 1.0))
    with design.text_node(Symbology(14), (456350.0, 1208700.0), Lettering(2.0, 2.0, rotation=10.0)):
        design.add_text(Symbology(14), (456350.0, 1208700.0), b"ONT", Lettering(2.0, 2.0, rotation=10.0))
    design.save(path)
    return path


def elements(path: Path) -> tuple[dict, np.ndarray]:
    """Columns of all elements as the reader gives them, and their shapes."""
    reading = read(path)
    assert not reading.info.disagreements, reading.info.disagreements
    columns: dict[str, list] = {}
    for block in reading.blocks:
        for name in block.column_names:
            columns.setdefault(name, []).extend(block[name].to_pylist())
    return columns, shapely.from_wkb(np.array(columns["geometry"], dtype=object))


def carried(shapes: np.ndarray) -> np.ndarray:
    moved = shapes.copy()
    xy = shapely.get_coordinates(moved)
    return shapely.set_coordinates(moved, np.column_stack(WAY.forward(xy[:, 0], xy[:, 1])))


def test_dgn_stays_the_drawing_it_was(tmp_path: Path) -> None:
    source, result = sheet(tmp_path / "to.dgn"), tmp_path / "out" / "to.dgn"
    report = convert_file(source, result, Wish("5899", "9218"))
    before, shapes = elements(source)
    after, moved = elements(result)
    assert report["features"] == {"in": len(shapes), "out": len(shapes), "rejected": 0}
    assert report["balanced"] and report["max_round_trip_m"] < 1e-5
    for name in UNCHANGED:
        assert after[name] == before[name], name
    wanted = carried(shapes)
    curved = np.array([arc is not None for arc in before["arc"]])
    apart = np.abs(shapely.get_coordinates(moved[~curved]) - shapely.get_coordinates(wanted[~curved]))
    assert apart.max() <= 0.00051, "half a unit of resolution"
    assert shapely.hausdorff_distance(moved[curved], wanted[curved]).max() < 0.002
    turn = WAY.turn_deg(456320.0, 1208630.0)[0]
    assert abs(turn) > 0.1
    for old, new in zip(before["rotation"], after["rotation"], strict=True):
        if old is not None:
            assert new == pytest.approx((old + turn) % 360, abs=1e-3)


def test_dgn_centre_moves_before_coordinates_would_be_clamped(tmp_path: Path) -> None:
    source, result = tmp_path / "edge.dgn", tmp_path / "edge_out.dgn"
    design = DgnDesign(origin=(456_000.0 + 2_100_000.0, 1_208_000.0))
    design.add_line(Symbology(10), HERE + np.array([[0, 0], [10, 10]]))
    design.save(source)
    # in UTM 49 the line lies 273 km further west, beyond the old plane: a clamping writer would move it without a word
    report = convert_file(source, result, Wish("3406", "9218"))
    _, shapes = elements(result)
    assert report["features"]["out"] == 1
    back = choose_operation(parse_system("3406"), parse_system("9218")).forward(*shapely.get_coordinates(shapes).T)
    assert np.abs(np.column_stack(back) - (HERE + np.array([[0, 0], [10, 10]]))).max() < 0.001


@pytest.mark.parametrize("suffix", [".gpkg", ".dxf", ".mif", ".geojson", ".shp"])
def test_dgn_into_other_formats(tmp_path: Path, suffix: str) -> None:
    result = tmp_path / f"to{suffix}"
    answer, code = convert_answer(sheet(tmp_path / "to.dgn"), result, "--from", "9218", "--to", "5899",
                                  "--encoding", "tcvn3")  # fmt: skip
    assert code == 0 and answer["balanced"], answer
    assert answer["features"]["in"] == 9
    if suffix == ".shp":
        assert sorted(Path(file).suffix for file in answer["files"]).count(".shp") == 3
        return
    meta, _, wkb, fields = pyogrio.raw.read(result)
    columns = {str(name): values for name, values in zip(meta["fields"], fields, strict=True)}
    texts = columns["Text" if suffix == ".dxf" else "text"]
    wanted = "\\U+0110\\U+1EA5t \\U+1EDF" if suffix == ".dxf" else "Đất ở"
    assert wanted in list(texts)
    row = list(texts).index(wanted)
    layers = columns["Layer" if suffix == ".dxf" else "layer"]
    assert layers[row] == "Level 13"
    x, y = shapely.get_coordinates(shapely.from_wkb(wkb[row]))[0]
    assert np.allclose((x, y), np.ravel(WAY.forward(456320.0, 1208630.0)), atol=1e-3)
    if suffix != ".dxf":
        assert columns["rotation"][row] == pytest.approx(33.0 + WAY.turn_deg(456320.0, 1208630.0)[0], abs=1e-3)


def test_dxf_keeps_circles_blocks_and_turns(tmp_path: Path) -> None:
    convert_answer(sheet(tmp_path / "to.dgn"), tmp_path / "a.dxf", "--from", "9218", "--to", "9218")
    text = (tmp_path / "a.dxf").read_text("ascii")
    assert "\nCIRCLE\n" in text and "\nARC\n" in text
    insert = "0\nINSERT\n8\nL\n2\nCOC\n10\n456500.0\n20\n1208500.0\n50\n20.0\n"
    proxy = "0\nACAD_PROXY_ENTITY\n8\nL\n"
    text = text.replace("0\nENDSEC\n0\nEOF", f"{insert}{proxy}0\nENDSEC\n0\nEOF")
    (tmp_path / "b.dxf").write_text(text, "ascii")
    answer, code = convert_answer(tmp_path / "b.dxf", tmp_path / "c.dxf", "--from", "9218", "--to", "5899")
    assert code == 0 and answer["balanced"]
    assert answer["features"]["rejected"] == 1 and "ACAD_PROXY" in answer["rejected"][0]["reason"]
    out = (tmp_path / "c.dxf").read_text("ascii")
    assert "ACAD_PROXY" not in out
    lines = out.splitlines()
    at = lines.index("INSERT")
    turn = WAY.turn_deg(456500.0, 1208500.0)[0]
    assert float(lines[at + 10]) == pytest.approx(20.0 + turn, abs=1e-4)
    circle = lines[lines.index("CIRCLE") :]
    radius = float(circle[circle.index("40") + 1])
    assert radius == pytest.approx(4.25 * WAY.length_ratio(456450.0, 1208650.0)[0], abs=1e-5)


def test_tables_become_drawings(tmp_path: Path) -> None:
    source = tmp_path / "p.gpkg"
    box = shapely.box(456300.0, 1208600.0, 456340.0, 1208650.0)
    hole = shapely.box(456310.0, 1208610.0, 456320.0, 1208620.0)
    pyogrio.raw.write(source, shapely.to_wkb([shapely.difference(box, hole)]), [np.array(["Nguyễn"], dtype=object)],
                      ["ten"], geometry_type="Polygon", crs="EPSG:9218", driver="GPKG")  # fmt: skip
    for suffix in (".dgn", ".dxf"):
        report = convert_file(source, tmp_path / f"p{suffix}", Wish("5899"))
        assert report["features"] == {"in": 1, "out": 1, "rejected": 0}
        _, shapes = elements(tmp_path / f"p{suffix}")
        polygons = shapely.polygonize([s if s.geom_type == "LineString" else s.exterior for s in shapes])
        assert shapely.area(polygons) == pytest.approx(2100, abs=0.2) or len(polygons.geoms) == 2
    assert "ten=Nguy\\U+1EC5n" in (tmp_path / "p.dxf").read_text("ascii")


@pytest.mark.parametrize("suffix", [".kml", ".dgn", ".dxf"])
def test_systems_a_format_cannot_hold_are_refused(tmp_path: Path, suffix: str) -> None:
    wanted = "9218" if suffix == ".kml" else "4326"
    result = tmp_path / f"out{suffix}"
    answer, code = convert_answer(sheet(tmp_path / "to.dgn"), result, "--from", "9218", "--to", wanted)
    assert code == 1
    assert answer["error"]["code"] == "target_system_impossible"
    assert not result.exists()


def test_real_drawings_balance(tmp_path: Path) -> None:
    for name in (
        "dgn/nz_parcels_west.dgn",
        "dgn/testDGN7.dgn",
        "dgn/nz_parcels_west_v8.dgn",
        "dxf/nz_parcels_west.dxf",
    ):
        source = public_file(name)
        answer, code = convert_answer(source, tmp_path / source.name, "--from", "EPSG:2193", "--to", "EPSG:32759")
        assert code == 0 and answer["balanced"], (name, answer)
        assert answer["features"]["rejected"] == 0
