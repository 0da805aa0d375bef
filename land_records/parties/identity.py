"""Identity numbers as papers carry them: one normal form, the pattern of each kind, and what a number tells.

Sources: CMND 9 digits (Decree 05/1999/NĐ-CP); the 12 digits of the citizen's card are the personal identification
number: 3 of the place of birth registration, 1 of century and gender, 2 of the year of birth, 6 random (Decree
137/2015/NĐ-CP art. 13); business codes 10 digits, of dependent units 13 (Decree 01/2021/NĐ-CP art. 29, 31).
"""

import re
import unicodedata
from dataclasses import dataclass

from land_records.parties.errors import IdentityRefused

_DROPPED = re.compile(r"[\s.\-‐‑‒–—_]+")
_PATTERNS = {
    "cmnd": re.compile(r"\d{9}"),
    "cccd": re.compile(r"(?!000)\d{12}"),
    "passport": re.compile(r"(?=.*\d)[A-Z0-9]{6,9}"),
    "business_code": re.compile(r"\d{10}(\d{3})?"),
    "decision": re.compile(r"(?=.*\d).{1,50}"),
    "other": re.compile(r"(?=.*\d).{3,50}"),
}
_SHAPES = {
    "cmnd": ("Số chứng minh nhân dân có 9 chữ số", "The number of an identity card has 9 digits"),
    "cccd": ("Số căn cước có 12 chữ số", "The number of a citizen's card has 12 digits"),
    "passport": ("Số hộ chiếu có 6 đến 9 chữ và số", "A passport number has 6 to 9 letters and digits"),
    "business_code": ("Mã số doanh nghiệp có 10 hoặc 13 chữ số", "A business code has 10 or 13 digits"),
    "decision": ("Số quyết định có chữ số, không quá 50 ký tự", "A decision number has digits, 50 characters at most"),
    "other": ("Số giấy tờ có 3 đến 50 ký tự và có chữ số", "A paper number has 3 to 50 characters with digits"),
}
_GENDERS = {0: "male", 1: "female"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the 12 digits of a citizen's card say about their holder."""

    gender: str
    birth_year: int


def normal_number(raw: str) -> str:
    """One form for writing and searching: composed letters, capitals, without blanks, dots and dashes."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", raw)).upper()


def told_by_card(number: str) -> Told:
    """Gender and year of birth in a normalised 12-digit number."""
    century, gender = divmod(int(number[3]), 2)
    return Told(_GENDERS[gender], 1900 + 100 * century + int(number[4:6]))


def checked_number(kind: str, raw: str, *, gender: str | None = None, birth_year: int | None = None) -> str:
    """The normalised number; refused with IdentityRefused when its kind cannot carry it or it contradicts the person.

    The refusal says what is wrong and never repeats the number.
    """
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        raise IdentityRefused(
            f"Không có loại giấy tờ “{kind}”.",
            f"There is no kind of paper “{kind}”.",
            hint_vi=f"Các loại: {', '.join(_PATTERNS)}.",
            hint_en=f"The kinds: {', '.join(_PATTERNS)}.",
        )
    number = normal_number(raw)
    if not pattern.fullmatch(number):
        card_as_cmnd = kind == "cmnd" and _PATTERNS["cccd"].fullmatch(number)
        raise IdentityRefused(
            f"{_SHAPES[kind][0]}; số đã nhập có {len(number)} ký tự.",
            f"{_SHAPES[kind][1]}; what was entered has {len(number)} characters.",
            hint_vi="Chứng minh nhân dân 12 số ghi ở loại căn cước." if card_as_cmnd else "Đối chiếu với giấy tờ gốc.",
            hint_en="Enter an identity card of 12 digits as a citizen's card."
            if card_as_cmnd
            else "Compare it with the paper.",
        )
    if kind == "cccd":
        _refuse_contradiction(told_by_card(number), gender, birth_year)
    return number


def _refuse_contradiction(told: Told, gender: str | None, birth_year: int | None) -> None:
    wrong_vi, wrong_en = [], []
    if gender in ("male", "female") and gender != told.gender:
        wrong_vi.append("giới tính")
        wrong_en.append("gender")
    if birth_year is not None and birth_year != told.birth_year:
        wrong_vi.append("năm sinh")
        wrong_en.append("year of birth")
    if wrong_vi:
        raise IdentityRefused(
            f"Số căn cước không khớp với {' và '.join(wrong_vi)} đã nhập.",
            f"The number of the card does not agree with the {' and '.join(wrong_en)} entered.",
            hint_vi="Chữ số thứ tư cho biết thế kỷ và giới tính, chữ số thứ năm và sáu là hai số cuối của năm sinh.",
            hint_en="The fourth digit tells century and gender, the fifth and sixth the last two digits of the year.",
        )


def looks_like_number(text: str) -> bool:
    """True when a search text can only mean the number of a paper."""
    number = normal_number(text)
    digits = sum(letter.isdigit() for letter in number)
    return digits >= 6 and digits * 3 >= 2 * len(number)
