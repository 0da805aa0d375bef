"""A made-up archive delivery: the spreadsheet of certificates and the folder of scans, with everything that goes wrong.

Of five certificates one is a PDF named by its serial, one two JPEG pages named by unit, sheet and parcel, one a PDF
with a meaningless name and a QR, one a PNG with a bar code, and one has no scan. Beside them lie an orphan, a copy, a
damaged file, a picture that calls itself PDF, and a scan that two certificates may claim.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from importers.sample.papers import (
    Paper,
    as_pdf,
    as_picture,
    certificate_pages,
    contract_pages,
    make_paper,
    write_bytes,
)

HEADER = (
    "Mã xã", "Số phát hành", "Số vào sổ", "Ngày cấp", "Họ và tên", "Số CCCD", "Địa chỉ", "Vai trò", "Số tờ", "Số thửa",
    "Diện tích (m²)", "Loại đất", "Mã hồ sơ", "Kho", "Dãy", "Kệ", "Hộp", "Ngăn",
)  # fmt: skip
TWIN = 5000
"""Place of the twin certificate, far from the others, so that its serial is its own."""

SHEET_NAME, SCANS_NAME = "danh_sach_gcn.xlsx", "ban_quet"


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """A parcel the delivery is about, as certificates quote it."""

    sheet: str
    number: int
    area: str
    land_use: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the delivery lies and what a right reading of it finds."""

    sheet: Path
    scans: Path
    papers: tuple[Paper, ...]
    truth: dict[str, dict[str, int]]


def write_delivery(
    folder: Path, parcels: Sequence[ParcelFacts], *, unit_code: str, unit_name: str, seed: int = 1
) -> Delivery:
    """The delivery of made-up certificates on these parcels; the same parcels and seed give the same papers."""
    papers = [
        make_paper(place, unit_code=unit_code, unit_name=unit_name, sheet=one.sheet, number=one.number,
                   area=one.area, land_use=one.land_use, seed=seed)
        for place, one in enumerate(parcels)
    ]  # fmt: skip
    return deliver_papers(folder, papers, seed=seed)


def deliver_papers(folder: Path, papers: Sequence[Paper], *, seed: int = 1) -> Delivery:
    """Write the delivery of these certificates into `folder`; at least five."""
    second = papers[1]
    # a second certificate on the second parcel: its pages are named by the parcel, so both may claim them
    twin = make_paper(
        len(papers) + TWIN, unit_code=second.unit_code, unit_name=second.unit_name, sheet=second.sheet,
        number=second.number, area=second.area, land_use=second.land_use, seed=seed,
    )  # fmt: skip
    scans = folder / SCANS_NAME
    counts = {"matched": 0, "ambiguous": 2, "orphan": 1, "duplicate": 1, "refused": 2}
    for place, paper in enumerate(papers):
        made = _write_scans(scans, place, paper)
        counts["matched"] += made if place != 1 else 0
    _write_faults(scans, papers[0])
    rows = [*papers, twin]
    _write_sheet(folder / SHEET_NAME, rows)
    holders = [len(paper.holders) for paper in rows]
    no_scan = [*(place for place in range(len(papers)) if place % 5 == 4 or place == 1), len(papers)]
    truth = {
        "files": {"in": sum(counts.values()), **counts},
        "rows": {
            "in": sum(holders),
            "no_scan": sum(holders[place] for place in no_scan),
            "matched": sum(count for place, count in enumerate(holders) if place not in no_scan),
        },
        "certificates": {"no_scan": len(no_scan), "matched": len(rows) - len(no_scan)},
    }
    return Delivery(folder / SHEET_NAME, scans, tuple(rows), truth)


def _write_scans(scans: Path, place: int, paper: Paper) -> int:
    """The scans of one certificate; answers how many files."""
    kind = place % 5
    if kind == 0:
        pages = certificate_pages(paper) + contract_pages(paper)
        write_bytes(scans / f"{paper.serial}.pdf", as_pdf(pages))
        return 1
    if kind == 1:
        stem = f"{paper.unit_code}_{paper.sheet}_{paper.number}"
        for number, page in enumerate(certificate_pages(paper), start=1):
            write_bytes(scans / (f"{stem}.jpg" if number == 1 else f"{stem}_{number}.jpg"), as_picture(page))
        return 2
    if kind == 2:
        write_bytes(scans / "có QR" / f"scan{place:04d}.pdf", as_pdf(certificate_pages(paper, code="qr")))
        return 1
    if kind == 3:
        write_bytes(scans / f"quet_{place:04d}.png", as_picture(certificate_pages(paper, code="bar")[0], "PNG"))
        return 1
    return 0


def _write_faults(scans: Path, paper: Paper) -> None:
    first = (scans / f"{paper.serial}.pdf").read_bytes()
    write_bytes(scans / "bản sao" / f"{paper.serial} bản sao.pdf", first)
    write_bytes(scans / "không rõ nguồn gốc.pdf", as_pdf(contract_pages(paper, 1)))
    write_bytes(scans / "hỏng.pdf", first[:200])
    write_bytes(scans / "giấy tờ.pdf", as_picture(contract_pages(paper, 1)[0], "PNG"))


def _write_sheet(path: Path, papers: Sequence[Paper]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["PHIẾU THU THẬP THÔNG TIN GIẤY CHỨNG NHẬN (DỮ LIỆU THỬ)"])
    page.append([])
    page.append(HEADER)
    for place, paper in enumerate(papers):
        for holder in paper.holders:
            shelf = ("Kho 1", "A", str(place // 20 + 1), str(place // 5 + 1), str(place % 5 + 1))
            facts = (paper.unit_code, paper.serial, paper.book_number, paper.issued_on)
            person = (holder.name, holder.identity_number, paper.address, holder.role)
            parcel = (paper.sheet, paper.number, paper.area, paper.land_use, paper.dossier_code)
            page.append([*facts, *person, *parcel, *shelf])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
