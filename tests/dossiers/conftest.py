"""Every test here has a THODIA_HOME of its own: vault and anchors never meet another test's."""

import pytest

from tests.dossiers.plots import broken, make_plots


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.THODIA_HOME = tmp_path / "home"
    return settings.THODIA_HOME


@pytest.fixture
def plots(committed_db, django_db_blocker):
    """Name of a database with the tracked table public.plot and three committed transactions in it."""
    with django_db_blocker.unblock():
        make_plots()
        assert broken() == []
        yield committed_db
