"""Prove the history: chain, transactions, rows, live tables, anchors; all set-based, in one snapshot."""

import time
from dataclasses import dataclass
from importlib import resources

from django.db import connection, transaction

from dossiers.history.anchors import anchor_faults, read_anchors

SHOWN_AT_MOST = 1000
"""Faults listed per check; one is enough to know, a thousand enough to see a pattern."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One fault. `table`: the tracked table, or history.link; `id`: the row's key or the link's number."""

    table: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was checked and what is wrong. `rows`: history rows; `transactions`: links; `tables`: tracked tables."""

    rows: int
    transactions: int
    tables: int
    anchors: int
    broken: tuple[Broken, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """True when nothing is broken."""
        return not self.broken


def verify_history() -> VerifyReport:
    """Check everything in one read-only snapshot; inside a caller's transaction, in that one."""
    began = time.monotonic()
    if connection.in_atomic_block:
        broken, rows, transactions, tables = _check()
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            broken, rows, transactions, tables = _check()
    return VerifyReport(
        rows=rows,
        transactions=transactions,
        tables=tables,
        anchors=len(read_anchors()),
        broken=tuple(broken),
        seconds=round(time.monotonic() - began, 3),
    )


def _check() -> tuple[list[Broken], int, int, int]:
    broken: list[Broken] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM history.row), (SELECT count(*) FROM history.link WHERE id > 0)")
        rows, transactions = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM history.link WHERE id = 0")
        if cursor.fetchone()[0] != 1:
            broken.append(Broken("history.link", "0", "link_gap"))
        limit = {"limit": SHOWN_AT_MOST}
        cursor.execute(_sql("chain_faults"), limit)
        broken += [Broken("history.link", link, reason) for link, reason in cursor.fetchall()]
        cursor.execute(_sql("row_faults"), limit)
        broken += [Broken(table, pk, f"history_row_hash (seq {seq})") for table, pk, seq in cursor.fetchall()]
        cursor.execute(_sql("transaction_faults"), limit)
        broken += [Broken("history.link", link, reason) for link, reason in cursor.fetchall()]
        cursor.execute("SELECT table_name FROM history.tracked ORDER BY table_name")
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(
                "SELECT row_pk, reason FROM history.live_faults(%(table)s) LIMIT %(limit)s", limit | {"table": table}
            )
            broken += [Broken(table, pk, reason) for pk, reason in cursor.fetchall()]
    broken += [
        Broken("history.link", str(fault.link) if fault.link is not None else fault.file, fault.reason)
        for fault in anchor_faults()
    ]
    return broken, rows, transactions, len(tables)


def _sql(name: str) -> str:
    return resources.files("dossiers.history").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
