"""Every reference that is searched has a btree index of its own.

A GiST index of an exclusion constraint does not do: btree_gist compares bigint with bigint only, so that a plain
integer in a statement reads the whole table instead (a million versions for one parcel).
"""

import pytest
from django.db import connection

NEVER_SEARCHED = ("transaction_id", "closed_by_id", "corrects_id", "continues_id", "absorbed_id")
"""Grounds and chains: read from the row, never looked up by them. People (`…_by_id`) likewise."""

UNINDEXED = """
SELECT c.conrelid::regclass::text, a.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND array_length(c.conkey, 1) = 1 AND c.conrelid::regclass::text ~ '^(land_records|dossiers)_'
  AND NOT EXISTS (
    SELECT FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid JOIN pg_am m ON m.oid = k.relam
    WHERE i.indrelid = c.conrelid AND m.amname = 'btree' AND i.indkey[0] = a.attnum AND i.indpred IS NULL)
ORDER BY 1, 2
"""
BY_THE_OTHER_END = {("land_records_partyunit", "unit_id"), ("land_records_partyaddress", "unit_id")}
"""Searched for given parties only."""


@pytest.mark.django_db
def test_every_searched_reference_has_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNINDEXED)
        found = set(cursor.fetchall())
    searched = {(table, column) for table, column in found
                if column not in NEVER_SEARCHED and not column.endswith("_by_id")}  # fmt: skip
    assert searched == BY_THE_OTHER_END
