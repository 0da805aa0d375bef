"""DGN V7: every element with everything it carries, counted by three readers; damage is noticed."""

import struct
from collections import Counter
from pathlib import Path

import ezdgn
import numpy as np
import pandas as pd
import pytest
import shapely

from importers.intake.blocks import as_frame
from importers.readers import v7_witness
from importers.readers.dgn_v7 import DgnV7Reader
from importers.readers.errors import DamagedFile, TruncatedFile, UnsupportedFormat
from importers.readers.protocol import FileInfo
from importers.readers.v7_scan import CONTROL_BLOCK_BYTES, scan
from importers.writers.dgn_v7 import DgnDesign, Lettering, Symbology, linkage
from tests.public_data import public_file

SMALL = Lettering(height=2.0, width=1.5, font=41, rotation=30.0)
RING = [(456000.0, 1208000.0), (456020.001, 1208000.0), (456020.001, 1208030.0), (456000.0, 1208030.0)]


def read(path: Path) -> tuple[FileInfo, pd.DataFrame]:
    reading = DgnV7Reader().read(path)
    return reading.info, pd.concat([as_frame(table) for table in reading.blocks], ignore_index=True)


def drawing() -> DgnDesign:
    design = DgnDesign()
    design.add_line(Symbology(23, color=4, weight=2, style=3), [(455999.999, 1208000.001), (456050.123, 1208010.456)])
    design.add_line(Symbology(10), [(456000, 1208000), (456010, 1208001), (456020.001, 1208000)])
    design.add_shape(Symbology(10), RING, attributes=linkage(0x2710, [7, 8]))
    design.add_arc(Symbology(10), centre=(456000.0, 1208000.0), radius=25.0, start=30.0, sweep=-60.0)
    design.add_ellipse(Symbology(6), centre=(456100.0, 1208000.0), radius=5.0)
    design.add_text(Symbology(13), (456005.5, 1208005.25), b"Ph\xad\xeang 12\x00\xff", SMALL)
    with design.cell("KT1", (456001.0, 1208002.0), level=7):
        design.add_shape(Symbology(7), RING)
        design.add_text(Symbology(7), (456001.0, 1208002.0), b"DC-1", SMALL)
    with design.text_node(Symbology(48), (456002.0, 1208003.0), SMALL):
        design.add_text(Symbology(48), (456002.0, 1208003.0), b"Khu", SMALL)
        design.add_text(Symbology(48), (456002.0, 1208001.0), b"1", SMALL)
    angles = np.linspace(0, 2 * np.pi, 241)
    design.add_shape(Symbology(10), np.column_stack([457000 + 50 * np.cos(angles), 1208000 + 50 * np.sin(angles)]))
    design.add_line(Symbology(32), [(456000 + i, 1208100 + i % 3) for i in range(250)])
    return design


def test_everything_an_element_carries(tmp_path: Path) -> None:
    drawing().save(tmp_path / "a.dgn")
    info, rows = read(tmp_path / "a.dgn")
    line, shape, text, cell = (rows[rows.kind == kind].iloc[0] for kind in ("line", "shape", "text", "cell"))
    assert (line.level, line.layer, line.color, line.weight, line.style) == (23, "Level 23", 4, 2, 3)
    assert shapely.get_coordinates(line.geometry).tolist() == [[455999.999, 1208000.001], [456050.123, 1208010.456]]
    assert shape.linkage is not None
    assert shape.linkage[2:4] == struct.pack("<H", 0x2710)
    assert text.text == b"Ph\xad\xeang 12\x00\xff"
    assert (text.font, round(text.rotation, 4), round(text.text_height, 3)) == ("41", 30.0, 2.0)
    assert cell.cell == "KT1"
    assert not cell.leaf
    assert rows[rows.container == cell.element].kind.tolist() == ["shape", "text"]
    assert info.verdict == "accept"


