"""The steps of a plan batch: polygons with their plan, theme and use; facts of the decision from the uploader."""

from collections.abc import Callable
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from gis_core.orm import copying
from gis_core.text import charsets
from importers.errors import ImportRefused
from importers.models import Batch
from importers.profiles import DEFAULT, profile
from importers.services import receipt
from importers.services.building import as_json
from importers.services.interpret import cell_text, representative_points
from importers.services.place import decide_place, to_official
from importers.services.run import Run
from importers.services.staging import WEB_MERCATOR, element_columns, finding_columns, to_web_mercator, write_parts
from planning import api as planning
from reference import api as reference

DATE_FACTS = ("decision_date", "valid_from", "valid_to", "public_from")
DRAFT_FACTS = (
    "name", "theme", "level", "decision_number", "issuer", "line_accuracy_m", "scale", *DATE_FACTS,
)  # fmt: skip


def interpret(run: Run) -> dict[str, Any]:
    """Read the zones' columns, place the coordinates, take the plan facts; or stop for a decision."""
    batch = Batch.objects.get(pk=run.batch_id)
    workspace = run.workspace
    table = workspace.frame("elements")
    table = table[table["leaf"].to_numpy(dtype=bool)].reset_index(drop=True)
    areal = shapely.get_dimensions(table.geometry.to_numpy()) == 2
    table["use"] = np.where(areal, "used", "set_aside")
    table["reason"] = np.where(areal, "", "not_an_area")
    table["form"] = np.where(areal, "zone", "")
    table["role"] = ""
    table["decoded"] = ""
    place = decide_place(batch, representative_points(table))
    undecided = [*place.decisions, *([] if batch.unit_id else [{"what": "unit", "proposals": []}])]
    facts = {plan["code"]: plan for plan in (batch.options.get("plan") or {}).get("plans", [])}
    if not facts:
        undecided.append({"what": "plan", "proposals": []})
    if undecided:
        return {"status": Batch.Status.NEEDS_DECISION, "decisions": undecided, "step": ""}
    table = to_official(table, place)
    zones, encoding = zone_table(table, batch, facts)
    workspace.save_frame("settled", table)
    workspace.save_frame("zones", zones)
    workspace.save_json("facts", {"official_srid": place.official_srid, "operation": place.operation, "plans": facts})
    return {"srid": place.file_srid, "encoding": encoding, "decisions": []}


def zone_table(table: gpd.GeoDataFrame, batch: Batch, plans: dict[str, Any]) -> tuple[gpd.GeoDataFrame, str]:
    """Zones with plan, theme, code, name, planned_use and role; and the encoding of their texts."""
    rows = table[(table["use"] == "used").to_numpy()]
    attributes = [row or {} for row in rows["attrs"]]
    columns = profile(batch.profile or DEFAULT).columns_of(
        list(dict.fromkeys(name for row in attributes[:50] for name in row)), zones=True
    )
    raw = [value for row in attributes for value in row.values() if isinstance(value, bytes)]
    encoding = batch.options.get("encoding") or ""
    if not encoding or encoding == "auto":
        encoding = "utf-8" if all(text.isascii() for text in raw) else charsets.guess(raw)[0].name
    only_plan = next(iter(plans)) if len(plans) == 1 else ""
    zones = gpd.GeoDataFrame({"feature": rows["element"].to_numpy()}, geometry=rows.geometry.to_numpy(), crs=None)
    for field in ("plan", "theme", "code", "name", "planned_use", "role"):
        column = columns.get(field)
        zones[field] = [cell_text(row.get(column), encoding) if column else "" for row in attributes]
    zones["plan"] = zones["plan"].replace("", only_plan)
    zones["role"] = zones["role"].replace("", "zone")
    unknown = sorted(set(zones["plan"]) - set(plans))
    if unknown:
        raise ImportRefused(
            f"Tệp có quy hoạch chưa khai báo quyết định: {', '.join(unknown) or '(không mã)'}.",
            f"The file holds plans whose decision was not stated: {', '.join(unknown) or '(no code)'}.",
            hint_vi="Khai báo số quyết định, ngày, cơ quan và thời hạn của từng quy hoạch rồi nhập lại.",
            hint_en="State decision number, date, issuer and term of each plan, then import again.",
            code="plan_facts_missing",
        )
    zones["theme"] = zones["theme"].where(zones["theme"] != "", zones["plan"].map(lambda code: plans[code]["theme"]))
    zones["planned_use"] = zones["planned_use"].where(zones["role"] == "zone", "")
    return zones, encoding


