"""The parcel sheet: page, PDF and command say the same about one parcel, and never mix two."""

import io
import json
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageChops, ImageStat
from pypdfium2 import raw

from gis_core.errors import DomainError
from land_records import api as land_records
from tests.web.town import Town
from web.sheets.parcel_sheet import SheetMixed, parcel_sheet, sheet_of
from web.sheets.pdf import PrintingFault, pdf_of
from web.sheets.printing import parcel_sheet_html

EXPECTED = Path(__file__).parent / "expected"
DPI = 300


def pages_of(pdf: bytes, dpi: int = 72) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.fixture(scope="module")
def printed(town: Town) -> bytes:
    """The PDF of parcel 7 of the town, as a citizen gets it."""
    answer = Client().get(f"/t/{town.codes[7]}/trich-luc.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def test_the_page_shows_facts_plan_and_coordinates(town: Town) -> None:
    page = Client().get(f"/t/{town.codes[7]}/trich-luc/")
    html = page.content.decode()
    assert page.status_code == 200
    for said in ("Trích lục bản đồ địa chính", town.codes[7], "X (Bắc)", "1\u00a0208\u00a0640,000", "20,00", "400,0"):
        assert said in html
    assert f'data-parcel="{town.codes[7]}"' in html
    assert html.count('data-parcel="') == 1
    assert "không thể hiện người sử dụng đất" in html
    assert "style=" not in html


def test_a_parcel_nobody_knows_and_a_day_to_come(town: Town) -> None:
    assert Client().get("/t/w3gvk1te8n6z/trich-luc/").status_code == 404
    assert Client().get("/t/w3gvk1te8n6z/trich-luc.pdf").status_code == 404
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert Client().get(f"/t/{town.codes[7]}/trich-luc/?ngay={tomorrow}").status_code == 400
    before = Client().get(f"/t/{town.codes[7]}/trich-luc/?ngay=2020-01-01")
    assert before.status_code == 404


def test_the_pdf_is_one_page_with_a_vietnamese_text_layer(town: Town, printed: bytes) -> None:
    assert len(pages_of(printed)) == 1
    text = text_of(printed)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TRÍCH LỤC BẢN ĐỒ ĐỊA CHÍNH",
        "Mục đích sử dụng đất",
        "Tỷ lệ 1:",
    ):
        assert said in text
    assert "Người trích lục" in text
    assert town.codes[7] in text


def test_every_font_is_embedded(printed: bytes) -> None:
    document = pypdfium2.PdfDocument(printed)
    texts = [thing for thing in document[0].get_objects() if thing.type == raw.FPDF_PAGEOBJ_TEXT]
    embedded = [raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)) for thing in texts]
    document.close()
    assert len(embedded) > 40
    assert set(embedded) == {1}


def test_the_qr_is_two_centimetres_and_leads_to_the_parcel(town: Town, printed: bytes, tmp_path: Path) -> None:
    picture = pages_of(printed, DPI)[0]
    whole = tmp_path / "page.png"
    picture.save(whole)
    read = subprocess.run(["zbarimg", "-q", "--raw", str(whole)], capture_output=True, check=True).stdout.decode()
    assert f"/t/{town.codes[7]}/" in read
    assert _height_of_qr(picture) == pytest.approx(20 / 25.4 * DPI, abs=6)


def _height_of_qr(page: Image.Image) -> int:
    """Pixels from the first to the last ink in the QR's left edge, the first thing from the left below the table."""
    top = round(page.height * 0.775)
    corner = page.convert("L").crop((0, top, round(page.width * 0.3), page.height))
    ink = corner.point(lambda value: 255 if value < 128 else 0)
    left = ink.getbbox()[0]
    edge = ink.crop((left, 0, left + 12, ink.height))
    rows = [y for y in range(edge.height) if edge.crop((0, y, 12, y + 1)).getbbox()]
    end = next((row for row, following in pairwise(rows) if following - row > 40), rows[-1])
    return end - rows[0] + 1


def test_the_plan_measures_true_on_paper(printed: bytes) -> None:
    """A side of 20 m is 100 mm at 1:200, 40 mm at 1:500: measured as the parcel's outline in the file."""
    document = pypdfium2.PdfDocument(printed)
    text = document[0].get_textpage().get_text_range()
    scale = int(text.split("Tỷ lệ 1:")[1].split()[0])
    picture = document[0].render(scale=400 / 72).to_pil().convert("L")
    document.close()
    found = _longest_dark_run(picture)
    assert found / 400 * 25.4 == pytest.approx(20_000 / scale, abs=1.0)


def _longest_dark_run(picture: Image.Image) -> int:
    """Pixels of the longest horizontal line of 6 rows at 400 dpi: the parcel is drawn 0.45 mm wide, the frame 0.3."""
    best = 0
    thick = picture.point(lambda value: 0 if value < 110 else 255)
    data = thick.load()
    for y in range(round(picture.height * 0.4), round(picture.height * 0.72)):
        run = 0
        for x in range(picture.width):
            inked = data[x, y] == 0 and data[x, y + 5] == 0
            run = run + 1 if inked else 0
            best = max(best, run)
    return best


def test_the_sheet_looks_as_expected(town: Town, printed: bytes) -> None:
    """Compared with a kept picture, small and grey: words and lines may shift a little, nothing may be missing."""
    now = pages_of(printed, 60)[0].convert("L")
    kept = EXPECTED / "parcel_sheet.png"
    assert_alike(now, kept)


