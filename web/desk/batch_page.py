"""What the pages of one batch show, put together from the importers' front door."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import api as accounts
from importers import api as importers
from reference import api as reference
from web.desk.access import may, units_for
from web.desk.forms import ENCODINGS, crs_choices, unit_label

WORKING = frozenset({"queued", "running", "registering"})
PAGE_SIZE = 50

STEP_WORDS = {
    "read": _("Đọc"),
    "interpret": _("Giải mã, định vị"),
    "build": _("Dựng thửa"),
    "check": _("Kiểm tra"),
    "stage": _("Lập biên nhận"),
    "review": _("Xem xét"),
    "register": _("Phê duyệt"),
}
STATUS_WORDS = {
    "queued": ("note", _("Chờ xử lý")),
    "running": ("note", _("Đang xử lý")),
    "needs_decision": ("warn", _("Cần quyết định")),
    "staged": ("note", _("Chờ xem xét")),
    "submitted": ("warn", _("Chờ phê duyệt")),
    "registering": ("note", _("Đang ghi sổ")),
    "approved": ("ok", _("Đã ghi sổ")),
    "refused": ("err", _("Bị từ chối")),
    "failed": ("err", _("Hỏng giữa chừng")),
    "cancelled": ("none", _("Đã hủy")),
}
REASON_WORDS = {
    "other_level": _("lớp không tạo thửa"),
    "unknown_text": _("chữ chưa rõ nghĩa (không giải mã)"),
    "no_geometry": _("không có hình"),
    "duplicate": _("nét trùng"),
    "dangle": _("nét hở"),
    "outside": _("ngoài vùng khép kín"),
    "decoration": _("vạch phân số, ký hiệu"),
    "not_an_area": _("không phải vùng"),
}


def context(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    """Everything the batch page shows."""
    batch = importers.batch(user=request.user, batch_id=batch_id)
    unit = reference.unit_by_id(batch.unit_id) if batch.unit_id else None
    values: dict[str, Any] = {
        "batch": batch,
        "unit": unit,
        "rail": "imports",
        "status": STATUS_WORDS[batch.status],
        "stepper": stepper(batch),
        "bar": progress_bar(batch),
        "working": batch.status in WORKING,
        "may_review": may(request.user, "import.review", batch.unit_id),
        "may_approve": may(request.user, "import.approve", batch.unit_id),
        "own": request.user.pk in (batch.uploaded_by_id, batch.submitted_by_id),
        "refusal": _refusal(batch.refusal),
    }
    if batch.status == "needs_decision":
        values["questions"] = _questions(request, batch)
    if batch.receipt:
        values |= findings_context(request, batch_id)
        values["map"] = _map(request, batch)
        values["receipt"] = batch.receipt
    return values


def _refusal(refusal: dict[str, Any] | None) -> dict[str, str] | None:
    if not refusal:
        return None
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return {
        "message": refusal[f"message_{language}"],
        "hint": (refusal.get("hint") or {}).get(language, ""),
        "code": refusal["code"],
    }


def stepper(batch: importers.BatchSnapshot) -> list[dict[str, Any]]:
    """Steps as done, now or later; review and registration are people's steps."""
    names = [*batch.steps, "review", "register"]
    done = set(batch.finished_steps)
    if batch.status in ("submitted", "registering", "approved"):
        done.add("review")
    if batch.status == "approved":
        done.add("register")
    now = next((name for name in names if name not in done), None)
    return [
        {"name": STEP_WORDS[name], "state": "done" if name in done else "now" if name == now else "later"}
        for name in names
    ]


def progress_bar(batch: importers.BatchSnapshot) -> dict[str, Any]:
    """Percent, step k of n and the seconds left as words."""
    names = [*batch.steps, "register"] if batch.status == "registering" else list(batch.steps)
    position = names.index(batch.step) + 1 if batch.step in names else 0
    share = batch.done / batch.total if batch.total else 0.0
    left = batch.seconds_left
    return {
        "step": STEP_WORDS.get(batch.step, _("Chờ tới lượt")),
        "position": position,
        "steps": len(names),
        "percent": round(100 * min(share, 1.0)),
        "left": None if left is None else max(1, round(left)),
    }


