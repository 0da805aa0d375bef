"""The desk in real Chromium: WCAG by axe on every page in both themes, the keys of the review, no console noise."""

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.desk.conftest import PASSWORD, Desk

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
IMPORTS = "/ban-lam-viec/nhap-tep/"


class Quiet(WSGIRequestHandler):
    """No access log in the test output."""

    def log_message(self, *_: Any) -> None:
        return


class Threads(ThreadingMixIn, WSGIServer):
    """Tiles are asked for several at a time."""

    daemon_threads = True


@pytest.fixture(scope="module")
def site(desk: Desk) -> Iterator[str]:
    """The site on a loopback port, over the sample's database."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Threads, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    assert site, "the database is made before: afterwards this thread runs an event loop"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visit:
    """A signed-in page and what went wrong on it."""

    def __init__(self, browser: Browser, site: str, login: str, size: dict[str, int], theme: str = "light") -> None:
        self.site = site
        self.context = browser.new_context(
            locale="vi-VN", reduced_motion="reduce", viewport=size, color_scheme=theme, bypass_csp=False
        )
        self.page: Page = self.context.new_page()
        self.noise: list[str] = []
        self.page.on("console", lambda m: self.noise.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.goto(f"{site}/dang-nhap/")
        self.page.fill("[name=username]", login)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button.btn-primary")
        self.page.wait_for_selector("html[data-desk=ready]")

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.site}{path}", wait_until="load")
        if self.page.query_selector("#review-map"):
            self.page.wait_for_selector("html[data-review=ready][data-map=idle]", timeout=40_000)
        return self.page

    def faults(self) -> list[str]:
        """What axe says against the page; axe itself comes by the debugger, past the page's policy."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        result = self.page.evaluate("async (tags) => (await axe.run(document, {runOnly: tags})).violations", WCAG)
        return [f"{one['id']}: {node['html'][:160]}" for one in result for node in one["nodes"]]

    def card(self) -> str:
        """The finding that is open."""
        return self.page.get_attribute("html", "data-card") or ""

    def press(self, key: str, *, moved_from: str) -> str:
        """Press a key and wait until another finding is open."""
        self.page.keyboard.press(key)
        self.page.wait_for_selector(f"html[data-card]:not([data-card='{moved_from}'])")
        return self.card()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_passes_axe(browser: Browser, site: str, desk: Desk, theme: str) -> None:
    visit = Visit(browser, site, "canbo", LAPTOP, theme)
    base = f"{IMPORTS}{desk.staged}/"
    for path in ("/ban-lam-viec/", IMPORTS, f"{base}?muc=thua", f"{base}?muc=de-rieng", f"{base}bien-nhan/",
                 f"{IMPORTS}{desk.approved}/", f"{IMPORTS}{desk.zones}/",
                 "/ban-lam-viec/so/", "/ban-lam-viec/so/muc-ke/", base):  # fmt: skip
        visit.open(path)
        assert visit.faults() == [], (path, theme)
    visit.press("j", moved_from="")
    visit.page.keyboard.press("w")
    assert visit.faults() == [], ("card", theme)
    visit.page.keyboard.press("Escape")
    visit.page.click("[data-open='#cancel-dialog']")
    assert visit.faults() == [], ("dialog", theme)
    assert visit.noise == []
    visit.context.close()


def test_phone_has_no_sideways_scroll_and_passes_axe(browser: Browser, site: str, desk: Desk) -> None:
    visit = Visit(browser, site, "canbo", PHONE)
    for path in ("/ban-lam-viec/", IMPORTS, f"{IMPORTS}{desk.staged}/", f"{IMPORTS}{desk.staged}/bien-nhan/"):
        page = visit.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert visit.faults() == [], path
    visit.context.close()


def test_review_by_keyboard(browser: Browser, site: str, desk: Desk) -> None:
    """J, K, A, Z, W, O, Esc; the page itself never scrolls at 1366 × 768; the address reopens the finding."""
    visit = Visit(browser, site, "canbo", LAPTOP)
    page = visit.open(f"{IMPORTS}{desk.staged}/")
    assert page.evaluate("document.scrollingElement.scrollHeight") <= LAPTOP["height"]
    first = visit.press("j", moved_from="")
    second = visit.press("j", moved_from=first)
    assert visit.press("k", moved_from=second) == first
    assert f"ph={first}" in page.url
    assert page.query_selector("#card-slot .close-up .place") is not None

    assert visit.press("a", moved_from=first) == second
    assert page.query_selector(f".finding.accepted[data-finding='{first}']") is not None
    assert visit.press("z", moved_from=second) == first
    assert page.query_selector(f".finding.open[data-finding='{first}']") is not None

    page.keyboard.press("w")
    page.keyboard.type("biên bản 3")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"html[data-card='{second}']")
    assert "biên bản 3" in page.inner_text(f".finding.waived[data-finding='{first}']")
    assert visit.press("z", moved_from=second) == first

    page.keyboard.press("Escape")
    page.wait_for_selector("html:not([data-card])")
    visit.open(f"{IMPORTS}{desk.staged}/?ph={second}")
    page.wait_for_selector(f"html[data-card='{second}']")
    assert visit.noise == []
    visit.context.close()


def test_a_click_on_the_map_opens_the_finding(browser: Browser, site: str, desk: Desk) -> None:
    visit = Visit(browser, site, "canbo", LAPTOP)
    page = visit.open(f"{IMPORTS}{desk.staged}/")
    spot = page.evaluate(
        "(() => { const [one] = thodiaMap.queryRenderedFeatures({layers: ['finding', 'finding-far']});"
        " const at = thodiaMap.project(one.geometry.coordinates);"
        " const box = thodiaMap.getContainer().getBoundingClientRect();"
        " return {id: one.id, x: at.x + box.x, y: at.y + box.y}; })()"
    )
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_selector("html[data-card]")
    assert visit.card() == str(spot["id"])
    visit.context.close()
