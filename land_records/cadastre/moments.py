"""Legal moments: the entry's own time, in Viet Nam's time zone; a date means its end (DESIGN 5.6)."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gis_core.errors import DomainError

LEGAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Legal days begin and end in Viet Nam, wherever the server stands."""

TICK = timedelta(microseconds=1)
"""The finest step PostgreSQL keeps; two acts at one moment follow each other by it."""


def end_of_day(day: date) -> datetime:
    """The last moment of a legal day: what "as of that day" means."""
    return datetime.combine(day + timedelta(days=1), time.min, LEGAL_ZONE) - TICK


def legal_day(moment: datetime) -> date:
    """The legal day a moment falls on."""
    return moment.astimezone(LEGAL_ZONE).date()


def as_moment(as_of: date | datetime) -> datetime:
    """A moment stays itself; a date becomes its end. A moment without time zone is refused."""
    return require_moment(as_of) if isinstance(as_of, datetime) else end_of_day(as_of)


def begin_of(valid: Any) -> datetime:
    """The moment a row's validity begins; the database lets no row be without one."""
    moment: datetime = valid.lower
    return moment


def end_of(valid: Any) -> datetime:
    """The moment a closed row's validity ended."""
    moment: datetime = valid.upper
    return moment


def require_moment(at: datetime) -> datetime:
    """Refuse moments without a time zone: nobody could say which legal day they mean."""
    if at.tzinfo is None:
        raise DomainError(
            "Thời điểm ghi sổ phải có múi giờ.", "The moment of an entry needs a time zone.", code="moment_without_zone"
        )
    return at


def valid_since(at: datetime) -> str:
    """A validity from `at` on, as PostgreSQL writes a range."""
    return f'["{at.isoformat()}",)'
