"""Checks of a parcel batch beyond its own topology: codes, place, text, readers, the register."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gis_core.topology.finding import Finding, Severity
from importers.checks.land_use import known_land_uses, land_use_parts
from importers.models import DEFAULT_SERIES, Batch
from importers.services.building import as_json
from importers.services.workspace import Workspace
from land_records import api as land_records
from reference import api as reference

UNIT_MARGIN_M = 200.0
"""Unit boundaries are generalised: a parcel may lie this far outside the drawn one without a word."""


MOST_TOLD = 300
"""Rows of a comparison of surveys that are kept for the page; changed parcels come first."""
WORTH_A_FINDING = ("no_end_marker",)
"""Mere remarks for a description, but an import must show them: a drawing cut between two elements looks like this."""


def check_batch(batch: Batch, workspace: Workspace, progress: Callable[[int, int], None]) -> None:
    """Run every check and keep all findings, the builder's first."""
    faces = workspace.frame("faces")
    facts = workspace.json("facts")
    findings: list[Finding] = []
    checks = (land_uses_known, inside_unit, text_certain, readers_agree, reader_notes, fits_register)
    for number, check in enumerate(checks, start=1):
        findings += check(batch, faces, facts)
        progress(number, len(checks))
    if batch.options.get("replaces_series"):
        findings += _against_old_survey(batch, faces, facts, workspace)
    workspace.save_json("findings", workspace.json("build_findings") + [as_json(finding) for finding in findings])


def _reference(row: Any) -> str:
    return f"{row.sheet}/{row.number}"


def land_uses_known(_batch: Batch, faces: gpd.GeoDataFrame, _facts: dict[str, Any]) -> list[Finding]:
    """LANDUSE-UNKNOWN: a land-use code no circular knows."""
    parcels = faces[(faces["outcome"] == "parcel").to_numpy()]
    known = known_land_uses()
    texts = parcels["land_use"].fillna("")
    bad = {text: [part for part in land_use_parts(text) if part not in known] for text in texts.unique() if text}
    wrong = parcels[texts.map(lambda text: bool(bad.get(text))).to_numpy(dtype=bool)]
    return [
        Finding("LANDUSE-UNKNOWN", Severity.WARNING, _inside(row.geometry), None, (_reference(row),),
                {"land_use": row.land_use})
        for row in wrong.itertuples()
    ]  # fmt: skip


def inside_unit(batch: Batch, faces: gpd.GeoDataFrame, facts: dict[str, Any]) -> list[Finding]:
    """CRS-OUTSIDE-UNIT: parcels away from the generalised boundary of the stated unit."""
    bounds = reference.unit_bounds(batch.unit_id, facts["official_srid"]) if batch.unit_id else None
    if bounds is None or faces.empty:
        return []
    around = shapely.box(*bounds).buffer(UNIT_MARGIN_M)
    parcels = faces[(faces["outcome"] == "parcel").to_numpy()]
    away = parcels[~shapely.intersects(parcels.geometry.to_numpy(), around)]
    return [
        Finding("CRS-OUTSIDE-UNIT", Severity.ERROR, _inside(row.geometry), float(row.geometry.distance(around)),
                (_reference(row),), {})
        for row in away.itertuples()
    ]  # fmt: skip


def text_certain(batch: Batch, _faces: gpd.GeoDataFrame, facts: dict[str, Any]) -> list[Finding]:
    """TEXT-UNCERTAIN: the encoding was guessed and another would do nearly as well."""
    if facts["text_score"] >= 0.6:
        return []
    return [Finding("TEXT-UNCERTAIN", Severity.WARNING, None, facts["text_score"], (), {"encoding": batch.encoding})]


def readers_agree(batch: Batch, _faces: gpd.GeoDataFrame, _facts: dict[str, Any]) -> list[Finding]:
    """READERS-DISAGREE: independent readers count differently and no rule of equivalence explains it."""
    return [
        Finding("READERS-DISAGREE", Severity.ERROR, None, None, (), dict(difference))
        for difference in batch.information.get("disagreements", [])
    ]


def reader_notes(batch: Batch, _faces: gpd.GeoDataFrame, _facts: dict[str, Any]) -> list[Finding]:
    """FILE-DOUBTFUL and FILE-NOTE: what the reader saw and could not settle by itself."""
    notes = [
        note
        for note in batch.information.get("warnings", [])
        if note["severity"] in ("warn", "quarantine") or note["code"] in WORTH_A_FINDING
    ]
    return [
        Finding(
            "FILE-DOUBTFUL" if note["severity"] == "quarantine" else "FILE-NOTE",
            Severity.ERROR if note["severity"] == "quarantine" else Severity.WARNING,
            None,
            float(note["count"]),
            (),
            {"note": {"vi": note["message_vi"], "en": note["message_en"]}, "reason": note["code"]},
        )
        for note in notes
    ]


def fits_register(batch: Batch, faces: gpd.GeoDataFrame, facts: dict[str, Any]) -> list[Finding]:
    """NUMBER-TAKEN and REGISTER-OVERLAP against what is registered now."""
    parcels = faces[(faces["outcome"] == "parcel").to_numpy()]
    if parcels.empty or batch.unit_id is None:
        return []
    sheets = sheet_ids(batch)
    asked = parcels[["geometry", "number"]].assign(sheet_id=[sheets.get(str(sheet)) for sheet in parcels["sheet"]])
    return land_records.register_conflicts(
        asked, facts["official_srid"], apart_from_series=batch.options.get("replaces_series")
    )


def _against_old_survey(
    batch: Batch, faces: gpd.GeoDataFrame, facts: dict[str, Any], workspace: Workspace
) -> list[Finding]:
    """RESURVEY-PARTLY, and the comparison of both surveys for the receipt."""
    parcels = faces[(faces["outcome"] == "parcel").to_numpy()]
    preview = land_records.survey_preview(
        parcels[["geometry", "sheet", "number"]],
        facts["official_srid"],
        series_id=int(batch.options["replaces_series"]),
    )
    changed = [pair for pair in preview.pairs if not pair.same]
    workspace.save_json(
        "resurvey",
        {
            "ending": preview.ending,
            "same": preview.same,
            "new": preview.new,
            "with_rights": list(preview.with_rights[:MOST_TOLD]),
            "waiting": len(preview.with_rights),
            "changed": len(changed),
            "pairs": [_pair(pair) for pair in (changed + [pair for pair in preview.pairs if pair.same])[:MOST_TOLD]],
        },
    )
    return list(preview.findings)


def _pair(pair: land_records.SurveyPair) -> dict[str, Any]:
    return {
        "old": pair.old_reference, "old_m2": float(pair.old_area_m2), "sheet": pair.new_sheet,
        "number": pair.new_number, "new_m2": float(pair.new_area_m2),
        "difference_m2": float(pair.new_area_m2 - pair.old_area_m2), "of_old": pair.of_old, "of_new": pair.of_new,
        "same": pair.same,
    }  # fmt: skip


def sheet_ids(batch: Batch) -> dict[str, int]:
    """Ordinal → id of the sheets the batch's series already has."""
    name = batch.series_name or DEFAULT_SERIES
    return {
        sheet.ordinal: sheet.id
        for series in (land_records.series_of_unit(batch.unit_id) if batch.unit_id else ())
        if series.name == name
        for sheet in land_records.sheets_of(series.id)
    }


def _inside(geometry: Any) -> tuple[float, float]:
    point = np.round(shapely.get_coordinates(shapely.point_on_surface(geometry))[0], 3)
    return float(point[0]), float(point[1])
