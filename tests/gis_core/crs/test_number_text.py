"""Written coordinates: every spelling people use, and lists of lines."""

import pytest

from gis_core.crs.number_text import WrittenPoint, read_lines, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("108.5", 108.5),
        ("108,5", 108.5),
        ("-10.25", -10.25),
        ("456313,4063", 456313.4063),
        ("1.208.622,92", 1208622.92),
        ("1,208,622.92", 1208622.92),
        ("1 208 622,92", 1208622.92),
        ("1\u202f208\u202f622,92", 1208622.92),
        ("456313.4063 m", 456313.4063),
        ("1.2e6", 1_200_000.0),
        ("108°30'15,5\"Đ", 108 + 30 / 60 + 15.5 / 3600),
        ("10°55′44.04″N", 10.9289),
        ("10º 55' 44.04''", 10.9289),
        ("S10°30'", -10.5),
        ("-10°30'", -10.5),
        ("108-30-15.5", 108 + 30 / 60 + 15.5 / 3600),
        ("108:30", 108.5),
        ("10 độ 30 phút", 10.5),
        ("108.1021° E", 108.1021),
    ],
)
def test_one_number_in_every_spelling(text: str, value: float) -> None:
    assert read_number(text) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("text", ["", "  ", "abc", "108°75'", "1.2.3", "12a", "10°61′", "1.23.456", "--5", "1e", "."])
def test_what_is_no_number(text: str) -> None:
    assert read_number(text) is None


XY = (1208622.92, 456313.4)


@pytest.mark.parametrize(
    ("line", "name", "pair", "height", "axes"),
    [
        ("M1 1208622.92 456313.40", "M1", XY, None, None),
        ("1208622,92 456313,40", "", XY, None, None),
        ("12\t1208622.92\t456313.40\t5.2", "12", XY, 5.2, None),
        ("12;1208622,92;456313,40;5,2", "12", XY, 5.2, None),
        ("1208622.92,456313.40,8.1", "", XY, 8.1, None),
        ("M5 1208622.92 456313.40 4,25", "M5", XY, 4.25, None),
        ("M5, 1208622.92, 456313.40, 4.25", "M5", XY, 4.25, None),
        ("1.208.622,92; 456.313,40", "", XY, None, None),
        ("X: 1208622.92 Y: 456313.40", "", XY, None, ("north", "east")),
        ("Y=456313.40 X=1208622.92", "", XY[::-1], None, ("east", "north")),
        ("Mốc A 1208622.92 456313.40", "Mốc A", XY, None, None),
        ("10.9289, 108.1021", "", (10.9289, 108.1021), None, None),
        ("7 10.9289 108.1021", "7", (10.9289, 108.1021), None, None),
        ("10°55'44.04\"N 108°6'7.56\"E", "", (10.9289, 108.1021), None, ("north", "east")),
        ("Mốc A: 108°6'7.56\"Đ, 10°55'44.04\"B 12,5", "Mốc A", (108.1021, 10.9289), 12.5, ("east", "north")),
        ("108.1021° 10.9289°", "", (108.1021, 10.9289), None, None),
    ],
)
def test_a_line_of_a_list(line, name, pair, height, axes) -> None:
    point = read_lines(line)[0]
    assert (point.name, point.height, point.axes, point.reason) == (name, height, axes, "")
    assert (point.first, point.second) == pytest.approx(pair, abs=1e-9)


def test_rows_count_all_lines_and_bad_ones_say_why() -> None:
    points = read_lines("1208622.92 456313.40\n\nP5 1208622.92\nxyz\nA 12o8622.92 456313.40\n")
    assert [(p.row, p.reason) for p in points] == [
        (1, ""), (3, "empty_cell"), (4, "not_a_number"), (5, "empty_cell"),
    ]  # fmt: skip
    assert isinstance(points[1], WrittenPoint) and points[1].name == "P5"
