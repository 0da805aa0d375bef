"""The front door of the goods entrance: receive a file, follow its batch, review, submit, approve."""

from importers.errors import BatchNotFound, ImportRefused, OpenFindings, WrongBatchState
from importers.queries import batch, batches, extent, faces, finding, finding_counts, findings
from importers.services.receive import Statement, receive_file
from importers.services.review import answer_decision, approve, cancel, reject, settle_finding, submit
from importers.services.sweeping import queue_batch, run_batch_here, sweep_batches
from importers.snapshots import BatchSnapshot, FaceSnapshot, FindingSnapshot, Page

__all__ = [
    "BatchNotFound",
    "BatchSnapshot",
    "FaceSnapshot",
    "FindingSnapshot",
    "ImportRefused",
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
    "faces",
    "finding",
    "finding_counts",
    "findings",
    "queue_batch",
    "receive_file",
    "reject",
    "run_batch_here",
    "settle_finding",
    "submit",
    "sweep_batches",
]
