"""The archive side of the demonstration commune: scans of its made-up certificates, linked and waiting.

One delivery goes all the way, its ambiguous scans left aside; a second one waits for the archive keeper to settle what
is unclear; one application of today has its papers scanned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from accounts.api import User
from dossiers import api as dossiers
from importers import api as importers
from importers.sample.archive_delivery import Delivery, deliver_papers
from importers.sample.papers import Paper, as_pdf, certificate_pages, contract_pages, write_bytes

ENTERED, WAITING = 15, 6
"""Certificates of the delivery that is approved, and of the one that waits."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What was made, for the command's last line."""

    dossiers: int
    waiting: int


def fill_archive(
    folder: Path, papers: Sequence[Paper], *, unit_id: int, keeper: User, clerk: User, approver: User
) -> Archived:
    """Link the scans of certificates the register has; `papers` are theirs, at least ENTERED + WAITING."""
    first, second = papers[:ENTERED], papers[ENTERED : ENTERED + WAITING]
    entered = _delivered(deliver_papers(folder / "luu_tru_1", first), unit_id, keeper)
    importers.leave_open_ones(actor=keeper, batch_id=entered)
    importers.submit(actor=keeper, batch_id=entered)
    importers.approve(approver=approver, batch_id=entered)
    importers.run_batch_here(entered)
    waiting = _delivered(deliver_papers(folder / "luu_tru_2", second, seed=2), unit_id, keeper)
    _application(folder, papers[0], unit_id, clerk)
    receipt = importers.batch(user=keeper, batch_id=entered).receipt or {}
    unclear = importers.batch(user=keeper, batch_id=waiting).receipt or {}
    return Archived(receipt["dossiers"]["made"], unclear["files"]["ambiguous"])


def _delivered(delivery: Delivery, unit_id: int, keeper: User) -> int:
    batch, again = importers.receive_archive(
        actor=keeper,
        sheet=delivery.sheet,
        sheet_name=delivery.sheet.name,
        scans=delivery.scans,
        scans_name=delivery.scans.name,
        unit_id=unit_id,
    )
    if not again:
        importers.run_batch_here(batch.pk)
    return int(batch.pk)


def _application(folder: Path, paper: Paper, unit_id: int, clerk: User) -> None:
    """An application received today: two scans, one paper still missing."""
    scans = {
        "giay_chung_nhan.pdf": as_pdf(certificate_pages(paper, code="qr")),
        "hop_dong.pdf": as_pdf(contract_pages(paper, 6)),
    }
    stored = {
        name: dossiers.take_scan(actor=clerk, source=write_bytes(folder / "ho_so" / name, content), name=name)
        for name, content in scans.items()
    }
    drafts = [
        dossiers.DocumentDraft("application_change"),
        dossiers.DocumentDraft("certificate", number=paper.serial, issued_on=paper.issued_on, pages=2,
                               file_id=stored["giay_chung_nhan.pdf"].id, file_name="giay_chung_nhan.pdf"),
        dossiers.DocumentDraft("contract", pages=6, file_id=stored["hop_dong.pdf"].id, file_name="hop_dong.pdf"),
        dossiers.DocumentDraft("financial_paper", status="missing"),
    ]  # fmt: skip
    dossiers.receive_dossier(
        actor=clerk,
        kind="application",
        unit_id=unit_id,
        title=f"Đăng ký biến động thửa {paper.number}, tờ {paper.sheet} (dữ liệu mẫu)",
        one_stop_code=paper.dossier_code,
        documents=drafts,
    )
