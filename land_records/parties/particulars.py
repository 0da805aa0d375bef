"""Checking the facts about a party before they are kept, and turning them into columns."""

import re
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from land_records.parties.errors import ParticularsRefused
from land_records.parties.models import PartyAddress, PartyParticulars
from land_records.parties.names import checked_name, folded, folded_back
from land_records.parties.snapshots import AddressDraft, Particulars

EARLIEST_BIRTH = 1850
"""Holders of the oldest papers (bằng khoán điền thổ) were born after this year."""

HOME = "VNM"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d .\-]{8,18}")
_TAX_CODE = re.compile(r"\d{10}(\d{2}|-?\d{3})?")
_OF_PEOPLE = ("gender", "birth_date", "birth_year", "death_date", "death_year", "ethnicity")
_OF_BODIES = ("founding_number", "founding_date", "founding_kind")
_FREE_TEXTS = (
    "short_name", "foreign_name", "ethnicity", "tax_code", "phone", "email", "founding_number", "founding_kind",
)  # fmt: skip
_WORDS = {
    "short_name": ("tên viết tắt", "short name"),
    "foreign_name": ("tên bằng tiếng nước ngoài", "foreign name"),
    "gender": ("giới tính", "gender"),
    "birth_date": ("ngày sinh", "date of birth"),
    "birth_year": ("năm sinh", "year of birth"),
    "death_date": ("ngày mất", "date of death"),
    "death_year": ("năm mất", "year of death"),
    "nationality": ("quốc tịch", "nationality"),
    "ethnicity": ("dân tộc", "ethnicity"),
    "tax_code": ("mã số thuế", "tax code"),
    "phone": ("số điện thoại", "telephone"),
    "email": ("thư điện tử", "e-mail"),
    "founding_number": ("số quyết định thành lập", "founding decision"),
    "founding_date": ("ngày thành lập", "founding date"),
    "founding_kind": ("loại quyết định thành lập", "kind of founding decision"),
    "name": ("tên", "name"),
    "detail": ("địa chỉ", "address"),
    "house_number": ("số nhà", "house number"),
    "street": ("đường, phố", "street"),
    "hamlet": ("tổ dân phố, thôn", "hamlet"),
    "issued_by": ("nơi cấp giấy tờ", "issuer of the paper"),
}


def checked_particulars(kind: str, facts: Particulars, *, today: date) -> Particulars:
    """The facts tidied: composed letters, years from dates, nationality filled for people.

    Raises NameRefused and ParticularsRefused; refusals name the field, never its content.
    """
    person = kind == "person"
    foreign = facts.nationality.strip().upper() not in ("", HOME)
    texts: dict[str, Any] = {name: " ".join(getattr(facts, name).split()) for name in _FREE_TEXTS}
    tidy = replace(
        facts,
        name=checked_name(facts.name, of_body=not person, foreign=foreign),
        nationality=_nationality(facts.nationality, person),
        **texts,
    )
    _refuse_foreign_fields(tidy, _OF_BODIES if person else _OF_PEOPLE, kind)
    _check_shapes(tidy)
    _check_lengths(PartyParticulars, asdict(tidy))
    return _checked_days(tidy, today)


def _nationality(written: str, person: bool) -> str:
    code = written.strip().upper()
    if not code:
        return HOME if person else ""
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise _refused("nationality", "gồm ba chữ cái theo ISO 3166 (VNM)", "is three letters of ISO 3166 (VNM)")
    return code


def _refuse_foreign_fields(facts: Particulars, names: tuple[str, ...], kind: str) -> None:
    for name in names:
        if getattr(facts, name):
            raise _refused(
                name, "không dùng cho loại người sử dụng đất này", f"does not belong to a party of kind {kind}"
            )


def _check_shapes(facts: Particulars) -> None:
    if facts.gender not in ("", *PartyParticulars.Gender.values):
        raise _refused("gender", "là nam, nữ hoặc khác", "is male, female or other")
    for name, pattern in (("email", _EMAIL), ("phone", _PHONE), ("tax_code", _TAX_CODE)):
        written = getattr(facts, name)
        if written and not pattern.fullmatch(written):
            raise _refused(name, "không đúng dạng", "has not the shape of one")


def _check_lengths(model: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            raise _refused(name, f"dài quá {longest} ký tự", f"is longer than {longest} characters")


def _checked_days(facts: Particulars, today: date) -> Particulars:
    """Years follow from dates; nobody is born or dead in the future, nobody dies before being born."""
    years = {}
    for what in ("birth", "death"):
        day, year = getattr(facts, f"{what}_date"), getattr(facts, f"{what}_year")
        if day is not None and year not in (None, day.year):
            raise _refused(f"{what}_year", "không khớp với ngày", "does not agree with the date")
        years[f"{what}_year"] = day.year if day is not None else year
        if (day is not None and day > today) or (year is not None and year > today.year):
            raise _refused(f"{what}_date" if day else f"{what}_year", "nằm ở tương lai", "lies in the future")
    if facts.founding_date is not None and facts.founding_date > today:
        raise _refused("founding_date", "nằm ở tương lai", "lies in the future")
    birth, death = years["birth_year"], years["death_year"]
    if birth is not None and birth < EARLIEST_BIRTH:
        raise _refused("birth_year", f"trước năm {EARLIEST_BIRTH}", f"lies before {EARLIEST_BIRTH}")
    both_days = facts.birth_date is not None and facts.death_date is not None
    if (birth is not None and death is not None and death < birth) or (
        both_days and facts.death_date < facts.birth_date  # type: ignore[operator]
    ):
        raise _refused("death_year", "trước khi sinh", "lies before the birth")
    return replace(facts, **years)


def _refused(field: str, vi: str, en: str) -> ParticularsRefused:
    name_vi, name_en = _WORDS[field]
    return ParticularsRefused(
        f"{name_vi[0].upper()}{name_vi[1:]} {vi}.",
        f"The {name_en} {en}.",
        hint_vi="Đối chiếu với giấy tờ gốc rồi sửa ô này.",
        hint_en="Compare it with the papers and correct this field.",
    )


def columns_of(facts: Particulars) -> dict[str, Any]:
    """Columns of PartyParticulars: unknown texts as null, search keys made."""
    key = folded(facts.name)
    filled = {name: value if value not in ("", None) else None for name, value in asdict(facts).items()}
    return {**filled, "wife_first": facts.wife_first, "folded_name": key, "folded_back": folded_back(key)}


def address_columns(draft: AddressDraft) -> dict[str, Any]:
    """Columns of PartyAddress; without `detail` the whole is made of its parts. Raises ParticularsRefused."""
    parts = {name: " ".join(getattr(draft, name).split()) for name in ("house_number", "street", "hamlet")}
    detail = " ".join(draft.detail.split()) or ", ".join(
        part for part in (" ".join(p for p in (parts["house_number"], parts["street"]) if p), parts["hamlet"]) if part
    )
    if not any(letter.isalnum() for letter in detail):
        raise _refused("detail", "còn trống", "is empty")
    _check_lengths(PartyAddress, {**parts, "detail": detail})
    filled = {name: value or None for name, value in parts.items()}
    return {**filled, "unit_id": draft.unit_id, "detail": detail, "folded_detail": folded(detail)}


def checked_text(model: Any, field: str, written: str) -> str | None:
    """One text for one column: single blanks, null when empty. Raises ParticularsRefused when it is too long."""
    text = " ".join(written.split())
    _check_lengths(model, {field: text})
    return text or None
