"""The whole way of 20,000 parcels of DGN line work, against what `ogr2ogr` needs to load the raw elements.

Both write into the same cluster, taking turns. The peer is the most favourable one there is: COPY, one pass, no
checks; it only gets the file's Latin-1 texts past the server's UTF-8. Seconds are wall clock (people wait for them);
processor seconds are told beside them because machines are shared. `THODIA_BENCH_PARCELS` and `_ROUNDS` change the
size, `THODIA_BENCH_FIGURES` names a file for the figures.
"""

import json
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.db import connection

from tests.environment import HOME, cluster
from tests.importers import entrance as entrances
from tests.importers.entrance import Entrance, opened

PARCELS = int(os.environ.get("THODIA_BENCH_PARCELS", "20000"))
ROUNDS = int(os.environ.get("THODIA_BENCH_ROUNDS", "3"))
STAGED_TIMES, WHOLE_TIMES = 3.0, 7.0
PEER_DATABASE = "bench_import_peer"


@pytest.fixture(scope="module")
def drawing() -> Path:
    return entrances.sample(PARCELS, seed=5, faults=0) / "commune.dgn"


@pytest.fixture(scope="module")
def peer_database() -> Iterator[str]:
    cluster.psql("-c", f"DROP DATABASE IF EXISTS {PEER_DATABASE} WITH (FORCE)")
    cluster.psql("-c", f"CREATE DATABASE {PEER_DATABASE}")
    cluster.psql("-d", PEER_DATABASE, "-c", "CREATE EXTENSION postgis")
    yield PEER_DATABASE
    cluster.psql("-c", f"DROP DATABASE {PEER_DATABASE} WITH (FORCE)")


def processor() -> float:
    """Seconds of this process, of its ended children, and of its database session."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rsplit(")", 1)[1].split()
    session = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return session + sum(one.ru_utime + one.ru_stime for one in spent)


def peer_seconds(drawing: Path, database: str) -> float:
    """`ogr2ogr` into a fresh table with its usual spatial index."""
    cluster.psql("-d", database, "-c", "DROP TABLE IF EXISTS raw")
    environment = {
        **os.environ,
        "PGPASSWORD": (HOME / "secrets" / "db_superuser").read_text().strip(),
        "PG_USE_COPY": "YES",
        "PGCLIENTENCODING": "LATIN1",  # the drawing's texts are no UTF-8: without this nothing is loaded at all
    }
    target = f"PG:host={cluster.socket_folder} port={cluster.port} dbname={database} user=postgres"
    command = ["ogr2ogr", "-f", "PostgreSQL", target, str(drawing), "elements", "-nln", "raw"]
    began = time.monotonic()
    subprocess.run([*command, "-a_srs", "EPSG:9218", "-nlt", "GEOMETRY"], env=environment, check=True)
    spent = time.monotonic() - began
    assert int(cluster.psql("-d", database, "-Atc", "SELECT count(*) FROM raw")) > PARCELS
    return spent


def our_seconds(drawing: Path, entrance: Entrance) -> dict[str, float]:
    """Seconds per stage, and `cpu staged` and `cpu register`."""
    told = {}
    before = processor()
    batch = entrance.imported(drawing)
    assert batch.status == "staged", batch.refusal
    assert batch.receipt["balanced"] and batch.receipt["faces"]["unexplained"] == 0
    told |= {name: batch.seconds[name] for name in ("read", "interpret", "build", "check", "stage")}
    told["cpu staged"] = processor() - before
    before, began = processor(), time.monotonic()
    batch = entrance.approved(batch)
    told["register"] = time.monotonic() - began
    told["cpu register"] = processor() - before
    assert batch.status == "approved" and batch.receipt["parcels"]["registered"] == PARCELS
    return told


@pytest.mark.long
@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="the peer is not installed")
def test_whole_way_against_loading_raw_elements(
    drawing: Path, peer_database: str, django_db_setup: None, template_database: str, django_db_blocker: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    peer, rounds = [], []
    for _ in range(ROUNDS):
        peer.append(peer_seconds(drawing, peer_database))
        for entrance in opened(template_database, django_db_blocker):
            rounds.append(our_seconds(drawing, entrance))
    figures = _figures(peer, rounds)
    with capsys.disabled():
        _tell(figures)
    if wanted := os.environ.get("THODIA_BENCH_FIGURES"):
        Path(wanted).write_text(json.dumps(figures), "utf-8")
    assert figures["staged_ratio"] <= STAGED_TIMES
    assert figures["whole_ratio"] <= WHOLE_TIMES


def _figures(peer: list[float], rounds: list[dict[str, float]]) -> dict[str, Any]:
    stages = [name for name in rounds[0] if not name.startswith("cpu")]
    best = {name: min(one[name] for one in rounds) for name in rounds[0]}
    middle = {name: median(one[name] for one in rounds) for name in rounds[0]}
    staged = [sum(one[name] for name in stages if name != "register") for one in rounds]
    whole = [sum(one[name] for name in stages) for one in rounds]
    return {
        "parcels": PARCELS,
        "rounds": len(rounds),
        "load": round(os.getloadavg()[0], 1),
        "peer": {"min": min(peer), "median": median(peer)},
        "stages": {name: {"min": best[name], "median": middle[name]} for name in rounds[0]},
        "staged_ratio": round(min(staged) / min(peer), 2),
        "whole_ratio": round(min(whole) / min(peer), 2),
        "staged_ratio_median": round(median(staged) / median(peer), 2),
        "whole_ratio_median": round(median(whole) / median(peer), 2),
        "shares": {name: round(middle[name] / sum(middle[each] for each in stages), 3) for name in stages},
    }


def _tell(figures: dict[str, Any]) -> None:
    print(f"\nimport of {figures['parcels']} parcels, {figures['rounds']} rounds, load {figures['load']}")
    print(f"  {'ogr2ogr, raw elements':<22} {figures['peer']['min']:7.2f} s  median {figures['peer']['median']:7.2f} s")
    for name, seconds in figures["stages"].items():
        share = f"{figures['shares'][name]:6.0%}" if name in figures["shares"] else ""
        print(f"  {name:<22} {seconds['min']:7.2f} s  median {seconds['median']:7.2f} s {share}")
    for name, goal in (("staged", STAGED_TIMES), ("whole", WHOLE_TIMES)):
        ratio, middle = figures[f"{name}_ratio"], figures[f"{name}_ratio_median"]
        print(f"  {name}: {ratio:.2f} x ogr2ogr by best rounds, {middle:.2f} x by medians; goal {goal:g} x")
