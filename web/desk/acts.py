"""Desk pages of acts: starting one, the dry-run, and who decides."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web.desk.access import desk_page, may, signed_in
from web.desk.act_choices import certificate_label, linked_parcels, parcel_of
from web.desk.act_particulars import before_and_after
from web.desk.act_preview import preview_context
from web.desk.act_words import GROUPS, STATUSES, act_name, english, kind_name
from web.desk.certificate_words import STATUSES as CERTIFICATE_STATUSES

DECISIONS = {"trinh": "submit", "duyet": "approve", "tra-lai": "reject", "rut": "withdraw"}


def _row(one: land_records.ActSnapshot, people: dict[int, str]) -> dict[str, Any]:
    tone, words = STATUSES[one.status]
    return {
        "act": one,
        "name": act_name(one),
        "dossier": dossiers.dossier(one.dossier_id).code,
        "by": people.get(one.drafted_by_id, ""),
        "tone": tone,
        "words": words,
    }


@require_GET
@desk_page("act.draft")
def start(request: HttpRequest) -> HttpResponse:
    """Choose a kind of act for a parcel, with what stands against each; from a dossier, one of its parcels."""
    said, code = request.GET.get("thua", "").strip(), request.GET.get("ho-so", "").strip()
    values: dict[str, Any] = {"rail": "acts", "said": said, "dossier_code": code, "groups": [], "parcel": None}
    try:
        linked = linked_parcels(dossiers.dossier_by_code(code).id) if code else []
        names = land_records.parcel_names(linked)
        values["linked"] = [names[one] for one in linked if one in names]
        said = said or (str(linked[0]) if len(linked) == 1 else "")
        if said:
            parcel = parcel_of(said)
            values |= {"parcel": parcel, "groups": offers(request.user, parcel.parcel_id)}
            values["said"] = values["said"] or parcel.reference
    except DomainError as refusal:
        values["refusal"] = refusal
    return render(request, "desk/act_start.html", values)


def offers(user: Any, parcel_id: int) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Kinds of acts in groups, each with the reasons why it cannot be begun on this parcel now."""
    every = [kind for _title, kinds in GROUPS for kind in kinds]
    reasons = land_records.why_not_any(actor=user, parcel_id=parcel_id, kinds=every)
    return [
        (title, [{"code": kind, "name": kind_name(kind), "reasons": reasons[kind]} for kind in kinds])
        for title, kinds in GROUPS
    ]


@require_GET
@desk_page("right.read")
def one(request: HttpRequest, act_id: int) -> HttpResponse:
    """An act that was decided as its decision left it; any other by its dry-run."""
    act = land_records.act(actor=signed_in(request), act_id=act_id)
    if act.status in ("draft", "pending"):
        return redirect("web:desk-act-preview", act_id)
    people = accounts.display_names({act.drafted_by_id})
    entries = dossiers.entries_of(act.transaction_id) if act.transaction_id else ()
    touched = {kind: list(dict.fromkeys(one.subject_id for one in entries if one.subject_kind == kind))
               for kind in ("parcel", "certificate")}  # fmt: skip
    papers = land_records.certificates_by_id(touched["certificate"])
    values = {
        "rail": "acts",
        **_row(act, people),
        "parcels": list(land_records.every_parcel(touched["parcel"]).values()),
        "papers": [{"paper": one, "label": certificate_label(one), "status": CERTIFICATE_STATUSES[one.status]}
                   for one in papers],
        "verdicts": _decided(act),
    }  # fmt: skip
    return render(request, "desk/act.html", values)


def _decided(act: land_records.ActSnapshot) -> list[dict[str, Any]]:
    """The verdicts the decision kept, with the sentence of the version that judged."""
    texts = {(one.code, one.version): one.text_en if english() else one.text_vi for one in land_records.all_rules()}
    kept = (act.decided or {}).get("verdicts", ())
    return [{**one, "title": texts.get((one["rule"], one["version"]), "")} for one in kept]


@require_GET
@desk_page("right.read")
def preview(request: HttpRequest, act_id: int) -> HttpResponse:
    """The dry-run: both sides, what changes, every condition; nothing is written."""
    return _preview_page(request, act_id)


@require_POST
@desk_page("party.read")
def particulars(request: HttpRequest, act_id: int) -> HttpResponse:
    """The dry-run once with the new particulars of the holder in clear; a logged read for the act's dossier."""
    act = land_records.act(actor=signed_in(request), act_id=act_id)
    rows = before_and_after(
        actor=signed_in(request), dossier_id=act.dossier_id, proposal_id=int(act.payload.get("proposal_id") or 0)
    )
    return _preview_page(request, act_id, opened=rows)


def _preview_page(
    request: HttpRequest,
    act_id: int,
    refusal: DomainError | None = None,
    status: int = 200,
    opened: list[dict[str, str]] | None = None,
) -> HttpResponse:
    act = land_records.act(actor=signed_in(request), act_id=act_id)
    if act.status not in ("draft", "pending"):
        return redirect("web:desk-act", act_id)
    user = signed_in(request)
    moment = "submit" if act.status == "draft" else "approve"
    values: dict[str, Any] = {
        "rail": "acts",
        **_row(act, accounts.display_names({act.drafted_by_id})),
        "unit": reference.unit_by_id(act.unit_id),
        "may_draft": may(user, "act.draft", act.unit_id),
        "may_approve": may(user, "act.approve", act.unit_id),
        "own": act.drafted_by_id == user.pk,
        "refusal": refusal,
        "proposal": act.payload.get("proposal_id"),
        "opened": opened,
    }
    try:
        values |= preview_context(land_records.preview_act(actor=user, act_id=act_id, moment=moment))
    except DomainError as wrong:
        values |= {"cannot": wrong}
    values["stopped"] = _stopped(values)
    return render(request, "desk/act_preview.html", values, status=status)


def _stopped(values: dict[str, Any]) -> str:
    """Why the button of the page is off, in one sentence; empty when it may be pressed."""
    if values.get("cannot"):
        return _("Dữ liệu nhập chưa thực hiện được; sửa dự thảo.")
    if blocking := [row for row in values["conditions"] if row["blocks"]]:
        return _("Còn %(n)s điều kiện chưa đạt: %(first)s") % {"n": len(blocking), "first": blocking[0]["title"]}
    if values["act"].status == "pending" and values["own"]:
        return _("Người lập không tự phê duyệt; cần người thứ hai.")
    return ""


@require_POST
@desk_page("right.read")
def decide(request: HttpRequest, act_id: int, verb: str) -> HttpResponse:
    """Submit, approve, reject or withdraw; a refusal is shown on the dry-run, nothing is half done."""
    who, reason = signed_in(request), request.POST.get("reason", "").strip()
    try:
        match DECISIONS.get(verb):
            case "submit":
                land_records.submit_act(actor=who, act_id=act_id)
            case "approve":
                land_records.approve_act(approver=who, act_id=act_id)
                return redirect("web:desk-act", act_id)
            case "reject":
                land_records.reject_act(approver=who, act_id=act_id, reason=reason)
            case _:
                land_records.withdraw_act(actor=who, act_id=act_id, reason=reason)
    except DomainError as refusal:
        return _preview_page(request, act_id, refusal, status=409)
    return redirect("web:desk-act", act_id)
