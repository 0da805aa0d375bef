"""One way to print for command and desk: who asks, what for, what comes out."""

from dataclasses import dataclass

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from web.public.certificate_status import qr_address
from web.sheets.certificate.facts import CertificateSheet, certificate_sheet
from web.sheets.certificate.pages import certificate_pdf, note_pdf, overlay_pdf


@dataclass(frozen=True, slots=True)
class Job:
    """`kind`: whole | overlay | note; `place`: the door of the read log."""

    certificate_id: int
    kind: str
    printer: str = ""
    note: int = 0
    place: str = "pdf"


def printed(actor: accounts.User, job: Job) -> tuple[CertificateSheet, bytes]:
    """The sheet and its PDF. The purpose of the read is the certificate's own dossier. Raises the refusals of each."""
    paper = land_records.certificate(job.certificate_id)
    printer = land_records.printer(job.printer) if job.printer else land_records.EXACT
    dossier_id = dossiers.transaction(paper.transaction_id).dossier_id
    sheet = certificate_sheet(
        actor=actor,
        purpose=dossiers.Purpose(dossier_id=dossier_id, place=job.place),
        certificate_id=job.certificate_id,
        qr_text=qr_address(paper.id) if paper.serial else "",
    )
    if job.kind == "note":
        return sheet, note_pdf(sheet, job.note, printer)
    if job.kind == "overlay":
        return sheet, overlay_pdf(sheet, printer)
    return sheet, certificate_pdf(sheet)
