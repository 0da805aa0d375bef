"""The scan viewer: pages as pictures of ours, thumbnails, zoom, keys; every opening of a scan is logged."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts import api as accounts
from dossiers import api as dossiers
from reference import api as reference
from web.desk.access import desk_page
from web.desk.dossier_words import FORMS
from web.desk.dossiers import readable, whole
from web.desk.scan_reads import log_scan

STRIP = 24
"""Thumbnails on one page of the strip, as many as one child draws."""


@require_GET
@desk_page("file.read")
def viewer(request: HttpRequest, code: str, document_id: int) -> HttpResponse:
    """One page of a scan, large, with the strip of its neighbours."""
    found, document, scan = _scan(request, code, document_id)
    facts = dossiers.describe_scans([(scan.sha256, scan.media_kind)])[0]
    facts.refuse_unreadable()
    page = min(max(whole(request.GET.get("trang"), 1), 1), facts.pages)
    first = (page - 1) // STRIP * STRIP + 1
    kind = reference.document_type(document.type_code)
    values = {
        "rail": "dossiers",
        "dossier": found,
        "document": document,
        "kind": kind,
        "form": FORMS[document.form],
        "pages": facts.pages,
        "pdf_a": facts.pdf_a,
        "counted": document.pages,
        "number": page,
        "earlier": page - 1 if page > 1 else None,
        "later": page + 1 if page < facts.pages else None,
        "strip": range(first, min(first + STRIP, facts.pages + 1)),
        "strip_before": first - 1 if first > 1 else None,
        "strip_after": first + STRIP if first + STRIP <= facts.pages else None,
        "large": request.GET.get("xem") == "lon",
        "elsewhere": [one for one in dossiers.dossiers_with_file(scan.id) if _another(request, one, found)],
    }
    return render(request, "desk/scan.html", values)


def _another(request: HttpRequest, one: dossiers.DossierSnapshot, found: dossiers.DossierSnapshot) -> bool:
    """True for another dossier the user may read too."""
    return one.id != found.id and accounts.may(request.user, "dossier.read", one.unit_id)


@require_GET
@desk_page("file.read")
def page_picture(request: HttpRequest, code: str, document_id: int, page: int, size: str) -> FileResponse:
    """A page as JPEG: thumb, page or large."""
    _found, _document, scan = _scan(request, code, document_id)
    path = dossiers.page_picture(scan.sha256, scan.media_kind, page, size)
    return FileResponse(path.open("rb"), content_type="image/jpeg")


@require_GET
@desk_page("file.read")
def original(request: HttpRequest, code: str, document_id: int) -> FileResponse:
    """The stored file itself, as a download: a browser is never asked to run it."""
    _found, _document, scan = _scan(request, code, document_id)
    response = FileResponse(dossiers.stored_path(scan.sha256).open("rb"), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=scan.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _scan(
    request: HttpRequest, code: str, document_id: int
) -> tuple[dossiers.DossierSnapshot, dossiers.DocumentSnapshot, dossiers.StoredFileSnapshot]:
    """The scan of a component the user may read, with the read logged. Raises UnknownDocument, NotAllowed."""
    found = readable(request, code)
    accounts.require(request.user, "file.read", found.unit_id)
    document = dossiers.document(document_id)
    if document.dossier_id != found.id or document.file is None:
        raise dossiers.UnknownDocument(
            f"Hồ sơ {found.code} không có tệp quét này.",
            f"Dossier {found.code} has no such scan.",
            hint_vi="Mở lại hồ sơ để xem các thành phần.",
            hint_en="Open the dossier again to see its components.",
        )
    log_scan(request, dossier_id=found.id, subject_kind="document", subject_id=document.id)
    return found, document, document.file
