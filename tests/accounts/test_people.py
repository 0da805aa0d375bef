"""Users and demonstration logins."""

import json
import logging
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.api import Act, Role, UnknownActor, actor, end_membership, may
from accounts.models import Membership, User
from reference import api as reference
from tests.dossiers.people import PHAN_THIET, person

pytestmark = pytest.mark.django_db


def demo(*arguments: str) -> dict[str, str | None]:
    out = StringIO()
    call_command("create_demo_users", "--json", *arguments, stdout=out)
    return {login["login"]: login["password"] for login in json.loads(out.getvalue())["logins"]}


def test_demo_users_get_random_passwords_once(caplog):
    caplog.set_level(logging.DEBUG)
    first = demo()
    assert set(first) == {"canbo", "duyet", "vanthu", "luutru", "kiemtra", "quantri"}
    assert len(set(first.values())) == len(first)
    for login, password in first.items():
        assert password is not None and len(password) >= 16
        assert authenticate(username=login, password=password)
        assert password not in caplog.text
    memberships = Membership.objects.count()
    assert set(demo().values()) == {None}
    assert Membership.objects.count() == memberships
    renewed = demo("--new-passwords")
    assert authenticate(username="canbo", password=renewed["canbo"])
    assert not authenticate(username="canbo", password=first["canbo"])


def test_demo_users_have_their_roles_and_units():
    demo()
    ward = reference.resolve_unit(PHAN_THIET).id
    elsewhere = reference.resolve_unit("22918@2025-07-01").id
    assert may(actor("canbo"), Act.IMPORT_UPLOAD, ward) and not may(actor("canbo"), Act.IMPORT_APPROVE, ward)
    assert may(actor("duyet"), Act.IMPORT_APPROVE, ward) and not may(actor("duyet"), Act.IMPORT_UPLOAD, ward)
    assert not may(actor("canbo"), Act.IMPORT_UPLOAD, elsewhere)
    assert may(actor("kiemtra"), Act.AUDIT_READ, elsewhere)
    assert may(actor("quantri"), Act.USERS_MANAGE) and not may(actor("quantri"), Act.PARCEL_READ, ward)


def test_actor_must_be_known_and_active():
    user = person(Role.CLERK, login="thu")
    assert actor("thu") == user
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(UnknownActor):
        actor("thu")


def test_ended_membership_stops_the_next_day_and_stays_on_record():
    user = person(Role.OFFICER, login="thu")
    assert end_membership(login="thu", office_code=f"T-{PHAN_THIET}", role=Role.OFFICER, last_day=date(2026, 3, 1)) == 1
    assert may(user, Act.IMPORT_UPLOAD, on=date(2026, 3, 1))
    assert not may(user, Act.IMPORT_UPLOAD, on=date(2026, 3, 2))


def test_add_user_command_makes_office_and_asks_for_its_area():
    out = StringIO()
    call_command(
        "add_user",
        "hoa",
        "--role",
        "clerk",
        "--office",
        "X1",
        "--office-name",
        "Ủy ban",
        "--unit",
        PHAN_THIET,
        stdout=out,
    )
    assert authenticate(username="hoa", password=out.getvalue().strip())
    with pytest.raises(CommandError, match="whole-province"):
        call_command("add_user", "b", "--role", "clerk", "--office", "X2", "--office-name", "Y")
    with pytest.raises(CommandError, match="unknown"):
        call_command("add_user", "b", "--role", "clerk", "--office", "X3")
