"""Fixtures every test may use: real PostGIS, real roles."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from tests import databases


@pytest.fixture(autouse=True)
def _first_language() -> None:
    """A request to an English page leaves its language behind in the process; every test begins in Vietnamese."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def template_database() -> str:
    """A migrated database to clone."""
    return databases.migrated_template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's own database set-up, replaced: one clone of the template per test process."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{uuid.uuid4().hex[:6]}"
    databases.clone(template_database, name)
    with django_db_blocker.unblock():
        databases.point_connections_at(name)
    yield
    with django_db_blocker.unblock():
        databases.point_connections_at(name)
    databases.drop(name)


@pytest.fixture
def committed_db(django_db_setup: None, template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own for tests that really commit, use several connections, or the reader roles."""
    before = os.environ["THODIA_DB_NAME"]
    name = f"commit_{uuid.uuid4().hex[:10]}"
    databases.clone(template_database, name)
    with django_db_blocker.unblock():
        databases.point_connections_at(name)
        try:
            yield name
        finally:
            databases.point_connections_at(before)
            databases.drop(name)
