"""Offices by id and code, for lists and forms."""

from dataclasses import dataclass

from accounts.models import Office


@dataclass(frozen=True, slots=True)
class OfficeSnapshot:
    """One office."""

    id: int
    code: str
    name: str


def offices() -> tuple[OfficeSnapshot, ...]:
    """Every office, by code."""
    return tuple(OfficeSnapshot(one.pk, one.code, one.name) for one in Office.objects.order_by("code"))
