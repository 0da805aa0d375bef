"""The public pages in real Chromium: no console noise, WCAG by axe, keyboard, links that reopen the same view."""

import re
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

from gis_core.crs.transform import transform_xy
from tests.land_records.fabric_ground import ORIGIN
from tests.web.town import Town

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1366, "height": 768}}
DRAWN = "html[data-map=idle]"


class Quiet(WSGIRequestHandler):
    """No access log in the test output."""

    def log_message(self, *_: Any) -> None:
        return


class Threads(ThreadingMixIn, WSGIServer):
    """Tiles are asked for several at a time."""

    daemon_threads = True


@pytest.fixture(scope="module")
def site(town: Town) -> Iterator[str]:
    """The site on a loopback port, over the town's database."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Threads, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visit:
    """A page and what went wrong on it."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context = browser.new_context(locale="vi-VN", reduced_motion="reduce", **options)
        self.page: Page = self.context.new_page()
        self.noise: list[str] = []
        self.page.on("console", lambda m: self.noise.append(m.text) if m.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))

    def open(self, url: str) -> Page:
        self.page.goto(url, wait_until="load")
        if self.page.query_selector("#map"):
            self.page.wait_for_selector(DRAWN, timeout=40_000)
        return self.page

    def quiet(self) -> None:
        noise = [line for line in self.noise if "GPU stall" not in line and "WebGL" not in line]
        assert not noise, noise[:3]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Any]:
    visits: list[Visit] = []

    def begin(**options: Any) -> Visit:
        visits.append(Visit(browser, **options))
        return visits[-1]

    yield begin
    for each in visits:
        each.context.close()


def violations(page: Page) -> list[str]:
    """axe-core's findings for WCAG 2.0–2.2 A and AA. Injected past the policy by the browser, not by the page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_pages_are_accessible_in_both_themes(site: str, town: Town, visit: Any, theme: str, screen: dict) -> None:
    seen = visit(color_scheme=theme, **screen)
    parcel = f"/t/{town.codes[1]}/"
    paths = ["/", parcel, f"{parcel}quy-hoach/", f"{parcel}trich-luc/"]
    if screen is LAPTOP:
        paths += ["/quy-hoach/", f"/quy-hoach/{town.plan}/", "/tro-giup/", "/dang-nhap/", "/tim/?q=to+1", "/khong-co/"]
    for path in paths:
        page = seen.open(site + path)
        assert not violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    page = seen.open(site + parcel)
    page.click("#tool-layers")
    assert not violations(page)
    seen.noise = [line for line in seen.noise if "404" not in line]
    seen.quiet()


def test_click_search_and_history(site: str, town: Town, visit: Any) -> None:
    seen = visit(**LAPTOP)
    page = seen.open(f"{site}/t/{town.codes[8]}/")
    box = page.locator("#map canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 + 150, box["y"] + box["height"] / 2)
    page.wait_for_selector("#card [data-parcel]")
    page.wait_for_url(re.compile(r"/t/[0-9a-z]{12}/"))
    page.fill("#q", "to 1 thua 3")
    page.wait_for_selector("#hits [role=option]")
    assert not violations(page)
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") == "hit-0"
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-parcel='{town.codes[3]}']")
    assert f"/t/{town.codes[3]}/" in page.url
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.go_back()
    page.wait_for_selector(f"[data-parcel]:not([data-parcel='{town.codes[3]}'])")
    seen.quiet()


def test_a_link_reopens_the_same_view(site: str, town: Town, visit: Any) -> None:
    seen = visit(**LAPTOP)
    lon, lat = town.places[8]
    page = seen.open(f"{site}/?z=18.5&x={lon:.6f}&y={lat:.6f}&lop=loai-dat,so-thua")
    assert not page.is_checked("input[data-group=quy-hoach]", timeout=2000) if page.is_visible("#layers") else True
    page.click("#tool-in")
    page.wait_for_selector(DRAWN)
    page.wait_for_url(re.compile(r"z=19\.5"))
    again = visit(**LAPTOP)
    reopened = again.open(page.url)
    assert reopened.evaluate("thodiaMap.getZoom()") == pytest.approx(19.5)
    assert reopened.evaluate("thodiaMap.getCenter().lng") == pytest.approx(lon, abs=1e-5)
    again.quiet()


def test_the_map_without_a_mouse(site: str, town: Town, visit: Any) -> None:
    seen = visit(**LAPTOP)
    lon, lat = town.places[8]
    page = seen.open(f"{site}/?z=18.5&x={lon:.6f}&y={lat:.6f}")
    page.focus("#map canvas")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-parcel='{town.codes[8]}']")
    page.keyboard.press("Escape")
    page.wait_for_selector("#card .home")
    page.click("#in-view summary")
    page.wait_for_selector("#in-view li a")
    assert page.locator("#in-view li").count() == 20
    page.locator(f"#in-view a[data-code='{town.codes[9]}']").press("Enter")
    page.wait_for_selector(f"[data-parcel='{town.codes[9]}']")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    assert not violations(page)
    seen.quiet()


def test_coordinates_shown_are_those_of_the_register(site: str, town: Town, visit: Any) -> None:
    page = visit(**LAPTOP).open(f"{site}/")
    east, north = ORIGIN[0] + 12_345.678, ORIGIN[1] - 9_876.543
    lon, lat = (float(value[0]) for value in transform_xy([east], [north], 9218, 4326))
    shown = page.evaluate(
        """async ([lng, lat]) => { const {toVn2000} = await import('thodia/map/vn2000.js');
           const {zone} = JSON.parse(document.getElementById('map-config').textContent);
           return toVn2000({lng, lat}, zone); }""",
        [lon, lat],
    )
    assert shown["north"] == pytest.approx(north, abs=0.001) and shown["east"] == pytest.approx(east, abs=0.001)


def test_answers_without_script(site: str, town: Town, visit: Any) -> None:
    seen = visit(java_script_enabled=False, **LAPTOP)
    page = seen.page
    page.goto(f"{site}/t/{town.codes[1]}/")
    assert "Một phần thửa đất" in page.inner_text("#card")
    page.goto(f"{site}/")
    page.fill("#q", "tờ 1 thửa 7")
    page.press("#q", "Enter")
    page.click(f"a[href='/t/{town.codes[7]}/']")
    assert "Thửa đất số 7" in page.inner_text("h1")


def test_first_view_on_a_phone_stays_in_the_budget(site: str, town: Town, visit: Any) -> None:
    seen = visit(**PHONE)
    sizes: dict[str, int] = {}
    seen.page.on("response", lambda r: sizes.__setitem__(r.url, len(r.body())) if r.status == 200 else None)
    seen.open(f"{site}/t/{town.codes[1]}/")
    html = next(size for url, size in sizes.items() if url.endswith(f"/t/{town.codes[1]}/"))
    css = sum(size for url, size in sizes.items() if ".css" in url)
    ours = sum(size for url, size in sizes.items() if re.search(r"/static/(map|site)/.*\.js", url))
    # uncompressed; brotli brings each to about a quarter
    assert html < 60_000 and css < 190_000 and ours < 60_000
    assert not [url for url in sizes if not url.startswith(site) and not url.startswith(("blob:", "data:"))]
