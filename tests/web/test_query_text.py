"""What people type, read as facts and never guessed."""

import pytest

from web.public.query_text import coordinates, parcel_code


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("10.92849, 108.10266", 10.92849, 108.10266),
        ("10.92849,108.10266", 10.92849, 108.10266),
        ("10,92849; 108,10266", 10.92849, 108.10266),
        ("10,92849 108,10266", 10.92849, 108.10266),
        ("108.10266 10.92849", 108.10266, 10.92849),
        ("10.928 108.102", 10.928, 108.102),
        ("lat 10.9 lon 108.1", 10.9, 108.1),
    ],
)
def test_decimal_degrees(text: str, first: float, second: float) -> None:
    pair = coordinates(text)
    assert pair is not None and pair.degrees
    assert (pair.first, pair.second) == pytest.approx((first, second))


@pytest.mark.parametrize(
    "text",
    [
        "10°55'42.6\"N 108°06'9.6\"E",
        "10°55′42,6″B, 108°06′9,6″Đ",
        "10° 55' 42.6\" N  108° 6' 9.6\" E",
        "10d55'42.6\"N 108d06'9.6\"E",
    ],
)
def test_degrees_minutes_seconds(text: str) -> None:
    pair = coordinates(text)
    assert pair is not None and pair.degrees and pair.axes == ("lat", "lon")
    assert pair.first == pytest.approx(10 + 55 / 60 + 42.6 / 3600)
    assert pair.second == pytest.approx(108 + 6 / 60 + 9.6 / 3600)


@pytest.mark.parametrize(
    "text",
    [
        "1208581,4 456358,7",
        "1208581.4 456358.7",
        "1208581.4, 456358.7",
        "1 208 581,4  456 358,7",
        "1.208.581,4; 456.358,7",
        "1,208,581.4 456,358.7",
        "X=1208581,4 Y=456358,7",
        "X (Bắc): 1208581,4; Y (Đông): 456358,7",
    ],
)
def test_metres_in_every_spelling(text: str) -> None:
    pair = coordinates(text)
    assert pair is not None and not pair.degrees
    assert (pair.first, pair.second) == pytest.approx((1208581.4, 456358.7))


def test_written_axes_are_kept() -> None:
    assert coordinates("X=1208581,4 Y=456358,7").axes == ("north", "east")  # type: ignore[union-attr]
    assert coordinates("Y=456358,7 X=1208581,4").axes == ("east", "north")  # type: ignore[union-attr]
    assert coordinates("1208581,4 456358,7").axes is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["tờ 54 thửa 208", "54/208", "1/7", "1 7", "phường Phú Trinh", "12 34 56", "208", "", "5 thửa", "10.9"]
)
def test_other_texts_are_no_coordinates(text: str) -> None:
    assert coordinates(text) is None


def test_national_codes() -> None:
    assert parcel_code(" W3UY5VY5E66U ") == "w3uy5vy5e66u"
    assert parcel_code("phanthietabc") is None
    assert parcel_code("w3uy5") is None
