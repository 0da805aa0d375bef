"""Desk pages of acts: starting one, its form, the dry-run, and who decides."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web.desk.access import desk_page, may, signed_in
from web.desk.act_choices import choices_around, parcel_of
from web.desk.act_forms import ActForm
from web.desk.act_preview import preview_context
from web.desk.act_words import GROUPS, STATUSES, act_name, kind_name

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
    """Choose a kind of act for a parcel, with what stands against each."""
    said, code = request.GET.get("thua", "").strip(), request.GET.get("ho-so", "").strip()
    values: dict[str, Any] = {"rail": "acts", "said": said, "dossier_code": code, "groups": [], "parcel": None}
    if said:
        try:
            parcel = parcel_of(said)
            values |= {"parcel": parcel, "groups": offers(request.user, parcel.parcel_id)}
        except DomainError as refusal:
            values["refusal"] = refusal
    return render(request, "desk/act_start.html", values)


def offers(user: Any, parcel_id: int) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Kinds of acts in groups, each with the reasons why it cannot be begun on this parcel now."""
    return [
        (
            title,
            [
                {
                    "code": kind,
                    "name": kind_name(kind),
                    "reasons": land_records.why_not(actor=user, parcel_id=parcel_id, kind=kind),
                }
                for kind in kinds
            ],
        )
        for title, kinds in GROUPS
    ]


@require_http_methods(["GET", "POST"])
@desk_page("act.draft")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a new act; what was typed stays when something is wrong."""
    asked = request.POST if request.method == "POST" else request.GET
    code = asked.get("ho-so", "").strip()
    parcel = parcel_of(asked["thua"]) if asked.get("thua") else None
    unit_id = parcel.unit_id if parcel else dossiers.dossier_by_code(code).unit_id
    choices = choices_around(parcel, unit_id)
    chosen = {"right_id": choices["rights"], "certificate_id": choices["certificates"],
              "restriction_id": choices["restrictions"]}  # fmt: skip
    initial = {name: options[0][0] for name, options in chosen.items() if options}
    if parcel:
        initial |= dict.fromkeys(("parcel_id", "parcel_ids", "first_id"), parcel.reference)
    if request.method == "GET":
        form = ActForm(kind, choices=choices, unit_id=unit_id, initial=initial)
        return _form_page(request, kind, form, code=code, parcel=parcel)
    form = ActForm(kind, request.POST, choices=choices, unit_id=unit_id)
    try:
        if not _fits(form, kind):
            return _form_page(request, kind, form, code=code, parcel=parcel)
        made = land_records.draft_act(
            actor=signed_in(request), dossier_id=dossiers.dossier_by_code(code).id, kind=kind, payload=form.payload
        )
    except DomainError as refusal:
        return _form_page(request, kind, form, code=code, parcel=parcel, refusal=refusal)
    return redirect("web:desk-act-preview", made.id)


@require_http_methods(["GET", "POST"])
@desk_page("act.draft")
def edit(request: HttpRequest, act_id: int) -> HttpResponse:
    """The form of a draft again; the stored draft stays as it was until the new input can be read."""
    act = land_records.act(actor=signed_in(request), act_id=act_id)
    dossier = dossiers.dossier(act.dossier_id)
    parcel = parcel_of_payload(act.payload)
    choices = choices_around(parcel, dossier.unit_id)
    if request.method == "GET":
        form = ActForm(act.kind, choices=choices, unit_id=dossier.unit_id, payload=act.payload)
        return _form_page(request, act.kind, form, code=dossier.code, parcel=parcel, act=act)
    form = ActForm(act.kind, request.POST, choices=choices, unit_id=dossier.unit_id)
    try:
        if not _fits(form, act.kind):
            return _form_page(request, act.kind, form, code=dossier.code, parcel=parcel, act=act)
        land_records.change_draft(actor=signed_in(request), act_id=act_id, payload=form.payload)
    except DomainError as refusal:
        return _form_page(request, act.kind, form, code=dossier.code, parcel=parcel, act=act, refusal=refusal)
    return redirect("web:desk-act-preview", act_id)


def parcel_of_payload(payload: Any) -> land_records.ParcelSnapshot | None:
    """The parcel an act is about, by what its input names first."""
    for name in ("parcel_id", "first_id"):
        if payload.get(name):
            return land_records.parcel_by_id(int(payload[name]))
    if payload.get("parcel_ids"):
        return land_records.parcel_by_id(int(payload["parcel_ids"][0]))
    right = land_records.rights_by_id([int(payload["right_id"])]) if payload.get("right_id") else {}
    parcels = [parcel for one in right.values() for parcel in one.parcel_ids]
    return land_records.parcel_by_id(parcels[0]) if parcels else None


def _fits(form: ActForm, kind: str) -> bool:
    """Whether the text could be read and the register takes it as input of this kind; faults stand beside fields."""
    if not form.is_valid():
        return False
    try:
        land_records.typed_payload(land_records.act_kind(kind), form.payload)
    except land_records.BadPayloadError as wrong:
        form.take_faults(wrong)
        return False
    return True


def _form_page(
    request: HttpRequest, kind: str, form: ActForm, *, code: str, parcel: Any, act: Any = None, refusal: Any = None
) -> HttpResponse:
    status = 200 if request.method == "GET" else 400
    values = {
        "rail": "acts", "kind": kind, "name": kind_name(kind), "form": form, "dossier_code": code, "parcel": parcel,
        "act": act, "refusal": refusal,
        "reasons": land_records.why_not(actor=signed_in(request), parcel_id=parcel.parcel_id, kind=kind)
        if parcel and act is None else (),
    }  # fmt: skip
    return render(request, "desk/act_form.html", values, status=status)


@require_GET
@desk_page("right.read")
def one(request: HttpRequest, act_id: int) -> HttpResponse:
    """An act that was decided as its decision left it; any other by its dry-run."""
    act = land_records.act(actor=signed_in(request), act_id=act_id)
    if act.status in ("draft", "pending"):
        return redirect("web:desk-act-preview", act_id)
    people = accounts.display_names({act.drafted_by_id})
    entries = dossiers.entries_of(act.transaction_id) if act.transaction_id else ()
    made = [entry for entry in entries if entry.subject_kind == "parcel"]
    parcels = [land_records.parcel_by_id(number) for number in dict.fromkeys(entry.subject_id for entry in made)]
    values = {"rail": "acts", **_row(act, people), "parcels": parcels, "decided": act.decided or {}}
    return render(request, "desk/act.html", values)


@require_GET
@desk_page("right.read")
def preview(request: HttpRequest, act_id: int) -> HttpResponse:
    """The dry-run: both sides, what changes, every condition; nothing is written."""
    return _preview_page(request, act_id)


def _preview_page(
    request: HttpRequest, act_id: int, refusal: DomainError | None = None, status: int = 200
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
