"""Numbers of papers: one form, the pattern of each kind, and no contradiction with the person."""

import pytest

from land_records.parties.errors import IdentityRefused
from land_records.parties.identity import checked_number, looks_like_number, normal_number, told_by_card


@pytest.mark.parametrize(
    ("kind", "raw", "number"),
    [
        ("cmnd", "260 123 456", "260123456"),
        ("cmnd", "260.123-456", "260123456"),
        ("cccd", " 060 085 001 234 ", "060085001234"),
        ("cccd", "０６００８５００１２３４", "060085001234"),
        ("passport", "b1234567", "B1234567"),
        ("business_code", "3400123456-001", "3400123456001"),
        ("decision", "12/QĐ-UBND", "12/QĐUBND"),
        ("other", "giấy khai sinh 45", "GIẤYKHAISINH45"),
    ],
)
def test_one_form(kind, raw, number):
    assert checked_number(kind, raw) == number == normal_number(raw)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("cmnd", ""), ("cmnd", "12345678"), ("cmnd", "2601234567"), ("cmnd", "26012345A"), ("cmnd", "060085001234"),
        ("cccd", "060085"), ("cccd", "000085001234"), ("cccd", "06008500123O"),
        ("passport", "ABCDEFG"), ("passport", "B1"), ("passport", "B12345678901"),
        ("business_code", "12345678901"), ("decision", "QĐ-UBND"), ("other", "ab"), ("licence", "123456789"),
    ],
)  # fmt: skip
def test_what_a_kind_cannot_carry_is_refused_without_repeating_it(kind, raw):
    with pytest.raises(IdentityRefused) as refused:
        checked_number(kind, raw)
    texts = str(refused.value.as_answer())
    assert not raw or kind == "licence" or raw not in texts


@pytest.mark.parametrize(
    ("number", "gender", "year"),
    [("060085001234", "male", 1985), ("060185001234", "female", 1985), ("060208001234", "male", 2008),
     ("060301001234", "female", 2001)],
)  # fmt: skip
def test_a_card_tells_gender_and_year(number, gender, year):
    told = told_by_card(number)
    assert (told.gender, told.birth_year) == (gender, year)
    assert checked_number("cccd", number, gender=gender, birth_year=year) == number
    for wrong in ({"gender": "female" if gender == "male" else "male"}, {"birth_year": year + 1}):
        with pytest.raises(IdentityRefused) as refused:
            checked_number("cccd", number, **wrong)
        assert number not in str(refused.value.as_answer())


def test_texts_that_can_only_be_numbers():
    assert all(map(looks_like_number, ("260123456", "060 085 001 234", "B1234567", "3400123456-001")))
    assert not any(map(looks_like_number, ("Nguyễn Văn An", "Trần Thị B 1985", "12 Lê Lợi", "")))
