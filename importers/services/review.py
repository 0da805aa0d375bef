"""What people decide about a staged batch: findings, open questions, submission, approval, rejection."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from importers.archive_linking import enter, settle
from importers.errors import OpenFindings, wrong_state
from importers.models import (
    Batch,
    BatchFinding,
    StagedCertificate,
    StagedElement,
    StagedFace,
    StagedName,
    StagedScan,
    StagedZone,
)
from importers.services.access import locked
from importers.services.place import read_answer
from importers.services.receive import put_on_dossier
from importers.services.workspace import Workspace
from importers.tasks import run_batch

CANCELLABLE = (
    Batch.Status.QUEUED, Batch.Status.RUNNING, Batch.Status.NEEDS_DECISION, Batch.Status.STAGED, Batch.Status.SUBMITTED,
)  # fmt: skip

CHUNK_PARCELS = 2000
"""Parcels of one database transaction at approval (DESIGN §5.3)."""


@transaction.atomic
def settle_finding(*, actor: Any, batch_id: int, finding_id: int, state: str, reason: str = "") -> BatchFinding:
    """Accept a proposal, waive with a reason, or open again.

    Raises:
        DomainError: a waiver without a reason.
    """
    batch = locked(batch_id, actor, "import.review")
    if batch.status != Batch.Status.STAGED:
        raise wrong_state(batch_id, batch.status, "sửa phát hiện", "reviewed")
    finding = BatchFinding.objects.select_for_update().get(pk=finding_id, batch=batch)
    if state == BatchFinding.State.WAIVED and not reason.strip():
        raise reason_missing()
    finding.state = BatchFinding.State(state)
    finding.reason = reason.strip()
    opened = finding.state == BatchFinding.State.OPEN
    finding.decided_by = None if opened else actor
    finding.decided_at = None if opened else timezone.now()
    finding.save()
    return finding


@transaction.atomic
def settle_alike(*, actor: Any, batch_id: int, code: str, state: str, reason: str = "") -> int:
    """Accept or waive every open finding of one code; answers how many. The reason stands on each of them.

    Raises:
        DomainError: a waiver without a reason.
    """
    batch = locked(batch_id, actor, "import.review")
    if batch.status != Batch.Status.STAGED:
        raise wrong_state(batch_id, batch.status, "sửa phát hiện", "reviewed")
    chosen = BatchFinding.State(state)
    if chosen == BatchFinding.State.WAIVED and not reason.strip():
        raise reason_missing()
    alike = BatchFinding.objects.filter(batch=batch, code=code, state=BatchFinding.State.OPEN)
    return alike.update(state=chosen, reason=reason.strip(), decided_by=actor, decided_at=timezone.now())


def reason_missing() -> DomainError:
    """The refusal of a waiver without a reason."""
    return DomainError(
        "Bỏ qua một phát hiện phải nêu lý do.",
        "Waiving a finding needs a reason.",
        hint_vi="Viết lý do ngắn gọn, ví dụ số biên bản kiểm tra.",
        hint_en="Write a short reason, such as the number of the inspection minutes.",
        code="reason_missing",
    )


@transaction.atomic
def answer_decision(*, actor: Any, batch_id: int, answers: dict[str, Any]) -> Batch:
    """Answer what the batch asked (crs, unit, sheet, encoding) and queue it again."""
    batch = locked(batch_id, actor, "import.review")
    if batch.status != Batch.Status.NEEDS_DECISION:
        raise wrong_state(batch_id, batch.status, "trả lời", "answered")
    if answers.get("crs"):
        batch.options |= read_answer(answers["crs"])
    if answers.get("encoding"):
        batch.options["encoding"] = str(answers["encoding"])
    if answers.get("sheet"):
        batch.sheet_number = int(answers["sheet"])
    if answers.get("unit_id"):
        accounts.require(actor, "import.upload", int(answers["unit_id"]))
        batch.unit_id = int(answers["unit_id"])
    batch.decisions = []
    batch.status = Batch.Status.QUEUED
    batch.finished_steps = [step for step in batch.finished_steps if step == "read"]
    batch.save()
    run_batch.enqueue(batch.pk)
    return batch


@transaction.atomic
def submit(*, actor: Any, batch_id: int) -> Batch:
    """Hand the batch to an approver: one pending transaction per sheet chunk, on the batch's dossier.

    Raises:
        OpenFindings: findings that must be settled stand open, or the receipt does not balance.
    """
    batch = locked(batch_id, actor, "import.review")
    if batch.status != Batch.Status.STAGED:
        raise wrong_state(batch_id, batch.status, "trình duyệt", "submitted")
    refuse_unsettled(batch)
    dossier_id = put_on_dossier(batch, actor, timezone.now())
    batch.status = Batch.Status.SUBMITTED
    batch.submitted_by = actor
    batch.submitted_at = timezone.now()
    chunks = chunks_of(batch)
    if batch.options.get("replaces_series"):
        # a new survey enters all at once, on one transaction
        summaries = [{"batch": batch.pk, "replaces_series": batch.options["replaces_series"],
                      "sheets": len(chunks), "faces": sum(count for _, _, count in chunks)}]  # fmt: skip
    else:
        summaries = [{"batch": batch.pk, "sheet": sheet, "faces": count} for sheet, _, count in chunks]
    proposed = dossiers.submit_transactions(
        actor=actor, dossier_id=dossier_id, kind=f"import_{batch.kind}", summaries=summaries
    )
    batch.options["chunks"] = [
        {"sheet": sheet, "faces": faces, "count": count, "transaction": submitted.id}
        for (sheet, faces, count), submitted in zip(
            chunks, proposed if len(proposed) == len(chunks) else [*proposed] * len(chunks), strict=True
        )
    ]
    batch.save()
    return batch


def refuse_unsettled(batch: Batch) -> None:
    """Nothing goes to approval with an unbalanced receipt or an open fault."""
    open_errors = BatchFinding.objects.filter(batch=batch, severity="error", state="open").count()
    receipt = batch.receipt or {}
    if not receipt.get("balanced", False):
        raise OpenFindings(
            "Biên nhận không cân. Lô bị khóa.",
            "The receipt does not balance. The batch is locked.",
            hint_vi="Xem biên nhận theo từng lớp để biết phần tử nào thiếu; báo quản trị.",
            hint_en="See the receipt by level for what is missing; tell the administrator.",
            code="receipt_unbalanced",
        )
    if batch.kind == Batch.Kind.ARCHIVE:
        settle.refuse_open(batch)
    if open_errors:
        raise OpenFindings(
            f"Còn {open_errors} phát hiện phải sửa chưa xử lý.",
            f"{open_errors} findings that must be fixed stand open.",
            hint_vi="Nhận đề xuất hoặc bỏ qua (nêu lý do) từng phát hiện rồi trình lại.",
            hint_en="Accept or waive (with a reason) each of them, then submit again.",
        )


def chunks_of(batch: Batch) -> list[tuple[int, tuple[int, int], int]]:
    """(sheet, (first face, last face), count) with at most CHUNK_PARCELS faces each; a plan is one chunk."""
    if batch.kind == Batch.Kind.ARCHIVE:
        return enter.chunks_of(batch)
    if batch.kind != Batch.Kind.PARCELS:
        return [(0, (0, 0), StagedZone.objects.filter(batch=batch).count())]
    rows = StagedFace.objects.filter(batch=batch, outcome__in=("parcel", "land_object"))
    result: list[tuple[int, tuple[int, int], int]] = []
    faces: dict[int, list[int]] = {}
    for sheet, face in rows.order_by("sheet", "face").values_list("sheet", "face"):
        faces.setdefault(sheet if sheet is not None else 0, []).append(face)
    for sheet, numbers in faces.items():
        result += [
            (sheet, (part[0], part[-1]), len(part))
            for part in (numbers[start : start + CHUNK_PARCELS] for start in range(0, len(numbers), CHUNK_PARCELS))
        ]
    return result


def _transactions(chunks: list[dict[str, Any]]) -> list[int]:
    """The transactions of the chunks, each once: those of a new survey share one."""
    return list(dict.fromkeys(chunk["transaction"] for chunk in chunks))


@transaction.atomic
def approve(*, approver: Any, batch_id: int, at: datetime | None = None) -> Batch:
    """The second person's yes: the worker then registers sheet by sheet.

    Raises:
        NotAllowed: no right to approve there.
        FourEyes: the submitter approves their own batch and the setting forbids it.
    """
    batch = locked(batch_id, approver, "import.approve")
    if batch.status != Batch.Status.SUBMITTED:
        raise wrong_state(batch_id, batch.status, "phê duyệt", "approved")
    refuse_unsettled(batch)
    if not settings.UPLOADER_MAY_APPROVE and approver.pk in (batch.submitted_by_id, batch.uploaded_by_id):
        raise dossiers.FourEyes(
            "Người lập và người phê duyệt phải khác nhau.",
            "Preparer and approver must differ.",
            hint_vi="Nhờ người có quyền phê duyệt khác mở lô này.",
            hint_en="Ask another person with the right to approve to open this batch.",
        )
    batch.status = Batch.Status.REGISTERING
    batch.approved_by = approver
    batch.approved_at = at or timezone.now()
    batch.save()
    run_batch.enqueue(batch.pk)
    return batch


@transaction.atomic
def reject(*, approver: Any, batch_id: int, reason: str) -> Batch:
    """Send a submitted batch back to review with a reason."""
    batch = locked(batch_id, approver, "import.approve")
    if batch.status != Batch.Status.SUBMITTED:
        raise wrong_state(batch_id, batch.status, "trả lại", "returned")
    for transaction_id in _transactions(batch.options.get("chunks", [])):
        dossiers.reject_transaction(approver=approver, transaction_id=transaction_id, reason=reason)
    batch.status = Batch.Status.STAGED
    batch.options["returned"] = reason
    batch.options.pop("chunks", None)
    batch.save()
    return batch


@transaction.atomic
def cancel(*, actor: Any, batch_id: int) -> Batch:
    """Take a batch back before it is approved; the file stays in the vault, the staged rows go.

    A batch under way is stopped by its worker between two blocks; until then only the wish is written down.
    """
    batch = locked(batch_id, actor, "import.upload")
    if batch.status not in CANCELLABLE:
        raise wrong_state(batch_id, batch.status, "hủy", "cancelled")
    batch.cancel_requested = True
    if batch.status == Batch.Status.RUNNING:
        batch.save(update_fields=["cancel_requested"])
        return batch
    for transaction_id in _transactions(batch.options.pop("chunks", [])):
        dossiers.withdraw_transaction(actor=actor, transaction_id=transaction_id, reason="cancelled")
    batch.status = Batch.Status.CANCELLED
    # a worker that took the batch a moment ago holds the old token and stops
    batch.run += 1
    batch.save()
    for staged in (StagedElement, StagedFace, StagedName, StagedZone, StagedScan, StagedCertificate):
        staged.objects.filter(batch=batch).delete()
    transaction.on_commit(Workspace(batch_id).remove)
    return batch
