"""Retake every picture of docs/images from a running installation: by hand, after a change one can see.

    ./run
    THODIA_PASSWORD=<password of canbo> .venv/bin/python -m scripts.screenshots http://127.0.0.1:8000

Nothing is changed in the installation: pages are only opened. Pictures show the demonstration commune; the chosen
parcel and the batch to review are found through the pages themselves, so any installation with that commune will do.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.places import PROJECT

FOLDER = PROJECT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-gpu-rasterization",
]  # fmt: skip
"""Maps are drawn by software; pages outside them are painted the plain way, else tall pages show black bands."""
MOST_BYTES = 350_000
COLOURS = (256, 192, 128, 96)
"""Numbers of colours tried, most first, until a picture is small enough."""
WIDE, LAPTOP, PHONE = (1440, 900), (1366, 768), (390, 844)
SEARCHED_SHEETS, SEARCHED_NUMBERS = range(1, 6), range(1, 301, 7)


@dataclass(frozen=True)
class Subject:
    """The parcel in the pictures: its code and its place (WGS-84)."""

    code: str
    lon: float
    lat: float


class Studio:
    """A browser, an installation, a folder."""

    def __init__(self, browser: Browser, base: str, folder: Path, login: str, password: str) -> None:
        """`base` without a slash at its end; without a password no picture of the desk is taken."""
        self.browser, self.base, self.folder = browser, base.rstrip("/"), folder
        self.login, self.password = login, password
        self.session: Any = None

    @contextmanager
    def page(self, size: tuple[int, int], *, dark: bool = False, desk: bool = False) -> Iterator[Page]:
        """A window of that size; the desk's windows share one sign-in."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="vi-VN",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            is_mobile=size == PHONE,
            has_touch=size == PHONE,
            storage_state=self.session if desk else None,
        )
        try:
            yield context.new_page()
        finally:
            context.close()

    def sign_in(self) -> None:
        """Keep the officer's session for the desk."""
        with self.page(LAPTOP) as page:
            page.goto(f"{self.base}/dang-nhap/")
            page.fill("input[name=username]", self.login)
            page.fill("input[name=password]", self.password)
            page.press("input[name=password]", "Enter")
            page.wait_for_url("**/ban-lam-viec/**")
            self.session = page.context.storage_state()

    def keep(self, page: Page, name: str) -> None:
        """Wait until the map is drawn and the fonts are there, then write the picture."""
        page.evaluate("document.fonts.ready")
        if page.query_selector("#map, #review-map"):
            page.wait_for_selector("html[data-map=idle]", timeout=60_000)
        page.wait_for_timeout(500)
        size = write_small(page.screenshot(), self.folder / name)
        print(f"  {name}: {size / 1000:.0f} KB")

    def json(self, page: Page, path: str) -> Any:
        """What the site answers programs."""
        return page.request.get(self.base + path, headers={"Accept": "application/json"}).json()


