"""Users, offices and memberships: made here, never deleted."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import UnknownActor
from accounts.models import Membership, Office, OfficeUnit, User
from accounts.roles import Role
from reference import api as reference


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A demonstration login; `password` is None when the user was already there and keeps the old one."""

    login: str
    role: str
    office: str
    password: str | None


_DEMO = (
    ("canbo", "Cán bộ địa chính (mẫu)", Role.OFFICER, "DEMO-PT"),
    ("duyet", "Người phê duyệt (mẫu)", Role.APPROVER, "DEMO-PT"),
    ("vanthu", "Bộ phận một cửa (mẫu)", Role.CLERK, "DEMO-PT"),
    ("luutru", "Cán bộ lưu trữ (mẫu)", Role.ARCHIVIST, "DEMO-PT"),
    ("kiemtra", "Thanh tra (mẫu)", Role.AUDITOR, "DEMO-TINH"),
    ("quantri", "Quản trị (mẫu)", Role.ADMIN, "DEMO-TINH"),
)
_DEMO_OFFICES = (
    ("DEMO-PT", "Chi nhánh Văn phòng đăng ký đất đai Phan Thiết (mẫu)", ("22945@2025-07-01",)),
    ("DEMO-TINH", "Văn phòng đăng ký đất đai tỉnh (mẫu)", None),
)


def actor(login: str) -> User:
    """The active user of a login. Raises UnknownActor."""
    user = User.objects.filter(username=login, is_active=True).first()
    if user is None:
        raise UnknownActor(
            "Không có tài khoản đang hoạt động với tên đăng nhập này.",
            "No active user has this login.",
            hint_vi="Kiểm tra giá trị --actor, hoặc tạo tài khoản bằng lệnh add_user.",
            hint_en="Check the value of --actor, or make the user with the command add_user.",
        )
    return user


@transaction.atomic
def ensure_office(*, code: str, name: str, unit_references: tuple[str, ...] | None) -> Office:
    """The office of this code, made when missing; `unit_references` as CODE[@DATE], None: the whole province."""
    office, _ = Office.objects.get_or_create(
        code=code, defaults={"name": name, "whole_province": unit_references is None}
    )
    for unit_reference in unit_references or ():
        OfficeUnit.objects.get_or_create(office=office, unit_id=reference.resolve_unit(unit_reference).id)
    return office


@transaction.atomic
def add_user(
    *, login: str, full_name: str, role: Role | str, office_code: str, valid_from: date | None = None
) -> tuple[User, str | None]:
    """A user with a membership; answers the random password of a new user, None for one already there.

    The password is answered once and stored only as a hash; the caller shows it and never logs it.
    """
    office = Office.objects.get(code=office_code)
    user = User.objects.filter(username=login).first()
    password = None
    if user is None:
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(username=login, password=password, full_name=full_name)
    if not Membership.objects.filter(user=user, office=office, role=Role(role), valid_to__isnull=True).exists():
        Membership.objects.create(
            user=user, office=office, role=Role(role), valid_from=valid_from or timezone.localdate()
        )
    return user, password


@transaction.atomic
def end_membership(*, login: str, office_code: str, role: Role | str, last_day: date) -> int:
    """End the open memberships of this person in this role; answers how many ended. Old acts keep their explanation."""
    return Membership.objects.filter(
        user__username=login, office__code=office_code, role=Role(role), valid_to__isnull=True
    ).update(valid_to=last_day)


@transaction.atomic
def set_random_password(*, login: str) -> str:
    """A new random password for an existing user, answered once."""
    user = actor(login)
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    return password


@transaction.atomic
def create_demo_users(*, new_passwords: bool = False) -> tuple[DemoLogin, ...]:
    """The demonstration logins with their offices; called again it changes nothing but asked-for passwords."""
    for code, name, unit_references in _DEMO_OFFICES:
        ensure_office(code=code, name=name, unit_references=unit_references)
    logins = []
    for login, full_name, role, office_code in _DEMO:
        _, password = add_user(login=login, full_name=full_name, role=role, office_code=office_code)
        if password is None and new_passwords:
            password = set_random_password(login=login)
        logins.append(DemoLogin(login=login, role=role.value, office=office_code, password=password))
    return tuple(logins)
