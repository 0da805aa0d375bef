"""A file in HN-72 enters through a saved fit: cadastral accuracy, the fit and its RMS on the receipt, refusals."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis_core.crs.named_fit import ControlPoint, make_fit
from gis_core.crs.transform import transform_xy
from gis_core.errors import CrsError
from reference import api as reference

HN72 = 2045
SHIFT = np.array((3.2, -4.1))
"""What the country-wide parameters miss in this commune: the fit must find it."""


def old(points: np.ndarray) -> np.ndarray:
    """VN-2000 places of the sample as the old maps give them."""
    return np.column_stack(transform_xy(points[:, 0], points[:, 1], 9218, HN72)) + SHIFT


def saved(name: str, *, off: float = 0.0) -> str:
    """A second-degree fit over the sample commune."""
    rng = np.random.default_rng(5)
    here = rng.uniform((454_500, 1_206_500), (458_500, 1_210_500), (14, 2))
    points = [
        ControlPoint(f"T{i}", (*map(float, o), None), (*map(float, h), None))
        for i, (o, h) in enumerate(zip(old(here) + off, here, strict=True))
    ]
    fitted = make_fit(
        name=name, made_on=date(2026, 11, 27), source="HN-72 19", target="9218", kind="second_degree", points=points
    )
    return reference.save_fit(fitted=fitted, author_id=None).name


@pytest.fixture
def old_map(entrance, clean_sample: Path, tmp_path: Path) -> Path:
    frame = gpd.read_file(clean_sample / "parcels.gpkg")
    frame = frame.set_geometry(gpd.GeoSeries(shapely.transform(frame.geometry.to_numpy(), old)), crs=None)
    path = tmp_path / "hn72.gpkg"
    frame.to_file(path, driver="GPKG", engine="pyogrio")
    return path


def test_parcels_lie_where_they_lie(entrance, old_map: Path, clean_sample: Path) -> None:
    name = saved("Xã mẫu HN-72")
    batch = entrance.imported(old_map, srid=HN72, fit=name, sheet=1)
    assert batch.status == "staged", batch.refusal or batch.decisions
    operation = batch.receipt["coordinate_operation"]
    assert operation["code"] == "fit Xã mẫu HN-72@1" and "RMS 0.0" in operation["name"]
    assert operation["accuracy_m"] < 0.01 and batch.options["fit"] == "Xã mẫu HN-72@1"
    truth = gpd.read_file(clean_sample / "parcels.gpkg").total_bounds
    assert batch.receipt["extent"] == pytest.approx(list(truth), abs=0.02)


def test_a_later_version_changes_nothing_for_an_earlier_file(entrance, old_map: Path) -> None:
    name = saved("Xã mẫu HN-72")
    [batch] = entrance.receive(old_map, srid=HN72, fit=name, sheet=1)
    saved("Xã mẫu HN-72", off=50.0)
    assert batch.options["fit"] == "Xã mẫu HN-72@1" and reference.saved_fit(name).version == 2


def test_a_fit_of_another_place_or_system_is_refused(entrance, old_map: Path) -> None:
    elsewhere = saved("Nơi khác", off=40_000.0)
    batch = entrance.imported(old_map, srid=HN72, fit=elsewhere, sheet=1)
    assert (batch.status, batch.refusal["code"]) == ("refused", "outside_fit_area")
    with pytest.raises(CrsError) as wrong:
        entrance.receive(old_map, srid=3149, fit=elsewhere)
    assert wrong.value.code == "fit_does_not_apply"
    with pytest.raises(reference.UnknownFit):
        entrance.receive(old_map, fit="không có")
