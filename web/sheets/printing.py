"""Sheets as HTML for the page and for the PDF engine: one article each, put into the page of the site or into paper."""

from decimal import Decimal
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from web.public.parcel_card import SAME_AREA_M2, card_of, formerly_of, place_of, use_lines
from web.sheets.parcel_sheet import CornerRow, ParcelSheet
from web.sheets.planning_extract import PlanningExtract
from web.sheets.plot import plot_around

ONE_COLUMN, BESIDE_PLAN, ROWS_OF_PAGE = 5, 12, 42
"""Up to so many corners stand in one column; up to so many below the plan; rows of a column on pages of their own."""


def parcel_sheet_context(sheet: ParcelSheet) -> dict[str, Any]:
    """What `_parcel_sheet.html` shows, in the reader's language."""
    parcel = sheet.parcel
    return {
        "sheet": sheet,
        "title": _("Thửa đất số %(number)s, tờ bản đồ số %(sheet)s") % {"number": parcel.number, "sheet": parcel.sheet},
        "office": _("Cơ sở dữ liệu đất đai"),
        "place": parcel.unit_name,
        "address_line": place_of(parcel),
        "formerly": formerly_of(parcel),
        "uses": use_lines(parcel),
        "differs": _difference(sheet),
        "since": timezone.localtime(parcel.valid_from).date(),
        "unofficial": parcel.standing != "official",
        "corner_blocks": _blocks(sheet.corners),
        "own_page": len(sheet.corners) > BESIDE_PLAN,
    }


def parcel_sheet_html(sheet: ParcelSheet) -> str:
    """The sheet as a page of paper."""
    return render_to_string("sheets/parcel_paper.html", parcel_sheet_context(sheet))


def planning_sheet_context(extract: PlanningExtract) -> dict[str, Any]:
    """What `_planning_sheet.html` shows, in the reader's language."""
    parcel = extract.parcel
    card = card_of(parcel, extract.answer)
    address = settings.PUBLIC_ADDRESS + reverse("web:planning-sheet", args=[parcel.parcel_code])
    return {
        "card": card,
        "title": card.title,
        "words": card.planning,
        "plot": plot_around(parcel.geometry, parcel.parcel_code or ""),
        "address": address,
        "qr": mark_safe(segno.make(address, error="m").svg_inline(border=0, omitsize=True)),  # noqa: S308 - our own SVG
    }


def planning_sheet_html(extract: PlanningExtract) -> str:
    """The planning sheet as a page of paper."""
    return render_to_string("sheets/planning_paper.html", planning_sheet_context(extract))


def _difference(sheet: ParcelSheet) -> Decimal | None:
    """How far the computed area is from the papers' area; None when there is nothing to tell."""
    areas = sheet.parcel.areas
    papers = areas.certificate if areas.certificate is not None else areas.labelled
    if papers is None or areas.computed is None:
        return None
    difference = abs(papers - areas.computed)
    return difference if difference >= SAME_AREA_M2 else None


def _blocks(rows: tuple[CornerRow, ...]) -> list[list[tuple[CornerRow, ...]]]:
    """The coordinate table as blocks that are not parted by a page end: one column, two, or pages of two."""
    if len(rows) <= ONE_COLUMN:
        return [[rows]]
    size = (len(rows) + 1) // 2 if len(rows) <= BESIDE_PLAN else ROWS_OF_PAGE
    columns = [rows[start : start + size] for start in range(0, len(rows), size)]
    return [columns[start : start + 2] for start in range(0, len(columns), 2)]
