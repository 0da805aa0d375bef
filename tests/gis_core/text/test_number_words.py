"""Numbers as certificates write them in words."""

from decimal import Decimal

import pytest

from gis_core.text.number_words import area_in_words, whole_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (4, "bốn"), (5, "năm"), (10, "mười"), (11, "mười một"), (14, "mười bốn"), (15, "mười lăm"),
        (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"), (55, "năm mươi lăm"),
        (100, "một trăm"), (101, "một trăm linh một"), (105, "một trăm linh năm"), (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"), (1015, "một nghìn không trăm mười lăm"),
        (2340, "hai nghìn ba trăm bốn mươi"), (10_000, "mười nghìn"), (1_000_001, "một triệu không trăm linh một"),
        (12_345_678, "mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám"),
        (3_000_000_000, "ba tỷ"),
    ],
)  # fmt: skip
def test_whole_numbers(number: int, words: str) -> None:
    assert whole_in_words(number) == words


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numbers_without_words(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        whole_in_words(number)


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("135.2", "Một trăm ba mươi lăm phẩy hai mét vuông"), ("400", "Bốn trăm mét vuông"),
        ("0.5", "Không phẩy năm mét vuông"), ("99.96", "Một trăm mét vuông"), ("1.25", "Một phẩy ba mét vuông"),
    ],
)  # fmt: skip
def test_areas(area: str, words: str) -> None:
    assert area_in_words(Decimal(area)) == words
