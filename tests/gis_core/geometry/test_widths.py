"""Width of an area where a name stands."""

import numpy as np
import pytest
import shapely

from gis_core.geometry.widths import widths_at

NET = shapely.union_all([shapely.box(0, 0, 200, 12), shapely.box(90, -80, 96, 90)])
"""A street 12 m wide and a lane of 6 m that cross: one face."""


@pytest.mark.parametrize("at", [(40, 6), (40, 2.5), (150, 11)])
def test_street_is_as_wide_wherever_its_name_stands(at: tuple[float, float]) -> None:
    assert widths_at(np.array([at], dtype=float), np.array([NET])) == pytest.approx([12])


def test_many_names_on_one_net_and_on_others() -> None:
    river = shapely.Polygon(
        [(0, 300), (100, 300), (100, 340), (0, 340)], [[(40, 310), (60, 310), (60, 330), (40, 330)]]
    )
    points = np.array([(20, 6), (93, 60), (50, 304), (93, -40)], dtype=float)
    widths = widths_at(points, np.array([NET, NET, river, NET]))
    assert widths == pytest.approx([12, 6, 10, 6])  # the river beside its island


@pytest.mark.parametrize("width", [30.0, 31.0, 39.0, 41.0, 44.0, 120.0, 499.0])
def test_wide_rivers_are_measured_as_narrow_ones(width: float) -> None:
    """Around and beyond the short reach looked along first; a lane in the same net stays as narrow as it is."""
    river = shapely.union_all([shapely.box(0, 0, 4000, width), shapely.box(3000, -80, 3006, 1)])
    widths = widths_at(np.array([(2000.0, 1.0), (3003.0, -40.0)]), np.array([river, river]))
    assert widths == pytest.approx([width, 6])


def test_point_on_the_boundary_has_no_width() -> None:
    assert widths_at(np.array([(40.0, 12.0)]), np.array([NET])) == pytest.approx([0])


def test_turned_street() -> None:
    turned = shapely.transform(NET, lambda xy: xy @ np.array([[0.8, 0.6], [-0.6, 0.8]]))
    at = np.array([(40.0, 5.0)]) @ np.array([[0.8, 0.6], [-0.6, 0.8]])
    assert widths_at(at, np.array([turned])) == pytest.approx([12])


def test_mouth_of_a_side_street_makes_no_street_wider() -> None:
    street = shapely.union_all([shapely.box(0, 0, 200, 12), shapely.box(90, 0, 96, 90)])
    assert widths_at(np.array([(93.0, 4.0)]), np.array([street])) == pytest.approx([12])
