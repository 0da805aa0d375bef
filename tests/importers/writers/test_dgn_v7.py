"""What the DGN writer writes, three independent readers read back to the millimetre."""

from pathlib import Path

import cadkit
import ezdgn
import numpy as np
import pyogrio
import pytest
import shapely

from importers.writers.dgn_v7 import DgnDesign, DgnWriteError, Lettering, Symbology, linkage, vax_double

EAST, NORTH = 456_300.123, 1_208_600.456
LONG_LINE = [(EAST + 0.731 * step, NORTH + 0.417 * (step % 7)) for step in range(250)]
RING = [(EAST, NORTH), (EAST + 17.001, NORTH + 0.002), (EAST + 9.5, NORTH + 30.999)]


def design() -> DgnDesign:
    """One element of every kind the writer knows."""
    made = DgnDesign()
    made.add_line(Symbology(10, 3, 2, 1), [(EAST, NORTH), (EAST + 9.878, NORTH + 5.543)])
    made.add_line(Symbology(23), LONG_LINE[:50])
    made.add_line(Symbology(31), LONG_LINE)
    made.add_shape(Symbology(63), RING)
    made.add_arc(Symbology(10), centre=(EAST, NORTH), radius=12.3, start=30.0, sweep=-75.5)
    made.add_ellipse(Symbology(12), centre=(EAST, NORTH), radius=5.0)
    text = Lettering(2.0, 1.5, font=25, rotation=33.0)
    made.add_text(Symbology(13), (EAST, NORTH), b"\xa7\xad\xeang 12", text, attributes=linkage(0x2710, [7, 208]))
    with made.cell("KT1", (EAST, NORTH), level=7):
        made.add_line(Symbology(7), [(EAST - 1, NORTH), (EAST + 1, NORTH)])
        made.add_shape(Symbology(7), RING)
    with made.text_node(Symbology(48), (EAST, NORTH), text):
        made.add_text(Symbology(48), (EAST, NORTH), b"Khu ph\xe8", text)
        made.add_text(Symbology(48), (EAST, NORTH - 3), b"4", text)
    made.add_line(Symbology(11), [(EAST, NORTH), (EAST, NORTH)])
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "all_kinds.dgn"
    design().save(path)
    return path


def test_gdal_reads_every_element_to_the_millimetre(file: Path) -> None:
    table = pyogrio.read_dataframe(file, encoding="ISO-8859-1")
    assert table["Type"].tolist() == [3, 4, 12, 6, 16, 15, 17, 3, 6, 17, 17, 3]
    assert table["Level"].tolist() == [10, 23, 31, 63, 10, 12, 13, 7, 7, 48, 48, 11]
    assert table.loc[0, ["ColorIndex", "Weight", "Style"]].tolist() == [3, 2, 1]
    line = shapely.get_coordinates(table.geometry[2])
    joined = line[np.concatenate([[True], (np.diff(line, axis=0) != 0).any(axis=1)])]
    assert np.abs(joined - np.round(LONG_LINE, 3)).max() < 1e-9
    assert np.abs(shapely.get_coordinates(table.geometry[3])[:3] - RING).max() < 1e-9
    assert table.geometry[6].equals(shapely.Point(EAST, NORTH))
    assert table.loc[6, "Text"].encode("latin-1") == b"\xa7\xad\xeang 12"


def test_ezdgn_reads_containers_names_and_angles(file: Path) -> None:
    drawing = ezdgn.readfile(str(file))
    assert drawing.design_settings.global_origin_master == (-500_000.0, -1_000_000.0, 0.0)
    by_kind = {type(element).__name__: element for element in drawing.elements}
    assert by_kind["Cell"].name == "KT1"
    assert len(by_kind["Cell"].child_indices) == 2
    assert len(by_kind["TextNode"].child_indices) == 2
    assert len(by_kind["ComplexChain"].child_indices) == 3
    arc = by_kind["Arc"]
    assert (arc.start_angle_degrees, arc.sweep_angle_degrees) == (30.0, -75.5)
    assert arc.center_master == pytest.approx((EAST, NORTH), abs=1e-9)
    assert arc.primary_axis_master == 12.3
    texts = [element for element in drawing.elements if type(element).__name__ == "Text"]
    assert texts[0].font_id == 25
    assert texts[0].height_multiplier_master == pytest.approx(2.0, abs=1e-5)
    assert texts[0].rotation_degrees == 33.0
    line = next(element for element in drawing.elements if type(element).__name__ == "Line")
    assert (line.start_master, line.end_master) == ((EAST, NORTH), (456310.001, 1208605.999))


def test_cadkit_reads_the_same_file(file: Path) -> None:
    facts = cadkit.inspect(str(file))
    assert (facts["format"], facts["is_3d"]) == ("dgn_v7", False)
    assert len(list(cadkit.read(str(file)).entities())) > 0


def test_same_calls_same_bytes() -> None:
    assert design().to_bytes() == design().to_bytes()


def test_counts_leaves_and_containers() -> None:
    made = design()
    # The long line is three line strings in one chain.
    assert (made.elements, made.containers) == (14, 3)


@pytest.mark.parametrize("value", [0.0, 1.0, -1.0, 0.5, 456300.123, -500_000_000.0, 1e-9, 12.3])
def test_real_numbers_survive_the_vax_layout(value: float) -> None:
    words = np.frombuffer(vax_double(value), dtype="<u2").astype(object)
    bits = (int(words[0]) << 48) | (int(words[1]) << 32) | (int(words[2]) << 16) | int(words[3])
    if bits == 0:
        assert value == 0.0
        return
    exponent = ((bits >> 55) & 0xFF) - 128
    mantissa = ((bits & ((1 << 55) - 1)) | (1 << 55)) / (1 << 56)
    assert (-1.0 if bits >> 63 else 1.0) * mantissa * 2.0**exponent == value


def test_refuses_what_the_format_cannot_hold() -> None:
    made = DgnDesign()
    with pytest.raises(DgnWriteError, match="outside the design plane"):
        made.add_line(Symbology(10), [(0.0, 0.0), (9_000_000.0, 0.0)])
    with pytest.raises(DgnWriteError, match="outside the design plane"):
        made.add_line(Symbology(10), [(0.0, 0.0), (float("nan"), 0.0)])
    with pytest.raises(DgnWriteError, match="two vertices"):
        made.add_line(Symbology(10), [(EAST, NORTH)])
    with pytest.raises(DgnWriteError, match="1 to 255"):
        made.add_text(Symbology(13), (EAST, NORTH), b"", Lettering(1, 1))
    with pytest.raises(DgnWriteError, match="empty container"), made.cell("X", (EAST, NORTH)):
        pass
