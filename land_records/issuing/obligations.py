"""Financial obligations of a dossier (nghĩa vụ tài chính): entered from the tax office's notice, then settled."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.api import Act, User, require
from dossiers import api as dossiers
from land_records.acts.snapshots import ObligationSnapshot
from land_records.issuing.errors import ObligationRefusedError
from land_records.models import Obligation

OBLIGATION_KINDS = {
    "land_use_fee": ("tiền sử dụng đất", "land-use fee"),
    "rent": ("tiền thuê đất", "land rent"),
    "registration_fee": ("lệ phí trước bạ", "registration fee"),
    "income_tax": ("thuế thu nhập", "income tax"),
    "appraisal_fee": ("phí thẩm định hồ sơ", "appraisal fee"),
}
"""Kinds of obligation, permanent codes with their names."""

SETTLED = ("paid", "exempt", "deferred")


@transaction.atomic
def record_obligation(
    *,
    actor: User,
    dossier_id: int,
    kind: str,
    amount_vnd: Decimal,
    slip_number: str = "",
    slip_date: date | None = None,
    at: datetime | None = None,
) -> ObligationSnapshot:
    """Enter what a notice asks for, whole đồng; it is unpaid until settled."""
    require(actor, Act.ACT_DRAFT, dossiers.dossier(dossier_id).unit_id)
    if kind not in OBLIGATION_KINDS:
        raise ObligationRefusedError(
            "Loại nghĩa vụ tài chính không có trong danh mục.", "This kind of obligation is not in the list."
        )
    if amount_vnd < 0 or amount_vnd != amount_vnd.to_integral_value():
        raise ObligationRefusedError(
            "Số tiền là số đồng nguyên, không âm.",
            "The amount is whole đồng, not negative.",
            hint_vi="Ghi đúng số tiền trên thông báo.",
            hint_en="As on the notice.",
        )
    made = Obligation.objects.create(
        dossier_id=dossier_id, kind=kind, amount_vnd=amount_vnd, slip_number=slip_number.strip(), slip_date=slip_date,
        recorded_by=actor, recorded_at=at or timezone.now(),
    )  # fmt: skip
    return _snapshot(made)


@transaction.atomic
def settle_obligation(
    *, actor: User, obligation_id: int, status: str, settled_on: date, legal_basis: str = ""
) -> ObligationSnapshot:
    """Paid, exempt or deferred. What is deferred may be paid later; exempt and deferred name their legal basis."""
    found = Obligation.objects.select_for_update().filter(pk=obligation_id).first()
    if found is None:
        raise ObligationRefusedError(
            f"Không có nghĩa vụ tài chính số {obligation_id}.",
            f"There is no obligation {obligation_id}.",
            code="obligation_unknown",
        )
    require(actor, Act.ACT_DRAFT, dossiers.dossier(found.dossier_id).unit_id)
    goes_on = found.status == "unpaid" or (found.status == "deferred" and status == "paid")
    if status not in SETTLED or not goes_on:
        raise ObligationRefusedError(
            f"Nghĩa vụ tài chính này {found.get_status_display()}, không chuyển được trạng thái.",
            f"This obligation is {found.status}: it cannot become {status}.",
            hint_vi="Chưa nộp: đã nộp, được miễn hoặc ghi nợ. Ghi nợ: đã nộp.",
            hint_en="Unpaid becomes paid, exempt or deferred; deferred becomes paid.",
            code="obligation_settled",
        )
    if status != "paid" and not legal_basis.strip():
        raise ObligationRefusedError(
            "Miễn hoặc ghi nợ phải nêu căn cứ.",
            "An exemption or deferral names its legal basis.",
            hint_vi="Ghi số văn bản của cơ quan thuế hoặc quyết định.",
            hint_en="Number of the tax office's paper or the decision.",
        )
    found.status, found.settled_on = status, settled_on
    found.legal_basis = legal_basis.strip() or found.legal_basis
    found.save(update_fields=["status", "settled_on", "legal_basis"])
    return _snapshot(found)


def obligations_of(dossier_ids: Sequence[int]) -> tuple[ObligationSnapshot, ...]:
    """What these dossiers owe or owed, in the order of entry."""
    return tuple(_snapshot(one) for one in Obligation.objects.filter(dossier_id__in=[*dossier_ids]).order_by("id"))


def deferral_remark(one: ObligationSnapshot) -> str:
    """The sentence a deferred obligation leaves on the certificate (Ghi chú)."""
    amount = f"{one.amount_vnd:,.0f}".replace(",", ".")
    slip = f" theo Thông báo số {one.slip_number}" if one.slip_number else ""
    day = f" ngày {one.slip_date:%d/%m/%Y}" if one.slip_number and one.slip_date else ""
    return f"Nợ {OBLIGATION_KINDS[one.kind][0]} {amount} đồng{slip}{day} ({one.legal_basis})."


def _snapshot(found: Obligation) -> ObligationSnapshot:
    return ObligationSnapshot(
        id=found.pk,
        dossier_id=found.dossier_id,
        kind=found.kind,
        slip_number=found.slip_number,
        slip_date=found.slip_date,
        amount_vnd=found.amount_vnd,
        status=str(found.status),
        settled_on=found.settled_on,
        legal_basis=found.legal_basis,
    )
