"""An act in real Chromium, from the counter to the QR on the new certificate, by the people who do it; axe on the way.

Clerk receives → officer splits by a typed cut → dry-run → approver decides → certificate prepared by one, issued by
another → printed PDF → its QR → public page → the old number leads to the new parcels.
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from land_records.models import ParcelVersion, RightSubject
from tests.land_records.certificates.papers import FACTS
from tests.land_records.parties.people import card, entered
from tests.web.desk.conftest import Desk
from tests.web.desk.test_browser import LAPTOP, PHONE, Visit, browser, site
from web.desk.act_specs import SPECS

pytestmark = [pytest.mark.browser, pytest.mark.long]
__all__ = ["browser", "site"]
DESK = "/ban-lam-viec/"
HOLDER, BUYER = "Phạm Thị Hồng Hạnh", "Đỗ Nguyễn Quỳnh Ưng"
OLD_SERIAL, NEW_SERIAL = "AA 00810001", "AA 00810002"


@dataclass(frozen=True)
class Case:
    """Two parcels of the sample with one holder, a certificate in force for the first; a dossier about the second."""

    parcel: land_records.ParcelSnapshot
    certificate: land_records.CertificateSnapshot
    given_id: int
    given_dossier: str


@pytest.fixture(scope="module")
def case(desk: Desk) -> Iterator[Case]:
    assert desk
    officer, approver = accounts.actor("canbo"), accounts.actor("duyet")
    wide = ParcelVersion.objects.filter(
        standing="official", valid__upper_inf=True, short_side_m__gt=12, area_computed__gt=400, main_use="ODT"
    ).exclude(parcel_id__in=RightSubject.objects.filter(parcel_id__isnull=False).values("parcel_id"))
    first, second = (land_records.parcel_by_id(one.parcel_id) for one in wide.order_by("parcel_id")[:2])
    holder = entered(officer, HOLDER, year=1972, gender="female", number=card("female", 1972)).party_id
    entered(officer, BUYER, year=1991, gender="female", number=card("female", 1991))
    paper = registered(officer, approver, first, holder)
    registered(officer, approver, second, holder)
    land_records.prepare_certificate(actor=officer, certificate_id=paper, **FACTS)
    land_records.issue_certificate(approver=approver, certificate_id=paper, serial=OLD_SERIAL)
    gift = dossiers.open_dossier(actor=officer, kind="application", unit_id=second.unit_id, title="Tặng cho")
    yield Case(first, land_records.certificate(paper), second.parcel_id, gift.code)


def registered(officer: accounts.User, approver: accounts.User, parcel: Any, holder: int) -> int:
    """First registration; answers the draft of its certificate."""
    dossier = dossiers.open_dossier(actor=officer, kind="application", unit_id=parcel.unit_id, title="Đăng ký lần đầu")
    act = land_records.draft_act(actor=officer, dossier_id=dossier.id, kind="first_registration", payload={
        "parcel_ids": [parcel.parcel_id], "holders": [{"party_id": holder}], "began_on": "2010-01-01",
        "origin": "CNQ-CTT", "purposes": [{"parcel_id": parcel.parcel_id, "code": "ODT"}]})  # fmt: skip
    land_records.submit_act(actor=officer, act_id=act.id)
    return land_records.approve_act(approver=approver, act_id=act.id).ids["certificate:1"]


CUT_OFF = """[...document.querySelectorAll("main .plan, main .panel-box, main .party-field, main input")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80))"""
"""Boxes that a scrolling parent hides to the right."""


def shoot(visit: Visit, name: str) -> None:
    """A picture for people, when a folder is given."""
    if folder := os.environ.get("THODIA_SHOTS"):
        visit.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def proper(visit: Visit, name: str) -> None:
    """Nothing for axe to say, nothing wider than the screen."""
    shoot(visit, name)
    assert visit.faults() == [], name
    page = visit.page
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, name
    assert page.evaluate(CUT_OFF) == [], name


def everywhere(browser: Browser, site: str, who: str, path: str, name: str) -> None:
    """The same page on a laptop in both themes and on a phone."""
    for theme, size in (("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE)):
        visit = Visit(browser, site, who, size, theme)
        visit.open(path)
        proper(visit, f"{name}-{theme}-{size['width']}")
        assert visit.noise == [], name
        visit.context.close()


def received(browser: Browser, site: str, case: Case) -> str:
    """The clerk takes the dossier in with the procedure's papers; answers its code."""
    visit = Visit(browser, site, "vanthu", LAPTOP)
    page = visit.open(f"{DESK}ho-so/moi/?thu-tuc=tach-hop-thua")
    parcel = case.parcel
    page.fill("[name$=title]", f"Tách thửa đất {parcel.number}, tờ {parcel.sheet}")
    page.fill("[name$=parcels]", f"{parcel.sheet}/{parcel.number}")
    page.click(".form-foot .btn-primary")
    page.wait_for_selector(".dossier-grid")
    code = page.inner_text("h1.code").strip()
    shoot(visit, "dossier-received")
    assert page.locator(".land-line").count() == 1
    visit.context.close()
    return code


