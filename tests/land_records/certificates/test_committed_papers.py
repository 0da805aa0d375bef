"""Certificates in a database that really commits: row history of everything that was written."""

from typing import Any

from dossiers import api as dossiers
from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.certificates.papers import issued, minutes, stock


def test_history_holds_over_blanks_issue_and_what_was_spoiled(committed_db: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        land = estate()
        stock(land)
        issued(land, "AA 00000001", remarks="Ghi chú riêng")
        land_records.spoil_blanks(actor=land.officer, first="AA 00000002", document_id=minutes(land), reason="rách")
        assert dossiers.verify_history().ok
