"""From draft to decision: draft, change, preview, submit, approve, reject, withdraw.

The dry-run, the submission and the approval make the same plan from the same input; approval makes it again from what
stands then, asks every rule again, and writes all of it or nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from accounts.api import Act, User, remembered_scopes, require
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records.acts.apply import apply_changes
from land_records.acts.changes import Changes
from land_records.acts.errors import RuleBrokenError, SubjectClaimedError
from land_records.acts.loading import act_snapshot, found_act, parsed
from land_records.acts.preview import Preview, preview_of
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.refusals import refusal_of_register
from land_records.acts.snapshots import ActReceipt, ActSnapshot
from land_records.acts.state import ActState, read_state
from land_records.acts.table import act_kind
from land_records.cadastre.moments import legal_day
from land_records.models import ActSubject, RegisterAct
from land_records.rules.checks import CHECKS
from land_records.rules.judge import judge
from land_records.rules.verdicts import Verdict

TRANSACTION_KIND = "register_act"


@transaction.atomic
def draft_act(
    *, actor: User, dossier_id: int, kind: str, payload: Mapping[str, Any], at: datetime | None = None
) -> ActSnapshot:
    """Begin an act on a dossier. The input may still be incomplete: it is checked at preview and submission."""
    dossier = dossiers.dossier(dossier_id)
    require(actor, Act.ACT_DRAFT, dossier.unit_id)
    moment = at or timezone.now()
    made = RegisterAct.objects.create(
        dossier_id=dossier_id, kind=act_kind(kind).code, payload=dict(payload), unit_id=dossier.unit_id,
        drafted_by=actor, drafted_at=moment, changed_at=moment,
    )  # fmt: skip
    return act_snapshot(made)


@transaction.atomic
def change_draft(*, actor: User, act_id: int, payload: Mapping[str, Any], at: datetime | None = None) -> ActSnapshot:
    """Replace the input of a draft; a submitted act is withdrawn first."""
    act = found_act(act_id, lock=True)
    require(actor, Act.ACT_DRAFT, act.unit_id)
    _refuse_unless(act, "draft")
    act.payload = dict(payload)
    act.changed_at = at or timezone.now()
    act.save(update_fields=["payload", "changed_at"])
    return act_snapshot(act)


def preview_act(*, actor: User, act_id: int, moment: str = "draft", at: datetime | None = None) -> Preview:
    """The dry-run: nothing is written. Raises BadPayloadError, ActRefusedError when there is nothing to show."""
    act = found_act(act_id)
    require(actor, Act.RIGHT_READ, act.unit_id)
    kind, payload = parsed(act)
    state, changes, verdicts = _planned(act, kind, payload, moment=moment, at=at or timezone.now())
    return preview_of(act.pk, changes, state, verdicts)


def submit_act(*, actor: User, act_id: int, at: datetime | None = None) -> ActSnapshot:
    """Propose the act. What it works on is claimed until it is decided.

    Raises SubjectClaimedError (names the act that came first), RuleBrokenError for rules that block at submission.
    """
    with remembered_scopes(), transaction.atomic():
        return _submit(actor, act_id, at or timezone.now())


def _submit(actor: User, act_id: int, moment: datetime) -> ActSnapshot:
    act = found_act(act_id, lock=True)
    require(actor, Act.ACT_DRAFT, act.unit_id)
    _refuse_unless(act, "draft")
    kind, payload = parsed(act)
    _, changes, verdicts = _planned(act, kind, payload, moment="submit", at=moment)
    _refuse_broken(verdicts)
    _claim(act, kind, payload, changes)
    submitted = dossiers.submit_transaction(
        actor=actor, dossier_id=act.dossier_id, kind=TRANSACTION_KIND, summary=_summary(kind, changes), at=moment
    )
    act.transaction_id = submitted.id
    act.changed_at = moment
    act.save(update_fields=["transaction", "changed_at"])
    return act_snapshot(act)


def approve_act(*, approver: User, act_id: int, at: datetime | None = None) -> ActReceipt:
    """Decide and write, in one database transaction: all of it or nothing.

    Raises NotPending, FourEyes, NotAllowed, RuleBrokenError, OverlapError, FabricBusyError (try again).
    """
    moment = at or timezone.now()
    try:
        with remembered_scopes(), transaction.atomic():
            return _approve(approver, act_id, moment)
    except Error as error:
        refusal = refusal_of_register(error)
        if refusal is None:
            raise
        raise refusal from error


def _approve(approver: User, act_id: int, moment: datetime) -> ActReceipt:
    act = found_act(act_id, lock=True)
    _refuse_unless(act, "pending")
    dossiers.approve_transaction(approver=approver, transaction_id=_proposed(act), at=moment)
    kind, payload = parsed(act)
    _, changes, verdicts = _planned(act, kind, payload, moment="approve", at=moment)
    _refuse_broken(verdicts)
    subjects, code = ActSubject.objects.filter(act=act), changes.change_code
    ledger = [
        dossiers.EntryDraft(kind.code, one.subject_kind, one.subject_id, act.unit_id, {"code": code})
        for one in subjects.order_by("id")
    ]
    written = apply_changes(changes, approver=approver, transaction_id=_proposed(act), at=moment, ledger=ledger)
    made = [
        dossiers.EntryDraft(kind.code, key.split(":")[0], made_id, act.unit_id, {"code": code, "new": True})
        for key, made_id in written.ids.items()
    ]
    if made:
        dossiers.record_entries(transaction_id=_proposed(act), entries=made)
    subjects.update(open=False)
    act.decided = {"at": moment.isoformat(), "verdicts": [_kept(one) for one in verdicts], **_summary(kind, changes)}
    act.changed_at = moment
    act.save(update_fields=["decided", "changed_at"])
    names = tuple(change.reference for change in written.neighbours)
    return ActReceipt(act.pk, _proposed(act), dict(written.ids), names, moment)


@transaction.atomic
def reject_act(*, approver: User, act_id: int, reason: str, at: datetime | None = None) -> ActSnapshot:
    """Send a pending act back; what it claimed is free again. `reason` holds no personal data."""
    act = found_act(act_id, lock=True)
    _refuse_unless(act, "pending")
    dossiers.reject_transaction(approver=approver, transaction_id=_proposed(act), reason=reason, at=at)
    ActSubject.objects.filter(act=act).update(open=False)
    return act_snapshot(found_act(act_id))


@transaction.atomic
def withdraw_act(*, actor: User, act_id: int, reason: str = "", at: datetime | None = None) -> ActSnapshot:
    """Take a pending act back. A new draft may begin with the same input."""
    act = found_act(act_id, lock=True)
    _refuse_unless(act, "pending")
    dossiers.withdraw_transaction(actor=actor, transaction_id=_proposed(act), reason=reason, at=at)
    ActSubject.objects.filter(act=act).update(open=False)
    return act_snapshot(found_act(act_id))


def _planned(
    act: RegisterAct, kind: ActKind, payload: Payload, *, moment: str, at: datetime
) -> tuple[ActState, Changes, tuple[Verdict, ...]]:
    state = read_state(subjects=kind.subjects(payload), dossier_id=act.dossier_id, unit_id=act.unit_id, at=at)
    changes = kind.plan(payload, state)
    day = legal_day(at)
    verdicts = judge(kind, changes, state, moment=moment, on=day, unit_id=act.unit_id, checks=CHECKS)
    return state, changes, verdicts


def _claim(act: RegisterAct, kind: ActKind, payload: Payload, changes: Changes) -> None:
    """One row per thing the act works on; a partial unique index lets only one open claim stand.

    A notice claims nothing (`claims` False): its rows say what it is about and are closed from the start.
    """
    subjects = kind.subjects(payload)
    wanted = {("parcel", one) for one in subjects.parcels | {one.parcel_id for one in changes.ended_parcels}}
    wanted |= {("parcel", one.parcel_id) for one in changes.revised_parcels}
    wanted |= {("right", one) for one in subjects.rights | {one.right_id for one in changes.ended_rights}}
    wanted |= {("restriction", one.restriction_id) for one in changes.ended_restrictions}
    papers = subjects.certificates | {one.certificate_id for one in changes.certificate_changes}
    wanted |= {("certificate", one) for one in papers}
    wanted |= {("asset", one) for one in subjects.assets}
    try:
        with transaction.atomic():
            ActSubject.objects.bulk_create(
                [
                    ActSubject(act=act, subject_kind=what, subject_id=which, open=kind.claims)
                    for what, which in sorted(wanted)
                ]
            )
    except IntegrityError:
        for what, which in sorted(wanted):
            first = ActSubject.objects.filter(subject_kind=what, subject_id=which, open=True).first()
            if first is not None:
                raise _claimed(first, what) from None
        raise


def _claimed(first: ActSubject, what: str) -> SubjectClaimedError:
    act = RegisterAct.objects.get(pk=first.act_id)
    kind, dossier = act_kind(act.kind), dossiers.dossier(act.dossier_id)
    names = {"parcel": ("Thửa đất", "The parcel"), "right": ("Quyền", "The right"),
             "certificate": ("Giấy chứng nhận", "The certificate"), "restriction": ("Hạn chế", "The restriction"),
             "asset": ("Tài sản", "The asset")}  # fmt: skip
    return SubjectClaimedError(
        f"{names[what][0]} đang có biến động khác chờ duyệt: {kind.name_vi}, hồ sơ {dossier.code}.",
        f"{names[what][1]} has another act pending: {kind.name_en}, dossier {dossier.code}.",
        hint_vi="Chờ biến động đó được quyết định, hoặc đề nghị rút lại.",
        hint_en="Wait until that act is decided, or ask for it to be withdrawn.",
    )


def _summary(kind: ActKind, changes: Changes) -> dict[str, Any]:
    """Counts for the approver's list; no personal data."""
    return {
        "act": kind.code,
        "code": changes.change_code,
        "parcels": {"ended": len(changes.ended_parcels), "new": len(changes.new_parcels),
                    "revised": len(changes.revised_parcels)},
        "rights": {"ended": len(changes.ended_rights), "new": len(changes.new_rights)},
        "restrictions": {"ended": len(changes.ended_restrictions), "new": len(changes.new_restrictions)},
        "certificates": {"changed": len(changes.certificate_changes), "new": len(changes.new_certificates)},
    }  # fmt: skip


