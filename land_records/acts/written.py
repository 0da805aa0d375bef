"""What has been written of a plan so far, and the closing of rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from land_records.acts.changes import Ref
from land_records.cadastre.snapshots import NeighbourChange

_CLOSE = (
    "UPDATE {table} SET valid = tstzrange(lower(valid), greatest(%s, lower(valid) + interval '1 microsecond')), "
    "closed_by_id = %s WHERE id = ANY(%s) AND upper_inf(valid)"
)


@dataclass(slots=True)
class Written:
    """Keys of the plan → ids of what was written, and the neighbours that got vertices."""

    transaction_id: int
    at: datetime
    cause: str
    ids: dict[str, int] = field(default_factory=dict)
    neighbours: tuple[NeighbourChange, ...] = ()

    def of(self, ref: Ref | None) -> int | None:
        """The id a reference stands for; None stays None."""
        return None if ref is None else self.id_of(ref)

    def id_of(self, ref: Ref) -> int:
        """The id a reference stands for."""
        return self.ids[ref] if isinstance(ref, str) else ref


def close_rows(table: str, ids: Iterable[int], written: Written) -> None:
    """End the validity of rows that are in force; `table` comes from code, never from input."""
    wanted = list(ids)
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(_CLOSE.format(table=table), [written.at, written.transaction_id, wanted])
