"""Entering a new party: one page for each kind, with its papers and address."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gis_core.errors import DomainError
from land_records import api as land_records
from web import errors
from web.desk import party_words as words
from web.desk.access import desk_page, units_for
from web.desk.held_forms import held_form
from web.desk.party_forms import (
    AddressForm,
    CoupleForm,
    EntryForm,
    GroupForm,
    HouseholdForm,
    PaperForm,
    ParticularsForm,
)

_NAMED = frozenset({"person", "organisation", "foreign_invested", "community", "group"})
_WITH_PAPERS = frozenset({"person", "organisation", "foreign_invested"})
_OWN_FORM: dict[str, Any] = {"couple": CoupleForm, "household": HouseholdForm, "group": GroupForm}


@require_http_methods(["GET", "POST"])
@desk_page("party.write")
def enter(request: HttpRequest, kind_path: str) -> HttpResponse:
    """The form of a kind, and its entry; the same number elsewhere leads to the party's page with that notice."""
    kind = words.KIND_OF_PATH.get(kind_path)
    if kind is None:
        raise Http404
    held = held_form(request, request.GET.get("giu", ""))
    forms = _forms(request, kind, unit_id=held.unit_id if held else None)
    refusal: DomainError | None = None
    if request.method == "POST":
        papers_wanted = bool(request.POST.get("giay-number", "").strip())
        asked = [form for name, form in forms.items() if name != "paper" or papers_wanted]
        faultless = [form.is_valid() for form in asked]  # a list: every form is asked and shows its own faults
        if all(faultless):
            try:
                made = _entered(request.user, kind, forms, papers_wanted=papers_wanted)
            except DomainError as error:
                refusal = error
            else:
                if held and not made.same_number:
                    return redirect(held.address(request.GET["giu"], made.party_id))
                answer = redirect("web:desk-party", made.party_id)
                if made.same_number:
                    answer["Location"] += "?trung=1"
                return answer
    context = {"kind": words.KINDS[kind], "forms": forms, "refusal": refusal, "rail": "parties",
               "back": held.address(request.GET["giu"]) if held else ""}  # fmt: skip
    faulty = request.method == "POST"
    status = errors.status_of(refusal) if refusal else (400 if faulty else 200)
    return render(request, "desk/parties/enter.html", context, status=status)


def _forms(request: HttpRequest, kind: str, *, unit_id: int | None = None) -> dict[str, Any]:
    data = request.POST if request.method == "POST" else None
    units = units_for(request.user, "party.write")
    forms: dict[str, Any] = {
        "entry": EntryForm(data, kind=kind, units=units, initial={"unit": str(unit_id)} if unit_id else {})
    }
    if kind in _NAMED:
        forms["particulars"] = ParticularsForm(data, kind=kind)
    if kind in _OWN_FORM:
        forms["own"] = _OWN_FORM[kind](data, label_suffix="")
    if kind in _WITH_PAPERS:
        forms["paper"] = PaperForm(data, kind=kind)
    forms["address"] = AddressForm(data)
    return forms


def _entered(actor: Any, kind: str, forms: dict[str, Any], *, papers_wanted: bool) -> land_records.PartyReceipt:
    entry = forms["entry"].cleaned_data
    given: dict[str, Any] = {"actor": actor, "unit_id": int(entry["unit"]), "user_kind": entry["user_kind"] or None}
    if forms["address"].says_something() or kind == "community":
        given["address"] = forms["address"].draft()
    if papers_wanted:
        given["papers"] = [forms["paper"].draft()]
    if kind in _NAMED:
        given["facts"] = forms["particulars"].facts()
    own = forms["own"].cleaned_data if "own" in forms else {}
    if kind == "person":
        return land_records.add_person(**given)
    if kind == "community":
        return land_records.add_community(**given)
    if kind == "couple":
        return land_records.add_couple(
            **given, husband_id=own["husband"], wife_id=own["wife"], wife_first=own["wife_first"]
        )
    if kind == "household":
        del given["user_kind"]
        return land_records.add_household(
            **given, head_id=own["head"], spouse_id=own["spouse"], member_ids=_numbers(own["members"])
        )
    if kind == "group":
        return land_records.add_group(**given, member_ids=_numbers(own["members"]))
    return land_records.add_organisation(**given, kind=kind)


def _numbers(written: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", written)]
