"""Every test of parties has a key ring of its own."""

import pytest

from scripts.cluster import new_identity_keys


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    """The ring file of a THODIA_HOME made for this test."""
    settings.THODIA_HOME = tmp_path / "home"
    path = settings.THODIA_HOME / "secrets" / "identity_keys.json"
    path.parent.mkdir(parents=True)
    path.write_text(new_identity_keys(), encoding="utf-8")
    path.chmod(0o600)
    return path
