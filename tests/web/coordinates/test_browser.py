"""The coordinate pages in real Chromium, phone and desktop: answer, map, no console noise, WCAG by axe."""

from typing import Any

import pytest

from tests.web.test_browser import LAPTOP, PHONE, browser, site, violations, visit

__all__ = ["browser", "site", "visit"]
pytestmark = [pytest.mark.browser, pytest.mark.long]
ONE = "/toa-do/?tu=WGS-84&den=B%C3%ACnh+Thu%E1%BA%ADn&diem=10.9289+108.1021"
LIST = "M1 10,9289 108,1021\nM2 10°39′39,2″B 107°46′16,3″Đ\nM3 108.1 10.9\nM4 11.1745 108.5640"


@pytest.mark.parametrize("options", [LAPTOP, PHONE], ids=["1366", "390"])
def test_points_are_typed_answered_and_drawn(site: str, visit: Any, options: dict[str, Any]) -> None:
    seen = visit(**options)
    page = seen.open(f"{site}/toa-do/")
    page.fill("#diem", LIST)
    page.fill("#den", "Bình Thuận")
    page.click("form.ask button.btn-primary")
    page.wait_for_selector(".answer-sheet")
    assert "Đã đổi 3 điểm, 1 dòng không đổi được" in page.inner_text("#answer")
    page.wait_for_selector("html[data-map=idle]", timeout=60_000)
    assert page.is_visible(".place-map canvas")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page)
    seen.quiet()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("options", [LAPTOP, PHONE], ids=["1366", "390"])
def test_every_page_is_accessible_and_fits(site: str, visit: Any, options: dict[str, Any], theme: str) -> None:
    seen = visit(color_scheme=theme, **options)
    for address in ("/toa-do/manh/?so=209455-2", "/toa-do/nhan-biet/?diem=1208622+456313", ONE):
        page = seen.open(site + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert not violations(page), address


def test_sheets_and_detection_answer_without_script(site: str, visit: Any) -> None:
    page = visit(java_script_enabled=False, **LAPTOP).open(f"{site}/toa-do/manh/")
    page.fill("#so", "209455-2-(6)")
    page.click("form.ask button.btn-primary")
    assert "tỷ lệ 1:500" in page.inner_text("#answer")
    page.goto(f"{site}/toa-do/nhan-biet/")
    page.fill("#diem", "1208622.92 456313.40")
    page.click("form.ask button.btn-primary")
    assert "VN-2000 / TM-3 108-30" in page.inner_text("#answer")
