"""The front door of the goods entrance: receive a file, follow its batch, review, submit, approve."""

from importers.drawings import DrawnFace, DrawnLine, FindingDrawing, NearParcel, finding_drawing, parcels_near
from importers.errors import BatchNotFound, DefectInBatch, ImportRefused, OpenFindings, WrongBatchState
from importers.queries import (
    batch,
    batches,
    extent,
    face_counts,
    faces,
    finding,
    finding_counts,
    findings,
    open_alike,
    work_list,
)
from importers.services.receive import Statement, receive_file
from importers.services.review import answer_decision, approve, cancel, reject, settle_alike, settle_finding, submit
from importers.services.sweeping import queue_batch, run_batch_here, sweep_batches
from importers.snapshots import BatchSnapshot, FaceSnapshot, FindingSnapshot, Page

__all__ = [
    "BatchNotFound",
    "BatchSnapshot",
    "DefectInBatch",
    "DrawnFace",
    "DrawnLine",
    "FaceSnapshot",
    "FindingDrawing",
    "FindingSnapshot",
    "ImportRefused",
    "NearParcel",
    "OpenFindings",
    "Page",
    "Statement",
    "WrongBatchState",
    "answer_decision",
    "approve",
    "batch",
    "batches",
    "cancel",
    "extent",
    "face_counts",
    "faces",
    "finding",
    "finding_counts",
    "finding_drawing",
    "findings",
    "open_alike",
    "parcels_near",
    "queue_batch",
    "receive_file",
    "reject",
    "run_batch_here",
    "settle_alike",
    "settle_finding",
    "submit",
    "sweep_batches",
    "work_list",
]
