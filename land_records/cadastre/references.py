"""Reading a parcel reference: UNIT[@DATE]/[SERIES:]SHEET/NUMBER (DESIGN 5.5)."""

from dataclasses import dataclass

from land_records.cadastre.errors import BadReferenceError
from land_records.cadastre.series import sheet_ordinal


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts of a reference as written; `unit` keeps its date ("22945@2024-12-31")."""

    unit: str
    series: str | None
    sheet: str
    number: int

    @property
    def dated(self) -> bool:
        """True when the unit is meant as it was on a day."""
        return "@" in self.unit


def parse_reference(text: str) -> Reference:
    """Split a reference; the series may itself hold slashes. Raises BadReferenceError."""
    unit, first, rest = text.strip().partition("/")
    middle, second, number = rest.rpartition("/")
    series, colon, sheet = middle.rpartition(":")
    if not (first and second and unit.strip() and sheet.strip() and number.strip().isdigit()) or (colon and not series):
        raise BadReferenceError(
            f"“{text}” không phải là số hiệu thửa đất.",
            f"“{text}” is no parcel reference.",
            hint_vi="Viết MÃ_ĐƠN_VỊ[@NGÀY]/[BỘ BẢN ĐỒ:]SỐ_TỜ/SỐ_THỬA, ví dụ 22945/12/34 hoặc 22945@2024-12-31/12/34.",
            hint_en="Write UNIT[@DATE]/[SERIES:]SHEET/NUMBER, for example 22945/12/34 or 22945@2024-12-31/12/34.",
        )
    return Reference(unit.strip(), series.strip() or None, sheet_ordinal(sheet), int(number))
