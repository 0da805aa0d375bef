"""New particulars of a holder inside an act: sealed on the way, shown to who decides for the act's dossier."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from web import errors, formats
from web.desk import party_words as words
from web.desk.access import desk_page
from web.desk.held_forms import held_form
from web.desk.party_forms import AddressForm, PaperForm, ParticularsForm, filled_in

_NO_PAPERS = frozenset({"couple", "household", "group"})


@require_http_methods(["GET", "POST"])
@desk_page("party.write")
def propose(request: HttpRequest, party_id: int) -> HttpResponse:
    """The forms of a party's name, paper and address; what is changed is kept sealed, then back to the act's form."""
    held = held_form(request, request.GET.get("giu", ""))
    if held is None:
        return redirect("web:desk-party", party_id)
    actor: Any = request.user
    purpose = dossiers.Purpose(dossier_id=dossiers.dossier_by_code(held.typed.get("ho-so", "")).id)
    told = land_records.party(actor=actor, purpose=purpose, party_id=party_id)
    data = request.POST if request.method == "POST" else None
    forms: dict[str, Any] = {"particulars": ParticularsForm(data, kind=told.kind, initial=filled_in(told))}
    if told.kind not in _NO_PAPERS:
        forms["paper"] = PaperForm(data, kind=told.kind, papers=told.papers)
    forms["address"] = AddressForm(data)
    refusal: DomainError | None = None
    if data is not None:
        wanted = [form for name, form in forms.items() if name != "paper" or data.get("giay-number", "").strip()]
        faultless = [form.is_valid() for form in wanted]  # a list: every form is asked and shows its own faults
        if all(faultless):
            try:
                made = land_records.propose_particulars(actor=actor, party_id=told.id, **_given(told, forms, wanted))
            except DomainError as error:
                refusal = error
            else:
                return redirect(held.address(request.GET["giu"], proposal_id=made))
    values = {
        "rail": "acts", "told": told, "kind": words.KINDS[told.kind], "forms": forms, "refusal": refusal,
        "back": held.address(request.GET["giu"]),
    }  # fmt: skip
    status = errors.status_of(refusal) if refusal else 400 if data is not None else 200
    return render(request, "desk/parties/propose.html", values, status=status)


def _given(told: land_records.PartySnapshot, forms: dict[str, Any], wanted: list[Any]) -> dict[str, Any]:
    """What differs from today; a form left as it was changes nothing."""
    given: dict[str, Any] = {}
    facts = forms["particulars"].facts(wife_first=bool(told.current and told.current.facts.wife_first))
    if told.current is None or facts != told.current.facts:
        given["facts"] = facts
    paper = forms.get("paper")
    if paper is not None and paper in wanted:
        replaces = paper.cleaned_data.get("replaces")
        given |= {"paper": paper.draft(), "replaces_id": int(replaces) if replaces else None}
    if forms["address"].says_something():
        given["address"] = forms["address"].draft()
    return given


def before_and_after(*, actor: accounts.User, dossier_id: int, proposal_id: int) -> list[dict[str, str]]:
    """Lines of what changes: label, before, after. Two lines in the read log, the dossier as purpose."""
    purpose = dossiers.Purpose(dossier_id=dossier_id)
    change = land_records.proposed_change(actor=actor, purpose=purpose, proposal_id=proposal_id)
    told = land_records.party(actor=actor, purpose=purpose, party_id=change.party_id)
    rows = []
    if change.facts is not None:
        before = asdict(told.current.facts) if told.current else {}
        labels = ParticularsForm(kind=told.kind).fields
        rows = [
            {"label": str(labels[name].label), "before": _said(before.get(name)), "after": _said(value)}
            for name, value in asdict(change.facts).items()
            if name in labels and (value or None) != (before.get(name) or None)
        ]
    standing = [f"{words.PAPERS[one.kind]} {one.number}" for one in told.papers if one.valid_to is None]
    if change.paper is not None:
        after = f"{words.PAPERS[change.paper.kind]} {change.paper.number}"
        rows.append({"label": _("Giấy tờ"), "before": "; ".join(standing) or "–", "after": after})
    if change.address is not None:
        lives = next((one.detail for one in told.addresses if one.purpose == "residence" and not one.valid_to), "")
        made = change.address.detail or ", ".join(
            part for part in (change.address.house_number, change.address.street, change.address.hamlet) if part
        )
        rows.append({"label": _("Địa chỉ"), "before": lives or "–", "after": made})
    return rows


def _said(value: Any) -> str:
    if value in (None, "", False):
        return "–"
    return formats.day(value) if hasattr(value, "isoformat") else str(words.GENDERS.get(value, value))
