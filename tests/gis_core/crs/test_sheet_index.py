"""Sheet numbers of Circular 25/2014: the rule's vectors, and frame ↔ number for every scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_core.crs.sheet_index import SCALES, sheet_frame, sheet_id
from gis_core.errors import CrsError

VECTORS = (
    (1208623, 456313, ["10-212452", "209455", "209455-2", "209455-2-a", "209455-2-(6)", "209455-2-34"]),
    (1179047, 420073, ["10-182416", "182419", "182419-8", "182419-8-c", "182419-8-(13)", "182419-8-91"]),
    (1164288, 548400, ["10-170548", "167548", "167548-7", "167548-7-c", "167548-7-(10)", "167548-7-75"]),
)


@pytest.mark.parametrize(("north", "east", "numbers"), VECTORS)
def test_vectors_of_the_rule(north: float, east: float, numbers: list[str]) -> None:
    assert [sheet_id(north, east, scale) for scale in SCALES] == numbers


@given(
    st.integers(1_000_001_000, 1_999_999_000),
    st.integers(200_000_000, 799_999_000),
    st.sampled_from(SCALES),
)
def test_the_frame_of_a_number_holds_its_points(north_mm: int, east_mm: int, scale: int) -> None:
    north, east = north_mm / 1000, east_mm / 1000
    frame = sheet_frame(sheet_id(north, east, scale), x_thousands_km=int(-(-north_mm // 3_000_000) * 3) // 1000)
    assert frame.scale == scale
    assert frame.west <= east < frame.east
    # the rule names a sheet by its top edge, which therefore belongs to it
    off_by_thousand = (frame.south < north <= frame.north, frame.south + 1e6 < north <= frame.north + 1e6)
    assert any(off_by_thousand)


@pytest.mark.parametrize("examples", ["10-728494", "725497", "725500-6", "725500-6-d", "725500-6-(11)", "725500-6-25"])
def test_examples_of_the_circular_are_read(examples: str) -> None:
    frame = sheet_frame(examples)
    assert sheet_id(frame.north, frame.west, frame.scale) == examples


def test_sizes() -> None:
    sizes = dict.fromkeys(SCALES, 0.0)
    for scale in SCALES:
        frame = sheet_frame(sheet_id(1208623, 456313, scale))
        assert frame.east - frame.west == frame.north - frame.south
        sizes[scale] = frame.east - frame.west
    assert sizes == {10000: 6000, 5000: 3000, 2000: 1000, 1000: 500, 500: 250, 200: 100}


@pytest.mark.parametrize("wrong", ["", "725498", "10-725497", "725500-0", "725500-6-e", "725500-6-(17)", "F-48-104"])
def test_wrong_numbers_are_refused(wrong: str) -> None:
    with pytest.raises(CrsError):
        sheet_frame(wrong)
