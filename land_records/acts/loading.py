"""Finding acts, and turning their stored input into its type."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from dossiers import api as dossiers
from land_records.acts.errors import ActNotFoundError, BadPayloadError
from land_records.acts.named_parties import with_kept_parties
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.snapshots import ActSnapshot
from land_records.acts.table import act_kind
from land_records.models import RegisterAct

_SENTENCES = {
    "missing": ("chưa nhập", "is missing"),
    "extra_forbidden": ("không thuộc loại biến động này", "does not belong to this act"),
    "int_parsing": ("không phải là số nguyên", "is not a whole number"),
    "int_type": ("không phải là số nguyên", "is not a whole number"),
    "decimal_parsing": ("không phải là số", "is not a number"),
    "date_from_datetime_parsing": ("không phải là ngày", "is not a day"),
    "literal_error": ("không có trong danh sách lựa chọn", "is not one of the choices"),
}


def found_act(act_id: int, *, lock: bool = False) -> RegisterAct:
    """The row of an act; `lock`: until the transaction ends. Raises ActNotFoundError."""
    rows = RegisterAct.objects.select_for_update(of=("self",)) if lock else RegisterAct.objects.all()
    act = rows.filter(pk=act_id).first()
    if act is None:
        raise ActNotFoundError(f"Không có biến động số {act_id}.", f"There is no act {act_id}.")
    return act


def parsed(act: RegisterAct) -> tuple[ActKind, Payload]:
    """The kind of an act and its input, checked; merged parties stand for the ones they were found to be.

    Raises BadPayloadError naming every wrong field.
    """
    kind = act_kind(act.kind)
    return kind, typed_payload(kind, with_kept_parties(act.payload))


def typed_payload(kind: ActKind, given: Any) -> Payload:
    """Input as its type. Raises BadPayloadError naming every wrong field; values are not repeated."""
    try:
        return kind.payload.model_validate(given)
    except ValidationError as wrong:
        faults = []
        for fault in wrong.errors(include_input=False, include_url=False):
            name = ".".join(str(part) for part in fault["loc"]) or "—"
            vi, en = _SENTENCES.get(fault["type"], ("giá trị không hợp lệ", "is not valid"))
            if fault["type"] == "too_short":
                fewest = fault["ctx"]["min_length"]
                vi, en = f"cần ít nhất {fewest} mục", f"needs at least {fewest}"
            faults.append((name, vi, en))
        raise BadPayloadError(faults) from None


def act_snapshot(act: RegisterAct) -> ActSnapshot:
    """Freeze one act; its status is its transaction's."""
    [frozen] = act_snapshots([act])
    return frozen


def act_snapshots(acts: Iterable[RegisterAct]) -> tuple[ActSnapshot, ...]:
    """Freeze many acts in their order; the transactions are read at once."""
    rows = list(acts)
    submitted = [one.transaction_id for one in rows if one.transaction_id is not None]
    statuses = {one.id: one.status for one in dossiers.transactions(submitted)}
    return tuple(
        ActSnapshot(
            id=one.pk,
            dossier_id=one.dossier_id,
            kind=one.kind,
            unit_id=one.unit_id,
            payload=dict(one.payload),
            status="draft" if one.transaction_id is None else statuses[one.transaction_id],
            transaction_id=one.transaction_id,
            drafted_by_id=one.drafted_by_id,
            drafted_at=one.drafted_at,
            changed_at=one.changed_at,
            decided=one.decided,
        )
        for one in rows
    )
