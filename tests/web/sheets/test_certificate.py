"""Certificates on paper: every page looked at, the QR read at 300 dpi, offsets to the tenth of a millimetre."""

import json
import os
import subprocess
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.management import call_command
from PIL import Image, ImageChops, ImageStat

from accounts.api import Role
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from tests.dossiers.people import person
from tests.land_records.acts.ground import Estate, estate
from tests.land_records.certificates.papers import draft_on, prepared
from tests.land_records.parties.people import card, entered
from web.public.certificate_status import qr_address
from web.sheets.certificate.pages import test_sheet_pdf as grid_pdf
from web.sheets.certificate.places import LEAST_HEIGHT_MM, lines_of, places_of, width_of
from web.sheets.certificate.printing import Job, printed

EXPECTED = Path(__file__).parent / "expected"


def pages(pdf: bytes, dpi: int = 72) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def text(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def assert_alike(now: Image.Image, name: str) -> None:
    """Small pictures kept beside the test, compared after shrinking: layout, not pixels."""
    kept = EXPECTED / name
    if os.environ.get("THODIA_KEEP"):
        now.save(kept)
    expected = Image.open(kept).convert("L")
    assert now.size == expected.size
    small = (now.width // 4, now.height // 4)
    difference = ImageChops.difference(now.resize(small), expected.resize(small))
    assert ImageStat.Stat(difference).mean[0] < 2.0
    assert ImageStat.Stat(difference).extrema[0][1] < 140


def holder(land: Estate, name: str = "Nguyễn Thị Ánh Nguyệt") -> int:
    return entered(land.officer, name, year=1978, gender="female", number=card("female", 1978)).party_id


def paper(land: Estate, serial: str = "AA 01695788", **more: Any) -> land_records.CertificateSnapshot:
    ready = prepared(land, draft_on(land, party_id=holder(land)), **more)
    return land_records.issue_certificate(
        approver=land.approver, certificate_id=ready.id, serial=serial, at=land.moment
    )


@pytest.mark.django_db
def test_the_whole_certificate_says_everything_and_its_qr_reads_at_300_dpi(tmp_path: Path) -> None:
    land = estate()
    made = paper(land, remarks="Thửa đất có 12,0 m² thuộc hành lang an toàn đường bộ.")
    sheet, pdf = printed(land.officer, Job(made.id, "whole"))
    said = text(pdf)
    for words in (
        "NGUYỄN THỊ ÁNH NGUYỆT", "năm sinh: 1978", "CCCD số: 060178", "Diện tích: 400,0 m²", "Bốn trăm mét vuông",
        "Đất ở tại đô thị", "Sử dụng riêng", "Công nhận quyền sử dụng đất như giao đất có thu tiền sử dụng đất",
        "ngày 04 tháng 3 năm 2026", "AA 01695788", "Số vào sổ cấp Giấy chứng nhận: VP 1", "hành lang an toàn đường bộ",
        "20,00", "456300,000",
    ):  # fmt: skip
        assert words in said, words
    assert "BẢN XEM TRƯỚC" not in said
    assert [(page.width, page.height) for page in pages(pdf)] == [(596, 842), (596, 842)]
    for n, page in enumerate(pages(pdf), start=1):
        assert_alike(page, f"certificate_{n}.png")
    shot = tmp_path / "page.png"
    pages(pdf, 300)[0].save(shot)
    read = subprocess.run(["zbarimg", "-q", "--raw", str(shot)], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == qr_address(made.id) == sheet.qr_text
    assert land_records.read_qr(read.stdout, land_records.public_keys()).serial == "AA01695788"
    [line] = [one for one in _reads(land) if one.what.startswith("part")]
    assert line.place == "pdf"


def _reads(land: Estate) -> list[dossiers.ReadSnapshot]:
    return list(dossiers.reads_by(auditor=person(Role.AUDITOR), reader_id=land.officer.pk).items)


@pytest.mark.django_db
def test_a_draft_bears_the_watermark_and_no_qr() -> None:
    land = estate()
    draft = draft_on(land, party_id=holder(land))
    _, pdf = printed(land.officer, Job(draft, "whole"))
    assert "BẢN XEM TRƯỚC" in text(pdf)
    with pytest.raises(DomainError) as refusal:
        printed(land.officer, Job(draft, "overlay"))
    assert refusal.value.code == "serial_missing"


@pytest.mark.django_db
def test_the_overlay_is_text_alone_and_moves_by_the_printers_offsets() -> None:
    land = estate()
    made = paper(land)
    land_records.save_printer(
        actor=land.officer, name="Máy 2", page1_mm=(Decimal(3), Decimal("-2.5")), page2_mm=(Decimal(0), Decimal(0))
    )
    _, plain = printed(land.officer, Job(made.id, "overlay"))
    _, moved = printed(land.officer, Job(made.id, "overlay", "Máy 2"))
    said = text(plain)
    assert "NGUYỄN THỊ ÁNH NGUYỆT" in said
    for preprinted in ("CỘNG HÒA XÃ HỘI", "GIẤY CHỨNG NHẬN\n", "AA 01695788", "BẢN XEM TRƯỚC"):
        assert preprinted not in said
    before, after = (_box(pages(pdf, 254)[0]) for pdf in (plain, moved))
    assert after[0] - before[0] == pytest.approx(30, abs=1), "3 mm to the right, tenths of a millimetre"
    assert after[1] - before[1] == pytest.approx(-25, abs=1)
    second = [_box(pages(pdf, 254)[1]) for pdf in (plain, moved)]
    assert second[0] == second[1]


def _box(page: Image.Image) -> tuple[int, int, int, int]:
    found = ImageChops.invert(page).getbbox()
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_change_note_is_printed_in_the_next_free_place() -> None:
    land = estate()
    made = paper(land)
    right = made.right_ids[0]
    for number in ("01/HĐTC", "02/HĐTC"):
        bank = entered(land.officer, "Trần Thị Nhận Thế Chấp").party_id
        land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [bank], "contract_number": number,
                                     "contract_date": "2026-03-05"})  # fmt: skip
    sheet, first = printed(land.officer, Job(made.id, "note", note=1))
    _, second = printed(land.officer, Job(made.id, "note", note=2))
    tops = [_box(pages(pdf, 254)[0])[1] / 10 for pdf in (first, second)]
    assert [note.place.page for note in sheet.notes] == ["2", "2"]
    assert tops[1] - tops[0] == pytest.approx(sheet.notes[0].place.height, abs=0.3)
    assert "02/HĐTC" in text(second) and "01/HĐTC" not in text(second)
    with pytest.raises(DomainError) as refusal:
        printed(land.officer, Job(made.id, "note", note=3))
    assert refusal.value.code == "note_unknown"


@pytest.mark.django_db
def test_the_command_writes_the_file_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    land = estate()
    made = paper(land)
    out = tmp_path / "gcn.pdf"
    call_command("print_certificate", "aa 01695788", "--pdf", str(out), "--actor", land.officer.username, "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["certificate"], told["kind"]) == (True, made.id, "whole")
    assert out.read_bytes()[:5] == b"%PDF-"
    with pytest.raises(SystemExit) as ended:
        call_command("print_certificate", "AA 00000009", "--pdf", str(out), "--actor", land.officer.username, "--json")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "certificate_not_found"


@pytest.mark.django_db
def test_the_test_sheet_has_its_crossing_where_it_says() -> None:
    page = pages(grid_pdf(land_records.EXACT), 254)[0]
    dark = page.load()
    assert dark is not None
    column = [dark[1000, y] for y in range(1020, 1080)]
    row = [dark[x, 1000] for x in range(1020, 1080)]
    assert max(column) < 200 and max(row) < 200, "lines at 100 mm from the left and from the top"


def test_notes_follow_each_other_and_go_on_the_next_place_of_the_old_form() -> None:
    short = places_of("tt23_2014", ["Thế chấp."] * 12)
    assert {place.height for place in short} == {LEAST_HEIGHT_MM}
    assert [place.page for place in short][:3] == ["3", "3", "4"]
    assert short[-1].page == "bổ sung 1"
    for before, after in pairwise(short):
        assert after.page != before.page or after.top == pytest.approx(before.top + before.height)
    assert places_of("older", ["x"])[0].page == "bổ sung 1"


def test_a_full_certificate_of_the_new_form_asks_for_a_new_one() -> None:
    assert len(places_of("tt10_2024", ["Thế chấp."] * 3)) == 3
    with pytest.raises(DomainError) as refusal:
        places_of("tt10_2024", ["Thế chấp."] * 4)
    assert refusal.value.code == "certificate_full"


def test_lines_are_never_wider_than_their_column() -> None:
    said = "Chuyển nhượng cho bà NGUYỄN THỊ ÁNH NGUYỆT theo hợp đồng số 0123456789ABCDEF " * 3 + "W" * 200
    lines = lines_of(said, 108.8)
    assert all(width_of(line, 3.5) <= 108.8 for line in lines)
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")
