"""The register side of the demonstration: what the sample database holds after load_demo."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from accounts import api as accounts
from dossiers import api as dossiers
from importers import api as importers
from land_records import api as land_records
from reference import api as reference
from tests import databases
from tests.sample_database import sample_template


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    before, name = os.environ["THODIA_DB_NAME"], f"demo_{uuid.uuid4().hex[:10]}"
    databases.clone(sample_template(), name)
    with django_db_blocker.unblock():
        databases.point_connections_at(name)
        try:
            yield
        finally:
            databases.point_connections_at(before)
            databases.drop(name)


def test_acts_stand_in_every_state_and_history_holds(sample: None) -> None:
    officer = accounts.actor("canbo")
    states = [act.status for act in land_records.acts(actor=officer)]
    assert sorted(states) == ["approved", "approved", "draft", "pending"]
    assert dossiers.verify_history().ok


def test_every_certificate_of_the_demonstration_hangs_on_a_dossier(sample: None) -> None:
    officer = accounts.actor("canbo")
    unit = land_records.search_parcels("tờ 1").hits[0].unit_code
    lines = land_records.certificate_book(actor=officer, unit_id=_unit(unit))
    assert len(lines) >= 8
    about = dossiers.dossiers_about("certificate", [line.certificate_id for line in lines])
    assert all(about.values())


def test_the_archive_is_linked_and_leaves_work_for_its_keeper(sample: None) -> None:
    keeper = accounts.actor("luutru")
    deliveries = importers.batches(user=keeper, kind="archive").items
    assert [one.status for one in deliveries] == ["staged", "approved"]
    assert all((one.receipt or {})["balanced"] for one in deliveries)
    assert (deliveries[0].receipt or {})["files"]["ambiguous"] > 0
    made = (deliveries[1].receipt or {})["dossiers"]["made"]
    linked = [
        dossier
        for dossier in dossiers.search_dossiers(keeper, kind="archive", page_size=100).items
        if {link.subject_kind for link in dossiers.links_of(dossier.id)} == {"parcel", "certificate"}
    ]
    assert len(linked) == made > 5


def _unit(code: str) -> int:
    return reference.resolve_unit(code).id
