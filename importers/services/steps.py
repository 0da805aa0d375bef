"""The steps of a parcel batch. Each returns the batch fields to write when it is committed."""

from pathlib import Path
from typing import Any

import pandas as pd

from dossiers import api as dossiers
from importers.checks import parcels as parcel_checks
from importers.intake import archive, child
from importers.models import Batch
from importers.services import building, staging
from importers.services.interpret import interpret_parcels
from importers.services.run import Run
from importers.services.workspace import Workspace


def read(run: Run) -> dict[str, Any]:
    """Open the file in a child process and keep every element as read."""
    batch = Batch.objects.get(pk=run.batch_id)
    workspace = Workspace(run.batch_id)
    path = delivered_file(batch, workspace)
    reading = child.read_file(path)
    total = reading.info.total
    blocks = []
    done = 0
    for block in reading.blocks:
        blocks.append(block)
        done += len(block)
        run.progress(done, max(total, done))
    workspace.save_frame("elements", pd.concat(blocks, ignore_index=True) if len(blocks) != 1 else blocks[0])
    return {"information": reading.info.as_dict(), "done": done, "total": done}


def delivered_file(batch: Batch, workspace: Workspace) -> Path:
    """The path of the batch's data set: the vault's file, or its member unpacked into the working folder."""
    stored = dossiers.stored_path(batch.sha256)
    return archive.data_set_path(stored, batch.file_name, batch.options.get("member") or "", workspace.folder / "file")


def interpret(run: Run) -> dict[str, Any]:
    """Decode, place, recognise sheets; or stop for a decision."""
    batch = Batch.objects.get(pk=run.batch_id)
    return interpret_parcels(batch, Workspace(run.batch_id))


def build(run: Run) -> dict[str, Any]:
    """Faces from line work and labels, or from polygons."""
    building.build_faces(Batch.objects.get(pk=run.batch_id), Workspace(run.batch_id), run.progress)
    return {}


def check(run: Run) -> dict[str, Any]:
    """Checks of the built faces against themselves, the file and the register."""
    parcel_checks.check_batch(Batch.objects.get(pk=run.batch_id), Workspace(run.batch_id), run.progress)
    return {}


def stage(run: Run) -> dict[str, Any]:
    """Write elements, faces, findings and the receipt in one transaction."""
    return staging.stage_parcels(Batch.objects.get(pk=run.batch_id), Workspace(run.batch_id), run.progress)
