"""The steps of a parcel batch. Each returns the batch fields to write when it is committed."""

from pathlib import Path
from typing import Any

from django.conf import settings

from dossiers import api as dossiers
from importers.checks import parcels as parcel_checks
from importers.intake import child
from importers.models import Batch
from importers.readers.protocol import FileInfo
from importers.services import building, delivery, staging
from importers.services.interpret import interpret_parcels
from importers.services.run import Run
from importers.services.workspace import Workspace, joined


def read(run: Run) -> dict[str, Any]:
    """Open the file in a child process and keep every element as read."""
    batch = Batch.objects.get(pk=run.batch_id)
    workspace = run.workspace
    with open_reading(batch, workspace) as reading:
        total = (reading.info.leaf_elements or 0) + (reading.info.containers or 0)
        blocks = []
        done = 0
        for block in reading.blocks:
            blocks.append(block)
            done += len(block)
            run.progress(done, max(total, done))
        information = facts_of(reading.info)
        workspace.save_blocks("elements", reading.blocks, joined(blocks))
    return {"information": information, "done": done, "total": done}


def open_reading(batch: Batch, workspace: Workspace, *, with_blocks: bool = True) -> child.FileReading:
    """The batch's data set, read in a child process."""
    member = batch.options.get("member") or ""
    path = delivery.opened(dossiers.stored_path(batch.sha256), member, workspace)
    name = Path(member).name if member else batch.file_name
    return child.read_file(path, name=name, with_blocks=with_blocks, expected_srid=settings.LAND_SRID)


def facts_of(info: FileInfo) -> dict[str, Any]:
    """What a batch keeps of the file's description; `crs_srid` is the system the file itself declares."""
    facts = info.as_json()
    facts.pop("sample_xy", None)
    if facts["leaf_elements"] is None:
        # formats without containers: every feature is a leaf element
        facts["leaf_elements"] = info.features
    facts["crs_srid"] = (info.declared_crs or {}).get("epsg")
    return facts


def interpret(run: Run) -> dict[str, Any]:
    """Decode, place, recognise sheets; or stop for a decision."""
    batch = Batch.objects.get(pk=run.batch_id)
    return interpret_parcels(batch, run.workspace)


def build(run: Run) -> dict[str, Any]:
    """Faces from line work and labels, or from polygons."""
    building.build_faces(Batch.objects.get(pk=run.batch_id), run.workspace, run.progress)
    return {}


def check(run: Run) -> dict[str, Any]:
    """Checks of the built faces against themselves, the file and the register."""
    parcel_checks.check_batch(Batch.objects.get(pk=run.batch_id), run.workspace, run.progress)
    return {}


def stage(run: Run) -> dict[str, Any]:
    """Write elements, faces, findings and the receipt in one transaction."""
    return staging.stage_parcels(Batch.objects.get(pk=run.batch_id), run.workspace, run.progress)
