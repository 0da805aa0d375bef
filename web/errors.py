"""Refusals and faults as pages or JSON: one table from error code to HTTP status, one middleware.

Pages show both languages, the reader's first; no trace, no personal data, the permanent code at the end.
"""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from gis_core.errors import DomainError

log = logging.getLogger("web")

STATUS_OF: dict[str, int] = {
    "not_allowed": 403,
    "parcel_not_found": 404,
    "unknown_parcel": 404,
    "unknown_unit": 404,
    "unknown_plan": 404,
    "unknown_batch": 404,
    "batch_not_found": 404,
    "unknown_dossier": 404,
    "unknown_file": 404,
    "unknown_document": 404,
    "unknown_page": 404,
    "unknown_link": 404,
    "unknown_fit": 404,
    "unknown_staged_scan": 404,
    "certificate_not_found": 404,
    "blank_unknown": 404,
    "printer_unknown": 404,
    "obligation_unknown": 404,
    "unknown_layer": 404,
    "unknown_raster": 404,
    "tile_out_of_range": 404,
    "party_not_found": 404,
    "not_found": 404,
    "page_moved": 404,
    "ambiguous_parcel": 409,
    "ambiguous_unit": 409,
    "already_decided": 409,
    "wrong_batch_state": 409,
    "open_findings": 409,
    "receipt_unbalanced": 409,
    "already_approved": 409,
    "merge_refused": 409,
    "one_stop_code_taken": 409,
    "scan_already_set": 409,
    "scan_twice": 409,
    "certificate_without_place": 409,
    "serial_taken": 409,
    "blank_not_free": 409,
    "blank_received_twice": 409,
    "certificate_not_draft": 409,
    "national_code_entered": 409,
    "obligation_settled": 409,
    "four_eyes": 403,
    "forged_form": 403,
    "too_many_tries": 429,
    "file_too_large": 413,
    "answer_mixed": 500,
    "fault": 500,
}
"""Codes that are not plain refusals; every other DomainError is 400 (the request can be put right)."""


class PageError(DomainError):
    """A page of the site refuses on its own account (not found, forbidden, fault)."""


NOT_FOUND = PageError(
    "Không tìm thấy trang này.",
    "This page does not exist.",
    hint_vi="Địa chỉ có thể đã đổi. Tìm thửa đất theo số tờ, số thửa trên bản đồ.",
    hint_en="The address may have changed. Search for the parcel by sheet and number on the map.",
    code="not_found",
)
FORBIDDEN = PageError(
    "Bạn không có quyền mở trang này.",
    "You may not open this page.",
    hint_vi="Đăng nhập bằng tài khoản được giao việc này, hoặc hỏi người quản trị của đơn vị.",
    hint_en="Sign in with an account that has this task, or ask the administrator of your office.",
    code="not_allowed",
)
FORGED = PageError(
    "Biểu mẫu đã hết hạn hoặc không được gửi từ trang này.",
    "The form has expired or was not sent from this page.",
    hint_vi="Mở lại trang và gửi lại; trình duyệt cần cho phép cookie.",
    hint_en="Open the page again and send it once more; the browser must allow cookies.",
    code="forged_form",
)
FAULT = PageError(
    "Hệ thống gặp lỗi khi trả lời.",
    "The system failed while answering.",
    hint_vi="Không có gì bị ghi dở dang. Thử lại sau ít phút; nếu còn lỗi, báo cho đơn vị quản lý kèm mã lỗi.",
    hint_en="Nothing was left half-written. Try again in a few minutes; if it fails again, report it with the code.",
    code="fault",
)


def status_of(error: DomainError) -> int:
    """HTTP status of a refusal."""
    return STATUS_OF.get(error.code, 400)


def wants_json(request: HttpRequest) -> bool:
    """True for programs: a .json address, or JSON preferred over HTML."""
    if request.path.endswith(".json"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def answer(request: HttpRequest, error: DomainError, *, status: int | None = None) -> HttpResponse:
    """The refusal as page or JSON; links to candidates when the error names them."""
    status = status or status_of(error)
    if wants_json(request):
        return JsonResponse({"ok": False, "error": error.as_answer()}, status=status)
    context = {"error": error, "status": status, "candidates": getattr(error, "candidates", ())}
    return render(request, "errors/refusal.html", context, status=status)


class DomainErrors:
    """Turns every DomainError that leaves a view into its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals; let everything else go to the fault page."""
        if not isinstance(exception, DomainError):
            return None
        status = status_of(exception)
        if status >= 500:
            log.error("refusal %s at %s", exception.code, request.path)
        return answer(request, exception, status=status)


def not_found(request: HttpRequest, exception: Http404 | None = None) -> HttpResponse:  # noqa: ARG001
    """404 of unknown addresses."""
    return answer(request, NOT_FOUND, status=404)


def forbidden(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:  # noqa: ARG001
    """403 of forbidden addresses."""
    return answer(request, FORBIDDEN, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 of a form without its token."""
    return answer(request, FORGED, status=403)


def fault(request: HttpRequest) -> HttpResponse:
    """500: must work even when the database is down, so it renders a page without context."""
    if wants_json(request):
        return JsonResponse({"ok": False, "error": FAULT.as_answer()}, status=500)
    return render(request, "errors/fault.html", {"error": FAULT}, status=500)
