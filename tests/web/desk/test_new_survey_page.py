"""A new survey on the desk: declared on the batch's page, compared, withdrawn; parcels that wait have a page."""

from collections.abc import Callable

from django.test import Client

from accounts import api as accounts
from importers import api as importers
from tests.web.desk.conftest import Desk

IMPORTS = "/ban-lam-viec/nhap-tep/"


def test_declaring_a_new_survey_asks_for_a_name_of_its_own(desk: Desk, client_of: Callable[..., Client]) -> None:
    officer, page = client_of("canbo"), f"{IMPORTS}{desk.staged}/"
    shown = officer.get(page)
    [series] = shown.context["survey_series"]
    assert "bản đồ đo mới thay một bộ bản đồ cũ?" in shown.content.decode()
    refused = officer.post(f"{page}do-moi/", {"series": series.id, "name": series.name})
    assert refused.status_code == 400 and "resurvey_needs_new_series" in refused.content.decode()
    assert client_of("vanthu").post(f"{page}do-moi/", {"series": series.id, "name": "Mới"}).status_code == 403
    assert officer.post(f"{page}do-moi/", {"series": series.id, "name": "Bản đồ đo mới 2026"}).status_code == 302
    importers.run_batch_here(desk.staged)
    compared = officer.get(page).content.decode()
    assert "Bản đồ đo mới: Bản đồ đo mới 2026" in compared and "Không phải bản đồ đo mới" in compared
    english = officer.get(f"/en{page}").content.decode()
    assert "New survey: Bản đồ đo mới 2026" in english
    assert officer.post(f"{page}do-moi/", {"rut": "1"}).status_code == 302
    importers.run_batch_here(desk.staged)
    assert importers.batch(user=accounts.actor("canbo"), batch_id=desk.staged).replaces_series_id is None


def test_parcels_that_wait_are_listed_for_who_reads_rights(desk: Desk, client_of: Callable[..., Client]) -> None:
    page = client_of("canbo").get("/ban-lam-viec/thua-cho/")
    assert desk and page.status_code == 200 and "Quyền còn ở thửa cũ sau đo mới" in page.content.decode()
    assert client_of("quantri").get("/ban-lam-viec/thua-cho/").status_code == 403