def assert_alike(now: Image.Image, kept: Path) -> None:
    if os.environ.get("THODIA_KEEP"):
        now.save(kept)
    expected = Image.open(kept).convert("L")
    assert now.size == expected.size
    small = (now.width // 4, now.height // 4)
    difference = ImageChops.difference(now.resize(small), expected.resize(small))
    assert ImageStat.Stat(difference).mean[0] < 2.0
    assert ImageStat.Stat(difference).extrema[0][1] < 130


def test_holders_stand_on_the_desks_sheet_only(town: Town) -> None:
    today = timezone.localdate()
    parcel = land_records.parcel_by_code(town.codes[7])
    desk = parcel_sheet_html(sheet_of(parcel, today, today=today, holders=["Ông Nguyễn Văn Thử <b>"]))
    assert "Ông Nguyễn Văn Thử &lt;b&gt;" in desk
    assert "không thể hiện người sử dụng đất" not in desk
    assert "Chưa đăng ký" in parcel_sheet_html(sheet_of(parcel, today, today=today, holders=[]))


def test_parts_of_two_parcels_are_never_put_together(town: Town) -> None:
    today = timezone.localdate()
    one, other = (sheet_of(land_records.parcel_by_code(town.codes[n]), today, today=today) for n in (7, 8))
    with pytest.raises(SheetMixed):
        replace(one, drawing=other.drawing)
    with pytest.raises(SheetMixed):
        replace(one, corners=other.corners)
    with pytest.raises(SheetMixed):
        replace(one, parcel=other.parcel)


def test_requests_at_one_moment_do_not_mix(town: Town) -> None:
    """Twelve citizens press the button at once; each sheet holds its own parcel's code and corners, no other's."""
    numbers = list(range(1, 13))
    barrier = threading.Barrier(len(numbers))

    def ask(number: int) -> tuple[int, str]:
        barrier.wait()
        try:
            return number, Client().get(f"/t/{town.codes[number]}/trich-luc/").content.decode()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(numbers)) as pool:
        answers = dict(pool.map(ask, numbers))
    for number, html in answers.items():
        assert f'data-parcel="{town.codes[number]}"' in html
        assert not [other for other in numbers if other != number and town.codes[other] in html]
        first = land_records.parcel_by_code(town.codes[number]).corners[0]
        assert f"{first.x_north:,.3f}".replace(",", "\u00a0").replace(".", ",") in html


def test_pdfs_printed_at_one_moment_do_not_mix(town: Town) -> None:
    numbers = [2, 9, 14]
    barrier = threading.Barrier(len(numbers))

    def ask(number: int) -> tuple[int, bytes]:
        barrier.wait()
        try:
            return number, Client().get(f"/t/{town.codes[number]}/trich-luc.pdf").content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(numbers)) as pool:
        answers = dict(pool.map(ask, numbers))
    for number, pdf in answers.items():
        text = text_of(pdf)
        assert town.codes[number] in text
        assert not [other for other in town.codes.values() if other != town.codes[number] and other in text]


def _command(*arguments: str) -> tuple[int, dict[str, Any]]:
    out, code = io.StringIO(), 0
    try:
        call_command(*arguments, "--json", stdout=out, stderr=io.StringIO())
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    return code, json.loads(out.getvalue())


def test_the_command_writes_the_file(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    code, answer = _command("parcel_sheet", "22945/1/7", "--pdf", str(out))
    assert (code, answer["ok"], answer["parcel_code"], answer["corners"]) == (0, True, town.codes[7], 4)
    assert answer["address"].endswith(f"/t/{town.codes[7]}/")
    assert out.read_bytes().startswith(b"%PDF-")
    assert answer["bytes"] == out.stat().st_size


def test_the_command_refuses_without_a_file(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "none.pdf"
    code, answer = _command("parcel_sheet", "22945/1/4711", "--pdf", str(out))
    assert (code, answer["ok"], answer["error"]["code"]) == (1, False, "parcel_not_found")
    code, answer = _command("parcel_sheet", "22945/1/7", "--pdf", str(out), "--as-of", "2020-01-01")
    assert (code, answer["ok"]) == (1, False)
    assert not out.exists()


def test_a_parcel_known_from_papers_has_no_sheet(town: Town) -> None:
    today = timezone.localdate()
    paper = replace(land_records.parcel_by_code(town.codes[7]), official_geometry=None, geometry=None)
    with pytest.raises(DomainError) as refusal:
        sheet_of(paper, today, today=today)
    assert refusal.value.code == "parcel_without_shape"


def test_the_planning_sheet_as_a_file(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "plan.pdf"
    code, answer = _command("planning_extract", "22945/1/1", "--pdf", str(out))
    assert (code, answer["ok"]) == (0, True)
    text = text_of(out.read_bytes())
    assert "Phiếu thông tin quy hoạch thửa đất" in text
    assert "bị ảnh hưởng" in text
    assert_alike(pages_of(out.read_bytes(), 60)[0].convert("L"), EXPECTED / "planning_sheet.png")
    answer_ = Client().get(f"/t/{town.codes[1]}/quy-hoach.pdf")
    assert answer_["Content-Type"] == "application/pdf"
    assert town.codes[1] in text_of(answer_.content)


def test_the_engine_fetches_nothing_from_outside() -> None:
    for address in ("https://example.org/a.css", "file:///etc/passwd", "http://127.0.0.1:1/x.css", "/static/none.css"):
        with pytest.raises(PrintingFault, match="printed page"):
            pdf_of(f'<link rel="stylesheet" href="{address}"><p>x</p>')


def test_the_sheet_of_a_past_day_shows_that_day(town: Town) -> None:
    sheet = parcel_sheet("22945/1/7", timezone.localdate() - timedelta(days=1), today=timezone.localdate())
    assert sheet.on == timezone.localdate() - timedelta(days=1)
    assert {word.text for word in sheet.drawing.words if word.kind == "parcel"} >= {"6", "8"}
