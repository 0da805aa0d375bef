"""The form of an act: begun from a parcel or a dossier, parties chosen inside it, nothing typed is lost."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from web.desk import act_parties
from web.desk.access import desk_page, may, signed_in
from web.desk.act_choices import choices_around, holders_on, linked_parcels, parcel_of
from web.desk.act_drawing import plan_of
from web.desk.act_forms import ActForm
from web.desk.act_parties import Step
from web.desk.act_specs import SPECS
from web.desk.act_words import kind_name
from web.desk.held_forms import held_form, hold_form

DRAWN = frozenset(
    kind for kind, specs in SPECS.items() if any(one.reads in ("cut", "places", "rings", "moves") for one in specs)
)
"""Kinds whose form asks for corners or coordinates: the parcel is drawn beside it."""
PARCEL_FIELDS = ("parcel_id", "first_id")


class _Entry:
    """One form at hand: what kind, for which dossier and parcels, and what may be chosen in it."""

    def __init__(self, request: HttpRequest, kind: str, code: str, parcels: list[int], act: Any = None) -> None:
        self.request, self.kind, self.code, self.parcels, self.act = request, kind, code, parcels, act
        self.parcel = land_records.parcel_by_id(parcels[0]) if len(parcels) == 1 else None
        self.case = _case(code)
        self.unit_id = self.case.unit_id if self.case else land_records.parcel_by_id(parcels[0]).unit_id
        self.choices = choices_around(parcels, self.unit_id)

    def form(self, data: QueryDict | None = None, **initial: Any) -> ActForm:
        return ActForm(self.kind, *([data] if data is not None else []), choices=self.choices, unit_id=self.unit_id,
                       **initial)  # fmt: skip

    def page(
        self,
        form: ActForm,
        data: Any,
        *,
        step: Step | None = None,
        refusal: DomainError | None = None,
        status: int = 200,
    ) -> HttpResponse:
        form.pickers = act_parties.pickers(
            self.kind, data, user=signed_in(self.request), dossier_code=self.code, step=step,
            holding=holders_on(self.parcels) if step and step.what == "dang-giu" else (),
        )  # fmt: skip
        if step:
            form.initial[step.key] = act_parties.numbers_of(form.pickers[step.key])
        why = land_records.why_not(actor=signed_in(self.request), parcel_id=self.parcel.parcel_id, kind=self.kind) \
            if self.parcel and self.act is None else ()  # fmt: skip
        values = {
            "rail": "acts", "kind": self.kind, "name": kind_name(self.kind), "form": form, "dossier_code": self.code,
            "parcel": self.parcel, "act": self.act, "refusal": refusal, "reasons": why,
            "may_read_parties": may(self.request.user, "party.read", None),
            "linked": self.choices["parcels"],
            "plan": plan_of(self.parcel) if self.parcel and self.kind in DRAWN else None,
            "searches": act_parties.words.SEARCHES[:3],
        }  # fmt: skip
        return render(self.request, "desk/act_form.html", values, status=status)

    def take(self, data: QueryDict, save: Any) -> HttpResponse:
        """What was posted: a step of a picker, or the whole form, saved by `save`."""
        typed = act_parties.with_shares(data, self.kind)
        step = act_parties.asked_step(typed, self.kind)
        if step and step.what == "moi" and step.told in act_parties.words.KIND_OF_PATH:
            kept = act_parties.without_searches(typed)
            token = hold_form(self.request, field=step.key, unit_id=self.unit_id, typed=kept)
            return redirect(f"{_new_party(step.told)}?giu={token}")
        chosen = typed.get(step.key, "").strip() if step else ""
        if step and step.what == "thong-tin-moi" and chosen.isdigit():
            kept = act_parties.without_searches(typed)
            token = hold_form(self.request, field=step.key, unit_id=self.unit_id, typed=kept)
            return redirect(f"{redirect('web:desk-party-propose', int(chosen)).url}?giu={token}")
        if step:
            return self.stepped(typed, step)
        form = self.form(typed)
        try:
            if not _fits(form, self.kind):
                return self.page(form, typed, status=400)
            made = save(form.payload)
        except DomainError as refusal:
            return self.page(form, typed, refusal=refusal, status=400)
        return redirect("web:desk-act-preview", made.id)

    def stepped(self, typed: QueryDict, step: Step) -> HttpResponse:
        """The form as it was typed, not judged yet, after one step of a picker."""
        initial = act_parties.as_initial(typed)
        if step.what == "doi" and "form" in self.form().fields:
            initial["form"] = "joint"
        return self.page(self.form(initial=initial), typed, step=step)


@require_http_methods(["GET", "POST"])
@desk_page("act.draft")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a new act; a dossier brings its parcels, certificates and parties along."""
    back = held_form(request, request.GET.get("tiep", "")) if request.method == "GET" else None
    asked = back.typed if back else request.POST if request.method == "POST" else request.GET
    code = asked.get("ho-so", "").strip()
    entry = _Entry(request, kind, code, _parcels(asked, code))
    if back:
        return entry.stepped(_with_proposal(request, back.typed), _returned(request, back.field))
    if request.method == "GET":
        form = entry.form(initial=_beginning(entry))
        return entry.page(form, form.initial)

    def save(payload: dict[str, Any]) -> land_records.ActSnapshot:
        case = dossiers.dossier_by_code(code)
        return land_records.draft_act(actor=signed_in(request), dossier_id=case.id, kind=kind, payload=payload)

    return entry.take(request.POST, save)