def drafted(visit: Visit, code: str) -> str:
    """The officer starts from the dossier and types a cut; answers the address of the dry-run."""
    page = visit.open(f"{DESK}ho-so/{code}/")
    page.click("#q-acts a")
    page.click(".offers a[href*=split_parcel]")
    assert page.input_value("#ho-so") == code and page.input_value("[name=parcel_id]")
    page.select_option("[name=cut__how]", "area")
    page.fill("[name=cut__area_m2]", "150,0")
    page.fill("[name=cut__bearing]", "0°")
    assert page.locator("[name=cut__points]").is_hidden(), "only the boxes of the chosen way are shown"
    assert page.locator(".act-entry aside .corner-no").count() >= 4, "corners are numbered beside the form"
    proper(visit, "split-form")
    page.click(".act-form .btn-primary")
    page.wait_for_selector(".act-bar")
    return urlparse(page.url).path


def test_from_the_counter_to_the_qr_and_the_old_number(case: Case, browser: Browser, site: str, tmp_path: Path) -> None:
    code = received(browser, site, case)
    officer, approver = Visit(browser, site, "canbo", LAPTOP), Visit(browser, site, "duyet", LAPTOP)
    preview = drafted(officer, code)
    expect(officer.page.locator(".not-written")).to_contain_text("chưa ghi gì vào sổ địa chính")
    assert officer.page.locator(".plan svg").count() == 2 and "150,0" in officer.page.inner_text(".delta")
    everywhere(browser, site, "canbo", preview, "dry-run")
    officer.page.click(".act-bar .btn-primary")
    officer.page.wait_for_selector("text=Rút lại")

    page = approver.open(f"{DESK}ho-so/{code}/")
    page.click("section:has(#q-acts) td a")
    page.wait_for_selector("[data-primary]")
    page.click("[data-primary]")
    page.wait_for_selector(".notice.ok")
    proper(approver, "act-done")
    assert code in page.inner_text(".page-head")
    drafts = page.locator("section:has(#q-papers) li", has=page.locator(".tag.note")).locator("a")
    assert drafts.count() == 2, "each part gets a paper of its own"
    draft = str(drafts.first.get_attribute("href"))

    page = officer.open(draft)
    for name in ("issued_on", "issuer", "signer", "decision_no", "decision_date"):
        said = FACTS[name].isoformat() if isinstance(FACTS[name], date) else FACTS[name]
        page.fill(f"section:has(#q-issue) [name={name}]", said)
    proper(officer, "certificate-prepare")
    page.click("section:has(#q-issue) details .btn")
    page.wait_for_selector("text=chờ người thứ hai phát hành")
    assert page.locator("form[action$='phat-hanh/'] .btn-primary").count() == 0, "who prepared does not issue"
    page = approver.open(draft)
    page.fill("form[action$='phat-hanh/'] [name=serial]", NEW_SERIAL)
    page.click("form[action$='phat-hanh/'] .btn-primary")
    page.wait_for_selector("text=Còn giá trị")
    everywhere(browser, site, "canbo", draft, "certificate")

    told = qr_of(printed_pdf(officer, draft), tmp_path)
    assert land_records.read_qr(told, land_records.public_keys()).serial == NEW_SERIAL.replace(" ", "")
    public = urlparse(told).path + (f"?{urlparse(told).query}" if urlparse(told).query else "")
    everywhere_public(browser, site, public, "verify")
    visit = Public(browser, site, LAPTOP, "light")
    page = visit.open(public)
    said = page.inner_text("main")
    assert "còn giá trị" in said and NEW_SERIAL in said
    for private in (HOLDER, HOLDER.rsplit(maxsplit=1)[-1] + " ", str(FACTS["signer"]), "06017"):
        assert private not in page.content(), private
    page = visit.open(f"/kiem-tra/{case.certificate.token}/")
    assert "thay thế" in page.inner_text("main"), "the certificate of the whole was replaced by those of the parts"

    old = f"/so-cu/?xa={case.parcel.unit_name}&to={case.parcel.sheet}&thua={case.parcel.number}"
    page = visit.open(old)
    assert "đã tách thành thửa" in page.inner_text("main") and page.locator("main a[href*='/t/']").count() == 2
    assert visit.noise == []
    everywhere_public(browser, site, old, "old-number")
    page.locator("main a[href*='/t/']").first.click()
    page.wait_for_selector("main h1, h1")
    assert HOLDER not in page.content()