def test_the_witness_counts_what_its_public_scan_counts() -> None:
    content = drawing().to_bytes()
    public = Counter((r.level, r.element_type) for r in ezdgn.scan_records(content).records if not r.deleted)
    assert v7_witness.ezdgn_counts(content) == v7_witness.leaves_of(public)


def test_leaves_and_containers_are_counted_apart_and_all_readers_agree(tmp_path: Path) -> None:
    drawing().save(tmp_path / "a.dgn")
    info, rows = read(tmp_path / "a.dgn")
    assert info.disagreements == []
    assert {reader["name"] for reader in info.readers} == {"GDAL", "thodia", "ezdgn"}
    assert info.leaf_elements == int(rows.leaf.sum())
    assert info.containers == 4
    assert rows[~rows.leaf].kind.tolist() == ["cell", "text_node", "complex_shape", "complex_chain"]
    assert rows.element.tolist() == list(range(len(rows)))


def test_long_rings_and_lines_are_joined_on_their_container(tmp_path: Path) -> None:
    drawing().save(tmp_path / "a.dgn")
    _, rows = read(tmp_path / "a.dgn")
    ring = rows[rows.kind == "complex_shape"].iloc[0].geometry
    assert ring.geom_type == "Polygon"
    assert shapely.get_num_coordinates(ring) == 241
    assert ring.area == pytest.approx(np.pi * 2500, rel=1e-3)
    chain = rows[rows.kind == "complex_chain"].iloc[0].geometry
    assert shapely.get_num_coordinates(chain) == 250


def test_arcs_keep_their_numbers_and_are_drawn_within_a_millimetre(tmp_path: Path) -> None:
    drawing().save(tmp_path / "a.dgn")
    _, rows = read(tmp_path / "a.dgn")
    arc = rows[rows.kind == "arc"].iloc[0]
    assert arc.arc["primary"] == pytest.approx(25.0)
    assert arc.arc["sweep"] == pytest.approx(-60.0)
    xy = shapely.get_coordinates(arc.geometry)
    middles = (xy[1:] + xy[:-1]) / 2
    assert 25.0 - np.hypot(*(middles - [456000, 1208000]).T).min() <= 0.001
    expected = [456000 + 25 * np.cos(np.radians(30)), 1208000 + 25 * np.sin(np.radians(30))]
    assert xy[0] == pytest.approx(expected)


def test_a_cell_after_a_complex_shape_is_not_lost(tmp_path: Path) -> None:
    """GDAL's own feature count forgets these parts, and a reader that trusts it stops early."""
    design = DgnDesign()
    angles = np.linspace(0, 2 * np.pi, 150)
    design.add_shape(Symbology(10), np.column_stack([457000 + 50 * np.cos(angles), 1208000 + 50 * np.sin(angles)]))
    with design.cell("A", (456001.0, 1208002.0), level=7):
        for i in range(5):
            design.add_line(Symbology(7), [(456000 + i, 1208000), (456000 + i, 1208001)])
    design.add_line(Symbology(10), [(456000, 1208000), (456001, 1208001)])
    design.save(tmp_path / "a.dgn")
    info, rows = read(tmp_path / "a.dgn")
    assert info.disagreements == []
    assert (rows.kind == "line").sum() == 6


def test_deleted_elements_are_no_elements(tmp_path: Path) -> None:
    content = bytearray(drawing().to_bytes())
    content[CONTROL_BLOCK_BYTES + 1] |= 0x80
    (tmp_path / "a.dgn").write_bytes(content)
    info, rows = read(tmp_path / "a.dgn")
    assert info.deleted_elements == 1
    assert (rows.kind == "line").sum() == 0
    assert info.disagreements == []


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    content = drawing().to_bytes()
    starts = set(scan(content).start.tolist())
    for size in range(CONTROL_BLOCK_BYTES + 1, len(content) - 2, 97):
        if size in starts:
            continue
        with pytest.raises(TruncatedFile) as caught:
            scan(content[:size])
        assert "byte" in caught.value.message_vi
    with pytest.raises(TruncatedFile):
        scan(content[:700])


