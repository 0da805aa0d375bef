"""One committed town per module: tile readers use roles and connections of their own, so the data must be there."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests import databases
from tests.tiles import town as drawing


@pytest.fixture(scope="module")
def town(django_db_setup: None, template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own with the town in it; tests only read."""
    before = os.environ["THODIA_DB_NAME"]
    name = f"town_{uuid.uuid4().hex[:10]}"
    databases.clone(template_database, name)
    with django_db_blocker.unblock():
        databases.point_connections_at(name)
        try:
            drawing.build()
            yield name
        finally:
            databases.point_connections_at(before)
            databases.drop(name)


@pytest.fixture
def client() -> Client:
    """A browser without cookies."""
    return Client()
