"""The number in the book of certificates (số vào sổ cấp Giấy chứng nhận): per unit the next free one of a pattern."""

import re

from django.conf import settings
from django.db import connection


def next_register_no(unit_id: int) -> str:
    """The next number of the deployment's pattern in this unit, held until the database transaction ends."""
    before, after = pattern_parts()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('land_records.register_no'), %s)", [unit_id])
        cursor.execute(
            "SELECT coalesce(max(substring(register_no FROM %s)::bigint), 0) FROM land_records_certificate "
            "WHERE unit_id = %s AND register_no ~ %s",
            [_regex(before, after, group=True), unit_id, _regex(before, after, group=False)],
        )
        [last] = cursor.fetchone()
    return settings.REGISTER_NO_PATTERN.format(n=last + 1)


def pattern_parts() -> tuple[str, str]:
    """What stands before and after the number in REGISTER_NO_PATTERN."""
    before, _, rest = settings.REGISTER_NO_PATTERN.partition("{")
    return before, rest.partition("}")[2]


def _regex(before: str, after: str, *, group: bool) -> str:
    digits = "([0-9]{1,12})" if group else "[0-9]{1,12}"
    return f"^{re.escape(before)}{digits}{re.escape(after)}$"
