"""What the dry-run page shows: two plans, the table of six rows, the conditions with their sources."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from land_records import api as land_records
from web import formats
from web.desk.act_choices import certificate_label, restriction_label
from web.desk.act_drawing import plans_of
from web.desk.act_words import FORMS, RIGHTS, english

CERTIFICATE_WORDS = {
    "replaced": gettext_lazy("Thay thế"),
    "revoked": gettext_lazy("Thu hồi"),
    "lost": gettext_lazy("Ghi nhận mất"),
    "changed": gettext_lazy("Xác nhận thay đổi trên"),
    "discarded": gettext_lazy("Bỏ dự thảo"),
}


def preview_context(shown: land_records.Preview) -> dict[str, Any]:
    """Everything the template writes; figures in the reader's format, no names."""
    plans = plans_of(shown)
    conditions = [_condition(one) for one in shown.verdicts]
    lead = next((one for one in (*shown.before, *shown.after)), None)
    return {
        "shown": shown,
        "plans": plans,
        "rows": [_parcels(shown), _uses(shown), _rights(shown), _papers(shown), _neighbours(shown), _statistics(shown)],
        "conditions": conditions,
        "passed": sum(1 for one in conditions if one["passed"]),
        "look_at": sum(1 for one in conditions if not one["passed"] and not one["blocks"]),
        "blocked": sum(1 for one in conditions if one["blocks"]),
        "lead": lead,
        "lead_use": lead.land_use.split("+")[0] if lead else "",
        "charges": [restriction_label(one) for one in _charges(shown)],
    }


def _charges(shown: land_records.Preview) -> list[land_records.RestrictionSnapshot]:
    """Restrictions the act ends or carries over."""
    touched = {one.restriction_id for one in shown.changes.ended_restrictions}
    return [one for one in shown.state.restrictions.values() if one.id in touched]


def _condition(verdict: land_records.Verdict) -> dict[str, Any]:
    return {
        "code": verdict.code,
        "title": verdict.text_en if english() else verdict.text_vi,
        "said": verdict.message_en if english() else verdict.message_vi,
        "source": verdict.legal_source,
        "version": verdict.version,
        "passed": verdict.passed,
        "blocks": verdict.blocks,
        "tone": "ok" if verdict.passed else "err" if verdict.blocks else "warn",
    }


def _difference(before: Decimal, after: Decimal) -> str:
    gap = after - before
    return f"{'+' if gap > 0 else ''}{formats.area(gap)}"


def _row(title: str, before: Any, after: Any, difference: str) -> dict[str, Any]:
    return {"title": title, "before": before, "after": after, "difference": difference}


def _parcels(shown: land_records.Preview) -> dict[str, Any]:
    before = [
        {"number": one.number, "gone": one.fate == "ended", "area": formats.area(one.area_m2)} for one in shown.before
    ]
    fresh = iter(range(1, 1000))
    after = [
        {"number": one.number or "?", "tint": (next(fresh) - 1) % 4 + 1 if one.fate == "new" else 0,
         "area": formats.area(one.area_m2)}
        for one in shown.after
    ]  # fmt: skip
    gap = _difference(shown.area_before, shown.area_after)
    return {**_row(_("Thửa đất"), before, after, gap), "parcels": True}


def _uses(shown: land_records.Preview) -> dict[str, Any]:
    def side(parcels: Any) -> str:
        return ", ".join(f"{one.number or '?'}: {one.land_use or '?'}" for one in parcels) or "–"

    return _row(_("Loại đất"), side(shown.before), side(shown.after), _difference(shown.area_before, shown.area_after))


def _rights(shown: land_records.Preview) -> dict[str, Any]:
    ended = [
        shown.state.rights[one.right_id] for one in shown.changes.ended_rights if one.right_id in shown.state.rights
    ]
    new = shown.changes.new_rights
    same = {holder.party_id for right in ended for holder in right.holders} == {
        holder.party_id for right in new for holder in right.holders
    }
    before = _counted(ended) or _("Không quyền nào thay đổi")
    after = _counted(new) or _("Không có quyền mới")
    if ended and new:
        after += ", " + (_("giữ nguyên người sử dụng đất") if same else _("người sử dụng đất thay đổi"))
    return _row(_("Quyền sử dụng đất"), before, after, _signed(len(new) - len(ended)))


def _counted(rights: Any) -> str:
    words: dict[str, int] = {}
    for right in rights:
        name = f"{RIGHTS[right.kind]}, {FORMS[right.form]}"
        words[name] = words.get(name, 0) + 1
    return "; ".join(f"{count} {name[0].lower()}{name[1:]}" for name, count in words.items())


def _papers(shown: land_records.Preview) -> dict[str, Any]:
    papers = shown.state.certificates
    touched = [one for one in shown.changes.certificate_changes if one.certificate_id in papers]
    before = ", ".join(certificate_label(papers[one.certificate_id]) for one in touched) or _("Chưa có")
    after = [
        f"{CERTIFICATE_WORDS[one.status]} {certificate_label(papers[one.certificate_id])}"
        for one in touched
        if one.status
    ]
    made = len(shown.changes.new_certificates)
    if made:
        after.append(_("cấp %(n)s Giấy chứng nhận mới") % {"n": made})
    gone = sum(1 for one in touched if one.status in ("replaced", "revoked", "lost", "discarded"))
    return _row(_("Giấy chứng nhận"), before, "; ".join(after) or _("Không thay đổi"), _signed(made - gone))


def _neighbours(shown: land_records.Preview) -> dict[str, Any]:
    found = shown.neighbours
    after = (
        _("%(n)s thửa được thêm đỉnh trên ranh chung, diện tích giữ nguyên: %(names)s")
        % {"n": len(found), "names": ", ".join(found)}
        if found
        else _("Không đổi đỉnh thửa nào")
    )
    return _row(_("Thửa liền kề"), "–", after, formats.count(len(found)))


def _statistics(shown: land_records.Preview) -> dict[str, Any]:
    moved = {code: pair for code, pair in shown.statistics.items() if pair[0] != pair[1]}
    total = _difference(shown.area_before, shown.area_after)
    before = ", ".join(f"{code} {formats.area(one)}" for code, (one, _two) in shown.statistics.items() if one)
    if not moved:
        return _row(_("Thống kê (Biểu 01)"), before or "–", _("Tổng theo loại đất không đổi"), total)
    after = ", ".join(f"{code} {_difference(one, two)}" for code, (one, two) in moved.items())
    return _row(_("Thống kê (Biểu 01)"), before or "–", after, total)


def _signed(count: int) -> str:
    return f"+{count}" if count > 0 else str(count)
