"""MapInfo files come back in VN-2000, exact to the millimetre, with their legacy bytes untouched."""

from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from importers.writers.mapinfo import Column, write_mif, write_tab

EAST, NORTH = 456_300.123, 1_208_600.456
ROAD_TCVN3 = b"\xae\xad\xeang Tr\xc7n H\xadng \xa7\xb9o"


def polygons() -> np.ndarray:
    rng = np.random.default_rng(5)
    shapes = []
    for place in range(40):
        corner = np.array([EAST + 31.017 * place, NORTH - 17.9 * place])
        outline = np.array([(0.0, 0.0), (20.5, 1.0), (21.0, 30.0), (-1.0, 29.0)]) + rng.uniform(-1, 1, (4, 2))
        ring = np.round(outline + corner, 3)
        hole = np.round(np.array([(5.0, 5.0), (9.0, 5.0), (9.0, 9.0)]) + corner, 3)
        shapes.append(shapely.Polygon(ring, [hole] if place % 3 == 0 else []))
    shapes.append(shapely.MultiPolygon(shapes[:2]))
    return np.array(shapes, dtype=object)


def columns(rows: int) -> list[Column]:
    return [
        Column("SoTo", "integer", [place + 1 for place in range(rows)]),
        Column("DienTich", "decimal", [0.1 * place for place in range(rows)], width=12, decimals=1),
        Column("Ten", "char", [ROAD_TCVN3] * rows, width=40),
    ]


@pytest.mark.parametrize("writer,name", [(write_mif, "zones.mif"), (write_tab, "zones.tab")])
def test_reads_back_exactly(tmp_path: Path, writer, name: str) -> None:
    shapes = polygons()
    path = tmp_path / name
    writer(path, shapes, columns(len(shapes)), meridian=108.5)
    table = pyogrio.read_dataframe(path, encoding="ISO-8859-1")
    assert shapely.equals_exact(shapely.normalize(table.geometry.to_numpy()), shapely.normalize(shapes), 0.0).all()
    assert table["SoTo"].tolist() == list(range(1, len(shapes) + 1))
    assert table["DienTich"].tolist() == pytest.approx([0.1 * place for place in range(len(shapes))])


@pytest.mark.parametrize("writer,name", [(write_mif, "zones.mif"), (write_tab, "zones.tab")])
def test_datum_is_vn2000_with_the_seven_parameters(tmp_path: Path, writer, name: str) -> None:
    path = tmp_path / name
    shapes = polygons()
    writer(path, shapes, columns(len(shapes)), meridian=108.5)
    system = pyogrio.read_info(path)["crs"]
    for parameter in ("-191.90441429", "-39.30318279", "-111.45032835", "0.252906278"):
        assert parameter in system
    # GDAL turns the rotations into position-vector signs.
    assert "0.00928836,-0.01975479,0.00427372" in system
    assert '"central_meridian",108.5' in system
    assert '"scale_factor",0.9999' in system


def test_text_bytes_stand_in_the_files_as_given(tmp_path: Path) -> None:
    shapes = polygons()
    write_tab(tmp_path / "a.tab", shapes, columns(len(shapes)), meridian=108.5)
    write_mif(tmp_path / "a.mif", shapes, columns(len(shapes)), meridian=108.5)
    assert (tmp_path / "a.dat").read_bytes().count(ROAD_TCVN3) == len(shapes)
    assert (tmp_path / "a.mid").read_bytes().count(b'"' + ROAD_TCVN3 + b'"') == len(shapes)


def test_same_content_same_bytes(tmp_path: Path) -> None:
    shapes = polygons()
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_tab(tmp_path / folder / "a.tab", shapes, columns(len(shapes)), meridian=108.5)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


def test_a_text_wider_than_its_column_is_refused(tmp_path: Path) -> None:
    column = Column("Ten", "char", [b"x" * 41], width=40)
    with pytest.raises(ValueError, match="41 bytes"):
        write_tab(tmp_path / "a.tab", polygons()[:1], [column], meridian=108.5)
