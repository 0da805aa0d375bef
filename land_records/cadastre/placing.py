"""Where a sheet belongs and where its parcels lie today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from gis_core.errors import DomainError
from land_records.cadastre.moments import legal_day
from land_records.cadastre.statements import statement
from reference import api as reference


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What registering on a sheet needs to know."""

    sheet_id: int
    ordinal: str
    srid: int
    series_unit_id: int
    unit_code: str

    def reference(self, number: int) -> str:
        """How messages name a parcel of this sheet."""
        return f"{self.unit_code}/{self.ordinal}/{number}"


@dataclass(frozen=True, slots=True)
class Place:
    """The unit a parcel lies in, since when, and how that is known: series, succession or officer."""

    unit_id: int
    since: date | None
    how: str


def sheet_facts(sheet_id: int) -> SheetFacts:
    """The facts of a sheet; refuses unknown ids."""
    [facts] = sheets_facts([sheet_id])
    return facts


def sheets_facts(sheet_ids: Sequence[int]) -> list[SheetFacts]:
    """The facts of several sheets, in the order asked; refuses unknown ids."""
    with connection.cursor() as cursor:
        cursor.execute(statement("sheet_facts"), [list(sheet_ids)])
        found = {row[0]: SheetFacts(*row) for row in cursor.fetchall()}
    for sheet_id in sheet_ids:
        if sheet_id not in found:
            raise DomainError(
                f"Không có tờ bản đồ mang mã {sheet_id}.", f"No map sheet {sheet_id}.", code="sheet_unknown"
            )
    return [found[sheet_id] for sheet_id in sheet_ids]


def current_unit(facts: SheetFacts, *, at: datetime, unit_id: int | None) -> Place:
    """Where parcels of the sheet lie at `at`.

    An officer's word (`unit_id`) goes first. Else the unit of the series, or, where that one has ended and went
    over as a whole, its successor. A divided unit leaves the parcel with the old one until somebody says more:
    generalised borders decide nothing (DESIGN 5.5).
    """
    if unit_id is not None:
        return Place(unit_id, None, "officer")
    place = Place(facts.series_unit_id, None, "series")
    day = legal_day(at)
    last = reference.unit_by_id(place.unit_id).valid_to
    if last is None or last >= day:
        return place
    after = reference.successors(place.unit_id, day)
    if len(after) != 1 or after[0].extent != "whole":
        return place
    return Place(after[0].unit.id, after[0].on, "succession")
