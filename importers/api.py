"""The front door of the goods entrance: receive a file, follow its batch, review, submit, approve."""

from importers.archive_linking.reading import CertificateSnapshot, ScanSnapshot, certificates_of, scan_of, scans_of
from importers.archive_linking.receive import receive_archive
from importers.archive_linking.settle import leave_open_ones, settle_certificate, settle_scan
from importers.conversion.upload import TABLE_SUFFIXES, converted_upload
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
from importers.services.resurvey import declare_resurvey, series_a_batch_may_replace, withdraw_resurvey
from importers.services.review import answer_decision, approve, cancel, reject, settle_alike, settle_finding, submit
from importers.services.sweeping import queue_batch, run_batch_here, sweep_batches
from importers.snapshots import BatchSnapshot, FaceSnapshot, FindingSnapshot, Page
from importers.surroundings import Surroundings, surroundings

__all__ = [
    "TABLE_SUFFIXES",
    "BatchNotFound",
    "BatchSnapshot",
    "CertificateSnapshot",
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
    "ScanSnapshot",
    "Statement",
    "Surroundings",
    "WrongBatchState",
    "answer_decision",
    "approve",
    "batch",
    "batches",
    "cancel",
    "certificates_of",
    "converted_upload",
    "declare_resurvey",
    "extent",
    "face_counts",
    "faces",
    "finding",
    "finding_counts",
    "finding_drawing",
    "findings",
    "leave_open_ones",
    "open_alike",
    "parcels_near",
    "queue_batch",
    "receive_archive",
    "receive_file",
    "reject",
    "run_batch_here",
    "scan_of",
    "scans_of",
    "series_a_batch_may_replace",
    "settle_alike",
    "settle_certificate",
    "settle_finding",
    "settle_scan",
    "submit",
    "surroundings",
    "sweep_batches",
    "withdraw_resurvey",
    "work_list",
]
