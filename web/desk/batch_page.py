"""What the pages of one batch show, put together from the importers' front door."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import api as accounts
from gis_core.crs.zones import ZONES
from importers import api as importers
from reference import api as reference
from web.desk import drawing
from web.desk.access import may, units_for
from web.desk.batch_survey import resurvey_context
from web.desk.finding_words import in_words
from web.desk.forms import ENCODINGS, crs_choices, unit_label
from web.desk.status_words import ELEMENT_KINDS, REJECTED, SET_ASIDE, STATUSES, STEPS, WORKING
from web.public import land_use
from web.public.deployment import zone_for_map

PAGE_SIZE = 50
TABS = ("phat-hien", "thua", "de-rieng")


def context(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    """Everything the batch page shows."""
    batch = importers.batch(user=request.user, batch_id=batch_id)
    unit = reference.unit_by_id(batch.unit_id) if batch.unit_id else None
    people = [batch.uploaded_by_id, batch.submitted_by_id, batch.approved_by_id]
    values: dict[str, Any] = {
        "batch": batch,
        "unit": unit,
        "rail": "imports",
        "status": STATUSES[batch.status],
        "stepper": stepper(batch),
        "bar": progress_bar(batch),
        "working": batch.status in WORKING,
        "may_review": may(request.user, "import.review", batch.unit_id),
        "may_approve": may(request.user, "import.approve", batch.unit_id),
        "may_cancel": may(request.user, "import.upload", batch.unit_id),
        "own": request.user.pk in (batch.uploaded_by_id, batch.submitted_by_id),
        "refusal": refusal_words(batch.refusal),
        "people": accounts.display_names(person for person in people if person),
        "system": system_name(batch.srid),
    }
    if batch.status == "needs_decision":
        values["questions"] = _questions(request, batch)
        values["answerable"] = any(question["answerable"] for question in values["questions"])
    if batch.receipt and batch.status != "cancelled":
        values |= pane_context(request, batch)
        values["map"] = _map(request, batch)
        values |= resurvey_context(request, batch)
        values["receipt"] = batch.receipt
    return values


def system_name(srid: int | None) -> str:
    """`VN-2000 / TM-3 108°30′` of an EPSG number; empty when there is none yet."""
    if srid is None:
        return ""
    return ZONES[srid].name if srid in ZONES else f"EPSG:{srid}"


def refusal_words(refusal: dict[str, Any] | None) -> dict[str, str] | None:
    """The refusal in the reader's language."""
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
    if batch.status in ("submitted", "registering", "approved") or batch.approved_at:
        done.add("review")
    if batch.status == "approved":
        done.add("register")
    if batch.status == "needs_decision" and batch.finished_steps:
        done.discard(batch.finished_steps[-1])  # the step that asks is not over
    now = next((name for name in names if name not in done), None)
    stopped = batch.status in ("refused", "failed", "cancelled")
    states = {True: "done", False: "later"}
    return [
        {"name": STEPS[name], "state": ("stopped" if stopped else "now") if name == now else states[name in done]}
        for name in names
    ]


def progress_bar(batch: importers.BatchSnapshot) -> dict[str, Any]:
    """Percent, step k of n and the seconds left as words."""
    names = [*batch.steps, "register"] if batch.status == "registering" else list(batch.steps)
    position = names.index(batch.step) + 1 if batch.step in names else 0
    share = batch.done / batch.total if batch.total else 0.0
    left = batch.seconds_left
    return {
        "step": STEPS.get(batch.step, _("Chờ tới lượt")),
        "position": position,
        "steps": len(names),
        "percent": round(100 * min(share, 1.0)),
        "left": None if left is None else max(1, round(left)),
    }


def pane_context(request: HttpRequest, batch: importers.BatchSnapshot) -> dict[str, Any]:
    """The left pane: findings, faces or what was set aside, with the counts of all three."""
    given = request.POST if request.method == "POST" else request.GET
    tab = given.get("muc", TABS[0])
    if tab not in TABS or (tab == "thua" and batch.kind != "parcels"):
        tab = TABS[0]
    number = int(given["trang"]) if given.get("trang", "").isdigit() else 1
    counts = importers.finding_counts(user=request.user, batch_id=batch.id)
    open_total = sum(entry["open"] for entry in counts.values())
    total = sum(entry["total"] for entry in counts.values())
    receipt = batch.receipt or {}
    values = {
        "batch": batch,
        "receipt": receipt,
        "tab": tab,
        "may_review": may(request.user, "import.review", batch.unit_id),
        "counts": {name: counts.get(name, {"total": 0, "open": 0}) for name in ("error", "warning", "note")},
        "open_total": open_total,
        "settled": total - open_total,
        "total": total,
        "percent": round(100 * (total - open_total) / total) if total else 100,
        "parcel_total": receipt["faces"]["parcels"],
    }
    reader = {"phat-hien": _findings, "thua": _faces, "de-rieng": _set_aside}[tab]
    return values | reader(request, batch, given, max(number, 1))


def _findings(request: HttpRequest, batch: importers.BatchSnapshot, given: Any, number: int) -> dict[str, Any]:
    """One page of findings in words."""
    state = given.get("loc", "") if given.get("loc", "") in ("open",) else ""
    page = importers.findings(user=request.user, batch_id=batch.id, page=number, state=state, page_size=PAGE_SIZE)
    unnamed = [row.id for row in page.items if row.number is None and row.lon is not None]
    near = importers.parcels_near(user=request.user, batch_id=batch.id, finding_ids=unnamed) if unnamed else {}
    return {
        "findings": [in_words(row, near.get(row.id)) for row in page.items],
        "filter": state,
        **_paged(page),
    }


