"""Old numbers in a citizen's words: what became of a parcel, and the page that asks for it by sheet or certificate."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web import formats
from web.errors import wants_json
from web.public.land_use import uses_of

WHOLE = 0.9995
"""A share shown as 100.0 %: the whole old parcel."""


@dataclass(frozen=True, slots=True)
class HeirLine:
    """One of today's parcels: its label, where it leads, its part of the old parcel (per cent, empty when whole)."""

    title: str
    url: str
    share: str
    label: dict[str, str]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one old parcel: a sentence, then today's parcels."""

    old_title: str
    old_place: str
    sentence: str
    ended: str
    heirs: tuple[HeirLine, ...]


def fate_of(answer: land_records.OldNumberAnswer) -> Fate:
    """One answer of the register in words."""
    old = answer.old
    ended = timezone.localtime(old.ended).strftime("%d/%m/%Y") if old.ended else ""
    return Fate(
        old_title=_("Thửa %(number)s, tờ %(sheet)s") % {"number": old.number, "sheet": old.sheet},
        old_place=f"{old.series_unit} · {old.series}",
        sentence=sentence_of(answer),
        ended=ended,
        heirs=tuple(_heir(heir) for heir in answer.heirs),
    )


def sentence_of(answer: land_records.OldNumberAnswer) -> str:
    """`Thửa này đã tách thành thửa 310 và 311`: how, and into which numbers."""
    if answer.old.ended is None:
        return _("Thửa này vẫn mang số đó.")
    if not answer.heirs:
        return _("Thửa này đã kết thúc và đất không còn thuộc thửa nào; hỏi Văn phòng đăng ký đất đai.")
    heirs = sorted((heir.relative for heir in answer.heirs), key=lambda one: (one.series, one.sheet, one.number))
    names = _joined([_name(heir, answer.old) for heir in heirs])
    if answer.kinds == ("split",):
        return _("Thửa này đã tách thành %(names)s.") % {"names": names}
    if answer.kinds == ("merge",):
        return _("Thửa này đã hợp vào %(names)s.") % {"names": names}
    if answer.kinds == ("resurvey",):
        return _("Bản đồ đã được đo lại, nay là %(names)s.") % {"names": names}
    return _("Sau các biến động, nay là %(names)s.") % {"names": names}


def _name(now: land_records.Relative, old: land_records.Relative) -> str:
    if (now.sheet, now.series) == (old.sheet, old.series):
        return _("thửa %(number)s") % {"number": now.number}
    return _("tờ %(sheet)s, thửa %(number)s") % {"sheet": now.sheet, "number": now.number}


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s và %(last)s") % {"first": "; ".join(names[:-1]), "last": names[-1]}


def _heir(heir: land_records.Heir) -> HeirLine:
    now = heir.relative
    uses = uses_of(now.land_use)
    share = "" if heir.share >= WHOLE else _("%(share)s phần của thửa cũ") % {"share": formats.percent(heir.share)}
    url = reverse("web:parcel", args=[now.parcel_code]) if now.parcel_code else ""
    return HeirLine(
        title=_("Thửa %(number)s, tờ %(sheet)s") % {"number": now.number, "sheet": now.sheet},
        url=url,
        share=share,
        label={"use": now.land_use, "main_use": uses[0].code if uses else "", "number": str(now.number),
               "area": formats.label_area(now.area_m2)},
    )  # fmt: skip


def fate_of_parcel(parcel_id: int) -> Fate | None:
    """The fate of a parcel that has ended; None for one in force."""
    answer = land_records.heirs_of(parcel_id)
    return None if answer.old.ended is None else fate_of(answer)


@require_safe
def old_number_page(request: HttpRequest) -> HttpResponse:
    """`/so-cu/`: today's parcels for an old commune, sheet and number, or for the serial of a certificate."""
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("xa", "to", "thua", "seri")}
    context: dict[str, Any] = {"asked": asked, "answers": None, "refusal": None, "section": "old"}
    try:
        found = _found(asked)
    except DomainError as refusal:
        if wants_json(request):
            return JsonResponse({"ok": False, "error": refusal.as_answer()}, status=404)
        context["refusal"] = refusal
        return render(request, "public/old_numbers.html", context)
    if found is not None:
        context["answers"] = [fate_of(answer) for answer in found]
        context["count"] = ngettext("%(n)s thửa từng mang số này", "%(n)s thửa từng mang số này", len(found)) % {
            "n": len(found)
        }
    if wants_json(request):
        return JsonResponse({"ok": True, "answers": [as_json(answer) for answer in found or ()]})
    return render(request, "public/old_numbers.html", context)


def _found(asked: dict[str, str]) -> tuple[land_records.OldNumberAnswer, ...] | None:
    """None while nothing was asked. Raises refusals that say what to correct."""
    if asked["seri"]:
        return land_records.resolve_old_certificate(land_records.checked_serial(asked["seri"]))
    if not (asked["xa"] or asked["to"] or asked["thua"]):
        return None
    if not (asked["xa"] and asked["to"] and asked["thua"].isdigit()):
        raise land_records.BadReferenceError(
            "Nhập đủ xã (phường), số tờ bản đồ và số thửa ghi trên giấy.",
            "Give commune, map sheet and parcel number as printed on the paper.",
            hint_vi="Tên xã, phường trước ngày 01/7/2025 cũng được.",
            hint_en="Names from before 1 July 2025 will do.",
        )
    matches = reference.search_units(asked["xa"])
    if not matches:
        raise land_records.ParcelNotFoundError(
            f"Không có xã, phường nào tên “{asked['xa']}”.", f"No commune is called “{asked['xa']}”."
        )
    answers: dict[int, land_records.OldNumberAnswer] = {}
    last: DomainError | None = None
    for match in matches[:5]:
        unit = reference.unit_by_id(match.matched_unit_id)
        dated = f"{unit.code}@{unit.valid_to.isoformat()}" if unit.valid_to else unit.code
        try:
            for answer in land_records.resolve_old_number(f"{dated}/{asked['to']}/{asked['thua']}"):
                answers.setdefault(answer.old.parcel_id, answer)
        except land_records.ParcelNotFoundError as none_here:
            last = last or none_here
    if not answers and last is not None:
        raise last
    return tuple(answers.values())


def as_json(answer: land_records.OldNumberAnswer) -> dict[str, Any]:
    """One answer as plain values."""
    return {
        "old": _relative(answer.old),
        "kinds": list(answer.kinds),
        "sentence": sentence_of(answer),
        "today": [{**_relative(heir.relative), "share": heir.share} for heir in answer.heirs],
    }


def _relative(one: land_records.Relative) -> dict[str, Any]:
    return {
        "reference": one.reference, "sheet": one.sheet, "number": one.number, "parcel_code": one.parcel_code,
        "series": one.series, "unit": one.series_unit, "standing": one.standing,
        "area_m2": None if one.area_m2 is None else float(one.area_m2), "land_use": one.land_use,
        "ended": one.ended.isoformat() if one.ended else None,
    }  # fmt: skip
