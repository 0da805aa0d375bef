"""Heights only through a provided model: a real grid file is used, its edge and its absence are said."""

import struct
from pathlib import Path

import numpy as np
import pytest

from gis_core.crs.heights import GeoidModel, require_model
from gis_core.errors import CrsError


def grid(path: Path) -> GeoidModel:
    """N = column + 6·row on a half-degree grid from 107° E, 10° N (GTX: big-endian, south-west first)."""
    values = np.arange(30, dtype=">f4").reshape(5, 6)
    path.write_bytes(struct.pack(">ddddii", 10.0, 107.0, 0.5, 0.5, 5, 6) + values.tobytes())
    return GeoidModel(path, "test")


def test_heights_through_a_grid(tmp_path: Path) -> None:
    model = require_model(grid(tmp_path / "n.gtx"))
    assert model.undulation([107.0, 107.5, 107.25], [10.0, 10.0, 10.5]) == pytest.approx([0, 1, 6.5])
    assert model.ellipsoidal([107.25], [10.5], [100.0]) == pytest.approx([106.5])
    assert model.levelled([107.25], [10.5], [106.5]) == pytest.approx([100.0])


def test_outside_the_grid_there_is_no_number(tmp_path: Path) -> None:
    assert np.isnan(grid(tmp_path / "n.gtx").ellipsoidal([120.0], [10.0], [5.0])).all()


def test_without_a_model_the_answer_is_plain(tmp_path: Path) -> None:
    for model in (None, GeoidModel(tmp_path / "none.gtx", "none")):
        with pytest.raises(CrsError) as refusal:
            require_model(model)
        assert refusal.value.code == "heights_not_available" and refusal.value.hint_vi


def test_a_broken_grid_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.gtx"
    path.write_bytes(b"no grid")
    with pytest.raises(CrsError) as refusal:
        GeoidModel(path, "bad").undulation([107.0], [10.0])
    assert refusal.value.code == "geoid_unreadable"
