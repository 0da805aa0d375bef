"""The desk's parcel page on a day of the past: the parcel, its right and its paper as they stood then."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from land_records import api as land_records
from tests.land_records.acts.ground import estate, vertical
from tests.land_records.certificates.papers import issued

pytestmark = pytest.mark.django_db


def test_a_split_parcel_is_shown_as_it_stood_before() -> None:
    land = estate()
    issued(land, "AA 00000001", 0)
    before = timezone.localtime(land.moment).date()
    land.moment += timedelta(days=3)
    land.done("split_parcel", {"parcel_id": land.parcels[0], "cut_lines": vertical(8.0)})
    officer = Client()
    officer.force_login(land.officer)
    page = f"/ban-lam-viec/thua/{land.parcels[0]}/"
    now = officer.get(page).content.decode()
    assert "lịch sử" in now and "AA 00000001" not in now.split("q-rights", 1)[1].split("q-limits", 1)[0]
    then = officer.get(page, {"ngay": before.isoformat()}).content.decode()
    rights = then.split('id="q-rights"', 1)[1].split('id="q-limits"', 1)[0]
    assert "chính thức" in then and "AA 00000001" in rights
    assert f"cuối ngày {before:%d/%m/%Y}" in then and "Lập biến động trên thửa này" not in then
    [child] = land_records.heirs_of(land.parcels[0]).heirs[:1]
    early = officer.get(f"/ban-lam-viec/thua/{child.relative.parcel_id}/", {"ngay": before.isoformat()})
    assert early.status_code == 200 and "notice err" in early.content.decode(), "it did not exist then"
    assert "cuối ngày" not in officer.get(page, {"ngay": "hôm qua"}).content.decode()


def test_the_page_asks_few_questions_whatever_can_be_done() -> None:
    """The reasons against 28 kinds of acts come from one look at the parcel's state."""
    land = estate()
    issued(land, "AA 00000001", 0)
    officer = Client()
    officer.force_login(land.officer)
    with CaptureQueriesContext(connection) as queries:
        assert officer.get(f"/ban-lam-viec/thua/{land.parcels[0]}/").status_code == 200
    assert len(queries) <= 70
