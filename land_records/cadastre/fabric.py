"""The one lock of the fabric and the check it protects (DESIGN 5.3, docs/adr/0003)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection, transaction

from land_records.cadastre.errors import OVERLAP_CONSTRAINT, refusal_of


def hold_fabric() -> None:
    """Take the fabric lock until the transaction ends; every act that changes shapes calls it before reading them.

    Waiting is first come, first served. Taking it first, before any row lock, is what keeps crossing acts free of
    deadlocks. Raises outside `transaction.atomic` and under any isolation but READ COMMITTED.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("parcels change inside transaction.atomic only")
    with connection.cursor() as cursor, refusals_in_words():
        cursor.execute("SELECT public.land_records_hold_fabric()")


def check_fabric_now() -> None:
    """Run the deferred overlap check for what this transaction wrote so far; raises OverlapError."""
    with connection.cursor() as cursor, refusals_in_words():
        cursor.execute(f"SET CONSTRAINTS public.{OVERLAP_CONSTRAINT} IMMEDIATE")
        cursor.execute(f"SET CONSTRAINTS public.{OVERLAP_CONSTRAINT} DEFERRED")


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Turn the fabric's database errors into refusals people can read; others pass."""
    try:
        yield
    except Error as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error
