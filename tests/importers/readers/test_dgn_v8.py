"""DGN V8: two independent readers, level names, units of the seed."""

from pathlib import Path

import pandas as pd
import pytest
import shapely

from importers.intake.blocks import as_frame
from importers.readers.choose import read, reader_for
from importers.readers.dgn_v8 import DgnV8Reader
from importers.readers.errors import DamagedFile, NoGeometry
from importers.readers.wide_text import decode_text
from tests.public_data import public_file

EXTENT = [1775560.218, 5915042.941, 1778767.381, 5916966.38]


def test_parcels_of_a_millimetre_seed_come_in_metres() -> None:
    reading = DgnV8Reader().read(public_file("dgn/nz_parcels_west_v8.dgn"))
    rows = pd.concat([as_frame(table) for table in reading.blocks])
    info = reading.info
    assert (info.leaf_elements, info.disagreements) == (500, [])
    assert [(layer.name, layer.level, layer.count) for layer in info.layers] == [
        ("RANH_THUA", 3, 250),
        ("SO_THUA", 4, 250),
    ]
    assert info.extent == pytest.approx(EXTENT, abs=0.001)
    assert info.extent_in_master_units == pytest.approx([v * 1000 for v in EXTENT], abs=1)
    assert "units_scaled" in [note.code for note in info.warnings]
    assert {reader["name"] for reader in info.readers} == {"ezdgn", "cadkit"}
    shapes = rows[rows.kind == "shape"]
    assert shapely.total_bounds(shapes.geometry.to_numpy()) == pytest.approx(EXTENT, abs=0.001)
    numbers = [decode_text(text, "tcvn3") for text in rows[rows.kind == "text"].text]
    assert numbers[:3] == ["1", "2", "3"]


def test_an_empty_drawing_is_described_but_not_read() -> None:
    path = public_file("dgn/testDGN8.dgn")
    info = read(path, with_blocks=False).info
    assert (info.version, info.leaf_elements) == ("V8", 0)
    assert "no_geometry" in [note.code for note in info.warnings]
    with pytest.raises(NoGeometry):
        read(path, with_blocks=True)


def test_a_bare_ole_header_is_named_dgn_v8(tmp_path: Path) -> None:
    path = tmp_path / "a.dgn"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))
    assert reader_for(path).code == "dgn_v8"
    with pytest.raises(DamagedFile) as caught:
        read(path)
    assert "V7" in caught.value.hint_vi
