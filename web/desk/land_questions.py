"""Parcels an officer has to look at: rights left on old parcels after a new survey, parcels between two successors."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import api as accounts
from land_records import api as land_records
from reference import api as reference
from web.desk.access import desk_page, signed_in, units_for

MOST_ROWS = 200


@require_GET
@desk_page("right.read")
def waiting(request: HttpRequest) -> HttpResponse:
    """Both lists, for the units the reader may read."""
    user = signed_in(request)
    units = units_for(user, "right.read")
    unit_ids = sorted(accounts.units_in_time([unit.id for unit in units]))
    left = land_records.parcels_waiting_after_resurvey(unit_ids=unit_ids)
    values = {
        "rail": "acts",
        "left": _left(left[:MOST_ROWS]),
        "left_count": len(left),
        "divided": [group for unit in units if (group := _divided(unit))],
    }
    return render(request, "desk/land_questions.html", values)


def _left(parcel_ids: tuple[int, ...]) -> list[dict[str, Any]]:
    """Old parcels with the new ones that hold their land."""
    names = land_records.parcel_names(parcel_ids)
    rows = []
    for parcel_id in parcel_ids:
        heirs = land_records.heirs_of(parcel_id).heirs
        rows.append({"parcel": names[parcel_id], "heirs": heirs})
    return rows


def _divided(unit: reference.UnitSnapshot) -> dict[str, Any] | None:
    """A unit of the past that went to several successors, with its parcels nobody has assigned yet."""
    if unit.valid_to is None or len(reference.successors(unit.id)) < 2:
        return None
    proposals = land_records.parcels_between_successors(divided_unit_id=unit.id)
    if not proposals:
        return None
    heirs = reference.units_by_ids({one.unit_id for one in proposals if one.unit_id})
    near = [one for one in proposals if not one.certain]
    rows = [{"proposal": one, "heir": heirs.get(one.unit_id or 0)} for one in near[:MOST_ROWS]]
    return {"unit": unit, "rows": rows, "near": len(near), "whole": len(proposals)}
