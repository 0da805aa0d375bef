"""Owners' names that a delivery happens to hold never leave the office: canaries followed through the whole import."""

import gzip
import io
import json
import logging
import unicodedata

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gis_core.crs.transform import transform_xy
from gis_core.text.charsets import encode
from gis_core.text.names import fold
from importers import api as importers
from importers.models import Batch
from importers.services.answer import answer_of
from tests.importers import entrance as entrances
from tests.importers.services.worker_process import worker
from tiles.grid import tile_at

ONLY_FROM_US = {"public.spatial_ref_sys", "public.reference_unitboundary"}
"""Large tables no import writes to."""
DRAWING, TABLE = "sheets/to02.dgn", "parcels.tab"


@pytest.fixture(scope="module")
def forms(small_sample) -> frozenset[str]:
    """The canary as it may look when it leaks: composed, decomposed, plain, as bytes read in the wrong encoding."""
    name = entrances.facts(small_sample)["owner_canary"]
    shapes = {name, unicodedata.normalize("NFD", name), fold(name), json.dumps(name)[1:-1]}
    for encoding in ("tcvn3", "vni", "utf-8", "cp1258"):
        raw = encode(name, encoding)
        shapes |= {raw.decode("latin-1"), raw.decode("cp1252", "replace"), raw.hex(), repr(raw)[2:-1]}
    return frozenset(shape.casefold() for shape in shapes if len(shape) > 8)


class Delivered:
    """Both files imported; the drawing by a worker process and then approved."""

    def __init__(self, place, folder, log) -> None:
        self.place = place
        [self.drawing] = place.receive(folder / DRAWING)
        importers.queue_batch(self.drawing.pk)
        entrances.hand_over(place.home)
        with worker(place.home, place.database, "--sweep-every", "5") as process:
            process.wait_for(lambda: self.status(self.drawing) == "staged", "staging")
            place.submitted(self.drawing)
            importers.approve(approver=place.approver, batch_id=self.drawing.pk)
            process.wait_for(lambda: self.status(self.drawing) == "approved", "registration")
            self.worker_said = process.text()
        self.table = place.imported(folder / TABLE)
        self.logged = log.getvalue()

    def status(self, batch: Batch) -> str:
        return Batch.objects.values_list("status", flat=True).get(pk=batch.pk)


@pytest.fixture(scope="module")
def delivered(shared_entrance, small_sample):
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield Delivered(shared_entrance, small_sample, said)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def leaks(text: str, forms) -> list[str]:
    folded = text.casefold()
    return [form for form in forms if form in folded]


def relations(alias: str) -> list[str]:
    """Every table and view the role of a connection may read."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
            " AND has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE') ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def rows_with(alias: str, relation: str, forms, expression: str = "t::text") -> int:
    """Rows whose text, over all columns, holds a form of the canary."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {relation} t WHERE"
            f" EXISTS (SELECT 1 FROM unnest(%s::text[]) form WHERE position(form IN lower({expression})) > 0)",
            [sorted(form.lower() for form in forms)],
        )
        return cursor.fetchone()[0]


def test_the_canaries_are_really_there(delivered, forms):
    """As raw bytes in the one column made for them, and in the vault: otherwise this file would prove nothing."""
    assert rows_with("default", "importers_stagedelement", forms, "encode(text_raw, 'hex')") > 100
    path = delivered.place.home / "vault" / delivered.drawing.sha256[:2] / delivered.drawing.sha256
    assert encode("CHỦ THỬ NGHIỆM", "tcvn3") in path.read_bytes()


@pytest.mark.parametrize("alias", ["published", "desk"])
def test_no_view_a_reader_role_may_see(delivered, forms, alias):
    seen = relations(alias)
    views = [name for name in seen if name.startswith(f"{alias}.")]
    assert len(views) >= 4
    assert [name for name in seen if name not in ONLY_FROM_US and rows_with(alias, name, forms)] == []


