"""One policy: `scope` filters inside queries, `may` judges one unit, `require` refuses. All three ask the same table.

Units change in time. Whoever is responsible for a unit is responsible for what it came from and for what it became:
an officer of a merged ward sees the files of the old wards, and an office still registered under an old ward keeps
working in the new one. The line is followed backwards only or forwards only, never back and forth; otherwise two wards
that once gave a strip of land to the same third ward would see each other's files. Where a unit was divided, both
heirs see its files: which part a parcel fell to is said by the parcel's own unit, not by the old paper's. An office is
given communes and wards one by one: a province or district as its unit does not open the communes below it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import Membership, OfficeUnit, User
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


@dataclass(frozen=True, slots=True)
class _Posts:
    """What one person is on one day: roles with the offices they are held in, the units of each office."""

    roles: tuple[tuple[str, int, bool], ...]
    """(role, office, whether the office serves the whole province)"""
    units: dict[int, frozenset[int]]


Answer = TypeVar("Answer")
_known: ContextVar[dict[object, object] | None] = ContextVar("known_scopes", default=None)


@contextmanager
def remembered_scopes() -> Iterator[None]:
    """While one request is answered, the policy reads a person's posts once; nothing outlives the block."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def _remembered(question: object, answer: Callable[[], Answer]) -> Answer:
    """The answer of before inside `remembered_scopes`, a fresh one outside."""
    known = _known.get()
    if known is None:
        return answer()
    if question not in known:
        known[question] = answer()
    return cast(Answer, known[question])


def scope(user: User | AnonymousUser, act: Act | str, *, on: date | None = None) -> Scope:
    """The units on which `user` may do `act` on day `on` (default: today in Viet Nam)."""
    if not isinstance(user, User) or not user.is_active:
        return NOWHERE
    day, roles = on or timezone.localdate(), ROLES_OF[Act(act)]
    posts = _remembered(("posts", user.pk, day), lambda: _posts(user, day))
    held = [(office, everywhere) for role, office, everywhere in posts.roles if role in roles]
    if any(everywhere for _, everywhere in held):
        return Scope(all=True, unit_ids=frozenset())
    own = frozenset().union(*(posts.units.get(office, frozenset()) for office, _ in held))
    return Scope(all=False, unit_ids=_remembered(("units", own), lambda: units_in_time(own)))


def _posts(user: User, day: date) -> _Posts:
    held = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), user=user, valid_from__lte=day
    ).values_list("role", "office_id", "office__whole_province")
    roles = tuple((str(role), office, everywhere) for role, office, everywhere in held)
    units: dict[int, set[int]] = {office: set() for _, office, _ in roles}
    for office, unit in OfficeUnit.objects.filter(office_id__in=units).values_list("office_id", "unit_id"):
        units[office].add(unit)
    return _Posts(roles, {office: frozenset(found) for office, found in units.items()})


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
