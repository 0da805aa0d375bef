"""Dossiers in real Chromium: WCAG by axe in both themes and on a phone, pages turned by the keyboard."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, sync_playwright

from importers import api as importers
from tests.web.desk.papers import DOSSIERS, Office, office
from tests.web.desk.test_browser import ARGUMENTS, CHROMIUM, LAPTOP, PHONE, Quiet, Threads, Visit

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.long]
PICTURES = os.environ.get("THODIA_PICTURES", "")


@pytest.fixture(scope="module")
def site(office: Office, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock():
        server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Threads, Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def pages(office: Office, django_db_blocker: Any) -> dict[str, str]:
    with django_db_blocker.unblock():
        keeper = office.people["keeper"]
        [unclear, *_] = importers.scans_of(user=keeper, batch_id=office.batch_id, outcome="ambiguous").items
        return {
            "list": DOSSIERS,
            "new": f"{DOSSIERS}moi/?thu-tuc=tach-hop-thua",
            "dossier": office.case_url,
            "scan": office.scan_url(),
            "gaps": f"{DOSSIERS}con-thieu/?muc=thua",
            "archive": f"{DOSSIERS}luu-tru/",
            "delivery": office.batch_url,
            "settle": f"{office.batch_url}tep/{unclear.id}/",
        }


@pytest.fixture(scope="module")
def browser(site: str, pages: dict[str, str]) -> Iterator[Browser]:
    assert site, "the database is made before: afterwards this thread runs an event loop"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def picture(visit: Visit, name: str) -> None:
    """A picture for a person's eye, when a folder is named."""
    if PICTURES:
        visit.page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.mark.parametrize(("who", "theme", "names"), [
    ("canbo", "light", ("list", "new", "dossier", "scan", "gaps")),
    ("luutru", "dark", ("dossier", "scan", "archive", "delivery", "settle")),
])  # fmt: skip
def test_every_page_passes_axe(
    browser: Browser, site: str, pages: dict[str, str], who: str, theme: str, names: tuple[str, ...]
) -> None:
    visit = Visit(browser, site, who, LAPTOP, theme)
    for name in names:
        visit.open(pages[name])
        picture(visit, f"{name}-{theme}")
        assert visit.faults() == [], (name, theme)
    assert visit.noise == []
    visit.context.close()


def test_dialogs_pass_axe(browser: Browser, site: str, pages: dict[str, str]) -> None:
    visit = Visit(browser, site, "tiepnhan", LAPTOP)
    for opener in ("[data-open='#link-dialog']", ".tag-button"):
        page = visit.open(pages["dossier"])
        page.locator(opener).first.click()
        assert page.query_selector("dialog[open]") is not None
        assert visit.faults() == [], opener
    visit.context.close()


def test_phone_has_no_sideways_scroll(browser: Browser, site: str, pages: dict[str, str]) -> None:
    for who, names in (
        ("canbo", ("list", "new", "dossier", "scan", "gaps")),
        ("luutru", ("archive", "delivery", "settle")),
    ):
        visit = Visit(browser, site, who, PHONE)
        for name in names:
            page = visit.open(pages[name])
            picture(visit, f"{name}-phone")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
            assert visit.faults() == [], name
        visit.context.close()


def test_pages_are_turned_and_enlarged_by_keys(browser: Browser, site: str, pages: dict[str, str]) -> None:
    visit = Visit(browser, site, "canbo", LAPTOP)
    page = visit.open(pages["scan"])
    for key, wanted in (("ArrowRight", "trang=2"), ("ArrowRight", "trang=3"), ("ArrowLeft", "trang=2")):
        page.keyboard.press(key)
        page.wait_for_url(f"**{wanted}*")
        page.wait_for_selector("html[data-desk=ready]")
    assert page.locator(".scan-strip [aria-current]").get_attribute("href").startswith("?trang=2")
    page.keyboard.press("+")
    page.wait_for_url("**xem=lon*")
    page.wait_for_function("document.querySelector('.scan-sheet img').naturalWidth === 2400")
    picture(visit, "scan-large")
    assert visit.noise == []
    visit.context.close()
