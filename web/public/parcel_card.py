"""Everything a citizen may read about one parcel, ready for the page. Nobody's name is in it, nor can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import shapely
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_core.crs.transform import transform_geometries
from land_records.api import ParcelSnapshot
from planning.api import PlanningAnswer
from reference import api as reference
from web import formats
from web.public.answers import PlanningWords, in_words
from web.public.land_use import uses_of
from web.public.old_numbers import Fate, fate_of_parcel

SAME_AREA_M2 = Decimal("0.05")
"""Areas this close read the same with one decimal."""


@dataclass(frozen=True, slots=True)
class UseLine:
    """One land use of the parcel with its own area where the papers divide it."""

    code: str
    name: str
    area_m2: Decimal | None


@dataclass(frozen=True, slots=True)
class Card:
    """Facts of the parcel card. Areas in m²; `bounds_text` and `point_text` are WGS-84 degrees for the map,
    `version_id` is the feature's number on it."""

    code: str
    version_id: int
    sheet: str
    number: int
    title: str
    place: str
    formerly: str
    land_use: str
    main_use: str
    use_names: str
    uses: tuple[UseLine, ...]
    area: Decimal | None
    area_word: str
    computed_area: Decimal | None
    computed_differs: bool
    spoken_area: str
    standing: str
    standing_word: str
    standing_note: str
    valid_from: date | None
    bounds_text: str
    point_text: str
    spoken: str
    planning: PlanningWords
    fate: Fate | None


def card_of(parcel: ParcelSnapshot, answer: PlanningAnswer) -> Card:
    """Put register and plans side by side; neither is changed."""
    uses = use_lines(parcel)
    words = in_words(answer)
    names = ", ".join(use.name for use in uses)
    title = _("Thửa đất số %(number)s, tờ bản đồ số %(sheet)s") % {"number": parcel.number, "sheet": parcel.sheet}
    spoken_area = formats.number(parcel.areas.legal) if parcel.areas.legal is not None else "?"
    return Card(
        code=parcel.parcel_code or "",
        version_id=parcel.version_id,
        sheet=parcel.sheet,
        number=parcel.number,
        title=title,
        place=place_of(parcel),
        formerly=formerly_of(parcel),
        land_use=parcel.land_use,
        main_use=uses[0].code if uses else "",
        use_names=names,
        uses=uses,
        area=parcel.areas.legal,
        area_word=_area_word(parcel),
        computed_area=parcel.areas.computed,
        computed_differs=_differs(parcel),
        spoken_area=spoken_area,
        standing=parcel.standing,
        standing_word={"official": _("Chính thức"), "provisional": _("Dự kiến"), "historic": _("Lịch sử")}[
            parcel.standing
        ],
        standing_note="" if parcel.standing == "official" else _("Thửa này chưa phải là thửa chính thức hiện hành"),
        valid_from=timezone.localtime(parcel.valid_from).date(),
        bounds_text=",".join(f"{value:.7f}" for value in bounds_of(parcel)),
        point_text=",".join(f"{value:.7f}" for value in parcel.label_lonlat or ()),
        spoken=f"{title}. {words.sentence}",
        planning=words,
        fate=fate_of_parcel(parcel.parcel_id) if parcel.standing == "historic" else None,
    )


def use_lines(parcel: ParcelSnapshot) -> tuple[UseLine, ...]:
    """The land uses of a parcel in the order of its label, with names and the areas the papers give."""
    divided = {use.code: use.area_m2 for use in parcel.land_uses}
    return tuple(UseLine(use.code, use.name, divided.get(use.code)) for use in uses_of(parcel.land_use))


def bounds_of(parcel: ParcelSnapshot) -> tuple[float, ...]:
    """West, south, east, north in WGS-84; empty for a parcel known from papers only."""
    if parcel.geometry is None:
        return ()
    lonlat = transform_geometries(shapely.segmentize([parcel.geometry], 50.0), settings.LAND_SRID, 4326)
    return tuple(float(value) for value in shapely.total_bounds(lonlat))


def place_of(parcel: ParcelSnapshot) -> str:
    """The unit the parcel lies in today with the tiers above it, in the reader's language."""
    unit = reference.unit_by_id(parcel.unit_id)
    if (get_language() or "vi").startswith("en"):
        return ", ".join(step.name_en for step in _upwards(unit))
    return in_sentence(unit.place)


def _upwards(unit: reference.UnitSnapshot) -> Iterator[reference.UnitSnapshot]:
    """The unit, then the tiers above it."""
    step: reference.UnitSnapshot | None = unit
    while step:
        yield step
        step = reference.unit_by_id(step.parent_id) if step.parent_id else None


def in_sentence(place: str) -> str:
    """`Phường A, tỉnh B`: only the first word of a place is a capital by position."""
    first, *others = place.split(", ")
    return ", ".join([first, *(f"{part[:1].lower()}{part[1:]}" for part in others)])


def formerly_of(parcel: ParcelSnapshot) -> str:
    """The old unit when the sheets are numbered by it; else what today's unit was made of, said as such."""
    if parcel.series_unit_id != parcel.unit_id:
        return _("Trước 01/7/2025: %(place)s") % {"place": _small(reference.unit_by_id(parcel.series_unit_id).place)}
    formerly = reference.unit_by_id(parcel.unit_id).formerly
    return _("Nay gồm địa bàn của: %(names)s") % {"names": _small(", ".join(formerly))} if formerly else ""


def _small(places: str) -> str:
    return ", ".join(f"{part[:1].lower()}{part[1:]}" for part in places.split(", "))


def _area_word(parcel: ParcelSnapshot) -> str:
    if parcel.areas.certificate is not None:
        return _("Diện tích trên Giấy chứng nhận")
    if parcel.areas.labelled is not None:
        return _("Diện tích ghi trên bản đồ")
    return _("Diện tích tính trên bản đồ")


def _differs(parcel: ParcelSnapshot) -> bool:
    legal, computed = parcel.areas.legal, parcel.areas.computed
    return legal is not None and computed is not None and abs(legal - computed) >= SAME_AREA_M2
