"""Registering 20,000 parcels with every database rule on: seconds, and the share of the database."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.db import connection

from tests.land_records.fabric_ground import ORIGIN, frame_of, ground

BLOCKS, COLUMNS, ROWS, SIDE_M = 20, 40, 25, 20.0


@pytest.fixture(autouse=True)
def really_committed(committed_db, django_db_blocker):
    with django_db_blocker.unblock():
        yield committed_db


def irregular_block(east: float, north: float, seed: int) -> list[shapely.Polygon]:
    """A gapless block of 1,000 crooked parcels with 16 vertices each; its outer limits are straight."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(COLUMNS + 1) * SIDE_M, np.arange(ROWS + 1) * SIDE_M, indexing="ij")
    x[1:-1] += rng.uniform(-4, 4, x[1:-1].shape)
    y[:, 1:-1] += rng.uniform(-4, 4, y[:, 1:-1].shape)
    corner = np.round(np.stack([x + ORIGIN[0] + east, y + ORIGIN[1] + north], axis=-1), 3)

    def between(begin: np.ndarray, end: np.ndarray) -> np.ndarray:
        part = np.array([0.25, 0.5, 0.75])[:, None]
        return np.round(begin[..., None, :] + (end - begin)[..., None, :] * part, 3)

    along, across = between(corner[:-1], corner[1:]), between(corner[:, :-1], corner[:, 1:])
    along[:, 1:-1, :, 1] += np.round(rng.uniform(-0.4, 0.4, along[:, 1:-1, :, 1].shape), 3)
    across[1:-1, :, :, 0] += np.round(rng.uniform(-0.4, 0.4, across[1:-1, :, :, 0].shape), 3)
    return [
        shapely.Polygon(
            np.concatenate(
                [
                    corner[i : i + 1, j], along[i, j], corner[i + 1 : i + 2, j], across[i + 1, j],
                    corner[i + 1 : i + 2, j + 1], along[i, j + 1][::-1], corner[i : i + 1, j + 1], across[i, j][::-1],
                ]
            )
        )
        for i in range(COLUMNS)
        for j in range(ROWS)
    ]  # fmt: skip


def processor_seconds(pid: int) -> float:
    """CPU time of a process of this machine."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.long
def test_twenty_thousand_parcels_with_every_rule():
    base = ground()
    act = base.approved()
    blocks = [
        (
            base.another_sheet(n + 1).id,
            frame_of(irregular_block((n % 5) * COLUMNS * SIDE_M, (n // 5) * ROWS * SIDE_M, n)),
        )
        for n in range(BLOCKS)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    started, own, database = time.perf_counter(), time.process_time(), processor_seconds(backend)
    receipts = [base.register(frame, sheet_id=sheet, transaction_id=act) for sheet, frame in blocks]
    elapsed = time.perf_counter() - started
    own, database = time.process_time() - own, processor_seconds(backend) - database
    registered = sum(receipt.registered for receipt in receipts)
    neighbours = sum(len(receipt.neighbour_versions) for receipt in receipts)
    print(
        f"\n{registered} parcels in {elapsed:.1f} s; CPU: Python {own:.1f} s, database"
        f" {database:.1f} s; {neighbours} neighbours got vertices"
    )
    assert registered == BLOCKS * COLUMNS * ROWS
    assert own + database < 30, "CPU seconds: elapsed time says more about the neighbours of this process"
