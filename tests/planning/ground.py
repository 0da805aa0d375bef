"""A plan office for tests: people, an approved transaction, and squares of known area on a round grid point."""

from datetime import UTC, date, datetime
from typing import Any

import geopandas as gpd
from django.db import transaction
from shapely.geometry import Polygon, box

from accounts import api as accounts
from dossiers import api as dossiers
from planning import api as planning
from reference import api as reference

X, Y = 456_000.0, 1_208_000.0
"""Origin of every drawing (EPSG:9218, metres): in Phan Thiết, well inside the unit."""

SRID = 9218
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)


def square(x: float, y: float, width: float, height: float | None = None) -> Polygon:
    """A box with its lower left corner at (x, y) metres from the origin."""
    return box(X + x, Y + y, X + x + width, Y + y + (height or width))


def people() -> tuple[Any, Any, int]:
    """An officer, an approver, and the unit both work in."""
    unit = reference.resolve_unit("22945")
    accounts.ensure_office(code="vp-test", name="Văn phòng thử", unit_references=("22945",))
    made = []
    for role in (accounts.Role.OFFICER, accounts.Role.APPROVER):
        user, _ = accounts.add_user(
            login=f"test-{role}", full_name=f"Test {role}", office_code="vp-test", role=role,
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
        made.append(user)
    return made[0], made[1], unit.id


def approved(officer: Any, approver: Any, unit_id: int, kind: str = "planning") -> int:
    """Id of an approved transaction of a fresh dossier."""
    dossier = dossiers.open_dossier(actor=officer, kind="import", unit_id=unit_id, title="Quy hoạch thử", at=AT)
    submitted = dossiers.submit_transaction(actor=officer, dossier_id=dossier.id, kind=kind, summary={}, at=AT)
    with transaction.atomic():
        dossiers.approve_transaction(approver=approver, transaction_id=submitted.id, at=AT)
    return submitted.id


def draft(code: str = "QH-1", **facts: Any) -> planning.PlanDraft:
    """A right-of-way plan, decided, 1:500, with a coverage of one hectare."""
    values: dict[str, Any] = {
        "code": code,
        "name": "Lộ giới đường thử",
        "theme": "right_of_way",
        "level": "detailed",
        "srid": SRID,
        "decision_number": "1812/QĐ-UBND",
        "decision_date": date(2026, 1, 5),
        "issuer": "UBND tỉnh",
        "valid_from": date(2026, 1, 10),
        "valid_to": date(2035, 12, 31),
        "line_accuracy_m": 0.4,
        "coverage": square(0, 0, 100),
    }
    return planning.PlanDraft(**(values | facts))


def zones(*rows: tuple[Polygon, dict[str, Any]]) -> gpd.GeoDataFrame:
    """Zones with their columns."""
    return gpd.GeoDataFrame([facts for _, facts in rows], geometry=[shape for shape, _ in rows], crs=SRID)


class PlanOffice:
    """Registers plans and lets them bind, as the import of a plan does."""

    def __init__(self) -> None:
        self.officer, self.approver, self.unit_id = people()

    def transaction(self) -> int:
        """A fresh approved transaction."""
        return approved(self.officer, self.approver, self.unit_id)

    def register(self, plan: planning.PlanDraft, frame: gpd.GeoDataFrame, **more: Any) -> planning.PlanReceipt:
        """Register as a draft."""
        with transaction.atomic():
            return planning.register_plan(
                actor=self.approver, transaction_id=self.transaction(), plan=plan, zones=frame, at=AT, **more
            )

    def in_force(self, plan: planning.PlanDraft, frame: gpd.GeoDataFrame, **more: Any) -> planning.PlanReceipt:
        """Register and put in force."""
        replaces = more.pop("replaces", ())
        receipt = self.register(plan, frame, **more)
        with transaction.atomic():
            planning.put_in_force(
                actor=self.approver, transaction_id=self.transaction(), plan_id=receipt.plan_id, at=AT,
                replaces=replaces,
            )  # fmt: skip
        return receipt


def ask(polygon: Polygon, **facts: Any) -> planning.PlanningAnswer:
    """Ask about ground of ODT today."""
    values: dict[str, Any] = {"srid": SRID, "official_area_m2": None, "existing_use": "ODT", "on": TODAY}
    return planning.answer(polygon, **(values | facts))


def of(answer: planning.PlanningAnswer, theme: str) -> planning.ThemeAnswer:
    """One theme of an answer."""
    return next(part for part in answer.themes if part.theme == theme)
