"""Land-use codes by list and day, and their colours."""

from datetime import date

from django.utils import timezone

from reference.errors import UnknownLandUse
from reference.models import LandUseCode
from reference.snapshots import LandUse, LandUseColour

_NO_COLOUR = "#E6E6DC"
"""Paper grey for types whose colour no source gives, nor their parent's."""


def land_use(code: str, on: date | None = None) -> LandUse:
    """The type `code` as the list in force on a day (today when None) has it, else as the latest list that had it."""
    wanted = code.strip().upper()
    versions = [entry for entry in land_use_codes(every_list=True) if entry.code == wanted]
    if not versions:
        raise UnknownLandUse(
            f"Không có loại đất “{wanted[:12]}” trong bảng mã.",
            f"There is no land-use type “{wanted[:12]}” in the code lists.",
            hint_vi="Kiểm tra mã loại đất (ba chữ cái, ví dụ ODT, CLN).",
            hint_en="Check the land-use code (three letters, e.g. ODT, CLN).",
        )
    day = on or timezone.localdate()
    return next((entry for entry in versions if _in_force(entry, day)), versions[-1])


def land_use_codes(on: date | None = None, *, every_list: bool = False) -> list[LandUse]:
    """Types of the list in force on a day (today when None), or of all lists, oldest first, in the lists' order."""
    rows = list(LandUseCode.objects.order_by("pk"))
    colours = _colours(rows)
    entries = [_snapshot(row, colours[row.code]) for row in rows]
    if every_list:
        return sorted(entries, key=lambda entry: entry.valid_from or date.min)
    day = on or timezone.localdate()
    return [entry for entry in entries if _in_force(entry, day)]


def land_use_style() -> dict[str, LandUseColour]:
    """Colour of every code of every list, official or provisional."""
    return _colours(list(LandUseCode.objects.order_by("pk")))


def _in_force(entry: LandUse, day: date) -> bool:
    return (entry.valid_from is None or entry.valid_from <= day) and (entry.valid_to is None or day <= entry.valid_to)


def _colours(rows: list[LandUseCode]) -> dict[str, LandUseColour]:
    """Own official colour, own provisional one, else the nearest parent's, which is then provisional."""
    own = {row.code: row.rgb or row.provisional_rgb for row in rows if row.rgb or row.provisional_rgb}
    official = {row.code for row in rows if row.rgb}
    parents = {row.code: row.parent_code for row in rows if row.parent_code}
    result = {}
    for row in rows:
        step: str | None = row.code
        while step and step not in own:
            step = parents.get(step)
        result[row.code] = LandUseColour(own[step] if step else _NO_COLOUR, row.code in official)
    return result


def _snapshot(row: LandUseCode, colour: LandUseColour) -> LandUse:
    return LandUse(
        code=row.code,
        code_set=row.code_set,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        name_vi=row.name_vi,
        name_en=row.name_en,
        parent=row.parent_code,
        leaf=row.leaf,
        in_total=row.in_total,
        on_cadastral_map=row.on_cadastral_map,
        rgb=colour.rgb,
        rgb_official=colour.official,
        forms_parcel=row.leaf and row.in_total and not row.object_type,
        object_type=row.object_type,
        reason_vi=row.object_reason_vi,
        reason_en=row.object_reason_en,
        becomes=tuple(row.becomes.split()),
        confidence=row.confidence,
    )
