"""Why can this parcel not be split or transferred now: what stands against an act before its form is filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.api import Act, User, require
from dossiers import api as dossiers
from land_records.acts.protocol import BLOCKABLE
from land_records.acts.state import ActState, Subjects, read_state
from land_records.acts.table import act_kind
from land_records.cadastre.lookup import parcel_by_id
from land_records.cadastre.snapshots import ParcelSnapshot
from land_records.models import ActSubject, RegisterAct, Restriction

NEEDS_RIGHT = frozenset(
    {"transfer_right", "change_holding", "lease_right", "contribute_capital", "mortgage_right", "change_purpose",
     "extend_term", "redetermine_residential", "change_grant_form"}
)  # fmt: skip
"""Kinds that work on a registered use right."""
SETTLES = frozenset({"resurvey_parcel", "correct_error", "place_restriction", "release_restriction"})
"""Kinds that a provisional parcel waits for or does not stand against."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against an act; `code` is the rule's or the refusal's permanent code."""

    code: str
    message_vi: str
    message_en: str
    legal_source: str = ""


def why_not(*, actor: User, parcel_id: int, kind: str, at: datetime | None = None) -> tuple[Reason, ...]:
    """Every reason known without the act's own input; empty: nothing stands against beginning it.

    Asked for one parcel: has it ended, is it official, is another act pending, what restriction blocks this group of
    acts, is there a right at all. The rules that need the input (areas, shares, plans) speak in the dry-run.
    """
    return why_not_any(actor=actor, parcel_id=parcel_id, kinds=[kind], at=at)[kind]


def why_not_any(
    *, actor: User, parcel_id: int, kinds: Iterable[str], at: datetime | None = None
) -> dict[str, tuple[Reason, ...]]:
    """`why_not` for many kinds of acts; the state around the parcel is read once."""
    wanted = list(kinds)
    parcel = parcel_by_id(parcel_id)
    require(actor, Act.RIGHT_READ, parcel.unit_id)
    if parcel.valid_to is not None or parcel.standing == "historic":
        ended = (Reason("parcel_ended", "Thửa đất không còn hiệu lực", "The parcel is no longer in force"),)
        return dict.fromkeys(wanted, ended)
    state = read_state(
        subjects=Subjects(parcels=frozenset({parcel_id})), dossier_id=0, unit_id=parcel.unit_id, at=at or timezone.now()
    )
    pending = _pending(parcel_id, state)
    return {kind: _reasons(kind, parcel, state, pending) for kind in wanted}


def _reasons(kind: str, parcel: ParcelSnapshot, state: ActState, pending: list[Reason]) -> tuple[Reason, ...]:
    chosen = act_kind(kind)
    sources = {rule.code: rule.legal_source for rule in state.rules}
    reasons = [*pending] if chosen.claims else []
    if parcel.standing != "official" and kind not in SETTLES:
        reasons.append(
            Reason("PARCEL-OFFICIAL", "Thửa dự kiến, chờ đo đạc hoàn tất", "A provisional parcel waits for its survey",
                   sources.get("PARCEL-OFFICIAL", ""))
        )  # fmt: skip
    if chosen.group in BLOCKABLE:
        reasons += _blocked(parcel.parcel_id, chosen.group, state, sources.get("RESTRICTION-BLOCKS", ""))
    has_right = state.use_right_of(parcel.parcel_id) is not None
    if kind in NEEDS_RIGHT and not has_right:
        reasons.append(Reason("right_missing", "Thửa chưa đăng ký quyền sử dụng đất", "No use right is registered"))
    if kind == "first_registration" and has_right:
        reasons.append(Reason("parcel_has_right", "Thửa đã đăng ký quyền sử dụng đất", "A use right is registered"))
    return tuple(reasons)


def _pending(parcel_id: int, state: ActState) -> list[Reason]:
    rights = [right.id for right in state.rights_of(parcel_id)]
    on_parcel = Q(subject_kind="parcel", subject_id=parcel_id)
    on_rights = Q(subject_kind="right", subject_id__in=rights)
    claims = ActSubject.objects.filter(on_parcel | on_rights, open=True)
    acts = RegisterAct.objects.filter(id__in=claims.values("act_id")).order_by("id")
    return [
        Reason(
            "act_pending",
            f"Đang chờ duyệt: {act_kind(act.kind).name_vi}, hồ sơ {dossiers.dossier(act.dossier_id).code}",
            f"Pending: {act_kind(act.kind).name_en}, dossier {dossiers.dossier(act.dossier_id).code}",
        )
        for act in acts
    ]


def _blocked(parcel_id: int, group: str, state: ActState, source: str) -> list[Reason]:
    rights = {right.id for right in state.rights_of(parcel_id)}
    words = {kind.value: str(kind.label) for kind in Restriction.Kind}
    return [
        Reason(
            "RESTRICTION-BLOCKS",
            f"{words[one.kind].capitalize()} {one.document_number}".strip(),
            f"{one.kind} {one.document_number}".strip(),
            source,
        )
        for one in state.restrictions.values()
        if one.valid_to is None
        and (group in one.blocks or "all" in one.blocks)
        and (one.parcel_id == parcel_id or one.right_id in rights)
    ]
