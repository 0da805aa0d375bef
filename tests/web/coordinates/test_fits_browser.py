"""The fits page in real Chromium: residuals, plot, a suspect left aside, saved; WCAG by axe in both themes."""

from typing import Any

import pytest

from accounts import api as accounts
from gis_core.crs.control_text import write_control_table
from tests.web.coordinates.test_fits_page import FITS, spoiled
from tests.web.test_browser import LAPTOP, browser, site, violations, visit
from tests.web.town import Town

__all__ = ["browser", "site", "visit"]
pytestmark = [pytest.mark.browser, pytest.mark.long]
PASSWORD = "một mật khẩu chỉ để thử 27"


@pytest.fixture(scope="module")
def officer(town: Town) -> str:
    """Made before Chromium starts: its event loop forbids queries in this thread."""
    accounts.ensure_office(code="THU-TD", name="Văn phòng thử", unit_references=("22918@2025-07-01",))
    accounts.add_user(login="do-dac", full_name="Cán bộ đo đạc", role="officer", office_code="THU-TD")
    user = accounts.actor("do-dac")
    user.set_password(PASSWORD)
    user.save()
    return user.username


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_fit_is_judged_and_saved(officer: str, site: str, visit: Any, theme: str) -> None:
    seen = visit(color_scheme=theme, **LAPTOP)
    page = seen.open(f"{site}{FITS}")
    page.fill("input[name=username]", officer)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("#fit-form")
    assert not violations(page)
    page.select_option("#kind", "second_degree")
    page.fill("#points", write_control_table(spoiled()))
    page.fill("#name", f"Phan Thiết {theme}")
    page.click("#fit-form button.btn-primary")
    page.wait_for_selector(".residual-plot")
    assert "T04" in page.inner_text(".notice.warn")
    assert not violations(page)
    page.check("input[name=bo][value=T04]")
    page.click("#fit-form button[name=luu]")
    page.wait_for_selector("h1:has-text('Phan Thiết')")
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    seen.quiet()