def _faces(request: HttpRequest, batch: importers.BatchSnapshot, _given: Any, number: int) -> dict[str, Any]:
    """One page of staged parcels."""
    page = importers.faces(user=request.user, batch_id=batch.id, page=number, page_size=PAGE_SIZE)
    rows = [{"face": face, "uses": land_use.uses_of(face.land_use), "refused": REJECTED.get(face.reason, face.reason)}
            for face in page.items]  # fmt: skip
    return {"faces": rows, "filter": "", **_paged(page)}


def _paged(page: importers.Page[Any]) -> dict[str, Any]:
    first = (page.page - 1) * page.page_size
    return {
        "page": page,
        "first": first + 1,
        "last": first + len(page.items),
        "earlier": page.page - 1 if page.page > 1 else None,
        "later": page.page + 1 if page.page * page.page_size < page.total else None,
    }


def _set_aside(_request: HttpRequest, batch: importers.BatchSnapshot, _given: Any, _number: int) -> dict[str, Any]:
    """Why elements were set aside, and from which levels."""
    receipt = batch.receipt or {}
    levels = [row for row in level_rows(receipt) if row["set_aside"]]
    levels.sort(key=lambda row: -row["set_aside"])
    return {"reasons": set_aside_reasons(receipt), "aside_levels": levels}


def level_rows(receipt: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows per level and kind in words, levels in the order of their numbers; names that only repeat it left out."""
    rows = [
        {
            **row,
            "layer": "" if row["layer"] in (f"Level {row['level']}", row["level"], "") else row["layer"],
            "kind": ELEMENT_KINDS.get(row["kind"], row["kind"]),
        }
        for row in receipt.get("levels", [])
    ]
    return sorted(rows, key=lambda row: (not row["level"].isdigit(), row["level"].zfill(6), str(row["layer"])))


def set_aside_reasons(receipt: dict[str, Any]) -> list[dict[str, Any]]:
    """Reasons in words with their counts."""
    return [
        {"reason": SET_ASIDE.get(row["reason"], row["reason"]), "count": row["count"]}
        for row in receipt.get("set_aside", [])
    ]


def finding_context(request: HttpRequest, batch_id: int, finding_id: int) -> dict[str, Any]:
    """The card of one finding, with the drawing of its place."""
    batch = importers.batch(user=request.user, batch_id=batch_id)
    finding = importers.finding(user=request.user, batch_id=batch_id, finding_id=finding_id)
    near = importers.parcels_near(user=request.user, batch_id=batch_id, finding_ids=[finding_id])
    drawn = importers.finding_drawing(
        user=request.user, batch_id=batch_id, finding_id=finding_id, aspect=drawing.ASPECT
    )
    return {
        "batch": batch,
        "finding": in_words(finding, near.get(finding_id)),
        "picture": drawing.picture(drawn) if drawn else None,
        "alike": importers.open_alike(user=request.user, batch_id=batch_id, code=finding.code),
        "may_settle": may(request.user, "import.review", batch.unit_id) and batch.status == "staged",
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
                "proposals": [item for item in decision.get("proposals", []) if item.get("crs")],
                "choices": choices,
                "answerable": what in ("crs", "unit", "sheet", "encoding"),
            }
        )
    return result


def _map(request: HttpRequest, batch: importers.BatchSnapshot) -> dict[str, Any]:
    """What the review map needs; positions come as tiles, never as GeoJSON in the page."""
    tiles = reverse("web:desk-tiles", args=(batch.id, "LAYERS", 0, 0, 0)).replace("LAYERS/0/0/0", "LAYERS/{z}/{x}/{y}")
    return {
        "kind": batch.kind,
        "extent": importers.extent(user=request.user, batch_id=batch.id),
        "tiles": tiles,
        "styles": {theme: reverse("web:map-style", args=[theme]) for theme in ("light", "dark")},
        "colours": land_use.colours(),
        "findingUrl": reverse("web:desk-finding", args=(batch.id, 0)).replace("/0/", "/ID/"),
        "paneUrl": reverse("web:desk-pane", args=(batch.id,)),
        "zone": zone_for_map(),
        "texts": {
            "north": _("X (Bắc)"),
            "east": _("Y (Đông)"),
            "mapTitle": _("Bản đồ lô nhập. Phím mũi tên để di chuyển, cộng trừ để phóng thu."),
            "failed": _("Chưa lưu được. Kiểm tra kết nối rồi thử lại."),
            "allSettled": _("Đã xử lý hết các phát hiện chưa xử lý."),
            "reopened": _("Đã mở lại phát hiện."),
            "accepted": _("Đã nhận đề xuất."),
            "waived": _("Đã bỏ qua, có nêu lý do."),
            "undo": _("Hoàn tác"),
        },
    }


def receipt_context(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    """The printable receipt: per level and kind, reasons in words, who and when."""
    batch = importers.batch(user=request.user, batch_id=batch_id)
    people = [batch.uploaded_by_id, batch.submitted_by_id, batch.approved_by_id]
    receipt = batch.receipt or {}
    area = receipt.get("area_m2", {})
    return {
        "batch": batch,
        "unit": reference.unit_by_id(batch.unit_id) if batch.unit_id else None,
        "rail": "imports",
        "status": STATUSES[batch.status],
        "receipt": batch.receipt,
        "levels": level_rows(receipt),
        "named_levels": any(row["layer"] for row in level_rows(receipt)),
        "reasons": set_aside_reasons(receipt),
        "area": area,
        "refusal": refusal_words(batch.refusal),
        "counts": importers.finding_counts(user=request.user, batch_id=batch_id),
        "people": accounts.display_names(person for person in people if person),
        "system": system_name(batch.srid),
        "official": system_name(receipt.get("official_srid")),
    }
