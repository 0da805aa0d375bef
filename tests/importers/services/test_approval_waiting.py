"""A small approval while a batch of a hundred sheets is being registered: nobody waits for the whole of it."""

import statistics
import threading
import time

import pytest
import shapely
from django.db import connections

from importers import api as importers
from importers.models import Batch
from importers.writers.dgn_v7 import DgnDesign, Lettering, Symbology

SHEETS, COLUMNS, ROWS = 100, 6, 10
WEST, SOUTH, SIDE = 455_300.0, 1_207_600.0, 10.0
SMALL = 12


def sheet_of_squares(design: DgnDesign, number: int, west: float, south: float, columns: int, rows: int) -> None:
    """A frame with its title and squares of SIDE metres with three texts each."""
    width, height = columns * SIDE, rows * SIDE
    frame = shapely.box(west - 1, south - 1, west + width + 1, south + height + 1)
    design.add_shape(Symbology(63), list(frame.exterior.coords))
    design.add_text(Symbology(63), (west, south + height + 0.2), f"To ban do so {number}".encode(), Lettering(0.5, 0.5))
    for column in range(columns):
        for row in range(rows):
            x, y = west + column * SIDE, south + row * SIDE
            design.add_shape(Symbology(10), list(shapely.box(x, y, x + SIDE, y + SIDE).exterior.coords))
            texts = ((2, "LUC", 7.0), (13, str(column * rows + row + 1), 5.0), (4, f"{SIDE * SIDE:.1f}", 2.0))
            for level, text, up in texts:
                design.add_text(Symbology(level), (x + 3, y + up), text.encode(), Lettering(1, 1))


@pytest.mark.long
def test_small_approval_during_a_hundred_sheets(entrance, tmp_path, capsys):
    large = DgnDesign(origin=(WEST, SOUTH))
    for number in range(1, SHEETS + 1):
        column, row = divmod(number - 1, 10)
        sheet_of_squares(large, number, WEST + column * 70, SOUTH + row * 110, COLUMNS, ROWS)
    large.save(tmp_path / "tram_to.dgn")
    hundred = entrance.submitted(entrance.imported(tmp_path / "tram_to.dgn"))
    assert len(hundred.options["chunks"]) == SHEETS
    waiting = []
    for number in range(SMALL):
        design = DgnDesign(origin=(WEST, SOUTH))
        sheet_of_squares(design, 500 + number, WEST + 900 + number * 30, SOUTH, 2, 3)
        design.save(tmp_path / f"nho{number}.dgn")
        waiting.append(entrance.submitted(entrance.imported(tmp_path / f"nho{number}.dgn")))
    importers.approve(approver=entrance.approver, batch_id=hundred.pk)

    def register_hundred() -> None:
        try:
            importers.run_batch_here(hundred.pk)
        finally:
            connections.close_all()

    background = threading.Thread(target=register_hundred)
    started = time.monotonic()
    background.start()
    spent = []
    for batch in waiting:
        begun = time.monotonic()
        importers.approve(approver=entrance.approver, batch_id=batch.pk)
        importers.run_batch_here(batch.pk)
        if background.is_alive():
            spent.append(time.monotonic() - begun)
    background.join(300)
    whole = time.monotonic() - started
    hundred.refresh_from_db()
    assert (hundred.status, hundred.receipt["parcels"]["rejected"]) == ("approved", 0)
    assert {Batch.objects.get(pk=batch.pk).status for batch in waiting} == {"approved"}
    assert len(spent) >= SMALL // 2, "most small approvals really ran beside the large one"
    p95 = sorted(spent)[int(len(spent) * 0.95 + 0.5) - 1]
    with capsys.disabled():
        print(
            f"\n{SHEETS} sheets ({hundred.receipt['parcels']['registered']} parcels) registered in {whole:.1f} s; "
            f"{len(spent)} small approvals meanwhile: median {statistics.median(spent):.2f} s, p95 {p95:.2f} s"
        )
    assert p95 < whole / 3, "a small approval waits for a chunk, not for the batch"
