"""Printing from the desk: a certificate, its text on a blank, a change note, the test sheet; who holds it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from web import errors
from web.desk.access import desk_page, signed_in
from web.desk.certificates import certificate_page, whole
from web.sheets.certificate.holders import holder_lines, with_names
from web.sheets.certificate.pages import test_sheet_pdf
from web.sheets.certificate.printing import Job, printed

KINDS = ("whole", "overlay", "note")


@require_POST
@desk_page("certificate.print")
def print_certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """The PDF; by POST, because every print is a logged read of personal data."""
    kind = request.POST.get("kind", "")
    job = Job(certificate_id, kind if kind in KINDS else "whole", request.POST.get("printer", ""),
              whole(request.POST.get("note")) or 0)  # fmt: skip
    try:
        sheet, pdf = printed(signed_in(request), job)
    except DomainError as refusal:
        return certificate_page(request, certificate_id, refusal=refusal, status=errors.status_of(refusal))
    return _pdf(pdf, f"gcn-{sheet.paper.serial or sheet.paper.id}-{job.kind}.pdf")


@require_POST
@desk_page("party.read")
def holders(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """The page once with the names, the certificate's dossier as purpose."""
    actor = signed_in(request)
    paper = land_records.certificate(certificate_id)
    purpose = dossiers.Purpose(dossier_id=dossiers.transaction(paper.transaction_id).dossier_id)
    rights = list(land_records.rights_by_id(paper.right_ids).values())
    people = holder_lines(actor=actor, purpose=purpose, rights=rights, as_of=None)
    texts = with_names(actor=actor, purpose=purpose, texts=[note.text for note in paper.notes])
    return certificate_page(request, certificate_id, people=people, note_texts=texts, opened=True)


@require_GET
@desk_page("certificate.print")
def test_sheet(request: HttpRequest) -> HttpResponse:
    """The millimetre grid, with the offsets of a printer when one is named."""
    name = request.GET.get("may", "")
    return _pdf(test_sheet_pdf(land_records.printer(name) if name else land_records.EXACT), "trang-thu-may-in.pdf")


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
