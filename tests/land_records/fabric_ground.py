"""Ground for tests of the register: an approver, sheets, and squares whose areas are known by heart."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import shapely
from django.db import transaction

from accounts.api import Role, User
from dossiers import api as dossiers
from land_records import api as land_records
from reference import api as reference
from tests.dossiers.people import PHAN_THIET, pending_transaction, person

ORIGIN = (456_300.0, 1_208_600.0)
"""South-west corner in EPSG:9218, inside Phan Thiết ward."""
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_series = itertools.count(1)


@dataclass(frozen=True)
class Ground:
    """Somebody who may approve in a unit, and a series with sheet 1."""

    approver: User
    unit_id: int
    series: land_records.SeriesSnapshot
    sheet: land_records.SheetSnapshot
    unit_reference: str

    def another_sheet(self, ordinal: int | str) -> land_records.SheetSnapshot:
        return land_records.ensure_sheet(series_id=self.series.id, ordinal=ordinal)

    def approved(self) -> int:
        """The id of a freshly approved transaction."""
        pending = pending_transaction(unit_reference=self.unit_reference)
        with transaction.atomic():
            dossiers.approve_transaction(approver=self.approver, transaction_id=pending.id)
        return pending.id

    def register(
        self,
        frame: pd.DataFrame,
        *,
        sheet_id: int | None = None,
        transaction_id: int | None = None,
        at: datetime = AT,
        **more: Any,
    ) -> land_records.RegisterReceipt:
        """One block in one transaction of its own."""
        act = transaction_id or self.approved()
        with transaction.atomic():
            return land_records.register_parcels(
                actor=self.approver,
                transaction_id=act,
                sheet_id=sheet_id or self.sheet.id,
                parcels=frame,
                at=at,
                **more,
            )


def ground(unit_reference: str = PHAN_THIET, *, srid: int = 9218, sheet: int | str = 1) -> Ground:
    """A fresh series in a unit."""
    unit = reference.resolve_unit(unit_reference)
    series = land_records.ensure_series(
        unit_id=unit.id, name=f"Bản đồ thử {next(_series)}", srid=srid, scale=1000, method="đo mới", year=2024
    )
    return Ground(
        person(Role.APPROVER, unit_reference),
        unit.id,
        series,
        land_records.ensure_sheet(series_id=series.id, ordinal=sheet),
        unit_reference,
    )


def squares(columns: int, rows: int = 1, *, size: float = 20.0, east: float = 0.0, north: float = 0.0, first: int = 1):
    """Squares of `size` metres side by side, numbered from `first`, shifted from ORIGIN by (east, north)."""
    x, y = np.meshgrid(np.arange(columns) * size, np.arange(rows) * size)
    x, y = x.ravel() + ORIGIN[0] + east, y.ravel() + ORIGIN[1] + north
    boxes = shapely.box(x, y, x + size, y + size)
    return frame_of(boxes, first=first)


def frame_of(shapes: Any, *, first: int = 1, use: str = "ODT") -> pd.DataFrame:
    """A frame register_parcels takes."""
    shapes = list(shapes)
    return pd.DataFrame(
        {
            "geometry": pd.Series(shapes, dtype=object),
            "number": range(first, first + len(shapes)),
            "land_uses": [[(use, None)] for _ in shapes],
            "area_labelled": [round(shape.area, 1) for shape in shapes],
        }
    )