def write_small(png: bytes, path: Path) -> int:
    """Write a PNG with a palette small enough for the repository; bytes written."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    data = png
    for colours in COLOURS:
        out = BytesIO()
        # largest coverage first: rare colours (states, marks) stay what they are
        few = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        data = out.getvalue()
        if len(data) <= MOST_BYTES:
            break
    path.write_bytes(data)
    return len(data)


def subject(studio: Studio) -> Subject:
    """A parcel of which the planned road takes a tenth to a third: the answer citizens come for."""
    with studio.page(LAPTOP) as page:
        for sheet in SEARCHED_SHEETS:
            for number in SEARCHED_NUMBERS:
                rows = studio.json(page, f"/tim/?q=to+{sheet}+thua+{number}")["results"]
                code = next((row["parcel"] for row in rows if row["title"] == f"Thửa {number}, tờ {sheet}"), None)
                if code and _taken_in_part(studio.json(page, f"/t/{code}/quy-hoach.json")):
                    page.goto(f"{studio.base}/t/{code}/", wait_until="domcontentloaded")
                    place = page.get_attribute("#card [data-parcel]", "data-point") or ""
                    lon, lat = (float(value) for value in place.split(","))
                    return Subject(code, lon, lat)
    sys.exit("No parcel that a planned road takes in part: is the demonstration commune loaded?")


def _taken_in_part(answer: dict[str, Any]) -> bool:
    affected = [part for part in answer["themes"] if part["state"] == "affected"]
    return [part["theme"] for part in affected] == ["right_of_way"] and 0.1 < affected[0]["share"] < 0.35


def public_map(studio: Studio, here: Subject) -> None:
    """The commune as it opens, with roads, blocks and plans."""
    with studio.page(WIDE) as page:
        page.goto(f"{studio.base}/?z=16.6&x={here.lon:.6f}&y={here.lat:.6f}")
        page.wait_for_selector("html[data-map=idle]", timeout=60_000)
        page.click("#tool-layers")
        studio.keep(page, "public-map-1440.png")


def public_parcel(studio: Studio, here: Subject) -> None:
    """One parcel with its answer."""
    with studio.page(WIDE) as page:
        page.goto(f"{studio.base}/t/{here.code}/?z=18.7&x={here.lon:.6f}&y={here.lat:.6f}")
        studio.keep(page, "public-parcel-1440.png")


def public_phone(studio: Studio, here: Subject) -> None:
    """The same on a phone."""
    with studio.page(PHONE) as page:
        page.goto(f"{studio.base}/t/{here.code}/")
        studio.keep(page, "public-parcel-390.png")


def public_dark(studio: Studio, here: Subject) -> None:
    """The same at night."""
    with studio.page(LAPTOP, dark=True) as page:
        page.goto(f"{studio.base}/t/{here.code}/?z=18.2&x={here.lon:.6f}&y={here.lat:.6f}")
        studio.keep(page, "public-dark-1366.png")


def planning_sheet(studio: Studio, here: Subject) -> None:
    """The printable answer."""
    with studio.page(WIDE) as page:
        page.goto(f"{studio.base}/t/{here.code}/quy-hoach/")
        studio.keep(page, "planning-sheet-1440.png")


def plan_page(studio: Studio, _here: Subject) -> None:
    """A plan with its decision and zones."""
    with studio.page(LAPTOP) as page:
        page.goto(f"{studio.base}/quy-hoach/")
        page.locator(".plan h2 a").first.click()
        page.wait_for_selector("table.zones")
        studio.keep(page, "plan-1366.png")


def coordinates(studio: Studio, here: Subject) -> None:
    """A list of points converted, with a line that cannot be; on a laptop and on a phone."""
    lines = [f"M{i} {here.lat + 0.0011 * i:.6f} {here.lon - 0.0017 * i:.6f}" for i in range(4)]
    for size, name in ((LAPTOP, "coordinates-1366.png"), (PHONE, "coordinates-390.png")):
        with studio.page(size) as page:
            page.goto(f"{studio.base}/toa-do/")
            page.fill("#diem", "\n".join([*lines, f"M4 {here.lon:.6f} {here.lat:.6f}"]))
            page.click("form.ask button.btn-primary")
            page.wait_for_selector("html[data-map=idle]", timeout=60_000)
            studio.keep(page, name)


def desk_lists(studio: Studio, _here: Subject) -> None:
    """Work and batches."""
    for path, name in (("", "desk-home-1366.png"), ("nhap-tep/", "desk-imports-1366.png")):
        with studio.page(LAPTOP, desk=True) as page:
            page.goto(f"{studio.base}/ban-lam-viec/{path}")
            studio.keep(page, name)


def desk_review(studio: Studio, _here: Subject) -> None:
    """The batch that waits for review, with its first finding open; by day and by night."""
    for dark, name in ((False, "desk-review-1366.png"), (True, "desk-review-dark.png")):
        with studio.page(LAPTOP, dark=dark, desk=True) as page:
            page.goto(f"{studio.base}/ban-lam-viec/nhap-tep/")
            page.locator("#batch-list tr", has_text="Chờ xem xét").get_by_role("link").first.click()
            page.wait_for_selector("html[data-map=idle]", timeout=60_000)
            page.locator("[data-finding]").first.click()
            page.wait_for_selector("[data-card]")
            studio.keep(page, name)


def desk_act(studio: Studio, _here: Subject) -> None:
    """The dry-run of a draft: both sides, the differences, every condition."""
    with studio.page(LAPTOP, desk=True) as page:
        page.goto(f"{studio.base}/ban-lam-viec/bien-dong/")
        page.locator("tr", has_text="Dự thảo").get_by_role("link").first.click()
        page.wait_for_selector(".plan-pair")
        studio.keep(page, "desk-act-1366.png")


PUBLIC: tuple[Callable[[Studio, Subject], None], ...] = (
    public_map, public_parcel, public_phone, public_dark, planning_sheet, plan_page, coordinates,
)  # fmt: skip
DESK: tuple[Callable[[Studio, Subject], None], ...] = (desk_lists, desk_review, desk_act)


def main() -> None:
    """Take them all, or those whose function is named."""
    parser = argparse.ArgumentParser(prog="scripts.screenshots", description=__doc__)
    parser.add_argument("base", help="address of the running site")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--login", default="canbo", help="an officer; the password comes from THODIA_PASSWORD")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="e.g. public_map desk_review")
    options = parser.parse_args()
    password = os.environ.get("THODIA_PASSWORD", "")
    scenes = [scene for scene in (*PUBLIC, *DESK) if not options.only or scene.__name__ in options.only]
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        studio = Studio(browser, options.base, options.folder, options.login, password)
        if password:
            studio.sign_in()
        elif any(scene in DESK for scene in scenes):
            print("No THODIA_PASSWORD: pictures of the desk stay as they are.")
            scenes = [scene for scene in scenes if scene not in DESK]
        here = subject(studio)
        for scene in scenes:
            scene(studio, here)
        browser.close()


if __name__ == "__main__":
    main()