@require_http_methods(["GET", "POST"])
@desk_page("act.draft")
def edit(request: HttpRequest, act_id: int) -> HttpResponse:
    """The form of a draft again; the stored draft stays as it was until the new input can be read."""
    act = land_records.act(actor=signed_in(request), act_id=act_id)
    parcels = [one.parcel_id for one in land_records.parcels_of_acts([act])[act.id]]
    entry = _Entry(request, act.kind, dossiers.dossier(act.dossier_id).code, parcels, act)
    if back := held_form(request, request.GET.get("tiep", "")) if request.method == "GET" else None:
        return entry.stepped(_with_proposal(request, back.typed), _returned(request, back.field))
    if request.method == "GET":
        form = entry.form(payload=act.payload)
        return entry.page(form, form.initial)
    return entry.take(
        request.POST,
        lambda payload: land_records.change_draft(actor=signed_in(request), act_id=act_id, payload=payload),
    )


def _case(code: str) -> dossiers.DossierSnapshot | None:
    """The dossier of a code; a wrong one is told when the form is saved, with everything typed still there."""
    try:
        return dossiers.dossier_by_code(code) if code else None
    except DomainError:
        return None


def _returned(request: HttpRequest, field: str) -> Step:
    """Back from entering a party: it is chosen; without one the names are shown."""
    party = request.GET.get("nguoi", "")
    return Step("chon", field, party) if party.isdigit() else Step("xem", field)


def _with_proposal(request: HttpRequest, typed: QueryDict) -> QueryDict:
    """Back from entering new particulars: they are named, and what they change is ticked."""
    said = request.GET.get("thong-tin", "")
    state = land_records.proposal_state(int(said)) if said.isdigit() else None
    if state is None:
        return typed
    made = typed.copy()
    made["proposal_id"] = str(state.id)
    made.setlist("what", list(state.parts))
    return made


def _new_party(kind_path: str) -> str:
    return redirect("web:desk-party-new", kind_path).url


def _parcels(asked: Any, code: str) -> list[int]:
    """The parcel the form was opened for, else those of the dossier."""
    if asked.get("thua"):
        return [parcel_of(asked["thua"]).parcel_id]
    return linked_parcels(dossiers.dossier_by_code(code).id)


def _beginning(entry: _Entry) -> dict[str, Any]:
    """What a new form holds: the parcels, the only right, certificate or restriction, and the dossier's parties."""
    initial: dict[str, Any] = {}
    for name, options in (("right_id", "rights"), ("certificate_id", "certificates"),
                          ("restriction_id", "restrictions")):  # fmt: skip
        if entry.choices[options]:
            initial[name] = entry.choices[options][0][0]
    links = dossiers.links_of(entry.case.id) if entry.case else ()
    linked: dict[str, list[int]] = {one.subject_kind: [] for one in links}
    for one in links:
        if one.ended_at is None:
            linked[one.subject_kind].append(one.subject_id)
    papers = [str(one) for one in linked.get("certificate", ())]
    known = dict(entry.choices["certificates"])
    if papers and papers[0] in known:
        initial["certificate_id"] = papers[0]
        [paper] = land_records.certificates_by_id([int(papers[0])])
        right = next((str(one) for one in paper.right_ids if str(one) in dict(entry.choices["rights"])), None)
        initial |= {"right_id": right} if right else {}
    if entry.kind == "change_purpose":
        initial["permit"] = True  # Law 31/2024 Art 121.1 is the rule, 121.3 the exception somebody states
    references = [reference for reference, _label in entry.choices["parcels"]]
    if references:
        initial |= dict.fromkeys(PARCEL_FIELDS, references[0]) | {"parcel_ids": ", ".join(references)}
        initial |= {"second_id": references[1]} if len(references) > 1 else {}
    if linked.get("party"):
        chosen = "\n".join(map(str, linked["party"]))
        initial |= {act_parties.key_of(spec): chosen for spec in act_parties.party_fields(entry.kind)
                    if spec.reads == "holders"}  # fmt: skip
    return initial


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
