"""What a reader asks of the points page, read from the form or the address."""

from dataclasses import dataclass
from typing import Any, Literal

from django.http import QueryDict

from gis_core.crs.named_fit import NamedFit
from gis_core.crs.number_text import WrittenPoint, read_lines
from gis_core.crs.operations import Conversion, choose_operation
from gis_core.crs.systems import CoordinateSystem, parse_system
from gis_core.errors import DomainError
from gis_core.text.names import fold
from reference import api as reference
from web.coordinates.choices import OWN, OWN_FIELDS

LINES = 5000
"""Points a page or one API call converts; more is a file's business."""

Order = Literal["north", "east"]


class TooManyPoints(DomainError):
    """A list longer than LINES."""

    code = "too_many_points"


@dataclass(frozen=True, slots=True)
class Question:
    """Two systems, the written points, which number of a line is north, and a fit by name."""

    conversion: Conversion
    points: tuple[WrittenPoint, ...]
    order: Order

    @property
    def fit(self) -> NamedFit | None:
        """The fit named, if any."""
        return self.conversion.fit  # type: ignore[return-value]


def read_question(given: QueryDict | dict[str, Any]) -> Question:
    """The question of `tu`, `den`, `thu_tu`, `diem`, `fit`; refuses what cannot be meant."""
    source = chosen_system(str(given.get("tu", "")), given)
    target = chosen_system(str(given.get("den", "")), given)
    fit_name = str(given.get("fit") or "").strip()
    fit = reference.usable_fit(fit_name) if fit_name else None
    points = read_lines(str(given.get("diem", "")))
    if len(points) > LINES:
        raise TooManyPoints(
            f"Danh sách có {len(points)} dòng, trang này đổi tối đa {LINES} dòng.",
            f"The list has {len(points)} lines; this page converts at most {LINES}.",
            hint_vi="Gửi danh sách thành tệp CSV, TXT hoặc XLSX ở ô bên dưới.",
            hint_en="Send the list as a CSV, TXT or XLSX file in the field below.",
        )
    order: Order = "east" if given.get("thu_tu") == "dong" else "north"
    return Question(choose_operation(source, target, fit=fit), tuple(points), order)


def chosen_system(text: str, given: QueryDict | dict[str, Any]) -> CoordinateSystem:
    """A system by its text; `tự khai` is made of the definition fields."""
    if fold(text) != fold(OWN):
        return parse_system(text)
    words = [f"{key}={str(given[key]).strip()}" for key in OWN_FIELDS if str(given.get(key) or "").strip()]
    if any(word.startswith("datum=") for word in words):
        words = [word for word in words if not word.startswith(("a=", "rf=", "d", "rx", "ry", "rz", "convention")) or
                 word.startswith("datum=")]  # fmt: skip
    return parse_system(" ".join(["tm", *words]))
