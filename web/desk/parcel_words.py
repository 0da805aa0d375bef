"""Parcels as officers type them: "54/208, 54/209", or a full reference, inside the unit at hand."""

import re

from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web import errors

MOST = 50
_SHORT = re.compile(r"(\w[\w.-]*)\s*/\s*(\d+)")


def parcels_named(text: str, unit_id: int) -> list[int]:
    """Ids of the parcels a text names, comma separated. Raises PageError, ParcelNotFound, AmbiguousParcel."""
    unit = reference.unit_by_id(unit_id)
    code = unit.code if unit.valid_to is None else f"{unit.code}@{unit.valid_to:%Y-%m-%d}"
    references: list[str] = []
    for part in re.split(r"[,;\n]", text):
        said = part.strip()
        if not said:
            continue
        if short := _SHORT.fullmatch(said):
            said = f"{code}/{short[1]}/{short[2]}"
        elif said.count("/") < 2:
            raise errors.PageError(
                f"“{part.strip()[:60]}” không phải là tờ/thửa.",
                f"“{part.strip()[:60]}” is no sheet/parcel.",
                hint_vi="Viết tờ/thửa, ví dụ 54/208; nhiều thửa cách nhau bằng dấu phẩy.",
                hint_en="Write sheet/parcel, such as 54/208; several with commas between.",
                code="bad_parcel_list",
            )
        references.append(said)
    if len(references) > MOST:
        raise errors.PageError(
            f"Một hồ sơ gắn tối đa {MOST} thửa mỗi lần.", f"At most {MOST} parcels are linked at once.",
            code="bad_parcel_list",
        )  # fmt: skip
    meant = land_records.parcels_meant(references)
    # one that means none or several is refused in the words of the search for it alone
    ids = [meant[said][0] if len(meant[said]) == 1 else land_records.find_parcel(said).parcel_id for said in references]
    return list(dict.fromkeys(ids))


def subjects_of(text: str) -> list[tuple[str, int]]:
    """What a search text may mean beside codes and titles: parcels by number, a certificate by serial."""
    if not text:
        return []
    subjects = []
    try:
        subjects = [("parcel", hit.parcel_id) for hit in land_records.search_parcels(text).hits]
    except DomainError:
        subjects = []
    try:
        subjects.append(("certificate", land_records.certificate_by_serial(text).id))
    except DomainError:
        return subjects
    return subjects