def _kept(verdict: Verdict) -> dict[str, Any]:
    """What the decision keeps of a verdict: rule, version, word and figures."""
    return {"rule": verdict.code, "version": verdict.version, "severity": verdict.severity,
            "passed": verdict.passed, "figures": dict(verdict.figures)}  # fmt: skip


def _refuse_broken(verdicts: tuple[Verdict, ...]) -> None:
    broken = [verdict for verdict in verdicts if verdict.blocks]
    if broken:
        raise RuleBrokenError(broken)


def _proposed(act: RegisterAct) -> int:
    """The transaction of a submitted act."""
    if act.transaction_id is None:
        raise LookupError(f"act {act.pk} was never submitted")
    return act.transaction_id


def _refuse_unless(act: RegisterAct, wanted: str) -> None:
    status = act_snapshot(act).status
    if status == wanted:
        return
    words = {"draft": "là dự thảo", "pending": "đang chờ duyệt", "approved": "đã duyệt", "rejected": "đã bị từ chối",
             "withdrawn": "đã rút"}  # fmt: skip
    raise DomainError(
        f"Biến động {act.pk} {words[status]}, không thực hiện được bước này.",
        f"Act {act.pk} is {status}: this step is not possible.",
        hint_vi="Tải lại trang để xem tình trạng hiện nay.",
        hint_en="Reload to see where it stands.",
        code="act_not_open",
    )