def drafts_of(zones: gpd.GeoDataFrame, facts: dict[str, Any]) -> list[tuple[planning.PlanDraft, gpd.GeoDataFrame]]:
    """Each plan of the file as (draft, its zones)."""
    result = []
    for code, plan in facts["plans"].items():
        own = zones[(zones["plan"] == code).to_numpy()]
        if own.empty:
            continue
        covers = own[(own["role"] == "coverage").to_numpy()].geometry.to_numpy()
        stated = {key: plan[key] for key in DRAFT_FACTS if plan.get(key) not in (None, "")}
        for key in DATE_FACTS:
            if key in stated:
                stated[key] = date.fromisoformat(stated[key])
        draft = planning.PlanDraft(
            code=code,
            srid=facts["official_srid"],
            coverage=shapely.union_all(covers) if len(covers) else None,
            **stated,
        )
        result.append((draft, own[(own["role"] == "zone").to_numpy()]))
    return result


def check(run: Run) -> dict[str, Any]:
    """The plan's own checks, as findings."""
    workspace = run.workspace
    zones = workspace.frame("zones")
    facts = workspace.json("facts")
    known = frozenset(use.code for use in reference.land_use_codes())
    findings = []
    for draft, own in drafts_of(zones, facts):
        findings += [as_json(finding) for finding in planning.check_plan(draft, own, known_uses=known)]
    workspace.save_json("findings", findings)
    return {}


def stage(run: Run) -> dict[str, Any]:
    """Write elements, zones, findings and the receipt in one transaction."""
    batch = Batch.objects.get(pk=run.batch_id)
    workspace = run.workspace
    table = workspace.frame("settled")
    zones = workspace.frame("zones")
    facts = workspace.json("facts")
    srid = facts["official_srid"]
    findings = workspace.json("findings")
    parts = [
        ("importers_stagedelement", element_columns(batch, table, srid)),
        ("importers_stagedzone", zone_columns(batch.pk, zones, srid)),
        ("importers_batchfinding", finding_columns(batch.pk, findings, srid)),
    ]
    area = round(float(shapely.area(zones.geometry.to_numpy()).sum()), 1)
    count = len(zones)
    paper = receipt.elements_part(table, batch.information["leaf_elements"]) | {
        "faces": {"built": count, "parcels": 0, "land_objects": 0, "outside": 0, "unexplained": 0, "zones": count},
        "parcels": {"built": 0, "registered": 0, "rejected": 0},
        "area_m2": {"built": area, "registered": 0.0},
        "extent": [round(float(value), 3) for value in zones.total_bounds],
        "coordinate_operation": facts["operation"],
        "official_srid": srid,
    }
    paper["balanced"] = receipt.elements_close(paper)
    options = {**batch.options, "plan_facts": facts}
    commit: Callable[[], None] = write_parts(batch.pk, parts)
    return {"receipt": paper, "options": options, "status": Batch.Status.STAGED, "step": "", "commit": commit}


def zone_columns(batch_id: int, zones: gpd.GeoDataFrame, srid: int) -> dict[str, pa.Array]:
    """Columns of importers_stagedzone."""
    geometries = zones.geometry.to_numpy()
    count = len(zones)
    return {
        "batch_id": copying.constant(batch_id, count),
        "feature": copying.text_column(zones["feature"]),
        "plan_code": copying.text_column(zones["plan"]),
        "theme": copying.text_column(zones["theme"]),
        "code": copying.text_column(zones["code"]),
        "name": copying.text_column(zones["name"]),
        "planned_use": copying.text_column(zones["planned_use"]),
        "role": copying.text_column(zones["role"]),
        "area_computed": copying.text_column(np.round(shapely.area(geometries), 3)),
        "geom": copying.geometry_column(geometries, srid),
        "geom_3857": copying.geometry_column(to_web_mercator(geometries, srid), WEB_MERCATOR),
    }
