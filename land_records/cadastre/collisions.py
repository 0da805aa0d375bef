"""Two parcels, one national code: their characteristic points fall into one cell of 2 cm by 4 cm."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from land_records.cadastre.conflicts import wide_overlap
from land_records.cadastre.errors import CodeTakenError, OverlapError
from land_records.cadastre.official import OfficialShapes, as_multipolygons
from land_records.cadastre.statements import statement


def refuse_collisions(codes: NDArray[Any], shapes: OfficialShapes, references: Sequence[str]) -> None:
    """Refuse codes that stand twice in the block or on another parcel in force.

    Where the two shapes overlap, that is the fault people can mend: OverlapError. Else CodeTakenError names both. A
    code of a parcel that has ended goes to the new one: it is the same place (docs/adr/0012).
    """
    seen: dict[str, int] = {}
    for row, code in enumerate(codes):
        if code is not None and code in seen:
            _refuse(references[seen[code]], references[row], shapes.land[seen[code]], shapes.land[row])
        seen[code] = row
    seen.pop(None, None)  # type: ignore[call-overload]
    if not seen:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement("release_ended_codes"), [list(seen)])
        cursor.execute(statement("owners_of_codes"), [list(seen)])
        for code, reference, shape in cursor.fetchall():
            row = seen[code]
            _refuse(
                reference, references[row], None if shape is None else shapely.from_wkb(bytes(shape)), shapes.land[row]
            )


def _refuse(one: str, two: str, first: Any, second: Any) -> None:
    if first is not None:
        pair = np.empty(2, dtype=object)
        pair[:] = [first, second]
        pair = as_multipolygons(pair)
        if wide_overlap(pair[:1], pair[1:])[0]:
            common = shapely.intersection(pair[0], pair[1])
            place = shapely.point_on_surface(common)
            raise OverlapError(one, two, float(common.area), (float(place.x), float(place.y)))
    raise CodeTakenError(
        f"Thửa {two} có cùng mã định danh với thửa {one}: hai thửa chung điểm đặc trưng.",
        f"Parcel {two} has the national code of parcel {one}: both share one characteristic point.",
        hint_vi="Kiểm tra xem đây có phải là cùng một thửa đã đăng ký ở tờ hoặc bộ bản đồ khác không.",
        hint_en="Check whether this is the same parcel, registered on another sheet or series before.",
    )
