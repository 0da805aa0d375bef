"""The steps of a scanned plan sheet: described by the child process, staged as one feature, registered as a COG."""

from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection

from gis_core.crs import transform
from gis_core.orm import copying
from gis_core.types import Srid
from importers.errors import ImportRefused
from importers.models import Batch
from importers.services.run import Run
from importers.services.staging import WEB_MERCATOR, to_web_mercator
from importers.services.steps import facts_of, open_reading
from importers.services.workspace import Workspace


def inspect(run: Run) -> dict[str, Any]:
    """What the raster is and where it lies, read in the child process."""
    batch = Batch.objects.get(pk=run.batch_id)
    with open_reading(batch, Workspace(run.batch_id), with_blocks=False) as reading:
        info = facts_of(reading.info)
    if info.get("kind") != "raster":
        raise ImportRefused(
            f"Tệp «{batch.file_name}» không phải ảnh quét.",
            f"The file '{batch.file_name}' is not a raster.",
            hint_vi="Chọn loại tệp đúng khi nhập.",
            hint_en="State the right kind of file.",
            code="wrong_kind",
        )
    return {"information": info}


def stage(run: Run) -> dict[str, Any]:
    """One staged zone: the sheet's extent."""
    batch = Batch.objects.get(pk=run.batch_id)
    srid = batch.options.get("srid") or batch.information.get("crs_srid")
    extent = batch.information.get("extent")
    if not srid or not extent:
        return {
            "status": Batch.Status.NEEDS_DECISION,
            "decisions": [{"what": "crs" if extent else "georeference", "proposals": []}],
            "step": "",
        }
    if not batch.unit_id:
        return {"status": Batch.Status.NEEDS_DECISION, "decisions": [{"what": "unit", "proposals": []}], "step": ""}
    box = shapely.box(*extent)
    landed = transform.transform_geometries(np.array([box]), Srid(int(srid)), Srid(settings.LAND_SRID))
    area = round(float(shapely.area(landed)[0]), 1)

    def commit() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM public.importers_stagedzone WHERE batch_id = %s", [batch.pk])
        copying.copy_columns(
            "importers_stagedzone",
            {
                "batch_id": copying.text_column([str(batch.pk)]),
                "feature": copying.text_column(["0"]),
                "plan_code": copying.text_column([(batch.options.get("plan") or {}).get("code", "")]),
                "theme": copying.text_column([""]),
                "code": copying.text_column([""]),
                "name": copying.text_column([batch.file_name]),
                "planned_use": copying.text_column([""]),
                "role": copying.text_column(["raster"]),
                "area_computed": copying.text_column([str(area)]),
                "geom": copying.geometry_column(np.array([box]), int(srid)),
                "geom_3857": copying.geometry_column(to_web_mercator(np.array([box]), int(srid)), WEB_MERCATOR),
            },
        )

    paper = {
        "elements": {"in": 1, "used": 1, "set_aside": 0},
        "levels": [],
        "set_aside": [],
        "faces": {"built": 1, "parcels": 0, "land_objects": 0, "outside": 0, "unexplained": 0, "rasters": 1},
        "parcels": {"built": 0, "registered": 0, "rejected": 0},
        "area_m2": {"built": area, "registered": 0.0},
        "extent": extent,
        "official_srid": int(srid),
        "coordinate_operation": None,
        "balanced": True,
    }
    return {"receipt": paper, "srid": int(srid), "status": Batch.Status.STAGED, "step": "", "commit": commit}
