"""Pages about parties in real Chromium: WCAG by axe in both themes and on a phone, no noise, nothing too wide."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from accounts import api as accounts
from importers import api as importers
from land_records import api as land_records
from tests.land_records.parties.people import card
from tests.web.desk.conftest import Desk
from tests.web.desk.test_browser import LAPTOP, PHONE, Visit, browser, site

pytestmark = [pytest.mark.browser, pytest.mark.long]
__all__ = ["browser", "site"]
BASE = "/ban-lam-viec/nguoi-su-dung/"
NAME = "Nguyễn Thị Hoàng Oanh"


@pytest.fixture(scope="module")
def pair(desk: Desk) -> Iterator[tuple[int, int]]:
    """A person with papers and address, a household, and a twin with the same number."""
    actor = accounts.actor("canbo")
    unit = importers.batch(user=actor, batch_id=desk.staged).unit_id
    number = card("female", 1968)
    facts = land_records.Particulars(NAME, gender="female", birth_year=1968, phone="0252 3 822 123")
    one = land_records.add_person(
        actor=actor, unit_id=unit, facts=facts,
        papers=[land_records.PaperDraft("cmnd", "260 123 456"), land_records.PaperDraft("cccd", number)],
        address=land_records.AddressDraft("Số 12 đường Trần Hưng Đạo, khu phố 3"),
    ).party_id  # fmt: skip
    land_records.add_household(actor=actor, unit_id=unit, head_id=one)
    two = land_records.add_person(
        actor=actor, unit_id=unit, facts=land_records.Particulars("Nguyễn T. Hoàng Oanh", birth_year=1968),
        papers=[land_records.PaperDraft("cccd", number)],
    ).party_id  # fmt: skip
    yield one, two


def shoot(visit: Visit, name: str) -> None:
    """A picture for people, when a folder is given."""
    if folder := os.environ.get("THODIA_SHOTS"):
        visit.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(("theme", "size"), [("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE)])
def test_every_page_passes_axe(
    pair: tuple[int, int], browser: Browser, site: str, theme: str, size: dict[str, int]
) -> None:
    one, two = pair
    visit = Visit(browser, site, "canbo", size, theme)
    look = f"{theme}-{size['width']}"

    def proper(name: str) -> None:
        assert visit.faults() == [], name
        wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, name
        shoot(visit, f"{name}-{look}")

    visit.open(f"{BASE}{one}/")
    proper("closed")
    visit.page.fill("[name=reason]", "Công văn 12/CV-THA của Chi cục thi hành án")
    visit.page.click(".purpose-form .btn-primary")
    visit.page.wait_for_selector(".party-grid")
    proper("party")
    visit.open(BASE)
    visit.page.fill("#id_text", "hoang oanh")
    visit.page.click(".party-search .btn-primary")
    visit.page.wait_for_selector("#hits")
    assert NAME in visit.page.inner_text("#hits")
    proper("search")
    rest = {
        "enter": "moi/ca-nhan/",
        "change": f"{one}/sua/",
        "pairs": "nghi-trung/",
        "pair": f"nghi-trung/{one}-{two}/",
    }
    for name, path in rest.items():
        visit.open(f"{BASE}{path}")
        proper(name)
    assert visit.noise == []
    visit.context.close()
