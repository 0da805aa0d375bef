"""Record that the register was moved to another zone; called inside the transaction that moves it."""

from datetime import datetime
from typing import Any

from django.db import connection

from dossiers.models import Rezoning


def record_rezoning(
    *,
    from_srid: int,
    to_srid: int,
    operation: str,
    rows: int,
    way_back_max_m: float,
    columns: dict[str, Any],
    at: datetime,
) -> int:
    """Enter the event with its proof; the key of the entry. Only the database's owner may (a privilege keeps it)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        role = cursor.fetchone()[0]
    return Rezoning.objects.create(
        at=at, from_srid=from_srid, to_srid=to_srid, operation=operation, rows=rows, way_back_max_m=way_back_max_m,
        columns=columns, role=role,
    ).pk  # fmt: skip
