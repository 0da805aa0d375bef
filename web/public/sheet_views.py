"""Sheets for citizens: the parcel sheet as page and PDF, the planning sheet as PDF. Nobody's name is on them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from land_records import api as land_records
from web.public.planning_views import asked_day, planning_sheet_of
from web.sheets.parcel_sheet import ParcelSheet, sheet_of
from web.sheets.pdf import pdf_of
from web.sheets.printing import parcel_sheet_context, parcel_sheet_html, planning_sheet_html


@require_safe
def parcel_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """`/t/<code>/trich-luc/`: today or `?ngay=`."""
    context = parcel_sheet_context(_asked(request, code))
    today = timezone.localdate()
    more = {"today": today, "past": context["sheet"].on < today, "section": "map"}
    return render(request, "public/parcel_sheet.html", context | more)


@require_safe
def parcel_sheet_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same sheet as a file."""
    sheet = _asked(request, code)
    return _file(pdf_of(parcel_sheet_html(sheet)), f"trich-luc-{code}-{sheet.on:%Y%m%d}.pdf")


@require_safe
def planning_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The planning sheet as a file."""
    sheet = planning_sheet_of(code, asked_day(request))
    return _file(pdf_of(planning_sheet_html(sheet)), f"quy-hoach-{code}-{sheet.answer.on:%Y%m%d}.pdf")


def _asked(request: HttpRequest, code: str) -> ParcelSheet:
    on, today = asked_day(request), timezone.localdate()
    parcel = land_records.parcel_by_code(code, as_of=on if on < today else None)
    return sheet_of(parcel, on, today=today)


def _file(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
