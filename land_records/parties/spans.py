"""The time of a row: when it began, and closing it so that what follows begins where it ends."""

from datetime import datetime

from land_records.cadastre.moments import TICK
from land_records.parties.models import Timed


def began(row: Timed) -> datetime:
    """The first moment of a row; the database keeps that there is one."""
    first = row.valid.lower
    if not isinstance(first, datetime):
        raise TypeError(f"{row} has no beginning")
    return first


def close_row(row: Timed, moment: datetime, transaction_id: int | None, *also: str) -> datetime:
    """End a row at `moment`, a tick after its beginning at the earliest; saves it with the fields `also`."""
    end = max(moment, began(row) + TICK)
    row.valid = (began(row), end)
    row.closed_by_id = transaction_id
    row.save(update_fields=["valid", "closed_by", *also])
    return end
