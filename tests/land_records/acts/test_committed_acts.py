"""Acts in databases that really commit: history, sessions side by side."""

from typing import Any

from dossiers import api as dossiers
from tests.land_records.acts.ground import estate, vertical


def test_history_holds_after_acts_that_really_commit(committed_db: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        land = estate()
        land.right()
        land.done("split_parcel", {"parcel_id": land.parcels[0], "cut_lines": vertical(8.0)})
        assert dossiers.verify_history().ok