def test_no_table_of_the_database_but_the_raw_column(delivered, forms):
    """Findings, receipts, batches, tasks, ledger, history, sessions: everything, as text."""
    found = {}
    for relation in set(relations("default")) - ONLY_FROM_US:
        expression = "(to_jsonb(t) - 'text_raw')::text" if relation == "public.importers_stagedelement" else "t::text"
        count = rows_with("default", relation, forms, expression)
        if count:
            found[relation] = count
    assert found == {}


def test_no_log_line_and_no_task_argument(delivered, forms):
    assert "import" in delivered.logged + delivered.worker_said
    assert leaks(delivered.worker_said, forms) == []
    assert leaks(delivered.logged, forms) == []
    arguments = list(DBTaskResult.objects.values_list("args_kwargs", flat=True))
    assert arguments
    for given in arguments:
        assert given == {"args": [delivered.drawing.pk], "kwargs": {}}, "the batch's number and nothing of the file"


def test_no_answer_of_the_commands(delivered, forms, small_sample):
    for file in (DRAWING, TABLE):
        for arguments in (["--json"], []):
            said = io.StringIO()
            call_command("inspect_file", str(small_sample / file), *arguments, stdout=said)
            assert "to02" in file or "SoTo" in said.getvalue() or not arguments
            assert leaks(said.getvalue(), forms) == []
    for batch in (delivered.drawing, delivered.table):
        answer = answer_of(delivered.place.officer, batch.pk)
        assert answer["findings"]
        assert leaks(json.dumps(answer, ensure_ascii=False, default=str), forms) == []
        assert leaks(json.dumps(answer, default=str), forms) == []
        shot = importers.batch(user=delivered.place.officer, batch_id=batch.pk)
        assert leaks(str(shot), forms) == []


def test_no_tile(delivered, forms):
    """Public and desk tiles over the whole sheet, at a zoom that carries every attribute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_XMin(b), ST_YMin(b) FROM (SELECT ST_Extent(geom) b FROM importers_stagedface) x")
        west, south = cursor.fetchone()
    lon, lat = transform_xy([west + 150.0], [south + 150.0], 9218, 4326)
    tile = tile_at(float(lon[0]), float(lat[0]), 15)
    place = f"{tile.z}/{tile.x}/{tile.y}.pbf"
    desk = Client()
    desk.force_login(delivered.place.officer)
    public = Client().get(f"/tiles/parcel,parcel_label,land_object,sheet_frame/{place}")
    bodies = [public]
    for layer in ("staged_face", "staged_line", "finding"):
        bodies.append(desk.get(f"/ban-lam-viec/o/{delivered.table.pk}/{layer}/{place}"))
        bodies.append(desk.get(f"/ban-lam-viec/o/{delivered.drawing.pk}/{layer}/{place}"))
    assert public.status_code == 200
    assert sum(response.status_code == 200 for response in bodies) >= 3
    for response in bodies:
        body = response.content
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        assert leaks(body.decode("utf-8", "replace"), forms) == []
        assert leaks(body.decode("latin-1"), forms) == []


def test_no_desk_page_and_no_error_page(delivered, forms, monkeypatch):
    desk = Client(raise_request_exception=False)
    desk.force_login(delivered.place.officer)
    for batch in (delivered.drawing, delivered.table):
        base = f"/ban-lam-viec/nhap-tep/{batch.pk}/"
        for page in ("", "tien-do/", "tien-do.json", "bien-nhan/", "khong-co/"):
            response = desk.get(base + page)
            assert response.status_code in (200, 404), (page, response.status_code)
            assert leaks(response.content.decode("utf-8"), forms) == []
    assert Client().get(base).status_code in (302, 403, 404), "a stranger sees no batch"

    def breaks(**_):
        raise ValueError("CHỦ THỬ NGHIỆM 12")

    monkeypatch.setattr(importers, "batch", breaks)
    broken = desk.get(base)
    assert broken.status_code == 500
    assert leaks(broken.content.decode("utf-8"), forms) == []
