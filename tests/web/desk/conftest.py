"""The sample commune in a database of its own per test module, and people of every role signed in."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import api as accounts
from importers import api as importers
from tests import databases
from tests.sample_database import sample_template

PASSWORD = "một mật khẩu chỉ để thử 26"
ELSEWHERE = "22918@2025-07-01"
"""Phường Mũi Né: another unit than the sample's."""


@dataclass(frozen=True)
class Desk:
    """The sample's database: batches by what they are good for."""

    staged: int
    approved: int
    zones: int


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """A clone of the sample database, with another unit's officer besides the demonstration logins."""
    template = sample_template()
    before = os.environ["THODIA_DB_NAME"]
    name = f"desk_{uuid.uuid4().hex[:10]}"
    databases.clone(template, name)
    with django_db_blocker.unblock():
        databases.point_connections_at(name)
        cache.clear()
        try:
            _people()
            officer = accounts.actor("canbo")
            by_status = {
                (batch.status, batch.kind): batch.id for batch in importers.batches(user=officer, page_size=50).items
            }
            yield Desk(by_status["staged", "parcels"], by_status["approved", "parcels"], by_status["approved", "zones"])
        finally:
            cache.clear()
            databases.point_connections_at(before)
            databases.drop(name)


def _people() -> None:
    accounts.ensure_office(code="THU-MN", name="Văn phòng thử Mũi Né", unit_references=(ELSEWHERE,))
    for login, role, office in (("muine", "officer", "THU-MN"),):
        accounts.add_user(login=login, full_name=f"Người thử {login}", role=role, office_code=office)
    for login in ("canbo", "duyet", "kiemtra", "quantri", "vanthu", "muine"):
        user = accounts.actor(login)
        user.set_password(PASSWORD)
        user.save()


@pytest.fixture
def client_of(desk: Desk, django_db_blocker: Any) -> Iterator[Callable[..., Client]]:
    """`client_of("canbo")`: a client signed in as that person."""
    with django_db_blocker.unblock():

        def sign_in(login: str, **options: Any) -> Client:
            client = Client(**options)
            client.force_login(accounts.actor(login))
            return client

        yield sign_in
