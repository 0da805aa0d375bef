"""Systems a reader may choose by name, and the ones the page starts with."""

from dataclasses import dataclass

from gis_core.crs.provinces import NEW_PROVINCES, OLD_PROVINCES
from gis_core.crs.systems import CoordinateSystem, parse_system
from gis_core.crs.zones import ZONES
from gis_core.text.names import fold
from web.public.deployment import land_zone

OWN = "tự khai"
"""What stands in the field when the system is defined in the fields below it."""

OWN_FIELDS = ("lon_0", "k", "x_0", "y_0", "datum", "a", "rf", "dx", "dy", "dz", "rx", "ry", "rz", "ds", "convention")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list under the field: what is written, and what it means."""

    value: str
    meaning: str


def system_choices() -> list[Choice]:
    """The systems of the table, then the provinces: of before July 2025, and of today where the meridian changed."""
    zones = [Choice(entry.name, entry.code) for entry in ZONES.values() if entry.kind != "webmercator"]
    provinces = []
    for name, meridian in sorted(OLD_PROVINCES.items(), key=lambda item: fold(item[0])):
        today = NEW_PROVINCES.get(name)
        changed = today is not None and today != meridian
        provinces.append(Choice(f"{name} cũ" if changed else name, f"VN-2000 TM-3 {_meridian(meridian)}"))
        if changed and today is not None:
            provinces.append(Choice(f"{name} mới", f"VN-2000 TM-3 {_meridian(today)}"))
    return zones + provinces


def usual_systems() -> tuple[CoordinateSystem, CoordinateSystem]:
    """Where most readers come from and where they want to go: GNSS to the province's zone."""
    return parse_system("WGS-84"), land_zone()


def shown_name(system: CoordinateSystem) -> str:
    """The name in a field: one `parse_system` reads again."""
    return system.name if system.code.startswith(("EPSG", "TD")) and _is_zone(system) else system.code


def _is_zone(system: CoordinateSystem) -> bool:
    return system in ZONES.values()


def _meridian(degrees: float) -> str:
    minutes = round(degrees * 60)
    return f"{minutes // 60}°{minutes % 60:02d}′"
