"""`manage.py convert` against ogr2ogr in one run: seconds of processor time, start-up of every process included.

Processor time is compared because other work on the machine does not change it; the same run prints the wall clock.
"""

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from tests.databases import PROJECT

PARCELS, CORNERS = 100_000, 9
"""One million vertices, the closing ones included."""

SOURCES = ("gpkg", "fgb", "shp", "geojson", "mif", "tab")
TARGETS = (*SOURCES, "csv")
PAIRS = [(source, target) for source in SOURCES for target in TARGETS]


def parcels(path: Path) -> None:
    rng = np.random.default_rng(1)
    angle = (np.arange(CORNERS) + 0.3 * rng.random((PARCELS, CORNERS))) * 2 * np.pi / CORNERS
    number = np.arange(PARCELS)
    middle = np.stack([450_000 + 30 * (number % 400), 1_200_000 + 30 * (number // 400)], axis=-1)[:, None, :]
    ring = (middle + 12 * np.stack([np.cos(angle), np.sin(angle)], axis=-1)).round(3)
    shapes = shapely.polygons(np.concatenate([ring, ring[:, :1]], axis=1))
    fields = [number.astype("i4"), np.array([f"Thửa đất {k}" for k in number], dtype=object)]
    pyogrio.raw.write(path, shapely.to_wkb(shapes), fields, ["so_thua", "ghi_chu"], geometry_type="Polygon",
                      crs="EPSG:9218", driver=None)  # fmt: skip


def spent(*command: str) -> tuple[float, float]:
    """Processor and wall-clock seconds of a command and its children."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, env={**os.environ, "GDAL_NUM_THREADS": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return used, time.perf_counter() - began


@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="ogr2ogr is the peer")
def test_a_million_vertices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix in SOURCES:
        parcels(tmp_path / f"p.{suffix}")
    slower = []
    for source, target in PAIRS:
        file = str(tmp_path / f"p.{source}")
        made = str(tmp_path / f"a.{target}")
        ours = spent(sys.executable, "manage.py", "convert", file, made, "--from", "9218", "--to", "4326")
        shapes = ["-lco", "GEOMETRY=AS_WKT"] if target == "csv" else []
        turned = spent(
            "ogr2ogr", "-s_srs", "EPSG:9218", "-t_srs", "EPSG:4326", str(tmp_path / f"b.{target}"), file, *shapes
        )
        plain = spent("ogr2ogr", str(tmp_path / f"c.{target}"), file, *shapes)
        with capsys.disabled():
            print(
                f"\n{source} → {target}: {ours[0]:.2f} s of processor ({ours[1]:.2f} s wall); -t_srs "
                f"{turned[0] / ours[0]:.2f} × ours (wall {turned[1] / ours[1]:.2f}), ours {ours[0] / plain[0]:.2f} × a "
                f"plain copy (wall {ours[1] / plain[1]:.2f})"
            )
        if ours[0] > turned[0]:
            slower.append(f"{source} → {target}")
    assert not slower
