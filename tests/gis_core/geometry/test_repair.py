"""Repairs are noted one by one; what cannot be repaired surely is refused."""

import numpy as np
import pytest
import shapely

from gis_core.geometry.repair import repair

BOX = shapely.box(0, 0, 10, 10)
BOW_TIE = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
SMALL_LOOP = shapely.Polygon([(0, 0), (10, 0), (10, 10), (-0.01, 10), (0, 10.01), (0, 0)])


def test_sound_shapes_pass_without_a_note() -> None:
    result = repair([BOX, shapely.LineString([(0, 0), (1, 1)]), shapely.Point(1, 1)])
    assert result.notes == ()
    assert result.usable.all()
    assert shapely.equals_exact(result.geoms[0], BOX, tolerance=0)


def test_a_small_loop_is_resolved_and_noted() -> None:
    result = repair([BOX, SMALL_LOOP])
    (note,) = result.notes
    assert (note.position, note.usable) == (1, True)
    assert note.where == pytest.approx((0, 10), abs=0.02)
    assert note.reason == "Self-intersection"
    assert abs(note.area_change_m2) < 0.001
    assert shapely.is_valid(result.geoms[1])


def test_a_bow_tie_is_refused_and_left_as_it_came() -> None:
    result = repair([BOW_TIE])
    assert not result.usable[0]
    assert result.geoms[0] is not None and shapely.equals_exact(result.geoms[0], BOW_TIE, tolerance=0)
    assert result.notes[0].where == (1.0, 1.0)


def test_none_empty_nan_and_flat_are_refused() -> None:
    nan = shapely.from_wkt("POLYGON ((0 0, NaN 1, 1 1, 0 0))")
    flat = shapely.Polygon([(0, 0), (1, 1), (2, 2), (0, 0)])
    result = repair([None, shapely.Polygon(), nan, flat, BOX])
    assert list(result.usable) == [False, False, False, False, True]
    assert len(result.notes) == 4
    assert all(note.what_vi and note.what_en for note in result.notes)


def test_z_is_dropped() -> None:
    solid = shapely.Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)])
    assert not shapely.has_z(repair([solid]).geoms).any()


def test_every_usable_shape_is_valid_after_repair() -> None:
    rng = np.random.default_rng(5)
    wild = shapely.polygons(rng.uniform(0, 10, (300, 7, 2)))
    result = repair(wild, max_area_change=10)
    assert shapely.is_valid(result.geoms[result.usable]).all()
    assert set(shapely.get_type_id(result.geoms[result.usable])) <= {3, 6}
