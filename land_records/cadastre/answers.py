"""The command contract's JSON for parcels (DESIGN 6): plain values only."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from dossiers import api as dossiers
from gis_core.crs.zones import zone
from gis_core.errors import DomainError
from land_records.cadastre.errors import AmbiguousParcelError
from land_records.cadastre.moments import LEGAL_ZONE
from land_records.cadastre.snapshots import Candidate, ParcelSnapshot


def parcel_answer(found: ParcelSnapshot) -> dict[str, Any]:
    """One parcel; areas in m², corners in metres in the official zone, geometry in WGS-84, moments in legal time."""
    return {
        "ok": True,
        "reference": found.reference,
        "unit": {
            "code": found.unit_code,
            "name": found.unit_name,
            "since": found.unit_since.isoformat() if found.unit_since else None,
        },
        "series": {
            "name": found.series,
            "status": found.series_status,
            "unit": {"code": found.series_unit_code, "name": found.series_unit_name},
        },
        "sheet": sheet_value(found.sheet),
        "number": found.number,
        "parcel_code": found.parcel_code,
        "standing": found.standing,
        "as_of": _moment(found.as_of),
        "valid_from": _moment(found.valid_from),
        "valid_to": _moment(found.valid_to),
        "crs": {"epsg": found.official_srid, "name": zone(found.official_srid).name},
        "area_m2": {
            "certificate": _area(found.areas.certificate),
            "labelled": _area(found.areas.labelled),
            "computed": _area(found.areas.computed),
        },
        "land_uses": [{"code": use.code, "area_m2": _area(use.area_m2)} for use in found.land_uses],
        "geometry": found.geojson,
        "corners": [
            {
                "ring": corner.ring,
                "n": corner.n,
                "x_north": corner.x_north,
                "y_east": corner.y_east,
                "side_m": corner.side_m,
            }
            for corner in found.corners
        ],
        "certificates": [],
        "dossiers": _dossiers(found),
        "history": [
            {
                "valid_from": _moment(note.valid_from),
                "valid_to": _moment(note.valid_to),
                "standing": note.standing,
                "cause": note.cause,
                "area_m2": _area(note.area_m2),
                "land_use": note.land_use,
                "transaction": note.transaction_id,
            }
            for note in found.history
        ],
    }


def error_answer(refusal: DomainError) -> dict[str, Any]:
    """A refusal; an ambiguous reference carries all its candidates."""
    answer: dict[str, Any] = {"ok": False, "error": refusal.as_answer()}
    if isinstance(refusal, AmbiguousParcelError):
        answer["candidates"] = [_candidate(candidate) for candidate in refusal.candidates]
    return answer


def sheet_value(sheet: str) -> int | str:
    """A sheet's number as a number, unless it is a text such as "TĐ03-2014"."""
    return int(sheet) if sheet.isdigit() else sheet


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "reference": candidate.precise,
        "unit": {"code": candidate.unit_code, "name": candidate.unit_name},
        "series": {"name": candidate.series, "status": candidate.series_status},
        "sheet": sheet_value(candidate.sheet),
        "number": candidate.number,
        "parcel_code": candidate.parcel_code,
        "valid_from": _moment(candidate.valid_from),
        "valid_to": _moment(candidate.valid_to),
    }


def _dossiers(found: ParcelSnapshot) -> list[dict[str, Any]]:
    """The cases behind every version, oldest first; codes and kinds only, a title may name people."""
    cases: dict[int, dossiers.DossierSnapshot] = {}
    for note in found.history:
        act = dossiers.transaction(note.transaction_id)
        case = cases.get(act.dossier_id) or dossiers.dossier(act.dossier_id)
        cases[act.dossier_id] = case
    return [{"code": case.code, "kind": case.kind, "opened_at": _moment(case.opened_at)} for case in cases.values()]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(LEGAL_ZONE).isoformat()


def _area(area: Decimal | None) -> float | None:
    return None if area is None else float(area)