class Public(Visit):
    """A citizen: nobody is signed in."""

    def __init__(self, browser: Browser, site: str, size: dict[str, int], theme: str) -> None:
        self.site = site
        self.context = browser.new_context(
            locale="vi-VN", reduced_motion="reduce", viewport=size, color_scheme=theme, bypass_csp=False
        )
        self.page: Page = self.context.new_page()
        self.noise: list[str] = []
        self.page.on("console", lambda m: self.noise.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))


def everywhere_public(browser: Browser, site: str, path: str, name: str) -> None:
    for theme, size in (("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE)):
        visit = Public(browser, site, size, theme)
        visit.open(path)
        proper(visit, f"{name}-{theme}-{size['width']}")
        visit.context.close()


def printed_pdf(visit: Visit, certificate: str) -> bytes:
    """What the print button gives: the same request in the same session, kept instead of shown."""
    page = visit.open(certificate)
    token = page.get_attribute("form[action$='/in/'] [name=csrfmiddlewaretoken]", "value")
    answer = visit.context.request.post(
        f"{visit.site}{certificate}in/", form={"csrfmiddlewaretoken": token or "", "kind": "whole"},
        headers={"Referer": page.url},
    )  # fmt: skip
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    return answer.body()


def qr_of(pdf: bytes, folder: Path) -> str:
    """The QR of the first page, printed at 300 dpi and read by zbar."""
    shot = folder / "page.png"
    pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil().save(shot)
    read = subprocess.run(["zbarimg", "-q", "--raw", str(shot)], capture_output=True, text=True, check=True)
    return read.stdout.strip()


def test_parties_are_chosen_by_keyboard_without_leaving_the_form(case: Case, browser: Browser, site: str) -> None:
    """Search by Enter, choose, shares added up while typing; axe on a laptop in both themes and on a phone."""
    where = f"{DESK}bien-dong/moi/transfer_right/?thua={case.given_id}&ho-so={case.given_dossier}"
    for theme, size in (("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE)):
        visit = Visit(browser, site, "canbo", size, theme)
        look = f"{theme}-{size['width']}"
        page = visit.open(where)
        page.select_option("[name=form]", "shares")
        page.fill("[name=paper_number]", "12/HĐ")
        field = page.locator("#pick-receivers")
        for said, name in (("do nguyen quynh", BUYER), ("pham thi hong hanh 1972", HOLDER)):
            field.get_by_role("searchbox").fill(said)
            page.keyboard.press("Enter")
            expect(field.locator("[data-found]")).to_be_focused()
            field.get_by_role("button", name=f"Chọn {name}").press("Enter")
            expect(field.locator(".chosen-parties")).to_contain_text(name)
        shares = field.locator("[data-share]")
        shares.nth(0).fill("1/3")
        shares.nth(1).fill("1/2")
        expect(field.locator("[data-share-sum]")).to_have_text("Tổng các phần: 5/6")
        shares.nth(1).fill("2/3")
        expect(field.locator("[data-share-sum]")).to_have_text("Tổng các phần: 1")
        field.get_by_role("searchbox").fill("do nguyen")
        page.keyboard.press("Enter")
        expect(field.locator(".party-found .tag.ok")).to_be_visible()
        assert field.locator("[data-share]").nth(1).input_value() == "2/3", "shares stay while one searches on"
        proper(visit, f"picker-{look}")
        assert page.input_value("[name=paper_number]") == "12/HĐ" and "do nguyen" not in page.url
        assert visit.noise == []
        if size == PHONE:
            field.get_by_role("searchbox").fill("")
            page.click(".act-form .btn-primary")
            page.wait_for_selector(".act-bar")
            assert HOLDER not in page.content() and BUYER not in page.content(), "the dry-run names nobody"
        visit.context.close()


@pytest.mark.parametrize(("theme", "size"), [("light", LAPTOP), ("dark", PHONE)])
def test_every_form_passes_axe(case: Case, browser: Browser, site: str, theme: str, size: dict[str, int]) -> None:
    """All kinds of acts on one parcel; the page where new particulars are entered."""
    visit = Visit(browser, site, "canbo", size, theme)
    for kind in sorted(SPECS):
        visit.open(f"{DESK}bien-dong/moi/{kind}/?thua={case.given_id}&ho-so={case.given_dossier}")
        proper(visit, f"form-{kind}-{theme}")
    page = visit.open(f"{DESK}bien-dong/moi/change_particulars/?thua={case.given_id}&ho-so={case.given_dossier}")
    page.locator("#pick-party_id").get_by_role("button", name="Người đang giữ quyền").click()
    page.locator("#pick-party_id").get_by_role("button", name=f"Chọn {HOLDER}").click()
    expect(page.locator("#pick-party_id .chosen-parties")).to_contain_text(HOLDER)
    page.click("#new-particulars button")
    page.wait_for_selector("form.entry")
    proper(visit, f"new-particulars-{theme}")
    page.fill("[name=name]", f"{HOLDER} Mới")
    page.click("form.entry .btn-primary")
    page.wait_for_selector("#new-particulars .i")
    assert page.locator("[name=what][value=name]").is_checked() and f"{HOLDER} Mới" not in page.content()
    proper(visit, f"new-particulars-sealed-{theme}")
    assert visit.noise == []
    visit.context.close()


def test_a_change_of_purpose_shows_what_the_plan_says(case: Case, browser: Browser, site: str) -> None:
    """The dry-run names the plan, its decision and the figures; the typed answer of a form decides nothing."""
    visit = Visit(browser, site, "canbo", LAPTOP)
    page = visit.open(f"{DESK}bien-dong/moi/change_purpose/?thua={case.given_id}&ho-so={case.given_dossier}")
    page.fill("[name=uses]", "TMD; ; lâu dài")
    page.select_option("[name=plan_check]", "fits")
    page.fill("[name=paper_number]", "77/QĐ-UBND")
    page.click(".act-form .btn-primary")
    page.wait_for_selector(".act-bar")
    said = page.locator(".conditions li", has_text="PURPOSE-PLAN")
    assert said.count() >= 1
    proper(visit, "purpose-dry-run")
    assert visit.noise == []
    visit.context.close()
