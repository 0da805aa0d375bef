"""One policy: `scope` filters inside queries, `may` judges one unit, `require` refuses. All three ask the same table.

Units change in time. Whoever is responsible for a unit is responsible for what it came from and for what it became:
an officer of a merged ward sees the files of the old wards, and an office still registered under an old ward keeps
working in the new one. The line is followed backwards only or forwards only, never back and forth; otherwise two wards
that once gave a strip of land to the same third ward would see each other's files. Where a unit was divided, both
heirs see its files: which part a parcel fell to is said by the parcel's own unit, not by the old paper's. An office is
given communes and wards one by one: a province or district as its unit does not open the communes below it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import Membership, Office, OfficeUnit, User
from accounts.roles import ROLES_OF, Act
from reference import api as reference


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an act is allowed: on every unit (`all`), or on `unit_ids` (reference.Unit ids, old and new versions)."""

    all: bool
    unit_ids: frozenset[int]

    def covers(self, unit_id: int | None) -> bool:
        """True when the unit lies inside; None asks whether the act is allowed anywhere at all."""
        if self.all:
            return True
        return bool(self.unit_ids) if unit_id is None else unit_id in self.unit_ids


NOWHERE = Scope(all=False, unit_ids=frozenset())


_answered: ContextVar[dict[tuple[int, Act, date], Scope] | None] = ContextVar("answered_scopes", default=None)


@contextmanager
def remembered_scopes() -> Iterator[None]:
    """While one request is answered, the policy is asked once per person and act; nothing outlives the block."""
    token = _answered.set({})
    try:
        yield
    finally:
        _answered.reset(token)


def scope(user: User | AnonymousUser, act: Act | str, *, on: date | None = None) -> Scope:
    """The units on which `user` may do `act` on day `on` (default: today in Viet Nam)."""
    if not isinstance(user, User) or not user.is_active:
        return NOWHERE
    day = on or timezone.localdate()
    answered, question = _answered.get(), (user.pk, Act(act), day)
    if answered is None:
        return _scope(user, Act(act), day)
    if question not in answered:
        answered[question] = _scope(user, Act(act), day)
    return answered[question]


def _scope(user: User, act: Act, day: date) -> Scope:
    roles = ROLES_OF[act]
    offices = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), user=user, role__in=[*roles], valid_from__lte=day
    ).values("office_id")
    if Office.objects.filter(id__in=offices, whole_province=True).exists():
        return Scope(all=True, unit_ids=frozenset())
    own = OfficeUnit.objects.filter(office_id__in=offices).values_list("unit_id", flat=True)
    return Scope(all=False, unit_ids=units_in_time(own))


def may(user: User | AnonymousUser, act: Act | str, unit_id: int | None = None, *, on: date | None = None) -> bool:
    """True when `user` may do `act` on the unit; without a unit: on any unit at all."""
    return scope(user, act, on=on).covers(unit_id)


def require(user: User | AnonymousUser, act: Act | str, unit_id: int | None = None, *, on: date | None = None) -> None:
    """Refuse with NotAllowed unless `may`."""
    if may(user, act, unit_id, on=on):
        return
    where_vi = f" tại đơn vị có mã nội bộ {unit_id}" if unit_id is not None else ""
    where_en = f" on unit with internal id {unit_id}" if unit_id is not None else ""
    raise NotAllowed(
        f"Bạn không có quyền thực hiện thao tác {Act(act)}{where_vi}.",
        f"You may not do {Act(act)}{where_en}.",
        hint_vi="Đăng nhập bằng tài khoản có vai trò và địa bàn phù hợp, hoặc đề nghị quản trị viên cấp quyền.",
        hint_en="Sign in with a role and area that cover it, or ask an administrator for the right.",
    )


def units_in_time(unit_ids: Iterable[int]) -> frozenset[int]:
    """The units with all they came from and all they became, by the rule at the top of this module."""
    return frozenset().union(*(reference.related_unit_ids(unit_id) for unit_id in unit_ids))
