"""The pages behind the QR of a certificate: status, the published keys."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gis_core.errors import DomainError
from land_records import api as land_records
from web.public.certificate_status import CertificateAnswer, certificate_answer


@require_safe
@never_cache
def certificate_page(request: HttpRequest, token: str) -> HttpResponse:
    """The status of the paper behind a token."""
    return _page(request, certificate_answer(token.lower()))


@require_safe
@never_cache
def certificate_json(_request: HttpRequest, token: str) -> JsonResponse:
    """The same for programs."""
    return JsonResponse(certificate_answer(token.lower()).as_dict())


@require_safe
@never_cache
def scanned(request: HttpRequest, text: str) -> HttpResponse:
    """A scanned QR: its signature is checked first, then the register is asked."""
    facts = land_records.read_qr(text, land_records.public_keys())
    answer = certificate_answer(facts.token, qr=facts)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse(answer.as_dict())
    return _page(request, answer)


@require_safe
def keys_page(request: HttpRequest) -> HttpResponse:
    """The public keys, and how to check a QR without network."""
    return render(request, "public/qr_keys.html", {"keys": land_records.public_keys()})


@require_safe
def keys_json(_request: HttpRequest) -> JsonResponse:
    """The key file `verify_qr --key` takes."""
    keys = [
        {"id": key.id, "algorithm": "Ed25519", "public_key": key.text, "current": place == 0}
        for place, key in enumerate(land_records.public_keys())
    ]
    return JsonResponse({"ok": True, "keys": keys})


@require_safe
def check_form(request: HttpRequest) -> HttpResponse:
    """Paste what a scanner read; the answer is the page of the paper."""
    text = request.GET.get("ma", "").strip()
    refusal = None
    if text:
        try:
            return scanned(request, text)
        except DomainError as error:
            refusal = error
    return render(request, "public/certificate_check.html", {"text": text[:400], "refusal": refusal},
                  status=400 if refusal else 200)  # fmt: skip


def _page(request: HttpRequest, answer: CertificateAnswer) -> HttpResponse:
    return render(request, "public/certificate.html", {"answer": answer, "status": answer.status})
