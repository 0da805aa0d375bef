"""Printers that print on blanks, and how far each is off."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.api import Act, User, require
from land_records.certificates.errors import PrinterRefusedError
from land_records.models import PrinterProfile

MOST_MM = Decimal(30)
"""No printer is off by more; a larger figure is a typing error."""


@dataclass(frozen=True, slots=True)
class Printer:
    """Offsets in mm (right and down positive) per page; `scale` 1 prints a millimetre as a millimetre."""

    name: str
    page1_mm: tuple[float, float] = (0.0, 0.0)
    page2_mm: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0


EXACT = Printer("")
"""A printer that is nowhere off."""


def printers() -> tuple[Printer, ...]:
    """Every printer, by name."""
    return tuple(_printer(one) for one in PrinterProfile.objects.order_by("name"))


def printer(name: str) -> Printer:
    """One printer. Raises PrinterRefusedError."""
    found = PrinterProfile.objects.filter(name=name.strip()).first()
    if found is None:
        known = ", ".join(one.name for one in printers())
        raise PrinterRefusedError(
            f"Chưa khai báo máy in “{name.strip()[:60]}”.",
            f"No printer “{name.strip()[:60]}” is known.",
            hint_vi=f"Các máy in: {known}." if known else "In trang thử, đo độ lệch rồi khai báo máy in.",
            hint_en=f"Known printers: {known}." if known else "Print the test sheet, measure it, enter the printer.",
            code="printer_unknown",
        )
    return _printer(found)


@transaction.atomic
def save_printer(
    *,
    actor: User,
    name: str,
    page1_mm: tuple[Decimal, Decimal],
    page2_mm: tuple[Decimal, Decimal],
    scale: Decimal = Decimal(1),
    at: datetime | None = None,
) -> Printer:
    """Enter a printer or change it. Raises PrinterRefusedError for offsets beyond 30 mm or a scale beyond 5 %."""
    require(actor, Act.CERTIFICATE_PRINT)
    if (
        not name.strip()
        or any(abs(value) > MOST_MM for value in (*page1_mm, *page2_mm))
        or abs(scale - 1) > Decimal("0.05")
    ):
        raise PrinterRefusedError(
            "Máy in cần có tên; độ lệch không quá 30 mm, tỷ lệ từ 0,95 đến 1,05.",
            "A printer needs a name; offsets stay within 30 mm, the scale between 0.95 and 1.05.",
            hint_vi="Đo lại trên trang thử, tính bằng milimét.",
            hint_en="Measure the test sheet again, in millimetres.",
        )
    saved, _ = PrinterProfile.objects.update_or_create(
        name=name.strip()[:60],
        defaults={
            "page1_right_mm": page1_mm[0],
            "page1_down_mm": page1_mm[1],
            "page2_right_mm": page2_mm[0],
            "page2_down_mm": page2_mm[1],
            "scale": scale,
            "changed_by": actor,
            "changed_at": at or timezone.now(),
        },
    )
    return _printer(saved)


def _printer(found: PrinterProfile) -> Printer:
    return Printer(
        found.name,
        (float(found.page1_right_mm), float(found.page1_down_mm)),
        (float(found.page2_right_mm), float(found.page2_down_mm)),
        float(found.scale),
    )
