"""The sample commune is a sound fabric and looks like a Vietnamese commune."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.sample.make import Sample, make_sample
from importers.sample.recipe import FACE_TEXT, Face, Recipe


def polygons(sample: Sample) -> np.ndarray:
    return sample.commune.faces.geometry.to_numpy()


def test_parcels_and_objects_cover_the_commune_exactly(faulty: Sample) -> None:
    faces = polygons(faulty)
    assert shapely.is_valid(faces).all()
    assert shapely.coverage_is_valid(faces)
    assert shapely.area(faces).sum() == pytest.approx(faulty.commune.boundary.area, abs=1e-3)


def test_every_coordinate_is_a_whole_millimetre(faulty: Sample) -> None:
    points = shapely.get_coordinates(polygons(faulty)) * 1000
    assert np.abs(points - np.rint(points)).max() < 1e-5


def test_no_parcel_is_cut_by_a_sheet(faulty: Sample) -> None:
    frames = faulty.commune.sheets.set_index("ordinal").geometry
    parcels = faulty.commune.parcels
    assert shapely.covers(frames.loc[parcels["sheet"]].to_numpy(), parcels.geometry.to_numpy()).all()


@settings(max_examples=6, deadline=None)
@given(parcels=st.integers(300, 1500), seed=st.integers(0, 10_000))
def test_any_recipe_gives_its_number_of_parcels_in_a_sound_fabric(parcels: int, seed: int) -> None:
    sample = make_sample(Recipe(parcels=parcels, seed=seed, faults=0))
    assert len(sample.commune.parcels) == parcels
    assert shapely.coverage_is_valid(polygons(sample))
    assert sample.commune.faces["label_radius"].min() > 0.5


def test_looks_like_a_commune(faulty: Sample) -> None:
    parcels, faces = faulty.commune.parcels, faulty.commune.faces
    corners = shapely.get_num_coordinates(parcels.geometry.to_numpy()) - 1
    assert corners.min() == 3
    assert np.percentile(corners, 99) <= 40
    assert 24 < corners.max() <= 80
    assert set(faces["kind"]) >= {Face.PARCEL, Face.ROAD, Face.CANAL, Face.RIVER, Face.SEA, Face.POND}
    uses = set(parcels["land_use"])
    assert uses >= {"ODT", "ODT+CLN", "CLN", "HNK", "LUC", "NTS", "TMD", "DGD", "DCH", "NTD"}
    holed = parcels[shapely.get_num_interior_rings(parcels.geometry.to_numpy()) > 0]
    assert len(holed) >= 5
    assert len(faulty.arcs) >= 10
    widths = {street.width for street in faulty.streets}
    assert min(widths) <= 4.0
    assert max(widths) >= 20.0


def test_land_objects_carry_a_type_and_no_number(faulty: Sample) -> None:
    objects = faulty.commune.faces[faulty.commune.faces["kind"] != Face.PARCEL]
    assert (objects["number"] == 0).all()
    assert (objects["land_use"] == [FACE_TEXT[Face(kind)] for kind in objects["kind"]]).all()


def test_numbers_run_in_a_zigzag_from_the_top(faulty: Sample) -> None:
    for _, sheet in faulty.commune.parcels.groupby("sheet"):
        rows = sheet.sort_values("number")
        assert rows["number"].tolist() == list(range(1, len(rows) + 1))
        band = np.floor((rows["label_y"].max() - rows["label_y"].to_numpy()) / 20.0).astype(int)
        assert (np.diff(band) >= 0).all()
        x = rows["label_x"].to_numpy()
        for number in np.unique(band):
            steps = np.diff(x[band == number])
            assert (steps >= 0).all() if number % 2 == 0 else (steps <= 0).all()


def test_labels_lie_inside_their_faces(faulty: Sample) -> None:
    labels = faulty.planted.labels
    at = shapely.points(labels["x"], labels["y"])
    assert shapely.contains_properly(polygons(faulty)[labels["face"]], at).all()
