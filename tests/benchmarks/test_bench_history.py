"""What row history costs: µs per row over the bare INSERT, and rows verified per second. Printed, judged loosely."""

import time
from importlib import resources

from django.db import connection, transaction

from dossiers import api as dossiers
from tests.environment import cluster

ROWS = 20_000
COLUMNS = (
    "parcel_id, geom, official_srid, area_certificate, area_labelled, area_computed, standing, valid, transaction_id,"
    " closed_by_id, cause, corrects_id, label_point, short_side_m"
)


def seconds_to_fill(table: str) -> float:
    """Wall-clock seconds of one INSERT of all rows, COMMIT with its link included."""
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({COLUMNS}) SELECT * FROM source")
    return time.perf_counter() - began


def test_history_cost(committed_db, django_db_blocker, settings, tmp_path, capsys):
    settings.THODIA_HOME = tmp_path
    script = resources.files("tests.benchmarks") / "sql" / "history_tables.sql"
    cluster.psql("-f", str(script), database=committed_db)
    with django_db_blocker.unblock():
        plain = min(seconds_to_fill("plain_twin") for _ in range(3))
        tracked = min(seconds_to_fill("tracked_twin") for _ in range(3))
        report = dossiers.verify_history()
    assert report.ok and report.rows >= 3 * ROWS
    each = (tracked - plain) / ROWS * 1e6
    per_second = report.rows / report.seconds
    with capsys.disabled():
        print(
            f"\nhistory: {each:.1f} µs a row over {plain / ROWS * 1e6:.1f} µs bare; "
            f"verify {report.rows} rows in {report.seconds:.2f} s = {per_second:,.0f} rows/s"
        )
    assert each < 60
    assert per_second > 20_000
