"""Checks of polygon fabrics: each fault once, at its place, with its neighbours."""

import numpy as np
import pytest
import shapely

from gis_core.topology.coverage import check_polygons
from gis_core.topology.finding import Finding


def fabric(columns: int = 6) -> list[shapely.Polygon]:
    return [shapely.box(10 * i, 10 * j, 10 * i + 10, 10 * j + 10) for i in range(columns) for j in range(3)]


def check(polygons: list[object], **more: object) -> list[Finding]:
    numbers = more.pop("numbers", range(1, len(polygons) + 1))
    return check_polygons(np.array(polygons, dtype=object), sheets=[1] * len(polygons), numbers=list(numbers), **more)


def test_a_clean_fabric_is_clean() -> None:
    assert check(fabric(), areas_labelled=[100.0] * 18) == []


def test_a_neighbour_without_the_common_vertex_is_clean() -> None:
    """The fabric rule asks for common ground, not for common vertices."""
    polygons = fabric()
    coordinates = np.insert(shapely.get_coordinates(polygons[0]), 1, [10.0, 5.0], axis=0)
    assert shapely.Polygon(coordinates).is_valid
    assert check([shapely.Polygon(coordinates), *polygons[1:]]) == []


@pytest.mark.parametrize(("into", "found"), [(0.0005, False), (0.0015, False), (0.003, True), (0.5, True)])
def test_overlaps_wider_than_two_millimetres(into: float, found: bool) -> None:
    polygons = fabric()
    polygons[4] = shapely.box(10 - into, 10, 20, 20)
    overlaps = [finding for finding in check(polygons) if finding.code == "TOPO-OVERLAP"]
    assert bool(overlaps) == found
    if found:
        assert overlaps[0].between == ("1/2", "1/5")
        assert overlaps[0].size == pytest.approx(into * 10, abs=0.001)
        assert 10 - into <= overlaps[0].where[0] <= 10


def test_duplicates_and_contained_parcels() -> None:
    polygons = [*fabric(), fabric()[7], shapely.box(2, 2, 4, 4)]
    kinds = {(f.hint["kind"], f.between) for f in check(polygons) if f.code == "TOPO-OVERLAP"}
    assert kinds == {("duplicate", ("1/19", "1/8")), ("contained", ("1/1", "1/20"))}


def test_narrow_gaps_and_slivers() -> None:
    polygons = fabric()
    polygons[4] = shapely.box(10.05, 10, 20, 20)
    (gap,) = check(polygons)
    assert (gap.code, gap.size) == ("TOPO-GAP", pytest.approx(0.5))
    assert {"1/2", "1/5"} <= set(gap.between)
    polygons.append(shapely.box(10, 10, 10.05, 20))
    (sliver,) = check(polygons)
    assert (sliver.code, sliver.between) == ("TOPO-SLIVER", ("1/19",))


def test_a_wide_opening_is_no_gap() -> None:
    polygons = fabric()
    del polygons[4]
    assert check(polygons) == []


def test_unusable_shapes() -> None:
    bow = shapely.Polygon([(100, 0), (110, 10), (110, 0), (100, 10)])
    findings = check([*fabric(), bow, None, shapely.Point(1, 1)])
    assert [f.code for f in findings] == ["GEOM-UNUSABLE"] * 3
    assert {f.where for f in findings} == {None, (105.0, 5.0)}


def test_numbers_used_twice_and_areas() -> None:
    numbers = [*range(1, 18), 1]
    (finding,) = check(fabric(), numbers=numbers)
    assert (finding.code, finding.size, finding.hint) == ("NUMBER-TWICE", 2.0, {"number": "1", "sheet": "1"})
    assert check(fabric(), numbers=[None] * 18) == []
    areas = [100.0] * 17 + [150.0]
    (finding,) = check(fabric(), areas_labelled=areas)
    assert (finding.code, finding.size) == ("AREA-DIFFERS", 50.0)
    assert (finding.hint["labelled"], finding.hint["computed"]) == (150.0, 100.0)
