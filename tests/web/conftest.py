"""One committed town per test module: pages read through several connections, and these tests change nothing."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests import databases
from tests.web.town import Town, small_town


@pytest.fixture(scope="module")
def town(django_db_setup: None, template_database: str, django_db_blocker: Any) -> Iterator[Town]:
    """The town in a database of its own, with the public roles reading what is really committed."""
    before = os.environ["THODIA_DB_NAME"]
    name = f"town_{uuid.uuid4().hex[:10]}"
    databases.clone(template_database, name)
    with django_db_blocker.unblock():
        databases.point_connections_at(name)
        try:
            yield small_town()
        finally:
            cache.clear()
            databases.point_connections_at(before)
            databases.drop(name)