def test_a_missing_end_mark_is_told_but_read(tmp_path: Path) -> None:
    (tmp_path / "a.dgn").write_bytes(drawing().to_bytes()[:-2])
    info, _ = read(tmp_path / "a.dgn")
    assert [note.code for note in info.warnings] == ["no_end_marker"]


def test_a_vertex_count_that_lies_stays_inside_its_element(tmp_path: Path) -> None:
    content = bytearray(drawing().to_bytes())
    at = next(int(s) for s, t in zip(scan(bytes(content)).start, scan(bytes(content)).type, strict=True) if t == 6)
    content[at + 36 : at + 38] = struct.pack("<H", 5000)
    (tmp_path / "a.dgn").write_bytes(content)
    info, rows = read(tmp_path / "a.dgn")
    assert info.verdict == "quarantine"
    assert "element_damaged" in [note.code for note in info.warnings]
    assert (rows.kind == "shape").sum() == 2


def test_a_changed_coordinate_is_noticed_by_the_range_in_the_header(tmp_path: Path) -> None:
    content = bytearray(drawing().to_bytes())
    at = CONTROL_BLOCK_BYTES + 36
    content[at + 2 : at + 4] = struct.pack("<H", 0x1234)
    (tmp_path / "a.dgn").write_bytes(content)
    info, _ = read(tmp_path / "a.dgn")
    assert "range_differs" in [note.code for note in info.warnings]


def test_millimetre_drawings_come_out_in_metres_with_a_warning(tmp_path: Path) -> None:
    content = bytearray(drawing().to_bytes())
    content[1112:1116] = struct.pack("<HH", 0, 1)
    content[1120:1124] = b"mmmm"
    (tmp_path / "a.dgn").write_bytes(content)
    info, rows = read(tmp_path / "a.dgn")
    assert info.unit == {"name": "mm", "metres_per_unit": 0.001, "scaled_to_metres": True}
    assert "units_scaled" in [note.code for note in info.warnings]
    xy = shapely.get_coordinates(rows[rows.kind == "line"].iloc[0].geometry)
    assert xy[0] == pytest.approx([455999.999, 1208000.001], abs=1e-6)
    assert rows[rows.kind == "arc"].iloc[0].arc["primary"] == pytest.approx(25.0)


def test_a_header_that_contradicts_the_elements_is_refused(tmp_path: Path) -> None:
    content = bytearray(drawing().to_bytes())
    content[0] = 0xC8
    (tmp_path / "a.dgn").write_bytes(content)
    with pytest.raises((DamagedFile, TruncatedFile)):
        read(tmp_path / "a.dgn")


def test_a_cell_library_is_named() -> None:
    with pytest.raises(UnsupportedFormat):
        scan(b"\x08\x05\x17\x00" + bytes(2000))


@pytest.mark.parametrize(
    ("name", "features", "leaves", "witness"),
    [
        ("testDGN7.dgn", 244, 244, "ezdgn"),
        ("nz_parcels_west.dgn", 3344, 3344, "ezdgn"),
        ("dgnlib_primitives_3d.dgn", 8, 11, "cadkit"),
        ("dgnlib_seed_3d.dgn", 2, 14, "cadkit"),
    ],
)
def test_real_files(name: str, features: int, leaves: int, witness: str) -> None:
    info, rows = read(public_file(f"dgn/{name}"))
    assert (info.features, info.leaf_elements) == (features, leaves)
    assert info.disagreements == []
    assert witness in {reader["name"] for reader in info.readers}
    assert int(rows.leaf.sum()) == leaves


def test_turned_texts_of_a_3d_drawing() -> None:
    _, rows = read(public_file("dgn/dgnlib_primitives_3d.dgn"))
    assert rows[rows.kind == "text"].rotation.round(3).tolist() == [0.0, 30.0, 90.0]
