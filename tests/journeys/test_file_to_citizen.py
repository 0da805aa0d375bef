"""From an officer's file to a citizen's answer, in real Chromium, with the worker as its own process.

Everything asserted is what a person reads on the screen, or what a command answers; the expected numbers come from
the sample's truth file and from plain geometry, not from the programme.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.importers.entrance import Entrance
from tests.journeys.installation import PASSWORD, Installation, installation
from tests.web.test_browser import ARGUMENTS, CHROMIUM, DRAWN

pytestmark = pytest.mark.browser

WORK_MS = 60_000
"""How long a person may have to wait for the worker in this test."""
CARD_PX, TOOLS_PX = 384, 60
"""What the finding's card and the buttons cover of the review map, left and right; a finding stands between them."""
ROAD = "LG"
"""Codes of the zones that widen a road begin so."""


@dataclass(frozen=True)
class Expected:
    """A parcel of the truth file that the widened road, and no other plan, takes in part."""

    sheet: int
    number: int
    land_use: str
    area_m2: float
    taken_m2: float
    road: str


def expected_parcel(sample: Path) -> Expected:
    """The parcel of which the road takes the largest part, among those that have no planted fault."""
    truth = json.loads((sample / "truth.json").read_text(encoding="utf-8"))
    faulty = {(fault["sheet"], number) for fault in truth["faults"] for number in fault["parcels"]}
    zones = gpd.read_file(sample / "planning_zones.tab", encoding="cp1252")
    zones = zones[zones["VaiTro"] == "zone"]
    is_road = zones["MaKhu"].str.startswith(ROAD)
    changed = zones["MaKhu"].str.endswith("-M") | zones["MaQH"].eq("HLBV-NUOC")
    road, others = zones[is_road].iloc[0], shapely.union_all(zones[changed].geometry.to_numpy())
    best: tuple[float, dict[str, Any]] | None = None
    for parcel in truth["parcels"]:
        ground = shapely.Polygon(parcel["corners"][0], parcel["corners"][1:])
        share = road.geometry.intersection(ground).area / ground.area
        if (parcel["sheet"], parcel["number"]) in faulty or share > 0.9 or ground.intersects(others):
            continue
        if best is None or share > best[0]:
            best = share, parcel
    assert best is not None and best[0] > 0.05
    share, parcel = best
    return Expected(
        parcel["sheet"], parcel["number"], parcel["land_use"], parcel["area"], share * parcel["area"], road["MaKhu"]
    )


