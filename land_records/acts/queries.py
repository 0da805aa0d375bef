"""Reading acts: one, the newest, those about a parcel."""

from collections.abc import Collection

from django.db.models import Count

from accounts.api import Act, User, require, scope
from land_records.acts.loading import act_snapshot, act_snapshots, found_act
from land_records.acts.snapshots import ActSnapshot
from land_records.models import ActSubject, RegisterAct


def act(*, actor: User, act_id: int) -> ActSnapshot:
    """One act. Raises ActNotFoundError, NotAllowed."""
    found = found_act(act_id)
    require(actor, Act.RIGHT_READ, found.unit_id)
    return act_snapshot(found)


def acts(
    *,
    actor: User,
    dossier_id: int | None = None,
    status: str = "",
    drafted_by_id: int | None = None,
    limit: int = 50,
    before_id: int | None = None,
) -> tuple[ActSnapshot, ...]:
    """The newest acts the actor may see, of one dossier if asked; `status` draft, pending, approved …"""
    allowed = scope(actor, Act.RIGHT_READ)
    found = RegisterAct.objects.order_by("-id")
    if not allowed.all:
        found = found.filter(unit_id__in=allowed.unit_ids)
    if dossier_id is not None:
        found = found.filter(dossier_id=dossier_id)
    if drafted_by_id is not None:
        found = found.filter(drafted_by_id=drafted_by_id)
    if status == "draft":
        found = found.filter(transaction__isnull=True)
    elif status:
        found = found.filter(transaction__status=status)
    if before_id is not None:
        found = found.filter(id__lt=before_id)
    return act_snapshots(found[:limit])


def act_counts(*, actor: User) -> dict[str, int]:
    """How many acts the actor may see are drafts, pending, approved, rejected, withdrawn; statuses without any are left
    out.
    """
    allowed = scope(actor, Act.RIGHT_READ)
    found = RegisterAct.objects.order_by()
    if not allowed.all:
        found = found.filter(unit_id__in=allowed.unit_ids)
    rows = found.values_list("transaction__status").annotate(n=Count("id"))
    return {status or "draft": n for status, n in rows}


def acts_about(
    *, actor: User, subject_kind: str, subject_ids: Collection[int], open_only: bool = False
) -> tuple[ActSnapshot, ...]:
    """Acts submitted on these parcels, rights, certificates …, newest first."""
    allowed = scope(actor, Act.RIGHT_READ)
    claims = ActSubject.objects.filter(subject_kind=subject_kind, subject_id__in=[*subject_ids])
    if open_only:
        claims = claims.filter(open=True)
    found = RegisterAct.objects.filter(id__in=claims.values("act_id")).order_by("-id")
    if not allowed.all:
        found = found.filter(unit_id__in=allowed.unit_ids)
    return act_snapshots(found)
