"""Names: every Vietnamese letter is kept; empty and wrongly encoded ones are refused without repeating them."""

import unicodedata

import pytest

from gis_core.text.charsets import VIETNAMESE_LETTERS, encode
from land_records.parties.errors import NameRefused
from land_records.parties.names import checked_name, folded, folded_back


@pytest.mark.parametrize("letter", sorted(set(VIETNAMESE_LETTERS)))
def test_every_vietnamese_letter_is_kept(letter):
    name = f"B{letter} {letter.upper()}n"
    assert checked_name(name) == unicodedata.normalize("NFC", name)
    assert checked_name(unicodedata.normalize("NFD", name)) == unicodedata.normalize("NFC", name)
    assert folded(name).isascii()


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Ánh Tuyết", "K'Brôih", "Y Blôk Niê", "Đặng  Quỳnh\tNhư", "Kră Jăn Ha Bin", "Thường Thuyền",
     "Hoàng Oanh", "Lê Thuỳ Hoà", "Nguyễn Khuyến Quyền"],
)  # fmt: skip
def test_names_people_bear(name):
    assert checked_name(name) == " ".join(name.split())


@pytest.mark.parametrize("name", ["", "   ", "...", "123", "\u200b", "-", "Nguyễn Văn An 1985", "An@home", "Nguyễn 🙂"])
def test_what_is_no_name(name):
    with pytest.raises(NameRefused) as refused:
        checked_name(name)
    assert not name.strip() or name not in str(refused.value.as_answer()) or name in ("-", "...", "123")


@pytest.mark.parametrize("name", ["Nguyễn Văn Đạt", "Trần Thị Hường", "Lê Quỳnh Ước", "Phạm Thế Vũ", "Đỗ Ngọc Ánh"])
@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_names_in_old_character_sets_are_refused(name, encoding):
    """As they come out of an old spreadsheet: the bytes of TCVN3 or VNI read as Latin letters."""
    garbled = encode(name, encoding).decode("latin-1")
    with pytest.raises(NameRefused, match="old character set"):
        checked_name(garbled)


def test_foreign_and_bodies():
    assert checked_name("Søren Kierkegård", foreign=True) == "Søren Kierkegård"
    with pytest.raises(NameRefused):
        checked_name("Søren Kierkegård")
    body = "Công ty TNHH MTV 27/7 “Đất & Nước” (chi nhánh 2)"
    assert checked_name(body, of_body=True) == body
    with pytest.raises(NameRefused):
        checked_name("C«ng ty TNHH", of_body=True)


def test_search_keys():
    assert folded("Nguyễn  Thị Đào") == "nguyen thi dao"
    assert folded("K'Brôih") == "k broih"
    assert folded_back("nguyen thi dao") == "dao thi nguyen"
    assert folded("李") == "李"
