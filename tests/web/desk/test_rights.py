"""Who may open what: units, roles, forged forms, caches, and no personal text in any page."""

from collections.abc import Callable

import pytest
from django.test import Client

from importers.sample.names import CANARY_OWNER
from tests.web.desk.conftest import Desk

HOME = "/ban-lam-viec/"
IMPORTS = "/ban-lam-viec/nhap-tep/"
ClientOf = Callable[..., Client]


def pages_of(batch: int) -> tuple[str, ...]:
    base = f"{IMPORTS}{batch}/"
    return (
        base, f"{base}?muc=thua", f"{base}?muc=de-rieng", f"{base}phan/", f"{base}phan/?muc=thua", f"{base}tien-do/",
        f"{base}tien-do.json", f"{base}bien-nhan/",
    )  # fmt: skip


def first_finding(client: Client, batch: int) -> str:
    text = client.get(f"{IMPORTS}{batch}/phan/").content.decode()
    return text.split('data-finding="')[1].split('"')[0]


def test_strangers_are_sent_to_the_sign_in(desk: Desk) -> None:
    for url in (HOME, IMPORTS, *pages_of(desk.staged)):
        answer = Client().get(url)
        assert answer.status_code == 302 and answer["Location"].startswith("/dang-nhap/"), url


def test_every_page_is_private_and_never_stored(desk: Desk, client_of: ClientOf) -> None:
    officer = client_of("canbo")
    card = f"{IMPORTS}{desk.staged}/phat-hien/{first_finding(officer, desk.staged)}/"
    tile = f"{HOME}o/{desk.staged}/staged_face/14/13112/7692.pbf"
    for url in (HOME, IMPORTS, *pages_of(desk.staged), *pages_of(desk.approved), *pages_of(desk.zones), card, tile):
        answer = officer.get(url)
        assert answer.status_code in (200, 204), (url, answer.status_code)
        assert answer["Cache-Control"] == "private, no-store", url


def test_refusals_are_not_stored_either(desk: Desk, client_of: ClientOf) -> None:
    answer = client_of("muine").get(f"{IMPORTS}{desk.staged}/")
    assert answer["Cache-Control"] == "private, no-store"


def test_no_page_shows_an_owner(desk: Desk, client_of: ClientOf) -> None:
    """The sample writes owners' names on a spare level: they stay in the vault."""
    officer = client_of("canbo")
    card = f"{IMPORTS}{desk.staged}/phat-hien/{first_finding(officer, desk.staged)}/"
    for batch in (desk.staged, desk.approved):
        for url in (*pages_of(batch), card, HOME, IMPORTS):
            text = officer.get(url).content.decode()
            assert CANARY_OWNER not in text and "THỬ NGHIỆM" not in text, url


def test_another_units_officer_finds_nothing(desk: Desk, client_of: ClientOf) -> None:
    other = client_of("muine")
    finding = first_finding(client_of("canbo"), desk.staged)
    for url in (*pages_of(desk.staged), f"{IMPORTS}{desk.staged}/phat-hien/{finding}/"):
        assert other.get(url).status_code == 404, url
    assert other.get(f"{HOME}o/{desk.staged}/staged_face/14/13112/7692.pbf").status_code == 404
    assert "to0" not in other.get(IMPORTS).content.decode()
    settle = other.post(f"{IMPORTS}{desk.staged}/phat-hien/{finding}/xu-ly/", {"state": "accepted"})
    assert settle.status_code == 403
    assert other.post(f"{IMPORTS}{desk.staged}/trinh/").status_code == 403
    assert other.post(f"{IMPORTS}{desk.staged}/huy/").status_code == 403


def test_clerk_looks_but_neither_reviews_nor_approves(desk: Desk, client_of: ClientOf) -> None:
    clerk = client_of("vanthu")
    assert clerk.get(HOME).status_code == 200
    page = clerk.get(f"{IMPORTS}{desk.staged}/")
    assert page.status_code == 200 and "không có quyền xem xét" in page.content.decode()
    finding = first_finding(clerk, desk.staged)
    assert "data-settle" not in clerk.get(f"{IMPORTS}{desk.staged}/phat-hien/{finding}/").content.decode()
    for act, data in (("trinh", {}), ("duyet", {}), ("tra-lai", {"reason": "thử"})):
        assert clerk.post(f"{IMPORTS}{desk.staged}/{act}/", data).status_code == 403, act


def test_auditor_sees_and_administrator_of_accounts_does_not(desk: Desk, client_of: ClientOf) -> None:
    assert client_of("kiemtra").get(f"{IMPORTS}{desk.staged}/").status_code == 200
    assert client_of("kiemtra").post(IMPORTS, {}).status_code == 403
    admin = client_of("quantri")
    assert "không có việc chờ ở bàn làm việc" in admin.get(HOME).content.decode()
    assert admin.get(IMPORTS).status_code == 403
    assert admin.get(f"{IMPORTS}{desk.staged}/").status_code == 403


@pytest.mark.parametrize("act", ["trinh", "duyet", "tra-lai", "huy", "quyet-dinh"])
def test_forged_forms_are_refused(desk: Desk, client_of: ClientOf, act: str) -> None:
    forged = client_of("canbo", enforce_csrf_checks=True)
    assert forged.post(f"{IMPORTS}{desk.staged}/{act}/").status_code == 403
    assert forged.get(f"{IMPORTS}{desk.staged}/{act}/").status_code == 405


def test_unknown_batch_and_finding_are_404(desk: Desk, client_of: ClientOf) -> None:
    officer = client_of("canbo")
    assert officer.get(f"{IMPORTS}999999/").status_code == 404
    assert officer.get(f"{IMPORTS}{desk.staged}/phat-hien/999999/").status_code == 404