@pytest.fixture(scope="module")
def ours(shared_entrance: Entrance) -> Iterator[Installation]:
    with installation(shared_entrance) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(ours: Installation) -> Iterator[Browser]:
    """After the installation: while Playwright is open, Django allows no database work in this thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, ours: Installation) -> Iterator[Callable[[], Page]]:
    """Windows of different people: nothing is shared between them. No page may throw."""
    expect.set_options(timeout=20_000)
    opened: list[tuple[Any, list[str]]] = []

    def open_one() -> Page:
        context = chromium.new_context(
            base_url=ours.address, locale="vi-VN", reduced_motion="reduce", viewport={"width": 1280, "height": 720}
        )
        page, thrown = context.new_page(), []
        page.on("pageerror", lambda error: thrown.append(str(error)))
        opened.append((context, thrown))
        return page

    yield open_one
    for context, _ in opened:
        context.close()
    assert not [line for _, thrown in opened for line in thrown]


def drawn(page: Page) -> None:
    """The map stands still and everything in view is on it (software rendering: slow on a busy machine)."""
    page.wait_for_selector(DRAWN, timeout=WORK_MS)


def sign_in(page: Page, login: str) -> None:
    page.goto("/ban-lam-viec/")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()


def upload(page: Page, files: list[Path], *, kind: str = "parcels", plan: bytes | None = None) -> str:
    """Send files through the form; the address of the batch that came of them."""
    page.goto("/ban-lam-viec/nhap-tep/")
    page.set_input_files("#id_file", [str(path) for path in files])
    page.select_option("#id_kind", kind)
    page.get_by_label("Đơn vị hành chính").select_option(label="Phường Phan Thiết")
    if plan is not None:
        page.set_input_files(
            "#id_plan_file", {"name": "quy-hoach.json", "mimeType": "application/json", "buffer": plan}
        )
    page.get_by_role("button", name="Nhập tệp").click()
    page.wait_for_url(re.compile(r"/nhap-tep/\d+/$"))
    return page.url


def watch_until_staged(page: Page) -> list[str]:
    """Stay on the page until the review is there; every sentence the progress showed."""
    page.evaluate(
        """() => { const said = new Set(); const look = () => { const here = document.querySelector('#progress');
             if (here) said.add(here.innerText.replace(/\\s+/g, ' ')); };
           look(); new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
           addEventListener('pagehide', () => sessionStorage.setItem('said', JSON.stringify([...said]))); }"""
    )
    expect(page.locator(".tag", has_text=re.compile("Chờ xem xét|Hỏng|Từ chối")).first).to_be_visible(timeout=WORK_MS)
    expect(page.locator(".tag").first).to_have_text("Chờ xem xét")
    return page.evaluate("JSON.parse(sessionStorage.getItem('said') || '[]')")


def finding_on_list_and_map(page: Page) -> None:
    """A finding opened from the list is in the middle of the map; its mark there opens the same card."""
    drawn(page)
    row = page.locator("[data-finding].open").first
    number, title = row.get_attribute("data-finding"), row.locator(".title").inner_text()
    row.click()
    card = page.locator(f"article[data-card='{number}']")
    expect(card.get_by_role("heading")).to_have_text(title)
    expect(card.get_by_role("img").first).to_be_visible()
    drawn(page)
    page.keyboard.press("Escape")
    expect(page.locator("article[data-card]")).to_have_count(0)
    box = page.locator("#review-map canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + (CARD_PX + box["width"] - TOOLS_PX) / 2, box["y"] + box["height"] / 2)
    expect(card).to_be_visible()


def settle_errors(page: Page) -> None:
    """Waive the first with a reason, accept the others; the keyboard does it, as officers do."""
    remaining = page.locator("#findings .finding-list").first.locator(".finding.open")
    page.locator("[data-finding].open").first.click()
    expect(page.locator("article[data-card][data-state=open]")).to_be_visible()
    page.keyboard.press("w")
    page.get_by_label("Lý do bỏ qua").fill("biên bản kiểm tra số 12")
    page.get_by_role("button", name="Bỏ qua phát hiện này").click()
    expect(page.locator("#findings")).to_contain_text("biên bản kiểm tra số 12")
    for _ in range(40):
        if "phải sửa" not in page.locator("#actions").inner_text():
            break
        left, number = remaining.count(), remaining.first.get_attribute("data-finding")
        remaining.first.click()
        expect(page.locator(f"article[data-card='{number}'][data-state=open]")).to_be_visible()
        page.keyboard.press("a")
        expect(remaining).not_to_have_count(left)
    expect(page.get_by_role("button", name="Trình phê duyệt")).to_be_enabled()


def submit(page: Page) -> None:
    page.get_by_role("button", name="Trình phê duyệt").click()
    expect(page.locator("#actions")).to_contain_text("Đã trình. Chờ người có quyền phê duyệt")


def approve(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Phê duyệt và ghi sổ").click()
    expect(page.locator(".notice.ok").first).to_be_visible(timeout=WORK_MS)


def find_on_the_map(page: Page, wanted: Expected) -> str:
    """Search by ward, sheet and number as people write them, choose the hit, read the facts; its code."""
    page.goto("/")
    drawn(page)
    page.get_by_role("combobox").fill(f"to {wanted.sheet} thua {wanted.number} phan thiet")
    page.get_by_role("option", name=f"Thửa {wanted.number}, tờ {wanted.sheet}").first.click()
    card = page.locator("#card [data-parcel]")
    expect(card.get_by_role("heading", level=1)).to_contain_text(f"Thửa đất số {wanted.number}")
    expect(card).to_contain_text(f"{wanted.area_m2:.1f}".replace(".", ",") + "\u00a0m²")
    expect(card).to_contain_text(f"({wanted.land_use.split('+')[0]})")
    expect(card).to_contain_text("Phường Phan Thiết")
    drawn(page)
    shown = page.evaluate(
        "thodiaMap.queryRenderedFeatures({layers: ['parcel']}).map(f => `${f.properties.sheet}/${f.properties.number}`)"
    )
    assert f"{wanted.sheet}/{wanted.number}" in shown
    code = card.get_attribute("data-parcel") or ""
    assert re.fullmatch(r"[0-9a-z]{12}", code) and f"/t/{code}/" in page.url
    return code


def taken_of(text: str) -> float:
    """The area in `Một phần thửa đất, 106,4 m² (34,4 %), nằm trong …`."""
    found = re.search(r"Một phần thửa đất, ([\d.,]+)\s*m²", text)
    assert found, text
    return float(found.group(1).replace(".", "").replace(",", "."))


def test_from_the_officers_file_to_the_citizens_answer(
    ours: Installation, window: Callable[[], Page], small_sample: Path
) -> None:
    wanted = expected_parcel(small_sample)
    officer, approver, citizen = window(), window(), window()

    sign_in(officer, "canbo")
    batch = upload(officer, [small_sample / "commune.dgn"])
    said = watch_until_staged(officer)
    assert any("bước" in line for line in said), said
    expect(officer.locator("body")).to_contain_text("Biên nhận cân")
    finding_on_list_and_map(officer)
    expect(officer.get_by_role("button", name="Trình phê duyệt")).to_be_disabled()
    settle_errors(officer)
    submit(officer)
    expect(officer.get_by_role("button", name="Phê duyệt và ghi sổ")).to_have_count(0)

    citizen.goto(f"/tim/?q=to+{wanted.sheet}+thua+{wanted.number}")
    expect(citizen.locator("body")).not_to_contain_text(f"Thửa {wanted.number}, tờ {wanted.sheet}")

    sign_in(approver, "duyet")
    approve(approver, batch)
    expect(approver.locator(".notice.ok").first).to_contain_text("thửa vào sổ địa chính")

    code = find_on_the_map(citizen, wanted)
    expect(citizen.locator("#card .conclusion")).to_contain_text("Chưa có dữ liệu quy hoạch tại đây")

    plans = json.dumps(json.loads((small_sample / "sample.json").read_text(encoding="utf-8"))["planning"]).encode()
    tables = [small_sample / f"planning_zones.{suffix}" for suffix in ("tab", "dat", "map", "id")]
    zones = upload(officer, tables, kind="zones", plan=plans)
    watch_until_staged(officer)
    submit(officer)
    approve(approver, zones)

    citizen.goto(f"/t/{code}/")
    conclusion = citizen.locator("#card .conclusion")
    expect(conclusion).to_contain_text("Một phần thửa đất")
    # the plan's corners are on the same millimetre grid; the legal area is the labelled one, rounded to 0.1 m²
    assert taken_of(conclusion.inner_text()) == pytest.approx(wanted.taken_m2, abs=0.15)
    citizen.get_by_role("link", name="Phiếu quy hoạch").click()
    expect(citizen.locator(".theme-row", has_text="Lộ giới")).to_contain_text("1812/QĐ-UBND")
    expect(citizen.locator("body")).to_contain_text("Chưa có dữ liệu không có nghĩa là không có quy hoạch")
    assert "CHỦ THỬ NGHIỆM" not in citizen.content()

    commands_agree(ours, wanted, code)


def commands_agree(ours: Installation, wanted: Expected, code: str) -> None:
    """The command line answers the same, and the history of it all is whole."""
    reference = f"22945/{wanted.sheet}/{wanted.number}"
    parcel = ours.command("parcel", reference)
    assert parcel["ok"] and parcel["parcel_code"] == code
    assert parcel["area_m2"]["labelled"] == pytest.approx(wanted.area_m2)
    extract = ours.command("planning_extract", reference)
    road = next(part for part in extract["themes"] if part["theme"] == "right_of_way")
    assert extract["parcel_code"] == code and road["state"] == "affected"
    assert road["area_m2"] == pytest.approx(wanted.taken_m2, abs=0.15)
    assert [zone["code"] for zone in road["zones"]] == [wanted.road]
    history = ours.command("verify_history", "--files")
    assert history["ok"] and history["transactions"] >= 2 and not history["broken"]