def findings_context(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    """One page of findings in words, with counts by severity."""
    given = request.POST if request.method == "POST" else request.GET
    number = int(given.get("trang", "1")) if str(given.get("trang", "1")).isdigit() else 1
    page = importers.findings(
        user=request.user, batch_id=batch_id, page=number, state=given.get("loc", ""), page_size=PAGE_SIZE
    )
    counts = importers.finding_counts(user=request.user, batch_id=batch_id)
    total = sum(entry["total"] for entry in counts.values())
    open_total = sum(entry["open"] for entry in counts.values())
    return {
        "batch_id": batch_id,
        "findings": [in_words(finding) for finding in page.items],
        "page": page,
        "more": page.page * page.page_size < page.total,
        "filter": given.get("loc", ""),
        "counts": {name: counts.get(name, {"total": 0, "open": 0}) for name in ("error", "warning", "note")},
        "settled": total - open_total,
        "total": total,
        "percent": round(100 * (total - open_total) / total) if total else 100,
    }


def in_words(finding: importers.FindingSnapshot) -> dict[str, Any]:
    """A finding with its sentence in the reader's language."""
    text = reference.finding_text(finding.code)
    english = (get_language() or "vi").startswith("en")
    facts = {**finding.hint, "size": finding.size, "sheet": finding.sheet, "number": finding.number}
    return {
        "row": finding,
        "sentence": reference.finding_sentence(finding.code, "en" if english else "vi", **facts),
        "unit": text.size_unit,
        "who": text.who,
        "legal": text.legal_source,
        "icon": {"error": "err", "warning": "warn", "note": "note"}[finding.severity],
    }


def finding_context(request: HttpRequest, batch_id: int, finding_id: int) -> dict[str, Any]:
    """The card of one finding."""
    batch = importers.batch(user=request.user, batch_id=batch_id)
    finding = importers.finding(user=request.user, batch_id=batch_id, finding_id=finding_id)
    return {
        "batch": batch,
        "finding": in_words(finding),
        "may_review": may(request.user, "import.review", batch.unit_id) and batch.status == "staged",
    }


def _questions(request: HttpRequest, batch: importers.BatchSnapshot) -> list[dict[str, Any]]:
    """The decisions the batch waits for, each with what can be chosen."""
    result = []
    for decision in batch.decisions:
        what = decision["what"]
        choices: list[tuple[str, Any]] = []
        if what == "crs":
            choices = crs_choices()[1:]
        elif what == "unit":
            choices = [(str(unit.id), unit_label(unit)) for unit in units_for(request.user, "import.upload")]
        elif what == "encoding":
            choices = list(ENCODINGS)
        result.append(
            {
                "what": what,
                "field": "unit_id" if what == "unit" else what,
                "proposals": decision.get("proposals", []),
                "choices": choices,
            }
        )
    return result


def _map(request: HttpRequest, batch: importers.BatchSnapshot) -> dict[str, Any]:
    """What the review map needs; positions come as tiles, never as GeoJSON in the page."""
    tiles = reverse("web:desk-tiles", args=(batch.id, "LAYERS", 0, 0, 0)).replace("LAYERS/0/0/0", "LAYERS/{z}/{x}/{y}")
    return {
        "batch": batch.id,
        "kind": batch.kind,
        "extent": importers.extent(user=request.user, batch_id=batch.id),
        "tiles": tiles,
        "finding_url": reverse("web:desk-finding", args=(batch.id, 0)).replace("/0/", "/ID/"),
        "language": get_language(),
    }


def receipt_context(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    """The printable receipt: per level and kind, reasons in words, who and when."""
    values = context(request, batch_id)
    batch = values["batch"]
    receipt = batch.receipt or {"levels": [], "set_aside": []}
    values["levels"] = receipt.get("levels", [])
    values["reasons"] = [
        {"reason": REASON_WORDS.get(row["reason"], row["reason"]), "count": row["count"]}
        for row in receipt.get("set_aside", [])
    ]
    values["people"] = accounts.display_names(
        [user_id for user_id in (batch.uploaded_by_id, batch.submitted_by_id, batch.approved_by_id) if user_id]
    )
    return values
