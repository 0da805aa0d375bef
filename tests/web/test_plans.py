"""Pages of plans, the scanned layer, the data date, and what a half-typed number finds."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.api import Role
from dossiers import api as dossiers
from planning import api as planning
from tests.dossiers.people import person
from tests.planning.ground import AT
from tests.planning.test_rasters import scan
from tests.web.test_public_pages import text_of
from tests.web.town import Town
from web import formats
from web.public.search import search


def plan_code() -> str:
    return planning.public_plans(timezone.localdate())[0].code


def test_a_plan_has_a_page_with_its_decision_and_zones(client: Client, town: Town) -> None:
    code = plan_code()
    assert f'href="/quy-hoach/{code}/"' in client.get("/quy-hoach/").content.decode()
    page = client.get(f"/quy-hoach/{code}/")
    words = text_of(page)
    assert planning.plan_by_code(code).decision_number in words
    assert "LG1" in words and "đường thử nghiệm" in words and "Đang hiệu lực" in words
    assert "2200,0 m²" in words.replace("\u00a0", " ")  # a road of 110 m by 20 m
    where = re.search(r'href="/ban-do/\?z=([\d.]+)&amp;x=([\d.]+)&amp;y=([\d.]+)"', page.content.decode())
    assert where and float(where[2]) == pytest.approx(town.places[3][0], abs=0.001)
    assert client.get("/quy-hoach/KHONG-CO/").status_code == 404


def test_the_map_says_up_to_which_day_its_data_go(client: Client, town: Town) -> None:
    assert f"Dữ liệu đến {formats.day(timezone.localdate())}" in text_of(client.get("/"))


def test_a_half_typed_number_suggests_its_continuations(town: Town) -> None:
    typed = [row.title for row in search("to 1 thua 1", typing=True).results]
    assert typed[0] == "Thửa 1, tờ 1"
    assert typed[1:] == [f"Thửa {number}, tờ 1" for number in range(10, 17)]
    assert [row.title for row in search("to 1 thua 1").results] == ["Thửa 1, tờ 1"]


def test_a_scan_is_a_layer_people_can_switch_on(client: Client, town: Town, tmp_path: Path, settings: Any) -> None:
    code = plan_code()
    assert "Bản quét quy hoạch" not in text_of(client.get("/"))
    settings.THODIA_HOME = tmp_path
    approver = town.ground.approver
    stored = dossiers.store_file(
        source=scan(tmp_path / "quet.tif"), name="quet.tif", actor=person(Role.OFFICER, login="canbo-quet")
    )
    with transaction.atomic():
        planning.register_raster(
            actor=approver, transaction_id=town.ground.approved(), plan_id=planning.plan_by_code(code).plan_id,
            title="Bản đồ quét", stored_sha256=stored.sha256, at=AT,
        )  # fmt: skip
    cache.clear()
    assert 'data-group="ban-quet"' in client.get("/").content.decode()
    style = client.get("/ban-do/kieu/light.json").json()
    assert style["sources"]["raster-0"]["tiles"][0].startswith("http://testserver/tiles/raster/")
    assert "Xem bản quét" in text_of(client.get(f"/quy-hoach/{code}/"))
